import { Connection } from '../host/connection'
import type { Host } from '../host/host'
import { isPaneMessage, type PaneMessage, type ToPane } from './pane-messages'
import type { Preferences } from './preferences'

export interface Pane {
  /** Resolves when the command has completed; rejects with its error. */
  command(id: string): Promise<void>
  setVisible(visible: boolean): void
  setTheme(dark: boolean): void
  /** A new workbook starts the add-in anew, as in Excel. */
  reload(host: Host): void
}

/** Opens the add-in's page in a frame; messages are accepted only from that frame and this origin. */
export function openPane(
  desk: HTMLElement,
  place: HTMLElement,
  preferences: Preferences,
  host: Host,
  ribbonChanged: (disabled: ReadonlySet<string>) => void,
): Pane {
  const frame = document.createElement('iframe')
  frame.title = 'Flightsheet'
  frame.allow = 'clipboard-read; clipboard-write'
  const send = (message: ToPane) => frame.contentWindow?.postMessage(message, window.location.origin)
  const running = new Map<string, { resolve(): void; reject(error: Error): void }[]>()
  let connection: Connection
  let current = host
  let dark = preferences.dark

  const setVisible = (visible: boolean) => {
    desk.dataset.pane = visible ? 'shown' : 'hidden'
    // The grid measures itself when the window is resized.
    window.dispatchEvent(new Event('resize'))
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== window.location.origin || event.source !== frame.contentWindow) return
    if (!isPaneMessage(event.data)) return
    const message = event.data as PaneMessage
    if (message.kind === 'office') void connection.receive(message.text)
    else if (message.kind === 'pane') setVisible(message.visible)
    else if (message.kind === 'functions') current.customFunctions.associated()
    else if (message.kind === 'ribbon') ribbonChanged(disabledIn(message.input))
    else if (message.kind === 'commandDone') {
      for (const waiting of running.get(message.id) ?? []) {
        if (message.error === undefined) waiting.resolve()
        else waiting.reject(new Error(message.error))
      }
      running.delete(message.id)
    }
  })

  const reload = (to: Host) => {
    current = to
    connection = new Connection(to, (text) => send({ kind: 'office', text }))
    const theme = dark ? 'dark' : 'light'
    frame.src = `/workbench/pane.html?lang=${preferences.language}&theme=${theme}`
  }
  reload(host)
  place.append(frame)
  setVisible(true)

  return {
    command: (id) =>
      new Promise((resolve, reject) => {
        running.set(id, [...(running.get(id) ?? []), { resolve, reject }])
        send({ kind: 'command', id })
      }),
    setVisible: (visible) => {
      setVisible(visible)
      send({ kind: 'visibility', visible })
    },
    setTheme: (value) => {
      dark = value
      send({ kind: 'theme', dark })
      reload(host)
    },
    reload,
  }
}

/** The controls that an update of the ribbon switches off. */
function disabledIn(input: unknown): ReadonlySet<string> {
  const { tabs = [] } = input as {
    tabs?: { groups?: { controls?: { id: string; enabled?: boolean }[] }[] }[]
  }
  const controls = tabs.flatMap(({ groups = [] }) => groups.flatMap(({ controls: own = [] }) => own))
  return new Set(controls.filter(({ enabled }) => enabled === false).map(({ id }) => id))
}

import type { ClientFunctions } from './office/custom-functions'
import { type SuppliedOffice, supplyOffice } from './office/office'
import type { DialogWindow, Surroundings } from './office/surroundings'
import { isPaneMessage, type PaneMessage, type ToPane } from './page/pane-messages'

/**
 * Runs in the pane's page, after Microsoft's client and before the add-in: connects the client to the
 * workbench around the frame, and supplies what Excel itself would supply. It accepts messages only from the
 * page that frames this one.
 */

interface Bridge {
  sendMessageToHost(text: string): void
  onMessageFromHost?(text: string): void
}

interface ClientGlobals {
  CustomFunctions: ClientFunctions
  Office: unknown
  OfficeExtension: { HostBridge: { init(bridge: Bridge): void } }
}

const origin = window.location.origin
const parameters = new URLSearchParams(window.location.search)
// A dialog is a window of its own: the workbench doesn't frame it.
const framed = window.parent !== window

function toWorkbench(message: PaneMessage): void {
  if (framed) window.parent.postMessage(message, origin)
}

const bridge: Bridge = { sendMessageToHost: (text) => toWorkbench({ kind: 'office', text }) }
const client = window as unknown as ClientGlobals
client.OfficeExtension.HostBridge.init(bridge)

const surroundings: Surroundings = {
  language: parameters.get('lang') === 'en' ? 'en-US' : 'ko-KR',
  dark: parameters.get('theme') === 'dark',
  showPane: () => toWorkbench({ kind: 'pane', visible: true }),
  hidePane: () => toWorkbench({ kind: 'pane', visible: false }),
  messageParent: (message) => window.opener?.postMessage({ kind: 'dialog', message }, origin),
  openDialog,
  ribbonUpdated: (input) => toWorkbench({ kind: 'ribbon', input }),
  functionsAssociated: () => toWorkbench({ kind: 'functions' }),
}
const office: SuppliedOffice = supplyOffice(client, surroundings)

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.origin !== origin || event.source !== window.parent || !isPaneMessage(event.data)) return
  const message = event.data as ToPane
  switch (message.kind) {
    case 'office':
      bridge.onMessageFromHost?.(message.text)
      break
    case 'command':
      office.actions.run(message.id).then(
        () => toWorkbench({ kind: 'commandDone', id: message.id }),
        (error: unknown) => toWorkbench({ kind: 'commandDone', id: message.id, error: String(error) }),
      )
      break
    case 'visibility':
      office.addIn.visibilityChanged(message.visible ? 'Taskpane' : 'Hidden')
      break
    case 'theme':
      office.setTheme(message.dark)
  }
})

/** Width and height are in percent of the screen, as in Office. */
function openDialog(
  url: string,
  { width = 50, height = 50 }: { width?: number; height?: number },
): DialogWindow | null {
  const size = `width=${Math.round((screen.width * width) / 100)},height=${Math.round((screen.height * height) / 100)}`
  const opened = window.open(url, '_blank', `popup,${size}`)
  if (!opened) return null
  return {
    onMessage: (handler) => {
      window.addEventListener('message', (event: MessageEvent<{ kind?: string; message?: string }>) => {
        if (event.source === opened && event.data?.kind === 'dialog')
          handler(String(event.data.message), event.origin)
      })
    },
    onClosed: (handler) => {
      const timer = window.setInterval(() => {
        if (!opened.closed) return
        window.clearInterval(timer)
        handler()
      }, 300)
    },
    send: (message) => opened.postMessage({ kind: 'dialogParent', message }, origin),
    close: () => opened.close(),
  }
}

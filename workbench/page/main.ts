import './page.css'
import { createHost } from '../host/create-host'
import type { Host } from '../host/host'
import { emptyWorkbook } from '../univer/empty-workbook'
import { fullGrid } from '../univer/full-grid'
import { localeOf } from '../univer/locales'
import { insertSheets, openXlsx } from '../xlsx/open'
import { saveXlsx } from '../xlsx/save'
import { cellPoint } from './cell-point'
import { showCharts } from './charts'
import { divider } from './divider'
import { functionsOfManifest, ribbonCommands } from './manifest-commands'
import { notice } from './notice'
import { openPane } from './pane'
import { keepPreferences, readPreferences } from './preferences'
import { commandOf } from './shortcuts'
import { toolbar } from './toolbar'
import { words } from './words'

/** For browser tests. */
interface WorkbenchHandle {
  /** Resolves when the grid is drawn. */
  ready: Promise<void>
  host: Host
  univerAPI: Host['univerAPI']
  cellPoint(address: string): { x: number; y: number }
  open(file: ArrayBuffer): Promise<void>
  save(): Promise<ArrayBuffer>
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const preferences = readPreferences()

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no ${id}`)
  return found
}

const { univer, univerAPI } = fullGrid(element('grid'), preferences.language, preferences.dark)
const ready = new Promise<void>((resolve) => {
  univerAPI.addEvent(univerAPI.Event.LifeCycleChanged, ({ stage }) => {
    if (stage === univerAPI.Enum.LifecycleStages.Rendered) resolve()
  })
})
const host = createHost(univerAPI, univer.__getInjector(), emptyWorkbook())
host.insertSheets = (file, names) => insertSheets(host, file, names)
host.onRefused = () => notice(words(preferences.language).locked)
host.onInvalid = (alert) => notice(alert || words(preferences.language).invalid)
void registerFunctions()
/** Controls of the ribbon that the add-in has switched off. */
let disabled: ReadonlySet<string> = new Set()
const pane = openPane(element('desk'), element('pane'), preferences, host, (off) => {
  disabled = off
  paint()
})
divider(element('desk'), element('divider'), preferences.paneWidth)
ready.then(() => {
  element('opening').remove()
  listenToClicks()
  showCharts(host)
  window.addEventListener('blur', endTyping)
})
paint()

/** Excel reads the metadata of the functions when it loads the add-in. */
async function registerFunctions(): Promise<void> {
  const { namespace, metadata } = functionsOfManifest()
  const answer = await fetch(metadata)
  if (answer.ok) host.customFunctions.register(namespace, await answer.json())
}

/** Excel reports single clicks on cells to an add-in; the grid reports them only once it is drawn. */
function listenToClicks(): void {
  univerAPI.addEvent(univerAPI.Event.CellClicked, ({ worksheet, row, column }) => {
    host.clicked(worksheet.getSheetId(), row, column)
  })
}

/**
 * A click into the pane ends the typing in a cell, as in Excel on the web: otherwise the pane would wait for
 * ever.
 */
function endTyping(): void {
  const workbook = univerAPI.getActiveWorkbook()
  if (document.activeElement instanceof HTMLIFrameElement && workbook?.isCellEditing())
    void workbook.endEditingAsync(true)
}

// Before the grid, which has keys of its own.
window.addEventListener(
  'keydown',
  (event) => {
    const id = commandOf(event)
    if (!id) return
    event.preventDefault()
    event.stopPropagation()
    run(id)
  },
  true,
)

function run(id: string): void {
  pane
    .command(id)
    .catch((error: unknown) => notice(`${words(preferences.language).commandFailed}: ${String(error)}`))
}

function paint(): void {
  const text = words(preferences.language)
  document.documentElement.lang = preferences.language
  document.documentElement.dataset.theme = preferences.dark ? 'dark' : 'light'
  element('divider').setAttribute('aria-label', text.resize)
  const commands = ribbonCommands(preferences.language).map((command) => ({
    ...command,
    enabled: !command.controls.every((id) => disabled.has(id)),
  }))
  toolbar(element('bar'), text, preferences, commands, {
    newWorkbook: () => {
      if (!host.isEmpty() && !window.confirm(text.discard)) return
      host.replaceWorkbook(emptyWorkbook())
      pane.reload(host)
    },
    open: (file) => {
      file
        .arrayBuffer()
        .then(open)
        .catch((error: unknown) => {
          console.error(error)
          notice(text.openFailed)
        })
    },
    save: () => void download(),
    command: run,
    togglePane: () => pane.setVisible(element('desk').dataset.pane === 'hidden'),
    otherLanguage: () => {
      preferences.language = preferences.language === 'ko' ? 'en' : 'ko'
      keepPreferences({ language: preferences.language })
      univerAPI.setLocale(localeOf(preferences.language))
      pane.reload(host)
      paint()
    },
    toggleDark: () => {
      preferences.dark = !preferences.dark
      keepPreferences({ dark: preferences.dark })
      univerAPI.toggleDarkMode(preferences.dark)
      pane.setTheme(preferences.dark)
      paint()
    },
  })
}

async function open(file: ArrayBuffer): Promise<void> {
  await openXlsx(host, file)
  pane.reload(host)
}

async function download(): Promise<void> {
  const url = URL.createObjectURL(new Blob([await saveXlsx(host)], { type: XLSX }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${host.state.properties.title || 'Workbook'}.xlsx`
  link.click()
  URL.revokeObjectURL(url)
}

const handle: WorkbenchHandle = {
  ready,
  host,
  univerAPI,
  cellPoint: (address) => cellPoint(host, address),
  open,
  save: () => saveXlsx(host),
}
Object.assign(window, { workbench: handle })

import { applicationType } from './application'
import { bindingsType } from './bindings'
import { commentsType } from './comments'
import { customXmlPartsType } from './custom-xml'
import { itemNotFound } from './errors'
import { EVENT, EVERY_SHEET } from './event-channel'
import { eventRegistration } from './event-registration'
import { functionsType } from './functions'
import type { Host } from './host'
import { HostType } from './host-type'
import { stylesType } from './named-styles'
import { namesType, workbookNames } from './names'
import { placeSheet } from './new-sheet'
import { propertiesType } from './properties'
import { rangeType } from './range'
import { areasOrNull } from './range-areas'
import { runtimeType } from './runtime'
import { selectedRange } from './selection'
import { settingsType } from './settings'
import { tablesType } from './tables'
import { mustAllowStructure, workbookProtectionType } from './workbook-protection'
import { worksheetsType } from './worksheets'

export const workbookType = new HostType<Host>('Workbook', {
  properties: {
    name: { get: (_target, host) => host.workbook.getName() || 'Workbook.xlsx' },
    isDirty: { get: () => false },
    readOnly: { get: () => false },
  },
  objects: {
    worksheets: (host) => worksheetsType.of(host),
    bindings: (host) => bindingsType.of(host),
    comments: () => commentsType.of({ sheetId: null }),
    tables: () => tablesType.of({ sheetId: null }),
    names: (host) => namesType.of(workbookNames(host)),
    settings: (host) => settingsType.of(host),
    properties: (host) => propertiesType.of(host),
    application: (host) => applicationType.of(host),
    styles: (host) => stylesType.of(host),
    protection: (host) => workbookProtectionType.of(host),
    functions: (host) => functionsType.of(host),
    customXmlParts: (host) => customXmlPartsType.of(host),
    // Where the client finds `context.application` and `context.runtime`.
    runtime: (host) => runtimeType.of(host),
    _Runtime: (host) => runtimeType.of(host),
  },
  methods: {
    getSelectedRanges: (host) => {
      const { sheetId, ...area } = selectedRange(host)
      return areasOrNull(sheetId, [area])
    },
    insertWorksheetsFromBase64: (host, [base64, options]) =>
      insertWorksheets(host, String(base64), (options ?? {}) as InsertOptions),
    // The workbench's file is saved by the person, and its window stays open.
    save: () => null,
    close: () => null,
    ...eventRegistration<Host>({ ActivatedEvent: EVENT.workbookActivated }, () => EVERY_SHEET),
    getSelectedRange: (host) => rangeType.of(selectedRange(host)),
    getActiveCell: (host) => {
      const { sheetId, top, left } = selectedRange(host)
      return rangeType.of({ sheetId, top, left, bottom: top, right: left })
    },
  },
})

/** `Excel.InsertWorksheetOptions` */
interface InsertOptions {
  sheetNamesToInsert?: string[]
  positionType?: string
  relativeTo?: string
}

async function insertWorksheets(host: Host, base64: string, options: InsertOptions): Promise<string[]> {
  mustAllowStructure(host)
  const { sheetNamesToInsert = [], positionType = 'End', relativeTo } = options
  const beside = relativeTo ? host.workbook.getSheetByName(relativeTo) : null
  if (relativeTo && !beside) throw itemNotFound(`worksheet ${relativeTo}`)
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const ids = await host.insertSheets(bytes.buffer, sheetNamesToInsert)
  host.asAddin(() => {
    let last = beside
    // Each after the one before; what goes to the front is put there from the last to the first.
    const after = positionType === 'After'
    for (const id of after ? ids : [...ids].reverse()) {
      const sheet = host.sheet(id)
      if (positionType !== 'End') placeSheet(host, sheet, positionType, last)
      if (beside) last = sheet
    }
  })
  host.undo.forgetAddin()
  return ids
}

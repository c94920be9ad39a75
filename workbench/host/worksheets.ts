import type { FWorksheet } from '@univerjs/sheets/facade'
import { invalidArgument, itemNotFound } from './errors'
import { EVENT, EVERY_SHEET } from './event-channel'
import { eventRegistration, WORKSHEET_EVENTS } from './event-registration'
import type { Host } from './host'
import { HostType } from './host-type'
import { addSheet } from './new-sheet'
import { mustAllowStructure } from './workbook-protection'
import { worksheetType } from './worksheet'

export const worksheetsType = new HostType<Host>('WorksheetCollection', {
  items: (host) => host.workbook.getSheets().map((sheet) => worksheetType.of({ id: sheet.getSheetId() })),
  item: (host, key) => {
    const sheet = sheetOf(host, key)
    if (!sheet) throw itemNotFound(`worksheet ${key}`)
    return worksheetType.of({ id: sheet.getSheetId() })
  },
  methods: {
    add: (host, [name]) => {
      mustAllowStructure(host)
      if (typeof name === 'string' && sheetOf(host, name)) {
        throw invalidArgument(`there is a worksheet ${name} already`)
      }
      return worksheetType.of({ id: addSheet(host, (name as string | null) ?? undefined).getSheetId() })
    },
    getItemOrNullObject: (host, [key]) => {
      const sheet = sheetOf(host, key)
      return sheet ? worksheetType.of({ id: sheet.getSheetId() }) : null
    },
    getActiveWorksheet: (host) => worksheetType.of({ id: host.workbook.getActiveSheet().getSheetId() }),
    getFirst: (host) => worksheetType.of({ id: host.workbook.getSheets()[0]!.getSheetId() }),
    getLast: (host) => worksheetType.of({ id: host.workbook.getSheets().at(-1)!.getSheetId() }),
    getCount: (host) => host.workbook.getNumSheets(),
    ...eventRegistration<Host>(
      { ...WORKSHEET_EVENTS, AddedEvent: EVENT.added, DeletedEvent: EVENT.deleted, EventMoved: EVENT.moved },
      () => EVERY_SHEET,
    ),
  },
})

/** By id or by name; Excel ignores case in names. */
function sheetOf(host: Host, key: unknown): FWorksheet | undefined {
  const wanted = String(key)
  return (
    host.workbook.getSheetBySheetId(wanted) ??
    host.workbook.getSheets().find((sheet) => sheet.getSheetName().toLowerCase() === wanted.toLowerCase())
  )
}

import { applicationType } from './application'
import { bindingsType } from './bindings'
import { commentsType } from './comments'
import { customXmlPartsType } from './custom-xml'
import { EVENT, EVERY_SHEET } from './event-channel'
import { eventRegistration } from './event-registration'
import { functionsType } from './functions'
import type { Host } from './host'
import { HostType } from './host-type'
import { stylesType } from './named-styles'
import { namesType, workbookNames } from './names'
import { propertiesType } from './properties'
import { rangeType } from './range'
import { areasOrNull } from './range-areas'
import { runtimeType } from './runtime'
import { selectedRange } from './selection'
import { settingsType } from './settings'
import { tablesType } from './tables'
import { workbookProtectionType } from './workbook-protection'
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

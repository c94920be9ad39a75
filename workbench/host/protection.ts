import { accessDenied } from './errors'
import { EVENT } from './event-channel'
import { HostType } from './host-type'
import type { ProtectionOptions, SheetTarget } from './sheet-state'

export const protectionType = new HostType<SheetTarget>('WorksheetProtection', {
  properties: {
    protected: { get: ({ id }, host) => host.sheetState(id).protection !== null },
    options: { get: ({ id }, host) => host.sheetState(id).protection ?? {} },
  },
  methods: {
    protect: ({ id }, [options], host) => {
      const sheet = host.sheet(id)
      // As in Excel, a protected sheet can't be protected again.
      if (host.sheetState(id).protection) throw accessDenied(sheet.getSheetName())
      host.sheetState(id).protection = { ...((options ?? {}) as ProtectionOptions) }
      host.events.fire(EVENT.protectionChanged, id, { isProtected: true, source: 'Local' })
      return null
    },
    unprotect: ({ id }, _args, host) => {
      const state = host.sheetState(id)
      if (state.protection) {
        state.protection = null
        host.events.fire(EVENT.protectionChanged, id, { isProtected: false, source: 'Local' })
      }
      return null
    },
  },
})

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
    protect: ({ id }, [options, password], host) => {
      const sheet = host.sheet(id)
      // As in Excel, a protected sheet can't be protected again.
      if (host.sheetState(id).protection) throw accessDenied(sheet.getSheetName())
      host.sheetState(id).protection = { ...((options ?? {}) as ProtectionOptions) }
      host.sheetState(id).password = typeof password === 'string' && password !== '' ? password : null
      host.undo.forgetAddin()
      host.events.fire(EVENT.protectionChanged, id, { isProtected: true, source: 'Local' })
      return null
    },
    unprotect: ({ id }, [password], host) => {
      const sheet = host.sheet(id)
      const state = host.sheetState(id)
      // As in Excel, a sheet that isn't protected can't be unprotected.
      if (!state.protection || (state.password ?? '') !== (password ?? '')) {
        throw accessDenied(sheet.getSheetName())
      }
      state.protection = null
      state.password = null
      host.undo.forgetAddin()
      host.events.fire(EVENT.protectionChanged, id, { isProtected: false, source: 'Local' })
      return null
    },
  },
})

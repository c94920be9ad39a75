import { accessDenied } from './errors'
import type { Host } from './host'
import { HostType } from './host-type'

/** Protects the sheets' order, names and number. */
export const workbookProtectionType = new HostType<Host>('WorkbookProtection', {
  properties: { protected: { get: (host) => host.state.protection !== null } },
  methods: {
    protect: (host, [password]) => {
      if (host.state.protection) throw accessDenied('the workbook')
      host.state.protection = { password: typeof password === 'string' ? password : '' }
      return null
    },
    unprotect: (host, [password]) => {
      const { protection } = host.state
      if (!protection || protection.password !== (password ?? '')) throw accessDenied('the workbook')
      host.state.protection = null
      return null
    },
  },
})

/** @throws OfficeError AccessDenied while the workbook's structure is protected */
export function mustAllowStructure(host: Host): void {
  if (host.state.protection) throw accessDenied('the workbook')
}

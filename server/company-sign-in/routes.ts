import * as contract from '../../shared/contract/accounts'
import type { Routes } from '../http/routes'
import type { CompanySignIn } from './company-sign-in'

/** @param demoAccounts the demo accounts that may be offered */
export function companySignInRoutes(
  routes: Routes,
  company: CompanySignIn,
  demoAccounts: () => Promise<contract.DemoAccount[]>,
): void {
  const { local, openId, microsoft } = company.settings
  routes.on(contract.signInOptions, async () => {
    const demo = await demoAccounts()
    return {
      passwords: local,
      company: openId !== undefined,
      microsoft: microsoft
        ? { clientId: microsoft.clientId, authority: microsoft.authority, scope: microsoft.scope }
        : null,
      ...(demo.length > 0 ? { demo } : {}),
    }
  })
  routes.on(contract.finishCompanySignIn, ({ body }) => company.finish(body.code, body.secret))
  routes.on(contract.signInWithMicrosoft, ({ body }) => company.byMicrosoft(body.accessToken))
}

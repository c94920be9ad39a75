import * as contract from '../../shared/contract/accounts'
import type { Routes } from '../http/routes'
import type { CompanySignIn } from './company-sign-in'

export function companySignInRoutes(routes: Routes, company: CompanySignIn): void {
  const { local, openId, microsoft } = company.settings
  routes.on(contract.signInOptions, () => ({
    passwords: local,
    company: openId !== undefined,
    microsoft: microsoft
      ? { clientId: microsoft.clientId, authority: microsoft.authority, scope: microsoft.scope }
      : null,
  }))
  routes.on(contract.finishCompanySignIn, ({ body }) => company.finish(body.code, body.secret))
  routes.on(contract.signInWithMicrosoft, ({ body }) => company.byMicrosoft(body.accessToken))
}

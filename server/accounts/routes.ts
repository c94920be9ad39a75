import * as contract from '../../shared/contract/accounts'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import type { Accounts } from './accounts'
import type { Sessions } from './sessions'
import { signInLimits } from './sign-in-limit'

export function accountRoutes(
  routes: Routes,
  database: Database,
  accounts: Accounts,
  sessions: Sessions,
): void {
  routes.on(contract.signIn, ({ body }) => accounts.signIn(body.email, body.password), signInLimits())
  routes.on(contract.currentSession, ({ caller, session }) => ({
    expiresAt: session.expiresAt,
    user: caller,
  }))
  routes.on(contract.signOut, ({ session }) => sessions.signOut(session.token))

  routes.on(contract.changeOwnPassword, ({ body, caller, session }) =>
    accounts.changeOwnPassword(caller.id, session.token, body),
  )
  routes.on(contract.listOwnSessions, ({ query, caller, session }) =>
    page(query, ['createdAt', 'id'], (stretch) => sessions.list(caller.id, session.token, stretch)),
  )
  routes.on(contract.endOwnSession, ({ params, caller }) => sessions.end(caller.id, params.sessionId))
  routes.on(contract.endOtherSessions, async ({ caller, session }) => ({
    ended: await database.write((tx) => sessions.endAll(tx, caller.id, session.token)),
  }))

  routes.on(contract.listUsers, ({ query }) => page(query, ['email'], (stretch) => accounts.list(stretch)))
  routes.on(contract.createUser, ({ body }) => accounts.create(body))
  routes.on(contract.changeUser, ({ params, body }) => accounts.change(params.id, body))
  routes.on(contract.listUserSessions, async ({ params, query, session }) => {
    await accounts.require(params.id)
    return page(query, ['createdAt', 'id'], (stretch) => sessions.list(params.id, session.token, stretch))
  })
  routes.on(contract.endUserSession, ({ params }) => sessions.end(params.id, params.sessionId))
  routes.on(contract.endUserSessions, async ({ params }) => {
    await accounts.require(params.id)
    return { ended: await database.write((tx) => sessions.endAll(tx, params.id)) }
  })
}

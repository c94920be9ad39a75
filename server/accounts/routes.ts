import * as contract from '../../shared/contract/accounts'
import { type FieldProblem, Problem } from '../../shared/problem'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import type { Accounts } from './accounts'
import type { Sessions } from './sessions'
import type { SignInThrottle } from './sign-in-throttle'

export function accountRoutes(
  routes: Routes,
  accounts: Accounts,
  sessions: Sessions,
  throttle: SignInThrottle,
): void {
  routes.on(contract.signIn, ({ body: { email, password } }) =>
    throttle.guard(email, isWrongPassword, () => accounts.signIn(email, password)),
  )
  routes.on(contract.currentSession, ({ caller, session }) => ({
    expiresAt: session.expiresAt,
    user: caller,
  }))
  routes.on(contract.signOut, ({ session }) => sessions.signOut(session.token))

  routes.on(contract.changeOwnPassword, ({ body, caller, session }) =>
    throttle.guard(caller.email, isWrongPassword, () =>
      accounts.changeOwnPassword(caller.id, session.token, body),
    ),
  )
  routes.on(contract.listOwnSessions, ({ query, caller, session }) =>
    page(query, ['createdAt', 'id'], (stretch) => sessions.list(caller.id, session.token, stretch)),
  )
  routes.on(contract.endOwnSession, ({ params, caller }) => sessions.end(caller, params.sessionId))
  routes.on(contract.endOtherSessions, ({ caller, session }) => sessions.endAllNow(caller, session.token))

  routes.on(contract.listUsers, ({ query }) => page(query, ['email'], (stretch) => accounts.list(stretch)))
  routes.on(contract.createUser, ({ body }) => accounts.create({ passwordToChange: true, ...body }))
  routes.on(contract.changeUser, ({ params, body }) => accounts.change(params.id, body))
  routes.on(contract.listUserSessions, async ({ params, query, session }) => {
    await accounts.require(params.id)
    return page(query, ['createdAt', 'id'], (stretch) => sessions.list(params.id, session.token, stretch))
  })
  routes.on(contract.endUserSession, async ({ params }) =>
    sessions.end(await accounts.require(params.id), params.sessionId),
  )
  routes.on(contract.endUserSessions, async ({ params }) =>
    sessions.endAllNow(await accounts.require(params.id)),
  )
}

function isWrongPassword(error: unknown): boolean {
  if (!(error instanceof Problem)) return false
  const [field] = (error.data.errors ?? []) as FieldProblem[]
  return error.code === 'WRONG_CREDENTIALS' || field?.path === 'currentPassword'
}

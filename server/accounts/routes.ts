import {
  changeUser,
  createUser,
  currentSession,
  listUsers,
  signIn,
  signOut,
} from '../../shared/contract/accounts'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import type { Accounts } from './accounts'
import { signInLimits } from './sign-in-limit'

export function accountRoutes(routes: Routes, accounts: Accounts): void {
  routes.on(signIn, ({ body }) => accounts.signIn(body.email, body.password), signInLimits())
  routes.on(currentSession, ({ caller, session }) => ({ expiresAt: session.expiresAt, user: caller }))
  routes.on(signOut, ({ session }) => accounts.signOut(session.token))
  routes.on(listUsers, ({ query }) => page(query, ['email'], (stretch) => accounts.list(stretch)))
  routes.on(createUser, ({ body }) => accounts.create(body))
  routes.on(changeUser, ({ params, body }) => accounts.change(params.id, body))
}

import {
  changeOwnPassword,
  changeUser,
  createUser,
  currentSession,
  endOtherSessions,
  endUserSessions,
  finishCompanySignIn,
  listOwnSessions,
  listUserSessions,
  listUsers,
  signIn,
  signInOptions,
  signInWithMicrosoft,
} from '../accounts'
import { example } from './example'
import { ACCOUNT_ID, PLANNER } from './ids'

const user = { id: ACCOUNT_ID, email: PLANNER, name: '김지우', role: 'planner' as const }
const account = { ...user, disabled: false, createdAt: '2026-03-02T00:30:00.000Z' }
const expiresAt = '2026-12-01T15:00:00.000Z'

const session = {
  id: '5f2b8c1d9e0a4f7b6c3d2e1f0a9b8c7d',
  current: true,
  createdAt: '2026-12-01T00:30:00.000Z',
  lastUsedAt: '2026-12-01T02:58:00.000Z',
  expiresAt,
  address: '203.0.113.7',
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
}

const signedIn = { token: 'Zk3vYb0t5Qm9xLrW2uHc8sNfE7aJ1pDgK6iTqR4oVwA', expiresAt, user }

export const ACCOUNTS = [
  example(signInOptions, { answer: { passwords: 'admins', company: true, microsoft: null } }),
  example(finishCompanySignIn, {
    body: {
      code: 'pL4sC1nV7xQe9TzB3kWm5RyH8uJd2FgA6iOoNtX0vEw',
      secret: 'Qh8mZ2wK6rT1yNc4vBx9LsPf3JdGa7eUo5iDqXtRkY0',
    },
    answer: { ...signedIn, user: { ...user, company: true } },
  }),
  example(signInWithMicrosoft, {
    body: { accessToken: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ2ZXIiOiIyLjAifQ.c2lnbmF0dXJl' },
    answer: { ...signedIn, user: { ...user, company: true } },
  }),
  example(signIn, {
    body: { email: PLANNER, password: 'correct horse battery' },
    answer: signedIn,
  }),
  example(currentSession, { answer: { expiresAt, user } }),
  example(changeOwnPassword, {
    body: { currentPassword: 'correct horse battery', newPassword: 'lantern in the harbour' },
  }),
  example(listOwnSessions, { answer: { items: [session] } }),
  example(endOtherSessions, { answer: { ended: 2 } }),
  example(listUserSessions, { answer: { items: [{ ...session, current: false }] } }),
  example(endUserSessions, { answer: { ended: 3 } }),
  example(listUsers, { answer: { items: [account] } }),
  example(createUser, {
    body: { email: PLANNER, name: '김지우', role: 'planner', password: 'correct horse battery' },
    answer: account,
  }),
  example(changeUser, { body: { role: 'operator' }, answer: { ...account, role: 'operator' } }),
]

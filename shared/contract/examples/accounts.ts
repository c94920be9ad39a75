import { changeUser, createUser, currentSession, listUsers, signIn } from '../accounts'
import { example } from './example'
import { ACCOUNT_ID, PLANNER } from './ids'

const user = { id: ACCOUNT_ID, email: PLANNER, name: '김지우', role: 'planner' as const }
const account = { ...user, disabled: false, createdAt: '2026-03-02T00:30:00.000Z' }
const expiresAt = '2026-12-01T15:00:00.000Z'

export const ACCOUNTS = [
  example(signIn, {
    body: { email: PLANNER, password: 'correct horse battery' },
    answer: { token: 'Zk3vYb0t5Qm9xLrW2uHc8sNfE7aJ1pDgK6iTqR4oVwA', expiresAt, user },
  }),
  example(currentSession, { answer: { expiresAt, user } }),
  example(listUsers, { answer: { items: [account] } }),
  example(createUser, {
    body: { email: PLANNER, name: '김지우', role: 'planner', password: 'correct horse battery' },
    answer: account,
  }),
  example(changeUser, { body: { role: 'operator' }, answer: { ...account, role: 'operator' } }),
]

import {
  currentSession,
  signIn as signInCall,
  signOut as signOutCall,
  type User,
} from '../../shared/contract/accounts'
import { SIGNED_OUT, TOKEN } from '../api/token'
import type { Desk } from '../desk/desk'
import { leave } from '../desk/leave'
import { INITIAL_STATE } from '../desk/state/desk-state'

/** @throws CallFailure WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS */
export async function signIn(desk: Desk, email: string, password: string): Promise<void> {
  await takeSession(desk, await desk.api.call(signInCall, { body: { email, password } }))
}

/** Goes on as who has signed in. */
export async function takeSession(desk: Desk, { token, user }: { token: string; user: User }): Promise<void> {
  const before = desk.store.get().user
  if (before && before.id !== user.id) await clear(desk)
  desk.keep.set(TOKEN, token)
  desk.keep.remove(SIGNED_OUT)
  desk.store.set({ user, expired: false })
}

/** Resumes a stored sign-in. Returns null when no token is stored or the request fails. */
export async function resumeSession(desk: Desk): Promise<User | null> {
  if (desk.keep.get(TOKEN) === null) return null
  try {
    const { user } = await desk.api.call(currentSession, {})
    desk.store.set({ user })
    return user
  } catch {
    return null
  }
}

export async function signOut(desk: Desk): Promise<void> {
  // Sign out here even when the service can't be reached.
  await desk.api.call(signOutCall, {}).catch(() => undefined)
  desk.keep.remove(TOKEN)
  desk.keep.set(SIGNED_OUT, '1')
  await clear(desk)
}

async function clear(desk: Desk): Promise<void> {
  await leave(desk)
  desk.store.set({ ...INITIAL_STATE, started: true })
}

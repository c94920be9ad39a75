import type { ApiClient } from '../api/client'
import { signInByDialog } from './by-dialog'
import type { SignInOptions } from './sign-in-options'
import type { SignedIn } from './signed-in'

/**
 * Signs in with the company account inside Excel: as who has signed in to Excel, where Excel and the installation can, else in a
 * window.
 *
 * @param nested whether this Excel gets tokens from Microsoft by itself
 * @returns null when the person has closed the window
 */
export async function signInInPane(
  api: ApiClient,
  { microsoft }: SignInOptions,
  nested: boolean,
  anew: boolean,
): Promise<SignedIn | null> {
  if (!microsoft || !nested) return signInByDialog(api, anew)
  const { signInByMicrosoft } = await import('./by-microsoft')
  return signInByMicrosoft(api, microsoft)
}

import { createNestablePublicClientApplication, InteractionRequiredAuthError } from '@azure/msal-browser'
import { signInWithMicrosoft } from '../../shared/contract/accounts'
import { type ApiClient, CallFailure } from '../api/client'
import type { SignedIn } from './signed-in'

interface Application {
  clientId: string
  authority: string
  scope: string
}

/**
 * Signs in as who has signed in to Excel: Excel gets a token for this service from Microsoft, without a window where it can. The
 * token stays in memory.
 *
 * @throws CallFailure
 */
export async function signInByMicrosoft(
  api: ApiClient,
  { clientId, authority, scope }: Application,
): Promise<SignedIn> {
  const accessToken = await tokenOf(clientId, authority, scope)
  return api.call(signInWithMicrosoft, { body: { accessToken } })
}

async function tokenOf(clientId: string, authority: string, scope: string): Promise<string> {
  try {
    const application = await createNestablePublicClientApplication({
      auth: { clientId, authority },
      cache: { cacheLocation: 'memoryStorage' },
    })
    const request = { scopes: [scope] }
    const { accessToken } = await application.acquireTokenSilent(request).catch((error: unknown) => {
      if (error instanceof InteractionRequiredAuthError) return application.acquireTokenPopup(request)
      throw error
    })
    return accessToken
  } catch (error) {
    const canceled = /user_cancel/i.test(String((error as { errorCode?: unknown }).errorCode))
    throw new CallFailure('COMPANY_SIGN_IN_REFUSED', String(error), {
      why: canceled ? 'CANCELED' : 'UNREACHABLE',
    })
  }
}

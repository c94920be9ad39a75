import { isSignInRefusal, type SignInPage } from '../../shared/company-sign-in'
import { finishCompanySignIn } from '../../shared/contract/accounts'
import { type ApiClient, CallFailure } from '../api/client'
import { DeskFailure } from '../desk/failure'
import { newSecret } from './secret'
import type { SignedIn } from './signed-in'

/** Percent of the screen. */
const SIZE = { height: 70, width: 35 }

interface Message {
  code?: unknown
  why?: unknown
}

/**
 * Signs in at the company's provider in a window of Office, which hands the pane a code. The code is worth nothing without the
 * secret that stays here.
 *
 * @returns null when the person has closed the window
 * @throws CallFailure
 */
export async function signInByDialog(api: ApiClient, anew: boolean): Promise<SignedIn | null> {
  const { secret, challenge } = await newSecret()
  const page: SignInPage = location.pathname.startsWith('/workbench/') ? 'workbench' : 'pane'
  const address = new URL('sign-in.html', location.href)
  address.search = new URLSearchParams({ challenge, page, ...(anew ? { anew: '1' } : {}) }).toString()
  const message = await messageOf(address.href)
  if (message === null) return null
  if (isSignInRefusal(message.why)) throw new CallFailure('COMPANY_SIGN_IN_REFUSED', '', { why: message.why })
  return api.call(finishCompanySignIn, { body: { code: String(message.code), secret } })
}

/** What the window says before it is closed; null when a person closes it. */
function messageOf(address: string): Promise<Message | null> {
  return new Promise((resolve, reject) => {
    Office.context.ui.displayDialogAsync(address, SIZE, (opened) => {
      if (opened.status !== Office.AsyncResultStatus.Succeeded) {
        reject(new DeskFailure('WINDOW_BLOCKED', opened.error?.message))
        return
      }
      const dialog = opened.value
      dialog.addEventHandler(Office.EventType.DialogMessageReceived, (argument) => {
        // Older Excels don't say where a message comes from; they take them from this address only.
        if ('error' in argument || (argument.origin && argument.origin !== location.origin)) return
        dialog.close()
        resolve(messageIn(argument.message))
      })
      dialog.addEventHandler(Office.EventType.DialogEventReceived, () => resolve(null))
    })
  })
}

function messageIn(text: string): Message {
  try {
    return JSON.parse(text) as Message
  } catch {
    return { why: 'EXPIRED' }
  }
}

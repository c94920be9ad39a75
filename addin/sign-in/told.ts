import { isSignInRefusal } from '../../shared/company-sign-in'
import type { Language } from '../../shared/language'
import { CallFailure } from '../api/client'

/** A refusal of the company's sign-in with its words, which are loaded for it; other errors stay as they are. */
export async function toldOf(error: unknown, language: Language): Promise<unknown> {
  if (!(error instanceof CallFailure) || error.code !== 'COMPANY_SIGN_IN_REFUSED') return error
  const why = isSignInRefusal(error.data.why) ? error.data.why : 'NOT_VERIFIED'
  const { SIGN_IN_REFUSAL_WORDS } = await import('../../shared/company-sign-in-words')
  return new CallFailure('COMPANY_SIGN_IN_REFUSED', '', { why, ...SIGN_IN_REFUSAL_WORDS[language][why] })
}

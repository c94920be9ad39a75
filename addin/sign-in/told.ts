import { isSignInRefusal, SIGN_IN_REFUSAL_WORDS, type SignInRefusal } from '../../shared/company-sign-in'
import type { Language } from '../../shared/language'
import { CallFailure } from '../api/client'

/** A refusal of the company's sign-in with its words, which come with the views that need them. */
export function refusalOf(why: SignInRefusal, language: Language): CallFailure {
  return new CallFailure('COMPANY_SIGN_IN_REFUSED', '', { why, ...SIGN_IN_REFUSAL_WORDS[language][why] })
}

/** The same for any error; others stay as they are. */
export function toldOf(error: unknown, language: Language): unknown {
  if (!(error instanceof CallFailure) || error.code !== 'COMPANY_SIGN_IN_REFUSED') return error
  const { why } = error.data
  return refusalOf(isSignInRefusal(why) ? why : 'NOT_VERIFIED', language)
}

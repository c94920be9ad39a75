import type { SignInRefusal } from '../../shared/company-sign-in'
import { SIGN_IN_REFUSAL_WORDS } from '../../shared/company-sign-in-words'
import { Problem } from '../../shared/problem'

/** Somebody is not let in, though they may be who they say. */
export function signInProblem(why: SignInRefusal): Problem {
  const { title, next } = SIGN_IN_REFUSAL_WORDS.en[why]
  return new Problem('COMPANY_SIGN_IN_REFUSED', [title, next].join(' '), { why })
}

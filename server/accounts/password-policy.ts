import { Problem } from '../../shared/problem'

/** Whose password it is: nobody may use the name by which others know the account. */
export interface PasswordOwner {
  email: string
  name: string
}

/** Names of the product: who guesses a password of this service begins with them. */
const OURS = ['flightsheet', '플라이트시트']
/** Shorter names are a part of too many words. */
const LONG_ENOUGH_LATIN = 4
const LONG_ENOUGH_HANGUL = 3
const ADVICE = 'take several words that do not belong together'

/**
 * Which passwords are accepted (decision 60): any signs, long enough, and none that are guessed first. There are no rules
 * on which kinds of signs it must have, and a password doesn't expire.
 */
export class PasswordPolicy {
  constructor(private readonly minLength: number) {}

  /**
   * @param path the field of the request that has the password
   * @throws Problem VALIDATION_FAILED
   */
  async require(password: string, owner: PasswordOwner, path = 'password'): Promise<void> {
    const message = await this.faultOf(password, owner)
    if (message === undefined) return
    throw new Problem('VALIDATION_FAILED', `${path}: ${message}. Nothing was changed.`, {
      errors: [{ path, message }],
    })
  }

  /** What is wrong with a password, or undefined. */
  async faultOf(password: string, { email, name }: PasswordOwner): Promise<string | undefined> {
    if ([...password].length < this.minLength) return `must have at least ${this.minLength} characters`
    const plain = plainly(password)
    if (OURS.some((one) => plain.includes(one))) return `must not contain the name of this product; ${ADVICE}`
    const login = email.slice(0, email.lastIndexOf('@'))
    const own = [...new Set([email, login, ...login.split(/[^\p{L}\p{N}]+/u), name, ...name.split(/\s+/)])]
    if (own.some((one) => isLongEnough(one) && plain.includes(plainly(one))))
      return `must not contain your name or e-mail address; ${ADVICE}`
    // The lists of words are large, and most processes never need them.
    const { weaknessOf } = await import('./password-strength')
    const weakness = weaknessOf(password, [...OURS, ...own])
    return weakness && `${weakness}; ${ADVICE}`
  }
}

/** In one form, without what people put between letters. */
function plainly(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s._-]+/g, '')
}

function isLongEnough(name: string): boolean {
  const plain = plainly(name)
  return plain.length >= (/\p{Script=Hangul}/u.test(plain) ? LONG_ENOUGH_HANGUL : LONG_ENOUGH_LATIN)
}

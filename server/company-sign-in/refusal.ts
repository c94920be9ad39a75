import type { SignInRefusal } from '../../shared/company-sign-in'

/** The company's sign-in doesn't let somebody in. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused'

  constructor(
    readonly why: SignInRefusal,
    /** Whom it is about, for the security log. */
    readonly subject?: string,
    options?: ErrorOptions,
  ) {
    super(why, options)
  }
}

/** Why the company's sign-in doesn't let somebody in. */
export const SIGN_IN_REFUSALS = [
  /** Begun too long ago, in another browser, or used already. */
  'EXPIRED',
  /** The person or the provider ended it. */
  'CANCELED',
  'UNREACHABLE',
  /** What the provider sent is not what it must be. */
  'NOT_VERIFIED',
  'UNVERIFIED_EMAIL',
  'DOMAIN',
  'NO_ROLE',
  'TOO_MANY_GROUPS',
  'BLOCKED',
  /** An account with this e-mail belongs to another identity of the provider. */
  'EMAIL_TAKEN',
  'TOO_MANY_ATTEMPTS',
  /** Passwords are not taken here, or not from this account. */
  'PASSWORDS_OFF',
] as const
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number]

/** The pages to which a sign-in at the company's provider may return. */
export const SIGN_IN_PAGES = ['dashboard', 'operator', 'pane', 'workbench'] as const
export type SignInPage = (typeof SIGN_IN_PAGES)[number]

/** In the address of a page, behind `#`: what came of a sign-in at the company's provider. */
export const SIGNED_IN_CODE = 'sign-in-code'
export const SIGN_IN_REFUSED = 'sign-in-refused'

export function isSignInRefusal(text: unknown): text is SignInRefusal {
  return SIGN_IN_REFUSALS.some((one) => one === text)
}

import type { Words } from '../words'

/** Signing in to pane and dashboard, in English. */
export const SIGN_IN_EN: Words['signIn'] = {
  title: 'Sign in',
  lead: 'Plan video ads in Excel and buy them right there.',
  email: 'E-mail',
  password: 'Password',
  required: 'Please fill this in.',
  submit: 'Sign in',
  submitting: 'Signing in…',
  commandTooEarly: 'Sign in and open a campaign first, then use the command again.',
  expired: 'Your sign-in has expired. Sign in again to carry on where you were.',
  account: (name) => `${name}, my account`,
  signOut: 'Sign out',
  signOutOf: (name) => `Sign out (${name})`,
}

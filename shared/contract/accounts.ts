import { z } from 'zod'
import { endpoint } from './endpoint'
import { instant, list, paging, role, text, uuid } from './primitives'
import { shownEmail, shownId } from './shown'

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
/** As long as every installation asks for; which passwords are refused beside shorter ones, the service decides. */
const newPassword = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')
  .meta({
    format: 'password',
    description: 'Any signs. Refused are passwords that are guessed first, and own and product names',
  })

export const user = z
  .object({
    id: shownId,
    email: shownEmail,
    name: z.string(),
    role,
    company: z
      .boolean()
      .optional()
      .meta({ description: 'It signs in with the company account: name, role and password are kept there' }),
    passwordToChange: z
      .boolean()
      .optional()
      .meta({ description: 'Somebody else has set the password: change it before anything else' }),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>
const passwordToChange = z
  .boolean()
  .optional()
  .meta({ description: 'Whether the new password is to be changed before anything else; true by default' })
const managedUser = user.extend({ disabled: z.boolean(), createdAt: instant }).meta({ id: 'ManagedUser' })
export type ManagedUser = z.infer<typeof managedUser>

const signedIn = z.object({
  token: z.string().meta({ pattern: '^[A-Za-z0-9_-]+$' }),
  expiresAt: instant,
  user,
})
/** 32 random bytes. */
const random = z.string().regex(/^[\w-]{43}$/, 'must be 43 letters and digits')

export const signIn = endpoint({
  operationId: 'signIn',
  method: 'post',
  path: '/session',
  tag: 'Accounts',
  summary: 'Sign in with e-mail and password',
  role: 'public',
  body: z.object({ email, password: z.string().min(1).max(200).meta({ format: 'password' }) }),
  status: 200,
  answer: signedIn,
  problems: ['WRONG_CREDENTIALS', 'COMPANY_SIGN_IN_REFUSED', 'TOO_MANY_ATTEMPTS'],
})

const demoAccount = z.object({ email, name: z.string(), role, password: z.string() })
/** An account whose password everybody knows, of a demonstration on one machine. */
export type DemoAccount = z.infer<typeof demoAccount>

export const signInOptions = endpoint({
  operationId: 'getSignInOptions',
  method: 'get',
  path: '/session/options',
  tag: 'Accounts',
  summary: 'How one may sign in here',
  role: 'public',
  status: 200,
  answer: z.object({
    passwords: z.enum(['on', 'admins', 'off']).meta({ description: 'Who may sign in with a password' }),
    company: z.boolean().meta({ description: 'The company account, by OpenID Connect at /sign-in/company' }),
    microsoft: z
      .object({ clientId: z.string(), authority: z.string(), scope: z.string() })
      .nullable()
      .meta({ description: 'Microsoft 365 inside Excel, by Nested App Authentication' }),
    demo: z.array(demoAccount).optional().meta({
      description:
        'The demo accounts with their published password, on a machine that shows the product; left out elsewhere',
    }),
  }),
  // A parameter that it doesn't have.
  problems: ['VALIDATION_FAILED'],
})

export const finishCompanySignIn = endpoint({
  operationId: 'finishCompanySignIn',
  method: 'post',
  path: '/session/company',
  tag: 'Accounts',
  summary: 'Take the session of a sign-in with the company account, with the secret of who began it',
  role: 'public',
  body: z.object({
    code: random.meta({ description: 'What /sign-in/company came back with; valid once, for a minute' }),
    secret: random.meta({ description: 'Its SHA-256 in base64url was the challenge' }),
  }),
  status: 200,
  answer: signedIn,
  problems: ['COMPANY_SIGN_IN_REFUSED'],
})

export const signInWithMicrosoft = endpoint({
  operationId: 'signInWithMicrosoft',
  method: 'post',
  path: '/session/microsoft',
  tag: 'Accounts',
  summary: 'Sign in with an access token of Microsoft 365 for this service',
  role: 'public',
  body: z.object({ accessToken: z.string().min(1).max(15_000).meta({ format: 'password' }) }),
  status: 200,
  answer: signedIn,
  problems: ['COMPANY_SIGN_IN_REFUSED'],
})

export const currentSession = endpoint({
  operationId: 'getSession',
  method: 'get',
  path: '/session',
  tag: 'Accounts',
  summary: 'Who is signed in',
  role: 'planner',
  beforePasswordChange: true,
  status: 200,
  answer: z.object({ expiresAt: instant, user }),
  problems: [],
})

export const signOut = endpoint({
  operationId: 'signOut',
  method: 'delete',
  path: '/session',
  tag: 'Accounts',
  summary: 'Sign out: the token ends',
  role: 'planner',
  beforePasswordChange: true,
  status: 204,
  problems: [],
})

const sessionId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be the id of a session')
  .meta({ description: 'Id of a session; it is not its token' })
const session = z
  .object({
    id: z.string().meta({ pattern: '^[0-9a-f]{32}$' }),
    current: z.boolean().meta({ description: 'The session that asks' }),
    createdAt: instant,
    lastUsedAt: instant.meta({ description: 'To the minute' }),
    expiresAt: instant,
    address: z.string().nullable().meta({ description: 'From where it was begun' }),
    userAgent: z.string().nullable().meta({ description: 'What the browser calls itself' }),
  })
  .meta({ id: 'Session' })
export type SessionView = z.infer<typeof session>

export const changeOwnPassword = endpoint({
  operationId: 'changeOwnPassword',
  method: 'put',
  path: '/me/password',
  tag: 'Accounts',
  summary: 'Change your own password; your other sessions end',
  role: 'planner',
  beforePasswordChange: true,
  body: z.object({
    currentPassword: z.string().min(1).max(200).meta({ format: 'password' }),
    newPassword,
  }),
  status: 204,
  problems: ['TOO_MANY_ATTEMPTS'],
})

export const listOwnSessions = endpoint({
  operationId: 'listOwnSessions',
  method: 'get',
  path: '/me/sessions',
  tag: 'Accounts',
  summary: 'Where you are signed in, the newest first',
  role: 'planner',
  query: z.object(paging({ default: 100, max: 1000 })),
  status: 200,
  answer: list(session),
  problems: [],
})

export const endOwnSession = endpoint({
  operationId: 'endOwnSession',
  method: 'delete',
  path: '/me/sessions/{sessionId}',
  tag: 'Accounts',
  summary: 'Sign out one of your sessions',
  role: 'planner',
  params: z.object({ sessionId }),
  status: 204,
  problems: ['NOT_FOUND'],
})

export const endOtherSessions = endpoint({
  operationId: 'endOtherSessions',
  method: 'delete',
  path: '/me/sessions',
  tag: 'Accounts',
  summary: 'Sign out all your sessions but this one',
  role: 'planner',
  status: 200,
  answer: z.object({ ended: z.int().min(0) }),
  problems: [],
})

export const listUserSessions = endpoint({
  operationId: 'listUserSessions',
  method: 'get',
  path: '/users/{id}/sessions',
  tag: 'Accounts',
  summary: 'Where an account is signed in, the newest first',
  role: 'admin',
  params: z.object({ id: uuid }),
  query: z.object(paging({ default: 100, max: 1000 })),
  status: 200,
  answer: list(session),
  problems: ['NOT_FOUND'],
})

export const endUserSession = endpoint({
  operationId: 'endUserSession',
  method: 'delete',
  path: '/users/{id}/sessions/{sessionId}',
  tag: 'Accounts',
  summary: 'Sign out a session of an account',
  role: 'admin',
  params: z.object({ id: uuid, sessionId }),
  status: 204,
  problems: ['NOT_FOUND'],
})

export const endUserSessions = endpoint({
  operationId: 'endUserSessions',
  method: 'delete',
  path: '/users/{id}/sessions',
  tag: 'Accounts',
  summary: 'Sign out all sessions of an account',
  role: 'admin',
  params: z.object({ id: uuid }),
  status: 200,
  answer: z.object({ ended: z.int().min(0) }),
  problems: ['NOT_FOUND'],
})

export const listUsers = endpoint({
  operationId: 'listUsers',
  method: 'get',
  path: '/users',
  tag: 'Accounts',
  summary: 'All accounts, by e-mail',
  role: 'admin',
  query: z.object(paging({ default: 200, max: 1000 })),
  status: 200,
  answer: list(managedUser),
  problems: [],
})

export const createUser = endpoint({
  operationId: 'createUser',
  method: 'post',
  path: '/users',
  tag: 'Accounts',
  summary: 'Create an account',
  role: 'admin',
  body: z.object({ email, name: text(200), role, password: newPassword, passwordToChange }),
  status: 201,
  answer: managedUser,
  problems: ['ALREADY_EXISTS'],
})

export const changeUser = endpoint({
  operationId: 'changeUser',
  method: 'patch',
  path: '/users/{id}',
  tag: 'Accounts',
  summary:
    'Change an account: name, role, password, or disable it; its tokens end unless only the name changes',
  role: 'admin',
  params: z.object({ id: uuid }),
  body: z.object({
    name: text(200).optional(),
    role: role.optional(),
    password: newPassword.optional(),
    passwordToChange,
    disabled: z.boolean().optional(),
  }),
  status: 200,
  answer: managedUser,
  problems: ['NOT_FOUND', 'IN_USE'],
})

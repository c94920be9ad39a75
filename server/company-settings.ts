import { z } from 'zod'
import type { Role } from '../shared/contract/primitives'

const ROLES_SYNTAX = /^\s*((planner|operator|admin)\s*=[^;]+(;|$)\s*)+$/

/** Over HTTPS, or on this machine. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine(isSafe, 'must begin with https:// (http:// is taken on this machine only)')

const words = (text: string) => text.split(/[\s,;]+/).filter((one) => one !== '')

/** Settings of signing in with the company's own accounts; `.env.example` explains each. */
export const companyEnvironment = {
  /** Where people reach the service: the provider sends them back there. */
  PUBLIC_URL: address.optional(),
  /** Who may sign in with e-mail and password. */
  LOCAL_SIGN_IN: z.enum(['on', 'admins', 'off']).default('on'),
  OIDC_ISSUER: address.optional(),
  OIDC_CLIENT_ID: z.string().max(200).optional(),
  OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  OIDC_SCOPES: z
    .string()
    .regex(/(^|\s)openid(\s|$)/, 'must have openid')
    .default('openid email profile'),
  /** claim: the token must say that the address is the person's own. always: the provider gives no other ones. */
  OIDC_EMAIL_VERIFIED: z.enum(['claim', 'always']).default('claim'),
  MICROSOFT_TENANT_ID: z.guid().optional(),
  MICROSOFT_CLIENT_ID: z.guid().optional(),
  MICROSOFT_SCOPE: z.string().max(300).optional(),
  MICROSOFT_AUTHORITY: address.default('https://login.microsoftonline.com'),
  /** The claim that has the groups or roles of a person; dots lead into it. */
  COMPANY_ROLE_CLAIM: z.string().min(1).max(200).default('groups'),
  /** `admin=Flightsheet admins; operator=Ops|Trading; planner=*` */
  COMPANY_ROLES: z
    .string()
    .regex(ROLES_SYNTAX, 'must be role=group|group, separated by ;, with roles planner, operator and admin')
    .optional(),
  /** The part behind the @ of addresses that may come in. */
  COMPANY_DOMAINS: z
    .string()
    .default('')
    .transform((text) => words(text.toLowerCase())),
  COMPANY_SESSION_HOURS: z.coerce.number().int().min(1).max(8760).default(12),
}

const environment = z.object(companyEnvironment)
export type CompanyEnvironment = z.infer<typeof environment>

/** A provider that signs tokens: OpenID Connect. */
export interface OpenIdSettings {
  issuer: string
  clientId: string
  /** Undefined: a public client; PKCE guards the code in either case. */
  clientSecret: string | undefined
  scopes: string
  /** Where the provider sends people back to. */
  redirect: string
  emailAlwaysVerified: boolean
}

/** Microsoft 365, in the pane. */
export interface MicrosoftSettings {
  tenantId: string
  clientId: string
  scope: string
  /** `https://login.microsoftonline.com/<tenant>` */
  authority: string
}

/** Which of the company's people come in, and as what. */
export interface AdmissionSettings {
  roleClaim: string
  /** The highest role first. `*` is everybody whom the provider knows. */
  roles: readonly { role: Role; values: readonly string[] }[]
  domains: readonly string[]
  sessionHours: number
}

export interface CompanySettings {
  local: 'on' | 'admins' | 'off'
  openId: OpenIdSettings | undefined
  microsoft: MicrosoftSettings | undefined
  admission: AdmissionSettings
}

/** @throws Error that names what is missing */
export function companySettingsOf(settings: CompanyEnvironment, production: boolean): CompanySettings {
  const openId = openIdOf(settings)
  const microsoft = microsoftOf(settings)
  if ((openId || microsoft) && !settings.COMPANY_ROLES) {
    throw new Error(
      'set COMPANY_ROLES: it says which groups of the company come in and as what, for example admin=Flightsheet admins; planner=*',
    )
  }
  const plain = [openId?.issuer, openId?.redirect, microsoft?.authority].find((one) =>
    one?.startsWith('http:'),
  )
  if (production && plain)
    throw new Error(
      `this is production: ${plain} must begin with https://, or the sign-in can be listened to`,
    )
  if (settings.LOCAL_SIGN_IN === 'off' && !openId && !microsoft)
    throw new Error(
      'LOCAL_SIGN_IN is off and there is no other way in: set OIDC_ISSUER or MICROSOFT_TENANT_ID',
    )
  return {
    local: settings.LOCAL_SIGN_IN,
    openId,
    microsoft,
    admission: {
      roleClaim: settings.COMPANY_ROLE_CLAIM,
      roles: rolesOf(settings.COMPANY_ROLES ?? ''),
      domains: settings.COMPANY_DOMAINS,
      sessionHours: settings.COMPANY_SESSION_HOURS,
    },
  }
}

function openIdOf(settings: CompanyEnvironment): OpenIdSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, PUBLIC_URL: publicUrl } = settings
  if (!issuer && !clientId) return undefined
  if (!issuer || !clientId || !publicUrl)
    throw new Error('set OIDC_ISSUER, OIDC_CLIENT_ID and PUBLIC_URL together')
  if (new URL(publicUrl).pathname !== '/' || new URL(publicUrl).search)
    throw new Error(
      'PUBLIC_URL must be the address of the service without a path: https://flightsheet.example.com',
    )
  return {
    issuer,
    clientId,
    clientSecret: settings.OIDC_CLIENT_SECRET,
    scopes: settings.OIDC_SCOPES,
    redirect: new URL('/sign-in/callback', publicUrl).href,
    emailAlwaysVerified: settings.OIDC_EMAIL_VERIFIED === 'always',
  }
}

function microsoftOf(settings: CompanyEnvironment): MicrosoftSettings | undefined {
  const { MICROSOFT_TENANT_ID: tenantId, MICROSOFT_CLIENT_ID: clientId } = settings
  if (!tenantId && !clientId) return undefined
  if (!tenantId || !clientId) throw new Error('set MICROSOFT_TENANT_ID and MICROSOFT_CLIENT_ID together')
  return {
    tenantId: tenantId.toLowerCase(),
    clientId: clientId.toLowerCase(),
    scope: settings.MICROSOFT_SCOPE ?? `api://${clientId.toLowerCase()}/access_as_user`,
    authority: `${settings.MICROSOFT_AUTHORITY.replace(/\/+$/, '')}/${tenantId.toLowerCase()}`,
  }
}

function rolesOf(text: string): AdmissionSettings['roles'] {
  const given = text.split(';').flatMap((part) => {
    const [, role, values] = /^\s*(\w+)\s*=(.*)$/.exec(part) ?? []
    if (!role || values === undefined) return []
    return [{ role: role as Role, values: values.split('|').map((value) => value.trim()) }]
  })
  const highestFirst: readonly Role[] = ['admin', 'operator', 'planner']
  return highestFirst.map((role) => ({
    role,
    values: given.filter((one) => one.role === role).flatMap(({ values }) => values),
  }))
}

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, hash } = new URL(text)
  if (username || hash) return false
  return protocol === 'https:' || /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname)
}

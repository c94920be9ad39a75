import type { Role } from '../../shared/contract/primitives'
import type { AdmissionSettings } from '../company-settings'
import { SignInRefused } from './refusal'

type Claims = Readonly<Record<string, unknown>>

/** Somebody whom the company's provider has vouched for, and who may come in. */
export interface Person {
  issuer: string
  /** The provider's name of the person, which never changes. */
  subject: string
  /** The provider has proved that it is the person's: an account of ours with it may be this person's too. */
  email: string
  name: string
  role: Role
}

const LONGEST_NAME = 200
const EMAIL = /^[^\s@]+@[^\s@]+$/

/** What a provider says in its own way. */
interface Said {
  subject: unknown
  email: unknown
  emailVerified: boolean
}

/**
 * The person of an OpenID Connect provider.
 *
 * @param emailAlwaysVerified the installation says that the provider gives verified addresses only
 * @throws SignInRefused
 */
export function personOfOpenId(
  claims: Claims,
  issuer: string,
  emailAlwaysVerified: boolean,
  admission: AdmissionSettings,
): Person {
  if (isMicrosoft(issuer)) return personOfMicrosoft(claims, issuer, admission)
  const verified = emailAlwaysVerified || claims.email_verified === true || claims.email_verified === 'true'
  const said = { subject: claims.sub, email: claims.email, emailVerified: verified }
  return personOf(claims, issuer, said, admission)
}

/**
 * The person of a Microsoft tenant. `email` is what somebody typed there, so the name with which the person signs in counts,
 * which is of a domain that the tenant has proved to own; `oid` is the same in all applications. A guest brings an address of
 * somewhere else, which the tenant can't prove.
 *
 * @throws SignInRefused
 */
export function personOfMicrosoft(claims: Claims, issuer: string, admission: AdmissionSettings): Person {
  const elsewhere = claims.idp !== undefined && !String(claims.idp).includes(String(claims.tid))
  const isGuest = elsewhere || Number(claims.acct) === 1
  const email = claims.preferred_username ?? claims.upn
  const said = { subject: claims.oid, email, emailVerified: !isGuest }
  return personOf(claims, issuer, said, admission)
}

function isMicrosoft(issuer: string): boolean {
  return /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn)$/.test(new URL(issuer).hostname)
}

function personOf(claims: Claims, issuer: string, said: Said, admission: AdmissionSettings): Person {
  const { subject } = said
  const email = typeof said.email === 'string' ? said.email.trim().toLowerCase() : ''
  if (typeof subject !== 'string' || subject === '' || subject.length > 255)
    throw new SignInRefused('NOT_VERIFIED', email || undefined)
  if (!EMAIL.test(email) || email.length > 254 || !said.emailVerified)
    throw new SignInRefused('UNVERIFIED_EMAIL', email || subject)
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (admission.domains.length > 0 && !admission.domains.includes(domain))
    throw new SignInRefused('DOMAIN', email)
  const role = roleOf(claims, admission)
  if (!role) throw new SignInRefused(hasTooManyGroups(claims) ? 'TOO_MANY_GROUPS' : 'NO_ROLE', email)
  const name = typeof claims.name === 'string' ? claims.name.trim().slice(0, LONGEST_NAME) : ''
  return { issuer, subject, email, name: name || email.split('@')[0]!, role }
}

/** The highest role that one of the person's groups has. */
function roleOf(claims: Claims, { roleClaim, roles }: AdmissionSettings): Role | undefined {
  const groups = new Set(textsOf(claimAt(claims, roleClaim)))
  return roles.find(({ values }) => values.some((value) => value === '*' || groups.has(value)))?.role
}

/** A claim by its name, or by a path into it: `realm_access.roles`. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path]
  return path.split('.').reduce<unknown>((value, key) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    return isObject ? (value as Claims)[key] : undefined
  }, claims)
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** Microsoft leaves out the groups of people who are in hundreds of them, and says so. */
function hasTooManyGroups({ _claim_names: elsewhere, hasgroups }: Claims): boolean {
  const named = typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, 'groups')
  return named || hasgroups === true || hasgroups === 'true'
}

import { createPrivateKey } from 'node:crypto'

const FEWEST_SIGNS = 8
const FEWEST_CHARACTERS = 8
const SMALLEST_RSA = 2048
/** What examples and first installations have. */
const EXAMPLES =
  /^(change-?_?me|secret|password|passwd|root|admin|mysql|mariadb|redis|postgres|test|example|flightsheet|guest|default)[\W_\d]*$/i
const LOOPBACK = /^(127(\.\d+){3}|localhost|\[?::1\]?)$/

/** What is wrong with a secret of production; undefined if nothing is. */
export function weakSecret(secret: string): string | undefined {
  if (secret.length < FEWEST_CHARACTERS) return `is shorter than ${FEWEST_CHARACTERS} characters`
  if (EXAMPLES.test(secret)) return 'is one that examples use'
  if (new Set(secret).size < FEWEST_SIGNS) return `has fewer than ${FEWEST_SIGNS} different signs`
  return undefined
}

/**
 * The same for the password in an address of a server.
 *
 * @param needed a server on another machine must ask for one
 */
export function weakSecretIn(address: string, needed: boolean): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { hostname, password } = new URL(address)
  return weakPassword(decodeURIComponent(password), needed ? [hostname] : [])
}

/** The same for the password of a database. @param hosts its servers, which must ask for one unless they are this machine */
export function weakPassword(password: string, hosts: readonly string[]): string | undefined {
  if (password !== '') {
    const weakness = weakSecret(password)
    return weakness && `has a password that ${weakness}`
  }
  return hosts.every((host) => LOOPBACK.test(host))
    ? undefined
    : 'has no password, and its server is on another machine'
}

/** What is wrong with a private key, in PEM. */
export function weakKey(pem: Buffer): string | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem)
  const bits = asymmetricKeyDetails?.modulusLength
  return asymmetricKeyType === 'rsa' && bits !== undefined && bits < SMALLEST_RSA
    ? `is an RSA key of ${bits} bits: it must have ${SMALLEST_RSA} or more`
    : undefined
}

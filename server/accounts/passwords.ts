import { hash, verify } from '@node-rs/argon2'

/**
 * OWASP's first recommendation for argon2id: 19 MiB, 2 passes, 1 lane. The library exports its enum of
 * algorithms only as a type; argon2id is its value 2 (and its default).
 */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** In Unicode NFC: not every keyboard sends the same form of Hangul. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), ARGON2ID)
}

export async function verifyPassword(encoded: string, password: string): Promise<boolean> {
  const composed = password.normalize('NFC')
  if (await matches(encoded, composed)) return true
  // A hash from before passwords were normalized.
  return composed !== password && matches(encoded, password)
}

function matches(encoded: string, password: string): Promise<boolean> {
  return verify(encoded, password).catch(() => false)
}

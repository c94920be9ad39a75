import { hash, verify } from '@node-rs/argon2'

/**
 * OWASP's first recommendation for argon2id: 19 MiB, 2 passes, 1 lane. The library exports its enum of
 * algorithms only as a type; argon2id is its value 2 (and its default).
 */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID)
}

export function verifyPassword(encoded: string, password: string): Promise<boolean> {
  return verify(encoded, password).catch(() => false)
}

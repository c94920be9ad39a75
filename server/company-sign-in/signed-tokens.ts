import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { SignInRefused } from './refusal'

/**
 * Signatures with a key pair only: none needs no key, and with HS256 whoever knows the public key could sign.
 */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** Clocks differ by so much. */
const TOLERANCE_SECONDS = 30
/** Keys are asked for again when they are older, and for an unknown key at most this often. */
const KEYS_KEPT_MS = 600_000
const ASK_AGAIN_MS = 10_000
const ANSWER_MS = 5_000

interface Expected {
  issuer: string
  audience: string | string[]
  /** Of a token that answers a question; undefined: of one that doesn't. */
  nonce?: string | undefined
}

/** Tokens that one provider signs, by the keys that it publishes. */
export class SignedTokens {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>

  /** @param keysAt where the provider publishes its keys */
  constructor(keysAt: URL) {
    this.keys = createRemoteJWKSet(keysAt, {
      cacheMaxAge: KEYS_KEPT_MS,
      cooldownDuration: ASK_AGAIN_MS,
      timeoutDuration: ANSWER_MS,
    })
  }

  /** @throws SignInRefused NOT_VERIFIED, or UNREACHABLE when the keys can't be read */
  async claimsOf(token: string, { issuer, audience, nonce }: Expected): Promise<JWTPayload> {
    let claims: JWTPayload
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'iat', 'sub'],
      })
      claims = payload
    } catch (cause) {
      throw new SignInRefused(isUnreachable(cause) ? 'UNREACHABLE' : 'NOT_VERIFIED', undefined, { cause })
    }
    if (nonce !== undefined && claims.nonce !== nonce)
      throw new SignInRefused('NOT_VERIFIED', undefined, { cause: new Error('the nonce is another one') })
    if (claims.iat! > Date.now() / 1000 + TOLERANCE_SECONDS)
      throw new SignInRefused('NOT_VERIFIED', undefined, { cause: new Error('it was issued in the future') })
    return claims
  }
}

/** Tokens that are refused are told apart from keys that didn't come. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout) return true
  if (!(error instanceof errors.JOSEError)) return true
  return error.code === 'ERR_JOSE_GENERIC'
}

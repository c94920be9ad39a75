import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { SIGN_IN_PAGES, type SignInPage } from '../../shared/company-sign-in'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Proofs } from './open-id'
import { SignInRefused } from './refusal'
import { SignInAttempt, SignInHandOver } from './sign-in-attempt.entity'

/** Time for a person to sign in at the provider, with a second factor. */
export const ATTEMPT_SECONDS = 600
/** Time for a page to take what it has been handed. */
const HAND_OVER_SECONDS = 60

/**
 * The sign-ins that are under way at the provider. The database has them, so that any process can take the way back, and has
 * hashes only: what proves a sign-in is in the browser that began it (a cookie) and in the page that began it (a secret).
 */
export class SignInAttempts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @param challenge SHA-256 of the page's secret
   * @returns what the provider is to send back, and what the browser is to keep
   */
  async begin(challenge: string, page: SignInPage): Promise<{ proofs: Proofs; cookie: string }> {
    const state = `${page}.${random()}`
    const cookie = random()
    await this.database.write((tx) =>
      tx.manager.insert(SignInAttempt, {
        stateHash: hash(state),
        browserHash: hash(cookie),
        challenge,
        page,
        expiresAt: this.in(ATTEMPT_SECONDS),
      }),
    )
    return { proofs: proofsOf(state, cookie), cookie }
  }

  /**
   * Takes a sign-in back from the provider, once.
   *
   * @throws SignInRefused EXPIRED when it is unknown, used, too old or of another browser
   */
  async take(
    state: string,
    cookie: string,
  ): Promise<{ challenge: string; page: SignInPage; proofs: Proofs }> {
    const which = [hash(state), hash(cookie), this.clock.instant()]
    const condition = 'state_hash = ? AND browser_hash = ? AND expires_at > ?'
    const attempt = await this.database.write(async (tx) => {
      const [found] = await tx.rows<{ challenge: string; page: SignInPage }>(
        `SELECT challenge, page FROM sign_in_attempt WHERE ${condition}`,
        which,
      )
      const taken = await tx.run(`DELETE FROM sign_in_attempt WHERE ${condition}`, which)
      return taken === 1 ? found : undefined
    })
    if (!attempt) throw new SignInRefused('EXPIRED')
    return { ...attempt, proofs: proofsOf(state, cookie) }
  }

  /** @returns a code that the page which began the sign-in exchanges for a session */
  async handOver(accountId: string, challenge: string): Promise<string> {
    const code = random()
    await this.database.write((tx) =>
      tx.manager.insert(SignInHandOver, {
        codeHash: hash(code),
        challenge,
        accountId,
        expiresAt: this.in(HAND_OVER_SECONDS),
      }),
    )
    return code
  }

  /**
   * The account of a code, once. A wrong secret uses the code up too.
   *
   * @throws SignInRefused EXPIRED
   */
  async redeem(code: string, secret: string): Promise<string> {
    const codeHash = hash(code)
    const handed = await this.database.write(async (tx) => {
      const [found] = await tx.rows<{ challenge: string; accountId: string; expiresAt: string }>(
        'SELECT challenge, account_id AS accountId, expires_at AS expiresAt FROM sign_in_hand_over WHERE code_hash = ?',
        [codeHash],
      )
      const taken = await tx.run('DELETE FROM sign_in_hand_over WHERE code_hash = ?', [codeHash])
      return taken === 1 ? found : undefined
    })
    if (!handed || handed.expiresAt <= this.clock.instant()) throw new SignInRefused('EXPIRED')
    if (!isSame(challengeOf(secret), handed.challenge)) throw new SignInRefused('EXPIRED')
    return handed.accountId
  }

  private in(seconds: number): string {
    return new Date(this.clock.now().getTime() + seconds * 1000).toISOString()
  }
}

/** The page that a state belongs to, for telling what went wrong there. */
export function pageOfState(state: string): SignInPage {
  const named = state.split('.')[0]
  return SIGN_IN_PAGES.find((page) => page === named) ?? 'dashboard'
}

/** The name of the cookie of one sign-in, so that two tabs can have one each. */
export function cookieNameOf(state: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}flightsheet-sign-in-${hash(state).slice(0, 12)}`
}

/** Nonce and code verifier follow from what only the browser keeps. */
function proofsOf(state: string, cookie: string): Proofs {
  const derived = (use: string) =>
    createHash('sha256').update(`${use} ${state} ${cookie}`).digest('base64url')
  return { state, nonce: derived('nonce'), codeVerifier: derived('code-verifier') }
}

function challengeOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function random(): string {
  return randomBytes(32).toString('base64url')
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

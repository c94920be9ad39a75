import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { Problem } from '../../shared/problem'
import { currentRequest } from '../request-context'
import { hashed, refusalOf, type SharedCounters } from '../shared-counters'

/** Wrong passwords for one account from one address. */
const OF_BOTH = { wrong: 20, seconds: 300 }
/** From one address, which a whole office may share. */
const OF_ADDRESS = { wrong: 300, seconds: 300 }
/** For one account from all addresses where it isn't signed in, which one person may have in the thousands. */
const OF_ACCOUNT = { wrong: 100, seconds: 900 }

/** What the throttle asks and tells. */
interface Told {
  /** Whether an account has a session that was begun at an address. */
  isSignedIn(email: string, address: string): Promise<boolean>
  /** The first attempt of many that is refused. */
  refused(email: string): Promise<void>
}

/**
 * Limits wrong passwords: guessing one takes years. One person's mistakes don't lock out colleagues at the same
 * address, and nobody can lock a person out of where this person is signed in.
 */
export class SignInThrottle {
  private readonly both: RateLimiterAbstract
  private readonly address: RateLimiterAbstract
  private readonly account: RateLimiterAbstract

  constructor(
    counters: SharedCounters,
    private readonly told: Told,
  ) {
    this.both = counters.counter('wrong-password', OF_BOTH.wrong, OF_BOTH.seconds)
    this.address = counters.counter('wrong-password-address', OF_ADDRESS.wrong, OF_ADDRESS.seconds)
    this.account = counters.counter('wrong-password-account', OF_ACCOUNT.wrong, OF_ACCOUNT.seconds)
  }

  /**
   * Runs what compares a password. Each attempt counts before it runs, so that attempts at the same time count too, and is
   * taken back when the password was right.
   *
   * @param isWrong whether an error tells that the password was wrong
   * @throws Problem TOO_MANY_ATTEMPTS
   */
  async guard<T>(email: string, isWrong: (error: unknown) => boolean, attempt: () => Promise<T>): Promise<T> {
    const address = currentRequest()?.address ?? ''
    const counted = [
      { counter: this.address, key: hashed(address) },
      { counter: this.both, key: hashed(`${address} ${email}`) },
      { counter: this.account, key: hashed(email) },
    ]
    for (const { counter, key } of counted) {
      const refusal = await refusalOf(counter, key)
      if (!refusal) continue
      if (counter === this.account && (await this.told.isSignedIn(email, address))) continue
      // The first one tells it: attempts go on by the thousand.
      if (refusal.consumedPoints === counter.points + 1) await this.told.refused(email)
      const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
      throw new Problem(
        'TOO_MANY_ATTEMPTS',
        `Too many failed sign-ins. Try again in ${Math.ceil(retryAfter / 60)} min.`,
        { retryAfter },
      )
    }
    try {
      const result = await attempt()
      await takeBack(counted)
      return result
    } catch (error) {
      if (!isWrong(error)) await takeBack(counted)
      throw error
    }
  }
}

interface Counted {
  counter: RateLimiterAbstract
  key: string
}

async function takeBack(counted: readonly Counted[]): Promise<void> {
  await Promise.all(counted.map(({ counter, key }) => counter.reward(key)))
}

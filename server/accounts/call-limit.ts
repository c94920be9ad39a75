import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import { refusalOf, type SharedCounters } from '../shared-counters'

/** Limits the calls of an account: a program that goes wild takes the service from nobody. */
export class CallLimit {
  private readonly calls: RateLimiterAbstract | undefined

  /**
   * @param perMinute 0: no limit
   * @param tell of the first call that is refused in a minute
   */
  constructor(
    counters: SharedCounters,
    private readonly perMinute: number,
    private readonly tell: (caller: Caller) => Promise<void>,
  ) {
    this.calls = perMinute === 0 ? undefined : counters.counter('calls', perMinute, 60)
  }

  /** @throws Problem TOO_MANY_CALLS */
  async count(caller: Caller): Promise<void> {
    if (!this.calls) return
    const refusal = await refusalOf(this.calls, caller.id)
    if (!refusal) return
    if (refusal.consumedPoints === this.calls.points + 1) await this.tell(caller)
    const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    throw new Problem(
      'TOO_MANY_CALLS',
      `This account makes more than ${this.perMinute} calls a minute. Try again in ${retryAfter} s.`,
      { retryAfter },
    )
  }
}

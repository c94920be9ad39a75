import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { RedisConnection } from './redis-connection'

/** A Redis that hangs is treated as one that is away. */
const ANSWER_MS = 500

/**
 * Counters of attempts, which all processes share through Redis. Without Redis, and while it is away, each process counts
 * on its own: nobody waits for Redis, and nobody can sign in less because of it.
 */
export class SharedCounters {
  private readonly connection: RedisConnection | undefined
  private away = false

  constructor(
    private readonly redis: { url: string; prefix: string } | undefined,
    log: Logger,
  ) {
    if (!redis) return
    const options = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: ANSWER_MS }
    this.connection = new RedisConnection(redis.url, options, {
      away: (error) => {
        if (!this.away)
          log.warn({ err: error }, 'Redis does not answer: each process counts attempts on its own')
        this.away = true
      },
      back: () => {
        this.away = false
      },
    })
  }

  /**
   * @param points attempts within the time
   * @param seconds the time, which begins with the first attempt
   */
  counter(name: string, points: number, seconds: number): RateLimiterAbstract {
    const own = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
    if (!this.connection || !this.redis) return own
    return new RateLimiterRedis({
      storeClient: this.connection,
      keyPrefix: `${this.redis.prefix}:${name}`,
      points,
      duration: seconds,
      insuranceLimiter: own,
      rejectIfRedisNotReady: true,
    })
  }

  /** Whether Redis answers, within half a second; false where there is none. */
  async answers(): Promise<boolean> {
    // Without a queue for offline commands this fails at once while there is no connection.
    return (await this.connection?.ping().catch(() => undefined)) === 'PONG'
  }

  close(): void {
    this.connection?.disconnect()
  }
}

/** Counts an attempt. Undefined when it is allowed. */
export async function refusalOf(
  counter: RateLimiterAbstract,
  key: string,
): Promise<RateLimiterRes | undefined> {
  try {
    await counter.consume(key)
    return undefined
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal
    throw refusal
  }
}

/** Who reads Redis finds no addresses of people there. */
export function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

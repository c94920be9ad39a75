import { Redis, type RedisOptions } from 'ioredis'

/**
 * A connection that never gives up: it retries as long as Redis is away, and connects within two seconds of
 * its return.
 */
export class RedisConnection extends Redis {
  /** @param heard calls `away` for every attempt that fails, and `back` for every attempt that succeeds */
  constructor(url: string, options: RedisOptions, heard: { away: (error: Error) => void; back: () => void }) {
    super(url, { ...options, retryStrategy: (attempt) => Math.min(attempt * 100, 2_000) })
    this.on('error', heard.away)
    this.on('ready', heard.back)
  }

  /**
   * After a reconnect ioredis subscribes again, and doesn't handle the promise of that command: if the
   * connection closed in the meantime, the unhandled rejection would end the process.
   */
  override sendCommand(...command: Parameters<Redis['sendCommand']>): unknown {
    const answer = super.sendCommand(...command)
    if (answer instanceof Promise) answer.catch(() => undefined)
    return answer
  }
}

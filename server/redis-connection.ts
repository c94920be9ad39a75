import { Redis, type RedisOptions } from 'ioredis'

/**
 * A connection that is patient: Redis may be away for as long as it likes, and is found again within two seconds of its
 * return.
 */
export class RedisConnection extends Redis {
  /** @param heard of `away` with every attempt that fails, of `back` with every one that succeeds */
  constructor(url: string, options: RedisOptions, heard: { away: (error: Error) => void; back: () => void }) {
    super(url, { ...options, retryStrategy: (attempt) => Math.min(attempt * 100, 2_000) })
    this.on('error', heard.away)
    this.on('ready', heard.back)
  }

  /**
   * When it is back, ioredis subscribes again and attends to no answer: a connection that closes meanwhile would end
   * the process.
   */
  override sendCommand(...command: Parameters<Redis['sendCommand']>): unknown {
    const answer = super.sendCommand(...command)
    if (answer instanceof Promise) answer.catch(() => undefined)
    return answer
  }
}

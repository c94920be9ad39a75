import type { RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { RedisConnection } from '../redis-connection'

/** Commits within this time are told together. */
const TOGETHER_MS = 10

/**
 * Tells the other processes on one database that something was committed, and hears it of them. It is promptness only:
 * without an answer of Redis they find it by looking.
 */
export class RedisSignals {
  private readonly publisher: RedisConnection
  private readonly subscriber: RedisConnection
  private timer: NodeJS.Timeout | undefined
  private away = false

  constructor(
    url: string,
    private readonly channel: string,
    private readonly log: Logger,
    heard: () => void,
  ) {
    this.publisher = this.connect(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    this.subscriber = this.connect(url, { maxRetriesPerRequest: null })
    this.subscriber.on('message', heard)
    // What was told while we were away.
    this.subscriber.on('ready', heard)
    this.subscriber.subscribe(channel).catch(() => undefined)
  }

  publish(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.publisher.publish(this.channel, '').catch(() => undefined)
    }, TOGETHER_MS)
  }

  async close(): Promise<void> {
    clearTimeout(this.timer)
    this.publisher.disconnect()
    this.subscriber.disconnect()
  }

  private connect(url: string, options: RedisOptions): RedisConnection {
    return new RedisConnection(url, options, {
      away: (error) => {
        if (!this.away) this.log.warn({ err: error }, 'Redis does not answer: live events come by the second')
        this.away = true
      },
      back: () => {
        this.away = false
      },
    })
  }
}

import { Redis } from 'ioredis'
import type { Logger } from 'pino'

/** Commits within this time are told together. */
const TOGETHER_MS = 10

/**
 * Tells the other processes on one database that something was committed, and hears it of them. It is promptness only:
 * without an answer of Redis they find it by looking.
 */
export class RedisSignals {
  private readonly publisher: Redis
  private readonly subscriber: Redis
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

  private connect(
    url: string,
    options: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null },
  ): Redis {
    const connection = new Redis(url, {
      ...options,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    })
    connection.on('error', (error) => {
      if (!this.away) this.log.warn({ err: error }, 'Redis does not answer: live events come by the second')
      this.away = true
    })
    connection.on('ready', () => {
      this.away = false
    })
    return connection
  }
}

import type { RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { RedisConnection } from '../redis-connection'

/** Commits within this time are signaled together. */
const TOGETHER_MS = 10

/**
 * Signals commits to the other processes on one database, and receives their signals. It only makes events
 * prompt: without Redis the processes find commits by polling.
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
    // Signals may have been missed while the connection was down.
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

import { Lane, LOOK_MS, type PublishingParts } from './lane'
import { hasDue } from './outbox'
import { PUBLISHING } from './request-publishing'
import { Sender } from './send'
import { targets } from './webhooks'

/**
 * Sends the requests of the outbox to the webhooks, one lane for each: at least once, and in order for each
 * child ad. Every process may have a publisher; locks in the database decide which one takes a request.
 */
export class Publisher {
  private readonly lanes = new Map<string, Lane>()
  private readonly sender: Sender
  private readonly stopping = new AbortController()
  private wakeUp: () => void = () => undefined
  private awake = false
  private running: Promise<void> | undefined
  private stopListening: () => void = () => undefined

  constructor(private readonly parts: PublishingParts) {
    const { timeoutMs, allowPrivate, concurrency } = parts.settings
    this.sender = new Sender(timeoutMs, allowPrivate, concurrency)
  }

  start(): void {
    if (!this.parts.settings.on || this.running) return
    this.stopListening = this.parts.database.listen(PUBLISHING, this.wake)
    this.running = this.run()
  }

  /** Called when there may be something to send. */
  readonly wake = (): void => {
    this.awake = true
    this.wakeUp()
  }

  /**
   * Takes no more requests and waits briefly for pending answers. Requests without an answer are sent again
   * later.
   */
  async stop(): Promise<void> {
    this.stopListening()
    this.stopping.abort()
    this.wake()
    await this.running
    await Promise.all([...this.lanes.values()].map((lane) => lane.stop()))
    this.sender.close()
  }

  private async run(): Promise<void> {
    const { database, log } = this.parts
    while (!this.stopping.signal.aborted) {
      this.awake = false
      try {
        await this.look()
      } catch (error) {
        log.error({ err: error, database: database.dialect.name }, 'publishing: the outbox cannot be read')
      }
      await this.rest()
    }
  }

  private async look(): Promise<void> {
    const { database } = this.parts
    const known = await database.read(targets)
    for (const target of known) {
      const lane = this.lanes.get(target.code) ?? new Lane(target, this.parts, this.sender, this.wake)
      lane.target = target
      this.lanes.set(target.code, lane)
      if (this.stopping.signal.aborted || !lane.hasRoom) continue
      if (await hasDue((sql, values) => database.rows(sql, values), target)) await lane.fill()
    }
  }

  private async rest(): Promise<void> {
    if (this.awake) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS)
      this.wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.wakeUp = () => undefined
  }
}

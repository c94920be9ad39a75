import { setImmediate } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../clock'
import type { PublishingSettings } from '../configuration'
import type { Database } from '../database/database'
import { messageOf } from './messages'
import { giveBack, type Sent, type Taken, takeDue, writeOutcomes } from './outbox'
import type { Outcome, Sender } from './send'
import type { Target } from './webhooks'

/** The longest wait between two attempts. */
const MAX_RETRY_MS = 4 * 60 * 60 * 1000
/** Consecutive failures after which a receiver counts as away: then one request at a time is sent. */
const AWAY_AFTER = 5
const MAX_REST_MS = 60 * 1000
/** How often the publisher polls the database for bookings of other processes and for due retries. */
export const LOOK_MS = 1000
/** How long a stop waits for pending answers. */
const STOP_MS = 2000

/** What was booked doesn't exist any more. */
const GONE: Outcome = {
  kind: 'REFUSED',
  answer: null,
  answerText: null,
  error: 'the booking is gone',
  retryAfter: null,
}

/** The parts of the service that publishing needs. */
export interface PublishingParts {
  database: Database
  clock: Clock
  log: Logger
  settings: PublishingSettings
  /** Id of the installation; its messages are told from those of others by it. */
  installation: string
}

interface Waiting {
  taken: Taken
  body: string
}

/** Sends the requests of one webhook. */
export class Lane {
  private readonly waiting: Waiting[] = []
  private readonly sending = new Set<Promise<void>>()
  private outcomes: Sent[] = []
  private writing: Promise<void> | undefined
  private stopping = false
  /** Consecutive failures; an answer that shows that the receiver is reachable resets them. */
  private failures = 0
  /** Milliseconds since 1970. */
  private restUntil = 0

  /**
   * @param target its current state: address and secrets may change while requests wait
   * @param freed called when there may be room for more requests
   */
  constructor(
    public target: Target,
    private readonly parts: PublishingParts,
    private readonly sender: Sender,
    private readonly freed: () => void,
  ) {}

  /** Whether more requests may be taken; false while the lane pauses because its receiver is away. */
  get hasRoom(): boolean {
    return Date.now() >= this.restUntil && this.room > 0
  }

  private get room(): number {
    const most = this.failures < AWAY_AFTER ? 2 * this.parts.settings.concurrency : 1
    return most - this.waiting.length - this.sending.size
  }

  /** Takes requests from the outbox and sends them. */
  async fill(): Promise<void> {
    const { database, settings } = this.parts
    const { target } = this
    // At most twice `concurrency` are taken: the last one is sent within one timeout and ends within the
    // next.
    const lease = 3 * settings.timeoutMs + 1000
    const taken = await database.write((tx) => takeDue(tx, target, this.room, lease))
    for (const one of taken) {
      const message = await database.read((tx) => messageOf(tx, one.id))
      if (message) this.waiting.push({ taken: one, body: JSON.stringify(message) })
      else this.outcomes.push({ taken: one, outcome: GONE, nextAttempt: null })
      this.send()
      // Building a large plan takes long, and the embedded database blocks this thread meanwhile: let other
      // work run in between.
      await setImmediate()
    }
    if (this.outcomes.length > 0) this.writing ??= this.write()
  }

  async stop(): Promise<void> {
    this.stopping = true
    const unsent = this.waiting.splice(0).map(({ taken }) => taken)
    const timer = setTimeout(() => this.sender.abort(), STOP_MS)
    await Promise.all(this.sending)
    clearTimeout(timer)
    await this.writing
    await this.parts.database.write((tx) => giveBack(tx, unsent))
  }

  private send(): void {
    const { concurrency } = this.parts.settings
    while (!this.stopping && this.sending.size < concurrency && this.waiting.length > 0) {
      const sending: Promise<void> = this.sendOne(this.waiting.shift()!)
        // Its lease ends, and a process tries again.
        .catch((error) => this.parts.log.error({ err: error }, 'publishing: a request cannot be sent'))
        .finally(() => {
          this.sending.delete(sending)
          this.send()
        })
      this.sending.add(sending)
    }
  }

  private async sendOne({ taken, body }: Waiting): Promise<void> {
    const { timeoutMs } = this.parts.settings
    // Too late to be answered within the lease (the machine slept): another attempt will send it.
    if (Date.now() + timeoutMs > taken.leasedUntil) return
    const { code, url, secrets } = this.target
    const letter = { url, secrets, id: `${this.parts.installation}-publish-request-${taken.id}`, body }
    const outcome = await this.sender.send(letter)
    this.learn(outcome)
    const nextAttempt = this.nextAttempt(taken, outcome)
    this.outcomes.push({ taken, outcome, nextAttempt })
    if (nextAttempt !== null) this.comeBack(nextAttempt)
    if (outcome.kind !== 'DELIVERED') {
      const { id, childAdId, action, attempts } = taken
      this.parts.log.warn(
        { webhook: code, id, childAdId, action, attempts, ...outcome },
        'publishing: not delivered',
      )
    }
    this.writing ??= this.write()
    await this.writing
  }

  /** Writes all outcomes collected so far in one transaction, and repeats while new ones arrive. */
  private async write(): Promise<void> {
    try {
      while (this.outcomes.length > 0) {
        const sent = this.outcomes
        this.outcomes = []
        await this.parts.database.write((tx) => writeOutcomes(tx, sent, this.parts.clock.instant()))
      }
    } catch (error) {
      // A request without a stored outcome is sent again when its lease ends.
      this.parts.log.error({ err: error }, 'publishing: answers cannot be written down')
    } finally {
      this.writing = undefined
      this.freed()
    }
  }

  private learn({ kind, answer, retryAfter }: Outcome): void {
    // Any answer except 429 and 5xx shows that the receiver is reachable.
    if (kind !== 'FAILED' || (answer !== null && answer < 500 && answer !== 429)) {
      this.failures = 0
      return
    }
    this.failures++
    if (this.failures < AWAY_AFTER) return
    const rest = Math.min(MAX_REST_MS, this.parts.settings.retryMs * 2 ** (this.failures - AWAY_AFTER))
    this.restUntil = Date.now() + Math.max(jittered(rest), Math.min(retryAfter ?? 0, MAX_REST_MS))
    this.comeBack(this.restUntil)
  }

  /** Wakes the publisher at this time if that is before its next poll. */
  private comeBack(at: number): void {
    const wait = at - Date.now()
    if (wait < LOOK_MS) setTimeout(this.freed, wait + 1).unref()
  }

  private nextAttempt({ attempts }: Taken, { kind, retryAfter }: Outcome): number | null {
    const { settings } = this.parts
    if (kind === 'DELIVERED' || kind === 'REFUSED' || attempts >= settings.attempts) return null
    const wait = jittered(Math.min(MAX_RETRY_MS, settings.retryMs * 2 ** (attempts - 1)))
    return Date.now() + Math.max(wait, retryAfter ?? 0)
  }
}

/** Between 50 % and 100 % of the time, so that requests that failed together are not retried together. */
function jittered(ms: number): number {
  return ms * (0.5 + Math.random() / 2)
}

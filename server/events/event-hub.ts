import type { Response } from 'express'
import type { Logger } from 'pino'
import { isJobEvent } from '../../shared/contract/events'
import { Problem } from '../../shared/problem'
import type { Sessions } from '../accounts/sessions'
import { type Caller, hasRole } from '../caller'
import type { EventSettings } from '../configuration'
import type { Database } from '../database/database'
import { JOURNAL } from '../journal/journal'
import { JournalTail, PAGE } from '../journal/journal-tail'
import type { JournalRow } from '../journal/read-journal'
import { EventStream, type StreamSource } from './event-stream'
import { type Audience, dataOf, eventText, Frames, frameOf } from './frames'
import type { RedisSignals } from './redis-signals'
import { Visibility } from './visibility'

/** Polling finds the commits of other processes and threads, for which this process gets no signal. */
const POLL_MS = 1_000
/** Pause between two reads, so that many commits in a row are read together. */
const PAUSE_MS = 20
/** The hub closes a stream whose client takes nothing for this long; the client resumes with its last id. */
const STUCK_MS = 60_000
/** Kinds of journal entries that change who may see a campaign. */
const SIGHT_CHANGES = new Set(['campaign.created', 'campaign.shared'])

export interface HubParts {
  database: Database
  sessions: Sessions
  log: Logger
  settings: EventSettings
  /** Redis, through which the processes on one database signal their commits to each other. */
  redis: { url: string; prefix: string } | undefined
}

/**
 * Reads the journal once for all streams of this process, and sends each stream the entries that its caller
 * may see. It reads when a commit is signaled (in this process or by Redis) and once a second, but only while
 * a stream is open.
 */
export class EventHub {
  private readonly streams = new Set<EventStream>()
  /** Streams per account: open ones, and those that are being opened. */
  private readonly perUser = new Map<string, number>()
  private opened = 0
  private readonly frames = new Frames()
  private readonly tail: JournalTail
  private readonly visibility: Visibility
  private readonly redis: RedisSignals | undefined
  private readonly unlisten: () => void
  private timers: NodeJS.Timeout[] = []
  private begun: Promise<void> | undefined
  private reading: Promise<void> | undefined
  private again = false
  private failing = false
  private closed = false

  private constructor(
    private readonly parts: HubParts,
    Signals: typeof RedisSignals | undefined,
  ) {
    const { database, redis, log } = parts
    this.tail = new JournalTail(database)
    this.visibility = new Visibility(database)
    this.redis = redis && Signals && new Signals(redis.url, `${redis.prefix}:journal`, log, () => this.wake())
    this.unlisten = database.listen(JOURNAL, () => {
      this.redis?.publish()
      this.wake()
    })
  }

  /** Only a process with Redis loads its client. */
  static async create(parts: HubParts): Promise<EventHub> {
    return new EventHub(parts, parts.redis && (await import('./redis-signals')).RedisSignals)
  }

  /**
   * Opens a stream on a response.
   *
   * @param begin sends the response's headers; called when the stream can't be refused any more
   * @throws Problem UNAVAILABLE, TOO_MANY_STREAMS
   */
  async open(
    { caller, token, response }: { caller: Caller; token: string; response: Response },
    { campaign, lastEventId }: { campaign: string | undefined; lastEventId: number | undefined },
    begin: () => void,
  ): Promise<void> {
    this.admit(caller)
    const leave = () => this.leave(caller)
    try {
      await this.visibility.enter(caller)
      await this.begin()
    } catch (error) {
      leave()
      throw error
    }
    if (this.closed || response.destroyed) {
      leave()
      throw stopping()
    }
    begin()
    const sees = ({ campaignId, accountId, kind }: Audience) => {
      if (accountId !== null) return accountId === caller.id
      if (isJobEvent(kind)) return campaign === undefined && hasRole(caller, 'operator')
      return (campaign === undefined || campaign === campaignId) && this.visibility.sees(caller, campaignId)
    }
    const source: StreamSource = {
      database: this.parts.database,
      frames: this.frames,
      heartbeatSeconds: this.parts.settings.heartbeatSeconds,
      settled: () => this.tail.settled,
      sees,
    }
    const stream = new EventStream(caller, token, response, source)
    this.streams.add(stream)
    response.on('close', () => {
      this.streams.delete(stream)
      leave()
    })
    await stream.begin(lastEventId)
  }

  get openStreams(): number {
    return this.streams.size
  }

  /** Ends all streams. Their clients reconnect, to another process or to the next start of this one. */
  async close(): Promise<void> {
    this.closed = true
    this.unlisten()
    this.rest()
    for (const stream of this.streams) stream.end()
    await this.reading
    await this.redis?.close()
  }

  private admit(caller: Caller): void {
    const { streams, streamsPerUser } = this.parts.settings
    if (this.closed) throw stopping()
    if (this.opened >= streams) {
      throw new Problem(
        'UNAVAILABLE',
        'This service has as many streams of events open as it may. Try again in half a minute, or ask for a higher EVENT_STREAMS.',
        { retryAfter: 30, limit: streams },
      )
    }
    const mine = this.perUser.get(caller.id) ?? 0
    if (mine >= streamsPerUser) {
      throw new Problem(
        'TOO_MANY_STREAMS',
        `Your account has ${mine} streams of events open. Close windows that you do not use, and try again in half a minute.`,
        { retryAfter: 30, limit: streamsPerUser },
      )
    }
    this.perUser.set(caller.id, mine + 1)
    this.opened++
  }

  private leave(caller: Caller): void {
    this.visibility.leave(caller)
    const mine = (this.perUser.get(caller.id) ?? 1) - 1
    if (mine === 0) this.perUser.delete(caller.id)
    else this.perUser.set(caller.id, mine)
    if (--this.opened === 0) this.rest()
  }

  /** Starts to follow the journal with the first stream. */
  private begin(): Promise<void> {
    this.begun ??= this.tail.begin().then(
      () => {
        for (const timer of this.timers) clearInterval(timer)
        if (this.opened === 0 || this.closed) return
        const { heartbeatSeconds } = this.parts.settings
        this.timers = [
          setInterval(() => this.wake(), POLL_MS).unref(),
          setInterval(() => void this.lookAfter(), heartbeatSeconds * 1000).unref(),
        ]
      },
      (error: unknown) => {
        this.begun = undefined
        throw error
      },
    )
    return this.begun
  }

  /** Stops reading when no stream is open. The next stream starts at the end that the journal has then. */
  private rest(): void {
    for (const timer of this.timers) clearInterval(timer)
    this.timers = []
    this.begun = undefined
  }

  private wake(): void {
    if (this.timers.length === 0) return
    this.again = true
    this.reading ??= this.readOn().finally(() => {
      this.reading = undefined
      // A signal came between the loop's last check and this.
      if (this.again) this.wake()
    })
  }

  private async readOn(): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false
      try {
        const rows = await this.tail.read()
        if (rows.length === PAGE) this.again = true
        await this.add(rows)
        this.failing = false
      } catch (error) {
        // Logged once per failure; the next poll retries.
        if (!this.failing) this.parts.log.error({ err: error }, 'the journal cannot be read')
        this.failing = true
        return
      }
      for (const stream of this.streams) stream.pump()
      if (this.again) continue
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  private async add(rows: readonly JournalRow[]): Promise<void> {
    const changed = rows.filter(({ kind }) => SIGHT_CHANGES.has(kind)).map(({ campaignId }) => campaignId)
    const lost = await this.visibility.refresh([...new Set(changed)])
    const { settled } = this.tail
    for (const row of rows) {
      const frame = frameOf(row, Math.min(row.id, settled))
      const accounts = SIGHT_CHANGES.has(row.kind) ? lost.get(row.campaignId) : undefined
      if (accounts) {
        const removed = dataOf({ ...row, kind: 'campaign.removed', data: '{}' })
        frame.lost = { accounts, text: eventText('campaign.removed', removed, frame.settled) }
      }
      this.frames.add(frame)
    }
  }

  /**
   * At every heartbeat: ends the streams of signed-out and stuck clients, and sends the others a heartbeat.
   */
  private async lookAfter(): Promise<void> {
    const now = Date.now()
    for (const stream of this.streams) if (stream.stuckFor(now) > STUCK_MS) stream.destroy()
    const tokens = new Set([...this.streams].map(({ token }) => token))
    // While the database is away, treat every client as signed in.
    const signedIn = await this.parts.sessions.stillSignedIn([...tokens]).catch(() => tokens)
    for (const stream of this.streams) {
      if (tokens.has(stream.token) && !signedIn.has(stream.token)) stream.end('end')
      else stream.beat()
    }
  }
}

function stopping(): Problem {
  return new Problem('UNAVAILABLE', 'The service is stopping. Try again in a moment.', { retryAfter: 2 })
}

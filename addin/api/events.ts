import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { EVENT_KINDS, events, type LiveEvent } from '../../shared/contract/events'
import { type ApiClient, CallFailure } from './client'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
/** Heartbeats that may be missed before a silent connection counts as dead (a laptop that slept). */
const MISSED_BEATS = 3
const BEAT_SECONDS = 15
/** Number of event ids that are kept, so that no event is passed on twice after a reconnect. */
const REMEMBERED = 2_000

/** Receives the events of a campaign. */
export interface EventListener {
  happened(event: LiveEvent): void
  /** Connected, but events may have been missed: the listener must load its data again. */
  stale(): void
  /** `open`: the stream is connected. `lost`: it isn't, and the feed will retry. */
  connection(state: 'open' | 'lost'): void
}

export interface FeedOptions {
  /** For tests. Waits for that time; the signal can end it early. */
  wait?(milliseconds: number, signal: AbortSignal): Promise<void>
}

/**
 * Receives the events of a campaign until it is stopped, across lost connections and restarts of the service.
 * It doesn't use EventSource, which can't send a token, so it reconnects itself.
 *
 * @returns a function that stops it
 */
export function listenToCampaign(
  api: ApiClient,
  campaignId: string,
  listener: EventListener,
  { wait = pause }: FeedOptions = {},
): () => void {
  const stop = new AbortController()
  void new Feed(api, campaignId, listener, stop.signal, wait).run()
  return () => stop.abort()
}

class Feed {
  private lastEventId: string | undefined
  private readonly seen = new Set<string>()
  private failures = 0
  private retryMs = FIRST_WAIT_MS
  private beatSeconds = BEAT_SECONDS

  constructor(
    private readonly api: ApiClient,
    private readonly campaignId: string,
    private readonly listener: EventListener,
    private readonly stopped: AbortSignal,
    private readonly wait: NonNullable<FeedOptions['wait']>,
  ) {}

  async run(): Promise<void> {
    while (!this.stopped.aborted) {
      let asked = 0
      try {
        await this.connect()
      } catch (error) {
        if (this.stopped.aborted || isFinal(error)) return
        asked = error instanceof CallFailure ? Number(error.data.retryAfter ?? 0) * 1000 : 0
      }
      if (this.stopped.aborted) return
      this.listener.connection('lost')
      const backoff = Math.min(LONGEST_WAIT_MS, this.retryMs * 2 ** this.failures++)
      // Jitter: all clients may have been disconnected at once, and must not reconnect at the same moment.
      await this.wait(Math.max(asked, backoff * (0.5 + Math.random() / 2)), this.stopped)
    }
  }

  /** Settles when the connection has ended, normally or with an error. */
  private async connect(): Promise<void> {
    const connection = new AbortController()
    const abort = () => connection.abort()
    this.stopped.addEventListener('abort', abort)
    let watchdog: ReturnType<typeof setTimeout> | undefined
    const alive = () => {
      clearTimeout(watchdog)
      watchdog = setTimeout(abort, this.beatSeconds * MISSED_BEATS * 1000)
    }
    try {
      alive()
      const response = await this.api.stream(
        events,
        { query: { campaign: this.campaignId } },
        {
          signal: connection.signal,
          ...(this.lastEventId === undefined ? {} : { headers: { 'last-event-id': this.lastEventId } }),
        },
      )
      await this.read(response, alive)
    } finally {
      clearTimeout(watchdog)
      this.stopped.removeEventListener('abort', abort)
    }
  }

  private async read(response: Response, alive: () => void): Promise<void> {
    const reader = response.body?.getReader()
    if (!reader) return
    const parser = createParser({
      onEvent: (message) => {
        this.take(message)
        this.lastEventId = message.id ?? this.lastEventId
      },
      // The heartbeat is a comment with the newest id: the parser drops an id that comes without data.
      onComment: (id) => {
        if (/^\d+$/.test(id)) this.lastEventId = id
      },
      onRetry: (milliseconds) => {
        this.retryMs = milliseconds
      },
    })
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.stopped.aborted) return
      parser.feed(decoder.decode(value, { stream: true }))
      alive()
    }
  }

  private take({ event, data }: EventSourceMessage): void {
    switch (event) {
      case 'ready': {
        const { resumed, heartbeatSeconds } = JSON.parse(data) as Record<string, unknown>
        if (typeof heartbeatSeconds === 'number') this.beatSeconds = heartbeatSeconds
        this.failures = 0
        this.listener.connection('open')
        if (resumed !== true) this.listener.stale()
        return
      }
      case 'reset':
        this.listener.stale()
        return
      default: {
        const happened = liveEventOf(data)
        if (happened && !this.knew(happened.id)) this.listener.happened(happened)
      }
    }
  }

  private knew(id: string): boolean {
    if (this.seen.has(id)) return true
    this.seen.add(id)
    if (this.seen.size > REMEMBERED) this.seen.delete(this.seen.values().next().value!)
    return false
  }
}

/** Undefined for an event of a kind that isn't known here: a newer service may send it. */
function liveEventOf(data: string): LiveEvent | undefined {
  const event = JSON.parse(data) as LiveEvent
  return EVENT_KINDS.includes(event.kind) ? event : undefined
}

/** Signed out, or no access to the campaign: a retry won't help. */
function isFinal(error: unknown): boolean {
  return error instanceof CallFailure && ['NOT_SIGNED_IN', 'FORBIDDEN', 'NOT_FOUND'].includes(error.code)
}

/** The browser's page. In tests there is none, so the methods are missing. */
const page = globalThis as Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>>

/** Waits; ends early when the feed is stopped or the network comes back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      page.removeEventListener?.('online', end)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    page.addEventListener?.('online', end)
    signal.addEventListener('abort', end)
  })
}

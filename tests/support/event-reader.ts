import type { LiveEvent } from '../../shared/contract/events'
import type { Client } from './service'

const LIMIT_MS = 10_000

export interface ReadMessage {
  id: string
  event: string
  // biome-ignore lint/suspicious/noExplicitAny: it has the shape that a test asserts
  data: any
}

/** Reads GET /events as a simple client would, and keeps everything it receives. */
export class EventReader {
  readonly messages: ReadMessage[] = []
  comments = 0
  lastEventId = ''
  ended = false
  private readonly abort = new AbortController()
  private readonly waiting = new Set<() => void>()

  private constructor(
    readonly status: number,
    readonly headers: Headers,
    // biome-ignore lint/suspicious/noExplicitAny: a refusal
    readonly problem: any,
  ) {}

  static async open(
    origin: string,
    { token }: Client,
    { query = '', lastEventId }: { query?: string; lastEventId?: string } = {},
  ): Promise<EventReader> {
    const abort = new AbortController()
    const response = await fetch(`${origin}/api/v1/events${query}`, {
      signal: abort.signal,
      headers: {
        authorization: `Bearer ${token}`,
        // As browsers send it: the stream must not be held back for compression.
        'accept-encoding': 'gzip, deflate, br',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    })
    const problem = response.ok ? undefined : await response.json()
    const reader = new EventReader(response.status, response.headers, problem)
    if (response.ok) {
      reader.abort.signal.addEventListener('abort', () => abort.abort())
      void reader.read(response.body!.pipeThrough(new TextDecoderStream()))
      await reader.until(({ messages }) => messages.some(({ event }) => event === 'ready'))
    }
    return reader
  }

  get events(): LiveEvent[] {
    return this.messages
      .filter(({ event }) => event.includes('.'))
      .map(({ event, data }) => {
        if (data.kind !== event) throw new Error(`${event} says that it is ${data.kind}`)
        return data as LiveEvent
      })
  }

  /** Waits until the condition is true. */
  async until(so: (reader: this) => boolean): Promise<void> {
    const tooLate = Date.now() + LIMIT_MS
    while (!so(this)) {
      const left = tooLate - Date.now()
      if (left <= 0) throw new Error(`it never came so; read: ${JSON.stringify(this.messages.slice(-20))}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.waiting.add(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  close(): void {
    this.abort.abort()
  }

  private async read(body: ReadableStream<string>): Promise<void> {
    let text = ''
    try {
      for await (const piece of body) {
        text += piece
        const blocks = text.split('\n\n')
        text = blocks.pop()!
        for (const block of blocks) this.take(block.split('\n'))
        this.tell()
      }
    } catch {
      // Closed by the test, or broken; `ended` is set in both cases.
    }
    this.ended = true
    this.tell()
  }

  private take(lines: readonly string[]): void {
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    this.lastEventId = field('id') ?? this.lastEventId
    const data = field('data')
    if (data === undefined) this.comments++
    else this.messages.push({ id: this.lastEventId, event: field('event')!, data: JSON.parse(data) })
  }

  private tell(): void {
    for (const resolve of this.waiting) resolve()
    this.waiting.clear()
  }
}

import type { Response } from 'express'
import type { Caller } from '../caller'
import type { Database } from '../database/database'
import { PAGE } from '../journal/journal-tail'
import { journalBounds, readJournal } from '../journal/read-journal'
import { type Audience, eventText, type Frame, type Frames, frameOf } from './frames'

/**
 * Characters written at a time. A slow client has at most this and the socket's buffer in memory; the rest is
 * still in the journal.
 */
const CHUNK = 16_384
/** Most entries that a stream catches up with; beyond that, it is faster that the client loads all again. */
const MAX_BEHIND = 50_000

/** What a stream gets from its hub. */
export interface StreamSource {
  database: Database
  frames: Frames
  heartbeatSeconds: number
  /** The journal's id up to which every entry is in the frames, or came before them. */
  settled(): number
  sees(audience: Audience): boolean
}

/**
 * One client's stream: it sends the entries that the client may see, no faster than the client reads them.
 */
export class EventStream {
  /** The number of the next frame to look at. */
  private next = 0
  /** The journal's id up to which the client has every entry. */
  private settled = 0
  /** Ids of entries that were sent from the journal and may come again as frames. */
  private readonly sent = new Set<number>()
  private sentUpTo = 0
  private catchingUp = false
  private waitingSince: number | undefined
  /** Called when the client takes more, or is gone. */
  private goOn: (() => void) | undefined

  constructor(
    readonly caller: Caller,
    readonly token: string,
    private readonly response: Response,
    private readonly source: StreamSource,
  ) {
    response.on('close', () => this.goOn?.())
  }

  /** @param lastEventId the last event that the client has; absent: the stream starts with the next entry */
  async begin(lastEventId: number | undefined): Promise<void> {
    this.stand()
    // Nothing may happen between two heartbeats.
    this.response.setTimeout(0)
    const { heartbeatSeconds } = this.source
    this.write(
      `retry: 3000\n${eventText('ready', JSON.stringify({ resumed: lastEventId !== undefined, heartbeatSeconds }), lastEventId ?? this.settled)}`,
    )
    if (lastEventId === undefined) return
    this.settled = lastEventId
    await this.catchUp()
  }

  /** Sends the frames that have come since the last time. */
  pump(): void {
    const { frames } = this.source
    while (!this.catchingUp && this.waitingSince === undefined && this.next < frames.end) {
      if (!frames.has(this.next)) {
        void this.catchUp()
        return
      }
      let text = ''
      while (this.next < frames.end && text.length < CHUNK) {
        const frame = frames.at(this.next++)
        text += this.textOf(frame)
        this.settled = frame.settled
      }
      if (text !== '') this.write(text)
    }
  }

  /**
   * Sends a heartbeat, which keeps the connection open through proxies and gives the client a newer id to
   * resume from. The comment repeats the id, because some parsers drop an id that comes without data.
   */
  beat(): void {
    if (this.catchingUp || this.waitingSince !== undefined) return
    if (this.next === this.source.frames.end) {
      this.settled = this.source.settled()
      if (this.settled >= this.sentUpTo) this.sent.clear()
    }
    this.write(`: ${this.settled}\nid: ${this.settled}\n\n`)
  }

  /** Milliseconds for which the client has taken nothing; 0 while it takes data. */
  stuckFor(now: number): number {
    return this.waitingSince === undefined ? 0 : now - this.waitingSince
  }

  /** @param event sent as the last one, when the client must know why the stream ends */
  end(event?: string): void {
    if (this.waitingSince !== undefined) this.destroy()
    else this.response.end(event === undefined ? undefined : eventText(event, '{}', this.settled))
  }

  destroy(): void {
    this.response.destroy()
  }

  get gone(): boolean {
    return this.response.destroyed || this.response.writableEnded
  }

  private stand(): void {
    this.next = this.source.frames.end
    this.settled = this.source.settled()
  }

  private textOf(frame: Frame): string {
    if (frame.lost?.accounts.has(this.caller.id)) return frame.lost.text
    return this.source.sees(frame.audience) && !this.sent.has(frame.id) ? frame.text : ''
  }

  private write(text: string): void {
    if (this.gone || this.response.write(text)) return
    this.waitingSince = Date.now()
    this.response.once('drain', () => {
      this.waitingSince = undefined
      this.goOn?.()
      this.pump()
    })
  }

  /** Reads the journal from the client's position on, until the frames contain the rest. */
  private async catchUp(): Promise<void> {
    this.catchingUp = true
    try {
      do await this.readOn()
      while (!this.gone && !this.source.frames.has(this.next))
    } catch {
      // The database doesn't answer: the client reconnects with its last event id.
      this.destroy()
    } finally {
      this.catchingUp = false
    }
    this.pump()
  }

  private async readOn(): Promise<void> {
    const { database, frames } = this.source
    let after = this.settled
    // Later commits come as frames; some of these entries may also be read here.
    this.next = frames.end
    const settled = this.source.settled()
    this.sent.clear()
    const { oldest, newest } = await journalBounds(database)
    if (after > newest || after < oldest - 1 || newest - after > MAX_BEHIND) {
      this.settled = settled
      this.write(eventText('reset', '{}', settled))
      return
    }
    for (;;) {
      const page = await readJournal(database, after, PAGE)
      for (let at = 0; at < page.length && !this.gone; ) {
        let text = ''
        for (; at < page.length && text.length < CHUNK; at++) {
          const row = page[at]!
          if (row.id > settled) this.sent.add(row.id)
          if (this.source.sees(row)) text += frameOf(row, Math.min(row.id, settled)).text
        }
        if (text !== '') this.write(text)
        if (this.waitingSince !== undefined && !this.gone)
          await new Promise<void>((resolve) => {
            this.goOn = resolve
          })
      }
      after = this.sentUpTo = page.at(-1)?.id ?? after
      if (page.length < PAGE || this.gone) break
    }
    this.settled = settled
  }
}

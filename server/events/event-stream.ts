import type { Response } from 'express'
import type { Caller } from '../caller'
import type { Database } from '../database/database'
import { PAGE } from '../journal/journal-tail'
import { journalBounds, readJournal } from '../journal/read-journal'
import { eventText, type Frame, type Frames, frameOf } from './frames'

/** Characters written at a time: a reader that is slow has this much and what the socket takes, the rest waits in the journal. */
const CHUNK = 16_384
/** Entries that are caught up with; loading everything again is quicker than more. */
const MAX_BEHIND = 50_000

/** What a stream stands on. */
export interface StreamSource {
  database: Database
  frames: Frames
  heartbeatSeconds: number
  /** Everything up to this id of the journal is in the frames, or was before them. */
  settled(): number
  sees(campaignId: string): boolean
}

/** One reader of events: sends what it may see as fast as it is read, never more. */
export class EventStream {
  /** The number of the next frame to look at. */
  private next = 0
  /** Nothing of the journal up to this id is missing on the other side. */
  private settled = 0
  /** Entries that were sent out of the journal, and may come again as frames. */
  private readonly sent = new Set<number>()
  private sentUpTo = 0
  private catchingUp = false
  private waitingSince: number | undefined
  /** Called once the other side takes more, or is gone. */
  private goOn: (() => void) | undefined

  constructor(
    readonly caller: Caller,
    readonly token: string,
    private readonly response: Response,
    private readonly source: StreamSource,
  ) {
    response.on('close', () => this.goOn?.())
  }

  /** @param lastEventId where it was the last time; absent: it begins here and now */
  async begin(lastEventId: number | undefined): Promise<void> {
    this.stand()
    const { heartbeatSeconds } = this.source
    this.write(
      `retry: 3000\n${eventText('ready', JSON.stringify({ resumed: lastEventId !== undefined, heartbeatSeconds }), lastEventId ?? this.settled)}`,
    )
    if (lastEventId === undefined) return
    this.settled = lastEventId
    await this.catchUp()
  }

  /** Sends on what has come. */
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

  /** So that both sides, and what is between them, know that the other one is there; and where to go on from. */
  beat(): void {
    if (this.catchingUp || this.waitingSince !== undefined) return
    if (this.next === this.source.frames.end) {
      this.settled = this.source.settled()
      if (this.settled >= this.sentUpTo) this.sent.clear()
    }
    this.write(`:\nid: ${this.settled}\n\n`)
  }

  /** Milliseconds since the other side has taken nothing, 0 while it does. */
  stuckFor(now: number): number {
    return this.waitingSince === undefined ? 0 : now - this.waitingSince
  }

  /** @param event said at last, where the other side must know why */
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
    return this.source.sees(frame.campaignId) && !this.sent.has(frame.id) ? frame.text : ''
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

  /** Reads on in the journal from where the other side is, until the frames have the rest. */
  private async catchUp(): Promise<void> {
    this.catchingUp = true
    try {
      do await this.readOn()
      while (!this.gone && !this.source.frames.has(this.next))
    } catch {
      // The database doesn't answer: the other side comes again, and says where it was.
      this.destroy()
    } finally {
      this.catchingUp = false
    }
    this.pump()
  }

  private async readOn(): Promise<void> {
    const { database, frames } = this.source
    let after = this.settled
    // What is committed from now on comes as frames; what is read here as well may be among it.
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
          if (this.source.sees(row.campaignId)) text += frameOf(row, Math.min(row.id, settled)).text
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

import type { JournalRow } from '../journal/read-journal'

/** Number of newest frames that are kept; a stream that is further behind reads the journal. */
const KEPT = 4096

/** What of an entry says who may see it. */
export type Audience = Pick<JournalRow, 'campaignId' | 'accountId' | 'kind'>

/** An entry of the journal as text to send, built once for all streams. */
export interface Frame {
  id: number
  /** Who may see it. */
  audience: Audience
  text: string
  /** The journal's id up to which a client that has this frame misses nothing. */
  settled: number
  /** Accounts that must not see the frame's campaign any more, and the text that they get instead. */
  lost?: { accounts: ReadonlySet<string>; text: string }
}

/** @param settled the id from which a client that reconnects starts: at most the entry's own */
export function frameOf(row: JournalRow, settled: number): Frame {
  return {
    id: row.id,
    audience: row,
    text: eventText(row.kind, dataOf(row), settled),
    settled,
  }
}

export function eventText(event: string, data: string, id: number): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`
}

/** @param row a row whose `data` is JSON text already */
export function dataOf({ id, campaignId, unitId, kind, data, at }: JournalRow): string {
  const head = JSON.stringify({ id: String(id), campaignId: campaignId || null, unitId, kind, at })
  return `${head.slice(0, -1)},"data":${data}}`
}

/** The newest frames in the order in which they came, numbered from 0. */
export class Frames {
  private readonly frames: Frame[] = new Array(KEPT)
  /** The number of the next frame to come. */
  end = 0

  add(frame: Frame): void {
    this.frames[this.end++ % KEPT] = frame
  }

  has(number: number): boolean {
    return number >= this.end - KEPT
  }

  at(number: number): Frame {
    return this.frames[number % KEPT]!
  }
}

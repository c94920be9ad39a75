import type { Database } from '../database/database'
import { type JournalRow, newestIds, readJournal } from './read-journal'

/** Entries a read takes at most. */
export const PAGE = 1000
/** A transaction that has written to the journal is committed or gone within this time. */
const GAP_MS = 60_000
/** How far back a tail looks for gaps when it begins. */
const LOOK_BACK = 1000
/** Gaps watched at a time; beyond it the oldest is given up. */
const MAX_GAPS = 200

/** Ids that nobody has seen though later ones are there: still to be committed, or rolled back and never to come. */
interface Gap {
  from: number
  to: number
  /** Milliseconds since 1970. */
  since: number
}

/**
 * Follows the journal as it grows. MySQL gives ids out when rows are written and shows them when they are committed: 7 may be
 * seen before 6. Waiting for 6 would hold everybody up for as long as the slowest transaction, and for ever where it
 * was rolled back; so 7 is read at once, 6 is looked for until it comes or is given up, and {@link settled} says from
 * where somebody who goes away must read again.
 */
export class JournalTail {
  private last = 0
  private gaps: Gap[] = []

  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** Stands at the end of the journal: what was committed before isn't read. */
  async begin(): Promise<void> {
    this.gaps = []
    const ids = await newestIds(this.database, LOOK_BACK)
    this.last = (ids[0] ?? 1) - 1
    for (const id of ids) this.see(id)
  }

  /** What was committed since the last time, at most {@link PAGE} entries. */
  async read(): Promise<JournalRow[]> {
    const rows = await readJournal(this.database, this.last, PAGE, this.gaps)
    for (const { id } of rows) this.see(id)
    const old = this.now() - GAP_MS
    this.gaps = this.gaps.filter(({ since }) => since > old).slice(-MAX_GAPS)
    return rows
  }

  /** Every entry up to this id was read or will never come. */
  get settled(): number {
    return this.gaps[0] ? this.gaps[0].from - 1 : this.last
  }

  private see(id: number): void {
    if (id > this.last) {
      if (id > this.last + 1) this.gaps.push({ from: this.last + 1, to: id - 1, since: this.now() })
      this.last = id
      return
    }
    this.gaps = this.gaps.flatMap((gap) => {
      if (id < gap.from || id > gap.to) return [gap]
      return [
        { ...gap, to: id - 1 },
        { ...gap, from: id + 1 },
      ].filter(({ from, to }) => from <= to)
    })
  }
}

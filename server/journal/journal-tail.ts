import type { Database } from '../database/database'
import { type JournalRow, newestIds, readJournal } from './read-journal'

/** The maximum number of entries of a read. */
export const PAGE = 1000
/** Upper limit for the time between a write to the journal and its commit or rollback. */
const GAP_MS = 60_000
/** How far back a tail looks for gaps when it begins. */
const LOOK_BACK = 1000
/** Gaps watched at the same time; beyond this the oldest is given up. */
const MAX_GAPS = 200

/** Missing ids below an id that was read: not committed yet, or rolled back. */
interface Gap {
  from: number
  to: number
  /** Milliseconds since 1970. */
  since: number
}

/**
 * Follows the journal as it grows. MySQL assigns ids at the insert and shows them at the commit, so a reader
 * may see 7 before 6. Waiting for 6 would delay every reader until the slowest transaction ends, and without
 * end if it was rolled back. So the tail returns 7 at once and looks for 6 until it appears or is given up.
 * {@link settled} is the id after which a reader must continue if it disconnects.
 */
export class JournalTail {
  private last = 0
  private gaps: Gap[] = []

  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** Moves to the end of the journal: entries committed earlier aren't read. */
  async begin(): Promise<void> {
    this.gaps = []
    const ids = await newestIds(this.database, LOOK_BACK)
    this.last = (ids[0] ?? 1) - 1
    for (const id of ids) this.see(id)
  }

  /** The entries committed since the last read, at most {@link PAGE}. */
  async read(): Promise<JournalRow[]> {
    const rows = await readJournal(this.database, this.last, PAGE, this.gaps)
    for (const { id } of rows) this.see(id)
    const old = this.now() - GAP_MS
    this.gaps = this.gaps.filter(({ since }) => since > old).slice(-MAX_GAPS)
    return rows
  }

  /** Every entry up to this id was read or will never appear. */
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

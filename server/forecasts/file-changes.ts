import type { ForecastWarning } from '../../shared/contract/inventory'
import type { Database } from '../database/database'
import type { JobContext } from '../jobs/job'
import {
  type ChangedDay,
  contentsOfMonth,
  emptyDays,
  inBatchesOf,
  type PartDay,
  recordDays,
} from './forecast-days'
import type { SeenHours } from './seen-hours'

/** Days of contents per transaction, each with up to 24 hours: other writes get their turn in between. */
const DAYS_AT_ONCE = 1_000
const SHOWN = 10

/** Compares a file with what earlier files have left: what it lacks, and what has become much more or less. */
export class FileChanges {
  /** Contents of the file's parts and months that earlier files had and this one lacks. */
  private readonly lacking = { count: 0, first: [] as string[] }
  /** Days without any forecast of a part, between its first and last day in a month of the file. */
  private readonly empty = { count: 0, first: [] as string[] }
  /** Days of the file with hours of earlier files that this one lacks. */
  private readonly kept = { count: 0, first: [] as string[] }
  /** Sums of the days that are not what they were, by part and content. */
  private readonly moved = new Map<string, { before: number; after: number }>()

  /** Records what the days of the file come to now. */
  static async record(database: Database, context: JobContext, seen: SeenHours): Promise<FileChanges> {
    const changes = new FileChanges()
    for (const batch of inBatchesOf(DAYS_AT_ONCE, seen.days())) {
      context.signal.throwIfAborted()
      const changed = await context.write(async (tx) => {
        const days: ChangedDay[][] = []
        for (const day of batch) days.push(await recordDays(tx, context.runId, day))
        return days
      })
      for (const [i, day] of batch.entries()) for (const one of changed[i]!) changes.add(day, one, seen)
    }
    const dates = seen.dates()
    for (const { part, month } of seen.months()) {
      const empty = await database.read((tx) => emptyDays(tx, part, month, dates.get(part)!))
      changes.addTo(
        changes.empty,
        empty.map((date) => `${part} ${date}`),
      )
      const known = await database.read((tx) => contentsOfMonth(tx, part, month))
      const lacking = known.filter((metaId) => !seen.hasMonth(part, metaId, month))
      changes.addTo(
        changes.lacking,
        lacking.map((metaId) => `${part} ${metaId} ${month}`),
      )
    }
    return changes
  }

  /** @param factor contents that became this many times more or less are named */
  warnings(factor: number): ForecastWarning[] {
    const { lacking, empty, kept } = this
    const jumps = [...this.moved].filter(([, { before, after }]) => isJump(before, after, factor))
    const shown = jumps
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, SHOWN)
      .map(([content, { before, after }]) => `${content}: ${grouped(before)} → ${grouped(after)}`)
    const warnings: ForecastWarning[] = [
      {
        code: 'CONTENTS_MISSING',
        count: lacking.count,
        detail:
          'The file lacks contents that earlier files had for its parts and months. Their hours stay. If they are not for sale any more, send the file as complete.',
        first: lacking.first,
      },
      {
        code: 'DAYS_MISSING',
        count: empty.count,
        detail: 'Neither this file nor an earlier one has a row of a part for days in the middle of a month.',
        first: empty.first,
      },
      {
        code: 'HOURS_KEPT',
        count: kept.count,
        detail:
          'Days of the file have hours from earlier files that this file lacks. They stay, and the day is the sum of both. If the file has the whole days, send it as complete.',
        first: kept.first,
      },
      {
        code: 'JUMPED',
        count: jumps.length,
        detail: `Contents have, on the days that the file has changed, more than ${factor} times what they had before, or less than 1/${factor} of it.`,
        first: shown,
      },
    ]
    return warnings.filter(({ count }) => count > 0)
  }

  private add({ part, date }: PartDay, { metaId, hours, before, after }: ChangedDay, seen: SeenHours): void {
    if (before !== null && before !== after) {
      const key = `${part} ${metaId}`
      const sums = this.moved.get(key) ?? { before: 0, after: 0 }
      this.moved.set(key, { before: sums.before + before, after: sums.after + after })
    }
    if ((hours & ~seen.on(part, metaId, date)) === 0) return
    this.addTo(this.kept, [`${part} ${metaId} ${date}`])
  }

  private addTo(found: { count: number; first: string[] }, more: readonly string[]): void {
    found.count += more.length
    found.first.push(...more.slice(0, SHOWN - found.first.length))
  }
}

/** Whether a sum has become more than `factor` times as much, or less than that part of it. */
export function isJump(before: number, after: number, factor: number): boolean {
  return before > 0 && (after > before * factor || after * factor < before)
}

function grouped(impressions: number): string {
  return impressions.toLocaleString('en')
}

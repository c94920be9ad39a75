import {
  addMonths,
  type BusinessDate,
  daysOf,
  firstDayOf,
  lastDayOf,
  type Month,
} from '../../shared/calendar'
import type { StandardNote } from '../../shared/contract/inventory'
import { groupBy } from '../../shared/group-by'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { isJump } from '../forecasts/file-changes'
import { bitsOf } from '../forecasts/seen-hours'
import { brokenFiles } from '../forecasts/taken-files'
import type { ContentRange } from './content-ranges'

/** A content's day of one part, as the last file left it. */
interface FileDay {
  part: string
  date: BusinessDate
  hours: number
  forecast: number
  forecastBefore: number | null
  /** When the last file with this day was sent, and its name; null: before days were recorded. */
  sentAt: string | null
  file: string | null
}

/** What files have delivered of a part for a month. */
interface Delivery {
  from: BusinessDate
  to: BusinessDate
  /** Days between the two on which no content of the part has a forecast. */
  empty: readonly BusinessDate[]
  /** The newest file of which it and later ones brought more than half of the contents: what is older was left out of it. */
  sentAt: string | null
  file: string | null
}

/** Finds out what a person should look at before a month's rows are confirmed. */
export class StandardNotes {
  private constructor(
    private readonly month: Month,
    private readonly deliveries: ReadonlyMap<string, Delivery>,
    /** By part, the file that broke off after it had written rows of the month. */
    private readonly broken: ReadonlyMap<string, string>,
    private readonly jumpFactor: number,
  ) {}

  static async of(tx: Transaction, month: Month, jumpFactor: number): Promise<StandardNotes> {
    const dates = daysOf(month)
    const known = await tx.rows<{ part: string; date: BusinessDate }>(
      `SELECT DISTINCT part, date FROM forecast_day
       WHERE date IN (${placeholders(dates)}) AND hours <> 0 ORDER BY part, date`,
      dates,
    )
    const sent = await tx.rows<{ part: string; sentAt: string | null; contents: number }>(
      `SELECT part, sent_at AS sentAt, COUNT(*) AS contents FROM (
         SELECT d.part AS part, d.meta_id AS meta_id, MAX(f.created_at) AS sent_at
         FROM forecast_day d LEFT JOIN forecast_file f ON f.run_id = d.run_id
         WHERE d.date IN (${placeholders(dates)}) AND d.hours <> 0 GROUP BY d.part, d.meta_id) latest
       GROUP BY part, sent_at ORDER BY sent_at DESC`,
      dates,
    )
    const fileOf = await namesOf(tx, sent)
    const ofPart = groupBy(sent, ({ part }) => part)
    const deliveries = [...groupBy(known, ({ part }) => part)].map(([part, days]): [string, Delivery] => {
      const sentAt = mostSentSince(ofPart.get(part) ?? [])
      const own = days.map(({ date }) => date)
      const [from, to] = [own[0]!, own.at(-1)!]
      const empty = dates.filter((date) => date > from && date < to && !own.includes(date))
      return [part, { from, to, empty, sentAt, file: fileOf.get(sentAt ?? '') ?? null }]
    })
    return new StandardNotes(month, new Map(deliveries), await brokenFiles(tx, month), jumpFactor)
  }

  /** The notes of the contents of a range, by metaId and part. */
  async read(
    tx: Transaction,
    range: ContentRange,
    partCodes: readonly string[],
  ): Promise<(metaId: string, parts: readonly string[]) => StandardNote[]> {
    // The first day of the next month shows whether hours are counted from 1 to 24.
    const dates = [...daysOf(this.month), this.dayAfter]
    const days = await tx.rows<FileDay & { metaId: string }>(
      `SELECT d.part, d.meta_id AS metaId, d.date, d.hours, d.forecast, d.forecast_before AS forecastBefore,
              f.created_at AS sentAt, f.name AS file
       FROM forecast_day d LEFT JOIN forecast_file f ON f.run_id = d.run_id
       WHERE d.date IN (${placeholders(dates)}) AND d.part IN (${placeholders(partCodes)})
         AND ${range.sql.replaceAll('meta_id', 'd.meta_id')}
       ORDER BY d.date`,
      [...dates, ...partCodes, ...range.values],
    )
    const ofContent = groupBy(days, ({ metaId }) => metaId)
    return (metaId, parts) =>
      [...groupBy(ofContent.get(metaId) ?? [], ({ part }) => part)]
        .filter(([part]) => parts.includes(part))
        .flatMap(([part, own]) => this.notesOf(part, own))
  }

  private notesOf(part: string, all: readonly FileDay[]): StandardNote[] {
    const days = all.filter(({ date, hours }) => date !== this.dayAfter && hours !== 0)
    const delivery = this.deliveries.get(part)
    const notes = [
      delivery && days.length > 0 ? this.spanNote(part, delivery) : undefined,
      hoursNote(part, days),
      this.oneTo24Note(part, all),
      delivery && leftOutNote(part, days, delivery),
      this.brokenNote(part),
      withdrawnNote(
        part,
        all.filter(({ date, hours }) => date !== this.dayAfter && hours === 0),
      ),
      this.jumpNote(part, days),
    ]
    return notes.filter((note) => note !== undefined)
  }

  private get dayAfter(): BusinessDate {
    return firstDayOf(addMonths(this.month, 1))
  }

  private spanNote(part: string, { from, to, empty }: Delivery): StandardNote | undefined {
    const [date] = empty
    if (date) return { code: 'PART_OF_MONTH', part, from, to, days: empty.length, date }
    if (from === firstDayOf(this.month) && to === lastDayOf(this.month)) return undefined
    return { code: 'PART_OF_MONTH', part, from, to }
  }

  private brokenNote(part: string): StandardNote | undefined {
    const file = this.broken.get(part)
    return file === undefined ? undefined : { code: 'FILE_BROKE_OFF', part, file }
  }

  private oneTo24Note(part: string, all: readonly FileDay[]): StandardNote | undefined {
    const [first, second] = all
    const last = all.at(-1)
    const isShifted =
      first?.date === firstDayOf(this.month) &&
      last?.date === this.dayAfter &&
      last.hours === 1 &&
      (first.hours & 1) === 0 &&
      ((second?.hours ?? 0) & 1) === 1
    return isShifted ? { code: 'HOURS_1_TO_24', part } : undefined
  }

  private jumpNote(part: string, days: readonly FileDay[]): StandardNote | undefined {
    const moved = days.filter(
      ({ forecast, forecastBefore }) => forecastBefore !== null && forecastBefore !== forecast,
    )
    const before = moved.reduce((sum, day) => sum + day.forecastBefore!, 0)
    const after = moved.reduce((sum, day) => sum + day.forecast, 0)
    if (!isJump(before, after, this.jumpFactor)) return undefined
    return { code: 'JUMPED', part, days: moved.length, before, after }
  }
}

/** The instant since which more than half of the contents were sent. */
function mostSentSince(sent: readonly { sentAt: string | null; contents: number }[]): string | null {
  const all = sent.reduce((sum, { contents }) => sum + contents, 0)
  let newer = 0
  for (const { sentAt, contents } of sent) {
    newer += contents
    if (newer * 2 > all) return sentAt
  }
  return null
}

async function namesOf(
  tx: Transaction,
  sent: readonly { sentAt: string | null }[],
): Promise<Map<string, string>> {
  const instants = [...new Set(sent.flatMap(({ sentAt }) => sentAt ?? []))].slice(0, 1000)
  if (instants.length === 0) return new Map()
  const files = await tx.rows<{ createdAt: string; name: string }>(
    `SELECT created_at AS createdAt, name FROM forecast_file WHERE created_at IN (${placeholders(instants)})`,
    instants,
  )
  return new Map(files.map(({ createdAt, name }) => [createdAt, name]))
}

function hoursNote(part: string, days: readonly FileDay[]): StandardNote | undefined {
  const of = Math.max(0, ...days.map(({ hours }) => bitsOf(hours)))
  const short = days.filter(({ hours }) => bitsOf(hours) < of)
  const [first] = short
  if (!first) return undefined
  return {
    code: 'HOURS_MISSING',
    part,
    days: short.length,
    date: first.date,
    hours: bitsOf(first.hours),
    of,
  }
}

function leftOutNote(
  part: string,
  days: readonly FileDay[],
  { sentAt, file }: Delivery,
): StandardNote | undefined {
  if (sentAt === null || file === null || days.length === 0) return undefined
  const isOld = days.every((day) => day.sentAt === null || day.sentAt < sentAt)
  return isOld ? { code: 'NOT_IN_LAST_FILE', part, file } : undefined
}

function withdrawnNote(part: string, days: readonly FileDay[]): StandardNote | undefined {
  const [first] = days
  if (!first) return undefined
  return {
    code: 'WITHDRAWN',
    part,
    days: days.length,
    date: first.date,
    ...(first.file ? { file: first.file } : {}),
  }
}

interface Corrected {
  month: Month
  forecastTotal: number
  adjustedTotal: number | null
  /** Days with a forecast: now, and when the correction was made; null: not known. */
  forecastDays: number | null
  adjustedDays: number | null
}

/** A correction is split over the days that have a forecast. Says so where these are others than it was made for, or few. */
export function correctionNote(row: Corrected): StandardNote | undefined {
  const { month, forecastTotal, adjustedTotal, forecastDays: days, adjustedDays } = row
  if (adjustedTotal === null || !days) return undefined
  const perDay = { before: Math.round(forecastTotal / days), after: Math.round(adjustedTotal / days) }
  if (adjustedDays !== null && adjustedDays !== days)
    return { code: 'CORRECTED_FOR_OTHER_DAYS', days, of: adjustedDays, ...perDay }
  const of = daysOf(month).length
  return days < of && adjustedTotal > forecastTotal
    ? { code: 'CORRECTED_ON_FEW_DAYS', days, of, ...perDay }
    : undefined
}

import { type BusinessDate, daysOf, type Month } from '../../shared/calendar'
import type { StandardNote } from '../../shared/contract/inventory'
import { CONTENT_TYPES, type ContentType } from '../../shared/contract/primitives'
import { groupBy } from '../../shared/group-by'
import { parts } from '../catalog/parts'
import type { Clock } from '../clock'
import type { Database, SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { monthsWithForecast } from '../forecasts/forecast-months'
import { INVENTORY_LANE } from '../forecasts/inventory-lane'
import type { Job } from '../jobs/job'
import { type ConfirmedRow, type NewestMonth, refreshConfirmed } from './confirmed-rows'
import { type ContentRange, contentRanges } from './content-ranges'
import { type DuplicateDay, duplicateDays, type MergedContents, mergedContents } from './merged-contents'
import { StandardNotes } from './standard-notes'

export const STANDARD_LOAD = 'standard-inventory-load'

/** Contents per transaction: tens of thousands of hours, which take a few hundredths of a second to sum. */
const CHUNK_CONTENTS = 50

export interface StandardLoadResult {
  /** Rows that now have the current forecast. */
  loaded: number
  /** Confirmed rows: their totals and shapes stay. */
  skipped: number
  /** Open rows whose content has no forecast any more; their forecast is now 0. */
  zeroed: number
  /** Of the confirmed rows, those whose forecast has changed since, and about which nobody has decided. */
  outdated: number
  /** Contents for which the forecast of merged ones counts too. */
  merged: number
  /** Open rows with something that a person should look at. */
  toCheck: number
  /**
   * The first hundred contents whose hours sum to 2^53 or more. They are not loaded; the forecast must be
   * corrected.
   */
  uncountable: string[]
}

const SHOWN_UNCOUNTABLE = 100

interface DaySum {
  part: string
  date: BusinessDate
  forecast: number
  actual: number | null
}

/** One content's month, summed from the vendor's hours. */
interface ContentMonth extends NewestMonth {
  type: ContentType
  metaId: string
  days: DaySum[]
}

const NO_FORECAST: NewestMonth = { forecastTotal: 0, actualTotal: 0, forecastWithActual: null, days: [] }

/**
 * The job that sums a month's forecast to standard inventory: totals by type and metaId, and the shape per
 * part and day. It keeps corrections. Of confirmed rows it changes neither totals nor shapes: it brings their actuals, and
 * notes where the forecast has changed. Open rows of contents without forecast rows get forecast 0. It can run again at any time: each chunk of contents is summed and written in one transaction.
 */
export function standardLoad(database: Database, clock: Clock, { jumpFactor }: { jumpFactor: number }): Job {
  return {
    name: STANDARD_LOAD,
    monthly: true,
    retries: 3,
    lane: INVENTORY_LANE,
    scheduledMonths: (from) => monthsWithForecast(database, from),
    async run({ month, progress, log, signal, write }) {
      const { ranges, typeOfPart, notes, merged } = await database.read(async (tx) => ({
        merged: await mergedContents(tx, month!),
        notes: await StandardNotes.of(tx, month!, jumpFactor),
        ranges: await contentRanges(tx, CHUNK_CONTENTS, 'content'),
        typeOfPart: new Map((await parts(tx)).map((part) => [part.code, part.type])),
      }))
      const result: StandardLoadResult = {
        loaded: 0,
        skipped: 0,
        zeroed: 0,
        outdated: 0,
        merged: 0,
        toCheck: 0,
        uncountable: [],
      }
      for (const [at, range] of ranges.entries()) {
        signal.throwIfAborted()
        const chunk = await write((tx) =>
          loadRange(tx, month!, range, { typeOfPart, notes, merged }, clock.instant()),
        )
        result.loaded += chunk.loaded
        result.skipped += chunk.skipped
        result.zeroed += chunk.zeroed
        result.outdated += chunk.outdated
        result.merged += chunk.merged
        result.toCheck += chunk.toCheck
        result.uncountable.push(...chunk.uncountable)
        result.uncountable.length = Math.min(result.uncountable.length, SHOWN_UNCOUNTABLE)
        await progress(at + 1, ranges.length)
      }
      if (result.outdated > 0) {
        await log(
          `The forecast of ${result.outdated} confirmed rows has changed since. They stay as they are until an operator takes the new forecast or keeps the confirmed one: POST /api/v1/standard-inventory/forecast-decisions.`,
          'warning',
        )
      }
      if (result.merged > 0) {
        const named = [...merged.intoOf].slice(0, 10).map(([from, into]) => `${from} → ${into}`)
        await log(
          `The forecast of merged contents counts for the content that was kept: ${named.join(', ')}${merged.intoOf.size > 10 ? ' …' : ''}.`,
          'info',
        )
      }
      if (result.uncountable.length > 0) {
        await log(
          `Not loaded, their hours add up to 2^53 or more: ${result.uncountable.slice(0, 10).join(', ')}${result.uncountable.length > 10 ? ' …' : ''}. Correct the forecast and load it again.`,
          'warning',
        )
      }
      return result
    },
  }
}

/** What the chunks of a load have in common. */
interface LoadBasis {
  typeOfPart: ReadonlyMap<string, ContentType>
  notes: StandardNotes
  merged: MergedContents
}

async function loadRange(
  tx: Transaction,
  month: Month,
  range: ContentRange,
  { typeOfPart, notes, merged }: LoadBasis,
  at: string,
): Promise<StandardLoadResult> {
  // Locks the rows first: a later confirmation waits, and then confirms the values that are loaded here.
  const known = await standardRows(tx, month, range)
  const summed = await sumRange(tx, month, range, typeOfPart)
  const contents = await countDuplicates(tx, month, range, summed, typeOfPart, merged)
  const notesOf = await notes.read(tx, range, [...typeOfPart.keys()])
  const partsOf = groupBy([...typeOfPart.keys()], (part) => typeOfPart.get(part)!)
  const noted = (content: { type: ContentType; metaId: string }) =>
    notesOf(content.metaId, partsOf.get(content.type) ?? [])
  const confirmed = new Set(known.filter(({ status }) => status === 'CONFIRMED').map(keyOf))
  const countable = contents.filter(isCountable)
  const open = countable.filter((content) => !confirmed.has(keyOf(content)))
  const notesOfOpen = open.map(noted)
  await writeOpen(tx, month, range, open, notesOfOpen)
  const present = new Set(contents.map(keyOf))
  const missing = known.filter((row) => row.status === 'OPEN' && !present.has(keyOf(row)))
  await zero(
    tx,
    missing.map((row) => ({ id: row.id, notes: noted(row) })),
  )
  const newest = new Map(contents.map((content) => [keyOf(content), content]))
  const outdated = await refreshConfirmed(
    tx,
    known.filter(({ status }) => status === 'CONFIRMED'),
    (row) => {
      if (merged.intoOf.has(row.metaId)) return undefined
      const content = newest.get(keyOf(row)) ?? NO_FORECAST
      return isCountable(content) ? content : undefined
    },
    at,
  )
  return {
    loaded: open.length,
    skipped: countable.length - open.length,
    merged: contents.filter(({ metaId }) => merged.duplicatesOf.has(metaId)).length,
    zeroed: missing.length,
    outdated,
    toCheck:
      notesOfOpen.filter(({ length }) => length > 0).length +
      missing.filter((row) => noted(row).length > 0).length,
    uncountable: contents.filter((content) => !isCountable(content)).map(({ metaId }) => metaId),
  }
}

/** Sums are exact only below 2^53. Counts aren't negative, so a sum that has left this range can't return. */
function isCountable({ forecastTotal, actualTotal }: NewestMonth): boolean {
  return Number.isSafeInteger(forecastTotal) && Number.isSafeInteger(actualTotal)
}

/**
 * The database sums hours to days. The statement lists dates and parts, so that each pair is one range of the
 * table's key.
 */
async function sumRange(
  tx: Transaction,
  month: Month,
  range: ContentRange,
  typeOfPart: ReadonlyMap<string, ContentType>,
): Promise<ContentMonth[]> {
  const dates = daysOf(month)
  const partCodes = [...typeOfPart.keys()]
  const sums = await tx.rows<DuplicateDay & { metaId: string }>(
    `SELECT part, meta_id AS metaId, date, SUM(forecast) AS forecast, SUM(actual) AS actual,
            SUM(CASE WHEN actual IS NOT NULL THEN forecast END) AS compared
     FROM forecast_inventory
     WHERE date IN (${placeholders(dates)}) AND part IN (${placeholders(partCodes)}) AND ${range.sql}
     GROUP BY date, part, meta_id`,
    [...dates, ...partCodes, ...range.values],
  )
  const contents = new Map<string, ContentMonth>()
  for (const sum of sums) add(contents, sum.metaId, sum, typeOfPart)
  return [...contents.values()]
}

/** Adds a day of a part to a content's month. */
function add(
  contents: Map<string, ContentMonth>,
  metaId: string,
  { part, date, forecast, actual, compared }: DuplicateDay,
  typeOfPart: ReadonlyMap<string, ContentType>,
): void {
  const type = typeOfPart.get(part)!
  const key = keyOf({ type, metaId })
  let content = contents.get(key)
  if (!content) {
    content = { type, metaId, forecastTotal: 0, actualTotal: 0, forecastWithActual: null, days: [] }
    contents.set(key, content)
  }
  content.forecastTotal += forecast
  content.actualTotal += actual ?? 0
  if (compared !== null) content.forecastWithActual = (content.forecastWithActual ?? 0) + compared
  content.days.push({ part, date, forecast, actual })
}

/** Days with one entry per part and date. */
function oncePerDay(days: readonly DaySum[]): DaySum[] {
  return [...groupBy(days, ({ part, date }) => `${part}\u0000${date}`).values()].map((same) =>
    same.reduce((sum, { part, date, forecast, actual }) => ({
      part,
      date,
      forecast: sum.forecast + forecast,
      actual: actual === null ? sum.actual : (sum.actual ?? 0) + actual,
    })),
  )
}

/** Counts what was merged for the contents that were kept, and leaves the duplicates out. */
async function countDuplicates(
  tx: Transaction,
  month: Month,
  range: ContentRange,
  summed: readonly ContentMonth[],
  typeOfPart: ReadonlyMap<string, ContentType>,
  { intoOf, duplicatesOf }: MergedContents,
): Promise<ContentMonth[]> {
  if (intoOf.size === 0) return [...summed]
  const contents = new Map(
    summed.filter(({ metaId }) => !intoOf.has(metaId)).map((content) => [keyOf(content), content]),
  )
  const kept = await tx.rows<{ metaId: string }>(
    `SELECT meta_id AS metaId FROM content
     WHERE meta_id IN (${placeholders([...duplicatesOf.keys()])}) AND ${range.sql}`,
    [...duplicatesOf.keys(), ...range.values],
  )
  for (const { metaId } of kept) {
    const before = [metaId]
    for (const duplicate of duplicatesOf.get(metaId)!) {
      for (const day of await duplicateDays(tx, month, [...typeOfPart.keys()], duplicate, before))
        add(contents, metaId, day, typeOfPart)
      before.push(duplicate)
    }
  }
  return [...contents.values()].map((content) =>
    duplicatesOf.has(content.metaId) ? { ...content, days: oncePerDay(content.days) } : content,
  )
}

async function writeOpen(
  tx: Transaction,
  month: Month,
  range: ContentRange,
  open: readonly ContentMonth[],
  notes: readonly (readonly StandardNote[])[],
): Promise<void> {
  if (open.length === 0) return
  const { incoming } = tx.dialect
  await tx.upsert(
    {
      table: 'standard_inventory',
      columns: [
        'month',
        'type',
        'meta_id',
        'forecast_total',
        'actual_total',
        'forecast_with_actual',
        'forecast_days',
        'notes',
        'status',
        'version',
      ],
      key: ['month', 'type', 'meta_id'],
      update: {
        forecast_total: incoming('forecast_total'),
        actual_total: incoming('actual_total'),
        forecast_with_actual: incoming('forecast_with_actual'),
        forecast_days: incoming('forecast_days'),
        new_forecast_total: 'NULL',
        changed_at: 'NULL',
        notes: incoming('notes'),
        version: 'standard_inventory.version + 1',
      },
    },
    open.map((content, i) => [
      month,
      content.type,
      content.metaId,
      content.forecastTotal,
      content.actualTotal,
      content.forecastWithActual,
      daysWithForecast(content),
      jsonOf(notes[i]!),
      'OPEN',
      1,
    ]),
  )
  const idOf = new Map((await standardRows(tx, month, range)).map((row) => [keyOf(row), row.id]))
  const ofContent = open
    .map((content) => ({ id: idOf.get(keyOf(content))!, days: content.days }))
    .sort((a, b) => a.id - b.id)
  await deleteDays(
    tx,
    ofContent.map(({ id }) => id),
  )
  await tx.insert(
    'standard_inventory_day',
    ['standard_id', 'part', 'date', 'forecast', 'actual'],
    ofContent.flatMap(({ id, days }) =>
      days.map(({ part, date, forecast, actual }): SqlValue[] => [id, part, date, forecast, actual]),
    ),
  )
}

async function zero(
  tx: Transaction,
  rows: readonly { id: number; notes: readonly StandardNote[] }[],
): Promise<void> {
  for (const { id, notes } of rows)
    await tx.run(
      `UPDATE standard_inventory
       SET forecast_total = 0, actual_total = 0, forecast_with_actual = NULL, forecast_days = 0,
           new_forecast_total = NULL, changed_at = NULL, notes = ?, version = version + 1
       WHERE id = ?`,
      [jsonOf(notes), id],
    )
  await deleteDays(
    tx,
    rows.map(({ id }) => id),
  )
}

function jsonOf(notes: readonly StandardNote[]): string | null {
  return notes.length > 0 ? JSON.stringify(notes) : null
}

function daysWithForecast({ days }: ContentMonth): number {
  return new Set(days.filter(({ forecast }) => forecast > 0).map(({ date }) => date)).size
}

interface StandardRow extends ConfirmedRow {
  type: ContentType
  metaId: string
  status: 'OPEN' | 'CONFIRMED'
}

/** The statement lists every type, so that a range of metaIds is a range of the index too. */
async function standardRows(tx: Transaction, month: Month, range: ContentRange): Promise<StandardRow[]> {
  return tx.rows(
    `SELECT id, type, meta_id AS metaId, status, actual_total AS actualTotal,
            forecast_with_actual AS forecastWithActual, new_forecast_total AS newForecastTotal, changed_at AS changedAt,
            notes, version
     FROM standard_inventory
     WHERE month = ? AND type IN (${placeholders(CONTENT_TYPES)}) AND ${range.sql} ${tx.dialect.forUpdate}`,
    [month, ...CONTENT_TYPES, ...range.values],
  )
}

async function deleteDays(tx: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(`DELETE FROM standard_inventory_day WHERE standard_id IN (${placeholders(ids)})`, ids)
}

function keyOf({ type, metaId }: { type: string; metaId: string }): string {
  return `${type}\u0000${metaId}`
}

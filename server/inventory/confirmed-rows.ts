import type { BusinessDate } from '../../shared/calendar'
import { groupBy } from '../../shared/group-by'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/** A confirmed row as the load finds it. */
export interface ConfirmedRow {
  id: number
  actualTotal: number
  forecastWithActual: number | null
  /** Σ of the newest forecast, where it isn't the confirmed one. */
  newForecastTotal: number | null
  /** When the load first saw that forecast; null: it is the confirmed one, or an operator kept the confirmed one. */
  changedAt: string | null
  /** JSON. */
  notes: string | null
  version: number
}

/** A content's month by the vendor's newest rows. */
export interface NewestMonth {
  forecastTotal: number
  actualTotal: number
  forecastWithActual: number | null
  days: readonly { part: string; date: BusinessDate; forecast: number; actual: number | null }[]
}

interface StoredDay {
  id: number
  part: string
  date: BusinessDate
  forecast: number
  actual: number | null
  newForecast: number | null
}

/**
 * Brings actuals into confirmed rows, and notes where the newest forecast isn't the confirmed one any more: in its total,
 * or on a day. The confirmed totals and shapes stay. The version grows with the newest forecast, so that nobody takes one
 * that they haven't seen; a forecast that an operator decided against is marked again only when it changes.
 *
 * @param newestOf a row's newest month; undefined: it can't be counted, and the row stays as it is
 * @param at the instant that a change is dated to
 * @returns how many rows are marked
 */
export async function refreshConfirmed<Row extends ConfirmedRow>(
  tx: Transaction,
  rows: readonly Row[],
  newestOf: (row: Row) => NewestMonth | undefined,
  at: string,
): Promise<number> {
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  const stored = await tx.rows<StoredDay>(
    `SELECT standard_id AS id, part, date, forecast, actual, new_forecast AS newForecast FROM standard_inventory_day
     WHERE standard_id IN (${placeholders(ids)})`,
    ids,
  )
  const daysOf = groupBy(stored, ({ id }) => id)
  const refreshed = rows.flatMap((row) => {
    const newest = newestOf(row)
    return newest ? [refresh(row, daysOf.get(row.id) ?? [], newest, at)] : []
  })
  await tx.updateGiven(
    'standard_inventory',
    {
      id: 'whole',
      actual_total: 'whole',
      forecast_with_actual: 'whole',
      new_forecast_total: 'whole',
      changed_at: 'word',
      notes: 'text',
      version: 'whole',
    },
    refreshed
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
      .map(({ after }) => [
        after.id,
        after.actualTotal,
        after.forecastWithActual,
        after.newForecastTotal,
        after.changedAt,
        null,
        after.version,
      ]),
  )
  await tx.upsert(
    {
      table: 'standard_inventory_day',
      columns: ['standard_id', 'part', 'date', 'forecast', 'actual', 'new_forecast'],
      key: ['standard_id', 'part', 'date'],
      update: { actual: tx.dialect.incoming('actual'), new_forecast: tx.dialect.incoming('new_forecast') },
    },
    refreshed.flatMap(({ days }) => days),
  )
  return refreshed.filter(({ after }) => after.changedAt !== null).length
}

function refresh(row: ConfirmedRow, stored: readonly StoredDay[], newest: NewestMonth, at: string) {
  const keyOf = ({ part, date }: { part: string; date: string }) => `${part}\u0000${date}`
  const was = new Map(stored.map((day) => [keyOf(day), day]))
  const now = new Map(newest.days.map((day) => [keyOf(day), day]))
  let isOther = false
  let hasMoved = false
  const days: SqlValue[][] = []
  for (const key of new Set([...was.keys(), ...now.keys()])) {
    const old = was.get(key)
    const { part, date } = (now.get(key) ?? old)!
    const { forecast, actual } = now.get(key) ?? { forecast: 0, actual: null }
    const confirmed = old?.forecast ?? 0
    const newForecast = forecast === confirmed ? null : forecast
    if (newForecast !== null) isOther = true
    if (forecast !== (old?.newForecast ?? confirmed)) hasMoved = true
    if (newForecast !== (old?.newForecast ?? null) || actual !== (old?.actual ?? null))
      days.push([row.id, part, date, confirmed, actual, newForecast])
  }
  const before = { ...row }
  const after: ConfirmedRow = {
    ...row,
    actualTotal: newest.actualTotal,
    forecastWithActual: newest.forecastWithActual,
    newForecastTotal: isOther ? newest.forecastTotal : null,
    changedAt: isOther ? (hasMoved ? at : row.changedAt) : null,
    notes: null,
    version: row.version + (hasMoved ? 1 : 0),
  }
  return { before, after, days }
}

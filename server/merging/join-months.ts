import { In, MoreThanOrEqual } from 'typeorm'
import type { Month } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import { StandardInventory } from '../inventory/inventory.entities'

/** A month of the duplicate's standard inventory, and whether the kept row takes it at once. */
export interface DuplicateMonth {
  row: StandardInventory
  /** The kept content's row of the month, if both are confirmed. */
  kept: StandardInventory | undefined
}

/** Locks the months of both contents from one on, in the order of their ids. */
export async function monthsToJoin(
  tx: Transaction,
  from: string,
  into: string,
  first: Month,
): Promise<DuplicateMonth[]> {
  const rows = await tx.findAllLocked(
    StandardInventory,
    { metaId: In([from, into]), month: MoreThanOrEqual(first) },
    { id: 'ASC' },
  )
  return rows
    .filter(({ metaId }) => metaId === from)
    .map((row) => ({
      row,
      kept: rows.find(
        (other) =>
          other.metaId === into &&
          other.month === row.month &&
          other.type === row.type &&
          other.status === 'CONFIRMED' &&
          row.status === 'CONFIRMED',
      ),
    }))
    .sort((a, b) => (a.row.month < b.row.month ? -1 : 1))
}

/**
 * Adds a confirmed month of the duplicate to the confirmed month of the kept content, total, correction and shape, so that
 * as much is confirmed as before. The duplicate's row is open and empty after it; where the kept row isn't confirmed, the
 * next load counts the duplicate's forecast there.
 */
export async function joinMonths(tx: Transaction, months: readonly DuplicateMonth[]): Promise<void> {
  for (const { row, kept } of months) {
    if (kept) await addTo(tx, row, kept)
    await tx.run('DELETE FROM standard_inventory_day WHERE standard_id = ?', [row.id])
    await tx.manager.update(
      StandardInventory,
      { id: row.id },
      {
        forecastTotal: 0,
        actualTotal: 0,
        forecastWithActual: null,
        adjustedTotal: null,
        forecastDays: 0,
        adjustedDays: null,
        newForecastTotal: null,
        changedAt: null,
        notes: null,
        status: 'OPEN',
        version: row.version + 1,
      },
    )
  }
}

async function addTo(tx: Transaction, row: StandardInventory, kept: StandardInventory): Promise<void> {
  const days = await tx.rows<{
    part: string
    date: string
    forecast: number
    actual: number | null
    newForecast: number | null
  }>(
    `SELECT part, date, SUM(forecast) AS forecast, SUM(actual) AS actual,
            CASE WHEN COUNT(new_forecast) > 0 THEN SUM(COALESCE(new_forecast, forecast)) END AS newForecast
     FROM standard_inventory_day WHERE standard_id IN (?, ?) GROUP BY part, date`,
    [row.id, kept.id],
  )
  const { incoming } = tx.dialect
  await tx.upsert(
    {
      table: 'standard_inventory_day',
      columns: ['standard_id', 'part', 'date', 'forecast', 'actual', 'new_forecast'],
      key: ['standard_id', 'part', 'date'],
      update: {
        forecast: incoming('forecast'),
        actual: incoming('actual'),
        new_forecast: incoming('new_forecast'),
      },
    },
    days.map(({ part, date, forecast, actual, newForecast }) => [
      kept.id,
      part,
      date,
      forecast,
      actual,
      newForecast === forecast ? null : newForecast,
    ]),
  )
  const both = [row, kept]
  const sum = (of: (one: StandardInventory) => number) => both.reduce((total, one) => total + of(one), 0)
  const isAny = (of: (one: StandardInventory) => number | null) => both.some((one) => of(one) !== null)
  const newest = sum((one) => one.newForecastTotal ?? one.forecastTotal)
  const forecastTotal = sum((one) => one.forecastTotal)
  await tx.manager.update(
    StandardInventory,
    { id: kept.id },
    {
      forecastTotal,
      actualTotal: sum((one) => one.actualTotal),
      forecastWithActual: isAny((one) => one.forecastWithActual)
        ? sum((one) => one.forecastWithActual ?? 0)
        : null,
      adjustedTotal: isAny((one) => one.adjustedTotal)
        ? sum((one) => one.adjustedTotal ?? one.forecastTotal)
        : null,
      newForecastTotal: isAny((one) => one.newForecastTotal) ? newest : null,
      changedAt: kept.changedAt ?? row.changedAt,
      version: kept.version + 1,
    },
  )
}

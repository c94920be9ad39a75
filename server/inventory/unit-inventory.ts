import {
  type BusinessDate,
  dayCount,
  daysBetween,
  type Month,
  monthOf,
  monthsBetween,
} from '../../shared/calendar'
import type { UnitInventoryView } from '../../shared/contract/inventory'
import { atRiskOf, remainingOf } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { inBatches } from '../database/batches'
import type { Reading, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'

export interface UnitInventoryFilter {
  metaId?: string | undefined
  platform?: string | undefined
  from?: BusinessDate | undefined
  to?: BusinessDate | undefined
}

export interface UnitRow {
  metaId: string
  platform: string
  date: BusinessDate
  forecast: number
  capacity: number
  held: number
  sold: number
}

export const UNIT_COLUMNS = 'meta_id AS metaId, platform, date, forecast, capacity, held, sold'

export async function listUnitInventory(
  tx: Transaction,
  filter: UnitInventoryFilter,
  stretch: Stretch,
): Promise<UnitInventoryView[]> {
  const { condition: beyond, values, end } = seek(tx, ['meta_id', 'platform', 'date'], stretch)
  const conditions: [string, string | undefined][] = [
    ['meta_id = ?', filter.metaId],
    ['platform = ?', filter.platform],
    ['date >= ?', filter.from],
    ['date <= ?', filter.to],
  ]
  const given = conditions.filter((condition): condition is [string, string] => condition[1] !== undefined)
  const rows = await tx.rows<UnitRow>(
    `SELECT ${UNIT_COLUMNS} FROM unit_inventory
     WHERE ${[...given.map(([sql]) => sql), beyond].join(' AND ')} ${end}`,
    [...given.map(([, value]) => value), ...values],
  )
  return rows.map(toView)
}

export function toView(row: UnitRow): UnitInventoryView {
  return { ...row, remaining: remainingOf(row), atRisk: atRiskOf(row) }
}

/** A content's numbers on a platform: one per day of the snapshot, 0 where there is no row. */
interface Series {
  forecast: number[]
  remaining: number[]
}

/** A content's inventory: the days that have a row on any platform, and the numbers per platform. */
interface ContentInventory {
  loaded: boolean[]
  platforms: Map<string, Series>
}

/** Inventory of some contents over a range of days, read once. */
export class InventorySnapshot {
  private readonly contents = new Map<string, ContentInventory>()
  private readonly days: readonly BusinessDate[]
  private readonly positions: ReadonlyMap<BusinessDate, number>

  constructor(
    private readonly start: BusinessDate,
    end: BusinessDate,
  ) {
    this.days = daysBetween(start, end)
    this.positions = new Map(this.days.map((date, position) => [date, position]))
  }

  /** @param rows the content's rows on the platform as one flat list: date, forecast, remaining, date, … */
  add(metaId: string, platform: string, rows: readonly (BusinessDate | number)[]): void {
    const days = this.days.length
    const content = this.contents.get(metaId) ?? { loaded: new Array(days).fill(false), platforms: new Map() }
    const series: Series = { forecast: new Array(days).fill(0), remaining: new Array(days).fill(0) }
    for (let at = 0; at < rows.length; at += 3) {
      const day = this.positions.get(rows[at] as BusinessDate)!
      content.loaded[day] = true
      series.forecast[day] = rows[at + 1] as number
      series.remaining[day] = rows[at + 2] as number
    }
    content.platforms.set(platform, series)
    this.contents.set(metaId, content)
  }

  series(metaId: string, platform: string): Series | undefined {
    return this.contents.get(metaId)?.platforms.get(platform)
  }

  /** Impressions left in a row; 0 if there is no row. */
  remaining(metaId: string, platform: string, date: BusinessDate): number {
    const day = this.positions.get(date)
    return day === undefined ? 0 : (this.series(metaId, platform)?.remaining[day] ?? 0)
  }

  isLoaded(metaId: string, month: Month): boolean {
    const loaded = this.contents.get(metaId)?.loaded
    return loaded !== undefined && this.days.some((date, day) => loaded[day] && monthOf(date) === month)
  }

  /** @param start must lie within the snapshot, like `end` */
  flight(start: BusinessDate, end: BusinessDate): FlightInventory {
    const offset = dayCount(this.start, start) - 1
    return new FlightInventory(
      this,
      start,
      end,
      offset,
      this.days.slice(offset, offset + dayCount(start, end)),
    )
  }
}

/** A flight's part of a snapshot. */
export class FlightInventory {
  /** @param offset the first day's position in the snapshot */
  constructor(
    private readonly snapshot: InventorySnapshot,
    readonly start: BusinessDate,
    readonly end: BusinessDate,
    private readonly offset: number,
    readonly days: readonly BusinessDate[],
  ) {}

  /** Forecast impressions, one number per day of the flight. */
  forecast(metaId: string, platform: string): readonly number[] {
    return this.part(this.snapshot.series(metaId, platform)?.forecast)
  }

  /** Impressions left, one number per day of the flight. */
  room(metaId: string, platform: string): readonly number[] {
    return this.part(this.snapshot.series(metaId, platform)?.remaining)
  }

  remaining(metaId: string, platform: string, date: BusinessDate): number {
    return this.snapshot.remaining(metaId, platform, date)
  }

  private part(series: readonly number[] | undefined): readonly number[] {
    const { length } = this.days
    return series ? series.slice(this.offset, this.offset + length) : new Array(length).fill(0)
  }

  /** @throws Problem INVENTORY_NOT_LOADED, which names the contents and months without unit inventory */
  requireLoaded(metaIds: readonly string[]): void {
    const months = monthsBetween(this.start, this.end)
    const missing = [...new Set(metaIds)].flatMap((metaId) =>
      months.filter((month) => !this.snapshot.isLoaded(metaId, month)).map((month) => ({ metaId, month })),
    )
    if (missing.length === 0) return
    const said = missing.slice(0, 5).map(({ metaId, month }) => `${metaId} (${month})`)
    throw new Problem(
      'INVENTORY_NOT_LOADED',
      `No inventory is loaded for ${said.join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}. An operator confirms the month and runs unit-inventory-load.`,
      { missing: missing.slice(0, 200) },
    )
  }
}

/**
 * Reads the rows of some contents from `start` to `end`, on every platform. The statement lists the
 * platforms, so that each content and platform is one short range of the key. Each series comes as one row,
 * because fetching rows takes most of the time.
 *
 * @param platforms the codes of all platforms
 */
export async function inventorySnapshot(
  tx: Reading,
  platforms: readonly string[],
  metaIds: readonly string[],
  start: BusinessDate,
  end: BusinessDate,
): Promise<InventorySnapshot> {
  const snapshot = new InventorySnapshot(start, end)
  if (platforms.length === 0) return snapshot
  const days = tx.dialect.jsonDays('date', ['forecast', 'capacity - held - sold'])
  const found = await inBatches(metaIds, (some) =>
    tx.rows<{ metaId: string; platform: string; days: string }>(
      `SELECT meta_id AS metaId, platform, ${days} AS days FROM unit_inventory
       WHERE meta_id IN (${placeholders(some)}) AND platform IN (${placeholders(platforms)}) AND date BETWEEN ? AND ?
       GROUP BY meta_id, platform`,
      [...some, ...platforms, start, end],
    ),
  )
  for (const { metaId, platform, days: rows } of found) snapshot.add(metaId, platform, JSON.parse(rows))
  return snapshot
}

import { daysOf, firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import type { ContentType } from '../../shared/contract/primitives'
import { groupBy } from '../../shared/group-by'
import {
  type PartShape,
  type PartTotal,
  partTotals,
  poolParts,
  RANDOM_POOL,
  unitForecast,
} from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { ContentPlatformWeight } from '../catalog/catalog.entities'
import { type PartView, parts } from '../catalog/parts'
import { platformsInOrder } from '../catalog/platforms'
import type { Database, SqlValue, Transaction } from '../database/database'
import type { Job } from '../jobs/job'
import { rebuildAllGroupRatios } from './group-ratios'

export const UNIT_LOAD = 'unit-inventory-load'

/** Contents a transaction: on three platforms and a month of days, some thousands of rows. */
const CHUNK_CONTENTS = 60

export interface UnitLoadResult {
  /** Contents with sellable inventory, the RANDOM pool included. */
  contents: number
  /** Rows of unit inventory written. */
  rows: number
  /** Rows, and impressions on them, that are promised beyond the forecast. */
  atRisk: { rows: number; impressions: number }
}

interface ConfirmedRow {
  id: number
  type: ContentType
  metaId: string
  adjustedTotal: number | null
}

/** Impressions per platform, one number per day of the month. */
type Forecast = Map<string, number[]>

/**
 * Confirmed standard inventory of a month → unit inventory per content, platform and day. What is held and sold stays;
 * capacity never falls below it. Safe to run again at any time: each chunk of contents is all there or not.
 */
export function unitLoad(database: Database): Job {
  return {
    name: UNIT_LOAD,
    monthly: true,
    async run({ month, progress, signal }) {
      const load = new MonthLoad(database, month!, await readBasis(database))
      const confirmed = await database.read((tx) =>
        tx.rows<ConfirmedRow>(
          `SELECT id, type, meta_id AS metaId, adjusted_total AS adjustedTotal FROM standard_inventory
           WHERE month = ? AND status = 'CONFIRMED' ORDER BY meta_id, type`,
          [month],
        ),
      )
      // A metaId stays in one chunk, so that what several types bring is summed.
      const contents = [
        ...groupBy(confirmed, ({ type, metaId }) => (type === 'RANDOM' ? RANDOM_POOL : metaId)).entries(),
      ]
      for (let at = 0; at < contents.length; at += CHUNK_CONTENTS) {
        signal.throwIfAborted()
        await load.chunk(new Map(contents.slice(at, at + CHUNK_CONTENTS)))
        await progress(Math.min(at + CHUNK_CONTENTS, contents.length), contents.length + 1)
      }
      await rebuildAllGroupRatios(database, month!, signal)
      const result: UnitLoadResult = {
        contents: contents.length,
        rows: load.rows,
        atRisk: await database.read((tx) => atRiskOf(tx, month!)),
      }
      await progress(contents.length + 1, contents.length + 1)
      return result
    },
  }
}

interface Basis {
  partOf: ReadonlyMap<string, PartView>
  platforms: readonly string[]
  weights: ReadonlyMap<string, ReadonlyMap<string, number>>
}

async function readBasis(database: Database): Promise<Basis> {
  return database.read(async (tx) => {
    const weights = groupBy(await tx.manager.find(ContentPlatformWeight), ({ metaId }) => metaId)
    return {
      partOf: new Map((await parts(tx)).map((part) => [part.code, part])),
      platforms: (await platformsInOrder(tx)).map(({ code }) => code),
      weights: new Map(
        [...weights].map(([metaId, all]) => [
          metaId,
          new Map(all.map(({ platform, weight }) => [platform, weight])),
        ]),
      ),
    }
  })
}

class MonthLoad {
  rows = 0
  private readonly dayIndex: ReadonlyMap<string, number>

  constructor(
    private readonly database: Database,
    private readonly month: Month,
    private readonly basis: Basis,
  ) {
    this.dayIndex = new Map(daysOf(month).map((date, i) => [date, i]))
  }

  /** @param contents confirmed rows by the metaId under which they are sold */
  async chunk(contents: ReadonlyMap<string, readonly ConfirmedRow[]>): Promise<void> {
    const shapes = await this.shapesOf([...contents.values()].flat())
    const forecasts = new Map<string, Forecast>()
    for (const [metaId, rows] of contents) {
      const totals = rows.map((row) => partTotals(shapes.get(row.id) ?? [], row.adjustedTotal))
      forecasts.set(metaId, this.forecastOf(metaId, poolParts(totals)))
    }
    this.rows += await this.database.write((tx) => this.write(tx, forecasts))
  }

  private forecastOf(metaId: string, totals: readonly PartTotal[]): Forecast {
    const sums = [
      totals.reduce((sum, { total }) => sum + total, 0),
      ...totals.map(({ daily }) => sumOf(daily)),
    ]
    if (!sums.every(Number.isSafeInteger)) {
      throw new Problem(
        'AMOUNT_TOO_LARGE',
        `The inventory of ${metaId} in ${this.month} adds up to more than can be counted (2^53). Correct the totals and run it again.`,
      )
    }
    const weights = this.basis.weights.get(metaId)
    return unitForecast(
      totals,
      (part) => this.basis.partOf.get(part)?.platforms ?? [],
      (platform) => weights?.get(platform) ?? 1,
    )
  }

  private async shapesOf(rows: readonly ConfirmedRow[]): Promise<Map<number, PartShape[]>> {
    const shapes = new Map<number, Map<string, number[]>>()
    const ids = rows.map(({ id }) => id)
    for (let at = 0; at < ids.length; at += CHUNK_CONTENTS) {
      const some = ids.slice(at, at + CHUNK_CONTENTS)
      const days = await this.database.read((tx) =>
        tx.rows<{ id: number; part: string; date: string; forecast: number }>(
          `SELECT standard_id AS id, part, date, forecast FROM standard_inventory_day
           WHERE standard_id IN (${some.map(() => '?').join(', ')})`,
          some,
        ),
      )
      for (const { id, part, date, forecast } of days) {
        let ofContent = shapes.get(id)
        if (!ofContent) {
          ofContent = new Map()
          shapes.set(id, ofContent)
        }
        let daily = ofContent.get(part)
        if (!daily) {
          daily = new Array<number>(this.dayIndex.size).fill(0)
          ofContent.set(part, daily)
        }
        daily[this.dayIndex.get(date)!] = forecast
      }
    }
    return new Map(
      [...shapes].map(([id, byPart]) => [id, [...byPart].map(([part, daily]) => ({ part, daily }))]),
    )
  }

  private async write(tx: Transaction, forecasts: ReadonlyMap<string, Forecast>): Promise<number> {
    const { incoming, greatest } = tx.dialect
    await this.addForgottenPlatforms(tx, forecasts)
    const dates = [...this.dayIndex.keys()]
    const rows: SqlValue[][] = []
    // In the order of the key, as purchases lock them: loads and purchases then wait instead of deadlocking.
    for (const [metaId, forecast] of inOrder(forecasts)) {
      for (const [platform, days] of inOrder(forecast)) {
        days.forEach((impressions, day) => {
          rows.push([metaId, platform, dates[day]!, impressions, impressions, 0, 0])
        })
      }
    }
    await tx.upsert(
      {
        table: 'unit_inventory',
        columns: ['meta_id', 'platform', 'date', 'forecast', 'capacity', 'held', 'sold'],
        key: ['meta_id', 'platform', 'date'],
        update: {
          forecast: incoming('forecast'),
          capacity: greatest(incoming('forecast'), 'unit_inventory.held + unit_inventory.sold'),
        },
      },
      rows,
    )
    return rows.length
  }

  /** A platform that a content isn't fed on any more has nothing left there, but what was sold stays. */
  private async addForgottenPlatforms(
    tx: Transaction,
    forecasts: ReadonlyMap<string, Forecast>,
  ): Promise<void> {
    const metaIds = [...forecasts.keys()]
    const known = await tx.rows<{ metaId: string; platform: string }>(
      `SELECT DISTINCT meta_id AS metaId, platform FROM unit_inventory
       WHERE meta_id IN (${metaIds.map(() => '?').join(', ')}) AND date BETWEEN ? AND ?`,
      [...metaIds, firstDayOf(this.month), lastDayOf(this.month)],
    )
    for (const { metaId, platform } of known) {
      const forecast = forecasts.get(metaId)!
      if (!forecast.has(platform)) forecast.set(platform, new Array<number>(this.dayIndex.size).fill(0))
    }
  }
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

async function atRiskOf(tx: Transaction, month: Month): Promise<UnitLoadResult['atRisk']> {
  const [row] = await tx.rows<{ rows_: number; impressions: number | null }>(
    `SELECT COUNT(*) AS rows_, SUM(held + sold - forecast) AS impressions FROM unit_inventory
     WHERE date BETWEEN ? AND ? AND held + sold > forecast`,
    [firstDayOf(month), lastDayOf(month)],
  )
  return { rows: Number(row?.rows_ ?? 0), impressions: Number(row?.impressions ?? 0) }
}

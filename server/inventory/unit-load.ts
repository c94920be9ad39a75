import { daysOf, firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import { CONTENT_TYPES, type ContentType } from '../../shared/contract/primitives'
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
import { type PartView, parts } from '../catalog/parts'
import { platformsInOrder } from '../catalog/platforms'
import { inBatches } from '../database/batches'
import type { Database, SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { monthsWithForecast } from '../forecasts/forecast-months'
import { INVENTORY_LANE } from '../forecasts/inventory-lane'
import type { Job } from '../jobs/job'
import { type AtRiskSummary, atRiskSummary } from './at-risk'
import { type ContentRange, contentRanges } from './content-ranges'
import { rebuildAllGroupRatios } from './group-ratios'
import { type Forecast, type MergedContents, mergedContents, withDuplicates } from './merged-contents'

export const UNIT_LOAD = 'unit-inventory-load'

/** Contents per transaction: on three platforms over a month, these are a few thousand rows. */
const CHUNK_CONTENTS = 40

const SINGLE_TYPES = CONTENT_TYPES.filter((type) => type !== 'RANDOM')

export interface UnitLoadResult {
  /** Contents with sellable inventory, the RANDOM pool included. */
  contents: number
  /** Rows of unit inventory written. */
  rows: number
  /** Inventory that is held and sold beyond the forecast; `GET /inventory/at-risk` names the bookings. */
  atRisk: AtRiskSummary
}

/**
 * The job that turns a month's confirmed standard inventory into unit inventory per content, platform and
 * day. It keeps held and sold. It can run again at any time: each chunk
 * of contents is read in one consistent state and written in one transaction. In memory it keeps only the
 * current chunk, the pool and the ranges.
 */
export function unitLoad(database: Database): Job {
  return {
    name: UNIT_LOAD,
    monthly: true,
    retries: 3,
    lane: INVENTORY_LANE,
    scheduledMonths: (from) => monthsWithForecast(database, from),
    async run({ month, progress, log, signal, write }) {
      const load = new MonthLoad(month!, await database.read((tx) => readBasis(tx, month!)))
      const { single, random } = await database.read(async (tx) => ({
        single: await confirmedRanges(tx, month!, SINGLE_TYPES),
        random: await confirmedRanges(tx, month!, ['RANDOM']),
      }))
      const total = single.length + 2
      let [contents, rows] = [0, 0]
      const store = async (forecasts: ReadonlyMap<string, Forecast>) => {
        rows += await write(async (tx) =>
          load.write(tx, await withDuplicates(tx, month!, forecasts, load.basis.merged)),
        )
        contents += forecasts.size
      }
      for (const [at, range] of single.entries()) {
        signal.throwIfAborted()
        await store(load.forecasts(await database.read((tx) => load.read(tx, SINGLE_TYPES, range))))
        await progress(at + 1, total)
      }
      await store(await database.read((tx) => load.readPool(tx, random)))
      await progress(total - 1, total)
      await rebuildAllGroupRatios(database, month!, { write, signal })
      const result: UnitLoadResult = {
        contents,
        rows,
        atRisk: await database.read((tx) => atRiskSummary(tx, firstDayOf(month!), lastDayOf(month!))),
      }
      if (result.atRisk.rows > 0) {
        await log(
          `${result.atRisk.impressions} impressions of ${result.atRisk.units} campaign units are promised beyond the forecast: GET /api/v1/inventory/at-risk?month=${month} names them.`,
          'warning',
        )
      }
      await progress(total, total)
      return result
    },
  }
}

/** The parts and platforms of the catalogue, and what was merged in it. */
interface Basis {
  partOf: ReadonlyMap<string, PartView>
  platforms: readonly string[]
  merged: MergedContents
}

async function readBasis(tx: Transaction, month: Month): Promise<Basis> {
  return {
    merged: await mergedContents(tx, month),
    partOf: new Map((await parts(tx)).map((part) => [part.code, part])),
    platforms: (await platformsInOrder(tx)).map(({ code }) => code),
  }
}

function confirmedRanges(
  tx: Transaction,
  month: Month,
  types: readonly ContentType[],
): Promise<ContentRange[]> {
  return contentRanges(
    tx,
    CHUNK_CONTENTS,
    `standard_inventory WHERE month = ? AND type IN (${placeholders(types)}) AND status = 'CONFIRMED'`,
    [month, ...types],
  )
}

/** A content's confirmed totals per part, and its platform weights. */
interface ContentMonth {
  metaId: string
  totals: readonly PartTotal[]
  weights: ReadonlyMap<string, number>
}

class MonthLoad {
  private readonly dates: readonly string[]
  private readonly dayIndex: ReadonlyMap<string, number>

  constructor(
    private readonly month: Month,
    readonly basis: Basis,
  ) {
    this.dates = daysOf(month)
    this.dayIndex = new Map(this.dates.map((date, i) => [date, i]))
  }

  /** Reads the confirmed contents of a range. Status, correction and shape come from one consistent state. */
  async read(tx: Transaction, types: readonly ContentType[], range: ContentRange): Promise<ContentMonth[]> {
    const rows = await tx.rows<{ id: number; metaId: string; adjustedTotal: number | null }>(
      `SELECT id, meta_id AS metaId, adjusted_total AS adjustedTotal FROM standard_inventory
       WHERE month = ? AND type IN (${placeholders(types)}) AND ${range.sql} AND status = 'CONFIRMED'`,
      [this.month, ...types, ...range.values],
    )
    const shapes = await this.shapesOf(
      tx,
      rows.map(({ id }) => id),
    )
    const byContent = groupBy(rows, ({ metaId }) => metaId)
    const weights = await weightsOf(tx, [...byContent.keys()])
    return [...byContent].map(([metaId, own]) => ({
      metaId,
      totals: poolParts(own.map(({ id, adjustedTotal }) => partTotals(shapes.get(id) ?? [], adjustedTotal))),
      weights: weights.get(metaId) ?? new Map(),
    }))
  }

  /** Reads all RANDOM contents and sums them per part into the pool; an empty map if none is confirmed. */
  async readPool(tx: Transaction, ranges: readonly ContentRange[]): Promise<ReadonlyMap<string, Forecast>> {
    let pool: PartTotal[] = []
    let confirmed = 0
    for (const range of ranges) {
      const contents = await this.read(tx, ['RANDOM'], range)
      confirmed += contents.length
      pool = poolParts([pool, ...contents.map(({ totals }) => totals)])
    }
    if (confirmed === 0) return new Map()
    const weights = (await weightsOf(tx, [RANDOM_POOL])).get(RANDOM_POOL) ?? new Map()
    return this.forecasts([{ metaId: RANDOM_POOL, totals: pool, weights }])
  }

  /** @throws Problem AMOUNT_TOO_LARGE for a content whose parts sum to 2^53 or more */
  forecasts(contents: readonly ContentMonth[]): ReadonlyMap<string, Forecast> {
    return new Map(contents.map((content) => [content.metaId, this.forecastOf(content)]))
  }

  private forecastOf({ metaId, totals, weights }: ContentMonth): Forecast {
    const sums = [
      totals.reduce((sum, { total }) => sum + total, 0),
      ...totals.map(({ daily }) => daily.reduce((sum, impressions) => sum + impressions, 0)),
    ]
    if (!sums.every(Number.isSafeInteger)) {
      throw new Problem(
        'AMOUNT_TOO_LARGE',
        `The inventory of ${metaId} in ${this.month} adds up to more than can be counted (2^53). Correct the totals and run it again.`,
      )
    }
    return unitForecast(
      totals,
      (part) => this.basis.partOf.get(part)?.platforms ?? [],
      (platform) => weights.get(platform) ?? 1,
    )
  }

  private async shapesOf(tx: Transaction, ids: readonly number[]): Promise<Map<number, PartShape[]>> {
    const days = await inBatches(ids, (some) =>
      tx.rows<{ id: number; part: string; date: string; forecast: number }>(
        `SELECT standard_id AS id, part, date, forecast FROM standard_inventory_day
         WHERE standard_id IN (${placeholders(some)})`,
        some,
      ),
    )
    const shapes = new Map<number, Map<string, number[]>>()
    for (const { id, part, date, forecast } of days) {
      let ofContent = shapes.get(id)
      if (!ofContent) {
        ofContent = new Map()
        shapes.set(id, ofContent)
      }
      let daily = ofContent.get(part)
      if (!daily) {
        daily = new Array<number>(this.dates.length).fill(0)
        ofContent.set(part, daily)
      }
      daily[this.dayIndex.get(date)!] = forecast
    }
    return new Map(
      [...shapes].map(([id, byPart]) => [id, [...byPart].map(([part, daily]) => ({ part, daily }))]),
    )
  }

  /** @returns how many rows were written */
  async write(tx: Transaction, forecasts: ReadonlyMap<string, Forecast>): Promise<number> {
    const { incoming } = tx.dialect
    const rows: SqlValue[][] = []
    // Sorted by key, the order in which purchases lock rows: loads and purchases then wait instead of
    // deadlocking.
    for (const [metaId, forecast] of inOrder(forecasts)) {
      for (const [platform, days] of inOrder(forecast)) {
        days.forEach((impressions, day) => {
          rows.push([metaId, platform, this.dates[day]!, impressions, 0, 0])
        })
      }
    }
    await tx.upsert(
      {
        table: 'unit_inventory',
        columns: ['meta_id', 'platform', 'date', 'forecast', 'held', 'sold'],
        key: ['meta_id', 'platform', 'date'],
        update: { forecast: incoming('forecast') },
      },
      rows,
    )
    return rows.length + (await this.emptyForgottenPlatforms(tx, forecasts))
  }

  /** Sets the forecast to 0 on platforms that no part of a content feeds any more; held and sold stay. */
  private async emptyForgottenPlatforms(
    tx: Transaction,
    forecasts: ReadonlyMap<string, Forecast>,
  ): Promise<number> {
    let emptied = 0
    for (const platform of this.basis.platforms) {
      const unfed = [...forecasts].filter(([, forecast]) => !forecast.has(platform)).map(([metaId]) => metaId)
      if (unfed.length === 0) continue
      emptied += await tx.run(
        `UPDATE unit_inventory SET forecast = 0
         WHERE meta_id IN (${placeholders(unfed)}) AND platform = ? AND date BETWEEN ? AND ? AND forecast > 0`,
        [...unfed, platform, firstDayOf(this.month), lastDayOf(this.month)],
      )
    }
    return emptied
  }
}

async function weightsOf(
  tx: Transaction,
  metaIds: readonly string[],
): Promise<Map<string, ReadonlyMap<string, number>>> {
  const weights = await inBatches(metaIds, (some) =>
    tx.rows<{ metaId: string; platform: string; weight: number }>(
      `SELECT meta_id AS metaId, platform, weight FROM content_platform_weight WHERE meta_id IN (${placeholders(some)})`,
      some,
    ),
  )
  return new Map(
    [...groupBy(weights, ({ metaId }) => metaId)].map(([metaId, own]) => [
      metaId,
      new Map(own.map(({ platform, weight }) => [platform, weight])),
    ]),
  )
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

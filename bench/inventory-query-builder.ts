import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { Between, type DataSource, In } from 'typeorm'
import { parts } from '../server/catalog/parts'
import { Database } from '../server/database/database'
import { ForecastInventory } from '../server/forecasts/forecast-inventory.entity'
import {
  StandardInventory,
  StandardInventoryDay,
  UnitInventory,
} from '../server/inventory/inventory.entities'
import { SCHEMA } from '../server/programs/schema'
import { daysOf, firstDayOf, lastDayOf, type Month } from '../shared/calendar'
import { groupBy } from '../shared/group-by'
import { partTotals, poolParts, RANDOM_POOL, unitForecast } from '../shared/inventory'

const ROWS_A_STATEMENT = 1000

export interface Steps {
  upload: number
  standard: number
  confirm: number
  unit: number
}

/**
 * The obvious implementation: turns the same file into the same inventory with the same arithmetic, but reads
 * entities and writes with TypeORM's QueryBuilder.
 *
 * @returns seconds of each step
 */
export async function queryBuilderLoads(url: string, path: string, month: Month): Promise<Steps> {
  const database = await Database.open(url, SCHEMA)
  try {
    const { dataSource } = database
    await dataSource.query(
      "INSERT INTO platform VALUES ('NAVER', 'NAVER', 0, 1), ('KAKAO', 'KAKAO', 1, 1), ('DAUM', 'DAUM', 2, 1), ('YOUTUBE', 'YOUTUBE', 3, 1)",
    )
    const partList = await database.read(parts)
    const typeOf = new Map(partList.map(({ code, type }) => [code, type]))
    const feeds = new Map(partList.map(({ code, platforms }) => [code, platforms]))
    return {
      upload: await seconds(() => upload(dataSource, path)),
      standard: await seconds(() => standard(dataSource, month, (part) => typeOf.get(part)!)),
      confirm: await seconds(() =>
        dataSource
          .createQueryBuilder()
          .update(StandardInventory)
          .set({ status: 'CONFIRMED' })
          .where({ month })
          .execute(),
      ),
      unit: await seconds(() => unit(dataSource, month, (part) => feeds.get(part)!)),
    }
  } finally {
    await database.close()
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function upload(dataSource: DataSource, path: string): Promise<void> {
  let rows: ForecastInventory[] = []
  const flush = async () => {
    await dataSource
      .createQueryBuilder()
      .insert()
      .into(ForecastInventory)
      .values(rows)
      .orUpdate(['forecast', 'actual'], ['date', 'part', 'meta_id', 'hour'])
      .execute()
    rows = []
  }
  for await (const { part, metaId, date, hour, forecast, actual } of createReadStream(path).pipe(
    parse({ columns: true }),
  )) {
    rows.push({
      part,
      metaId,
      date,
      hour: Number(hour),
      forecast: Number(forecast),
      actual: actual === '' ? null : Number(actual),
    })
    if (rows.length === ROWS_A_STATEMENT) await flush()
  }
  if (rows.length > 0) await flush()
}

async function standard(
  dataSource: DataSource,
  month: Month,
  typeOf: (part: string) => StandardInventory['type'],
): Promise<void> {
  const days: { part: string; metaId: string; date: string; forecast: number; actual: number | null }[] =
    await dataSource
      .createQueryBuilder(ForecastInventory, 'row')
      .select('row.part', 'part')
      .addSelect('row.metaId', 'metaId')
      .addSelect('row.date', 'date')
      .addSelect('SUM(row.forecast)', 'forecast')
      .addSelect('SUM(row.actual)', 'actual')
      .where({ date: Between(firstDayOf(month), lastDayOf(month)) })
      .groupBy('row.part')
      .addGroupBy('row.metaId')
      .addGroupBy('row.date')
      .getRawMany()
  const contents = [...groupBy(days, ({ metaId }) => metaId)]
  for (let at = 0; at < contents.length; at += ROWS_A_STATEMENT) {
    await dataSource
      .createQueryBuilder()
      .insert()
      .into(StandardInventory)
      .values(
        contents.slice(at, at + ROWS_A_STATEMENT).map(([metaId, own]) => ({
          month,
          metaId,
          type: typeOf(own[0]!.part),
          forecastTotal: own.reduce((sum, { forecast }) => sum + forecast, 0),
          actualTotal: own.reduce((sum, { actual }) => sum + (actual ?? 0), 0),
          status: 'OPEN' as const,
          version: 1,
        })),
      )
      .execute()
  }
  const saved = await dataSource.createQueryBuilder(StandardInventory, 'row').where({ month }).getMany()
  const idOf = new Map(saved.map(({ metaId, id }) => [metaId, id]))
  for (let at = 0; at < days.length; at += ROWS_A_STATEMENT) {
    await dataSource
      .createQueryBuilder()
      .insert()
      .into(StandardInventoryDay)
      .values(
        days
          .slice(at, at + ROWS_A_STATEMENT)
          .map(({ metaId, ...day }) => ({ standardId: idOf.get(metaId)!, ...day })),
      )
      .orUpdate(['forecast', 'actual'], ['standard_id', 'part', 'date'])
      .execute()
  }
}

async function unit(
  dataSource: DataSource,
  month: Month,
  feeds: (part: string) => readonly string[],
): Promise<void> {
  const dates = daysOf(month)
  const confirmed = await dataSource
    .createQueryBuilder(StandardInventory, 'row')
    .where({ month, status: 'CONFIRMED' })
    .orderBy('row.metaId')
    .getMany()
  const sold = [...groupBy(confirmed, ({ type, metaId }) => (type === 'RANDOM' ? RANDOM_POOL : metaId))]
  let rows: Omit<UnitInventory, 'capacity'>[] = []
  const flush = async () => {
    await dataSource
      .createQueryBuilder()
      .insert()
      .into(UnitInventory)
      .values(rows)
      .orUpdate(['forecast'], ['meta_id', 'platform', 'date'])
      .execute()
    rows = []
  }
  for (const [metaId, own] of sold) {
    const days = await dataSource
      .createQueryBuilder(StandardInventoryDay, 'day')
      .where({ standardId: In(own.map(({ id }) => id)) })
      .getMany()
    const byRow = groupBy(days, ({ standardId }) => standardId)
    const totals = own.map(({ id, adjustedTotal }) =>
      partTotals(
        [...groupBy(byRow.get(id) ?? [], ({ part }) => part)].map(([part, ofPart]) => {
          const forecast = new Map(ofPart.map((day) => [day.date, day.forecast]))
          return { part, daily: dates.map((date) => forecast.get(date) ?? 0) }
        }),
        adjustedTotal,
      ),
    )
    for (const [platform, daily] of unitForecast(poolParts(totals), feeds, () => 1)) {
      daily.forEach((forecast, day) => {
        rows.push({ metaId, platform, date: dates[day]!, forecast, held: 0, sold: 0 })
      })
      if (rows.length >= ROWS_A_STATEMENT) await flush()
    }
  }
  if (rows.length > 0) await flush()
}

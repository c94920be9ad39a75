import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClock } from '../../server/clock'
import type { Database } from '../../server/database/database'
import { correct } from '../../server/inventory/corrections'
import { confirm, listStandardInventory, reopen } from '../../server/inventory/standard-inventory'
import { standardLoad } from '../../server/inventory/standard-load'
import { unitLoad } from '../../server/inventory/unit-load'
import { POOL, type UnitKey, unitKey } from '../http/model'
import { databases, openTestDatabase } from '../support/databases'
import { runJob } from '../support/run-job'
import { Market, type MarketSeed, marketSeed } from './market'

const ACTOR = { accountId: 'test', at: '2026-12-01T03:00:00.000Z' }
const EVERYTHING = 1_000_000

interface Unit {
  metaId: string
  platform: string
  date: string
  forecast: number
  capacity: number
  held: number
  sold: number
}

describe.each(databases())('Inventory of random months ($name)', (kind) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ database, drop } = await openTestDatabase(kind))
  })
  afterAll(() => drop?.())

  const standard = (month: string) =>
    database.read((tx) => listStandardInventory(tx, { month }, { limit: EVERYTHING }))
  const units = () =>
    database.read((tx) =>
      tx.rows<Unit>(
        'SELECT meta_id AS metaId, platform, date, forecast, capacity, held, sold FROM unit_inventory',
      ),
    )
  const forecasts = async () => new Map((await units()).map((unit) => [unitKey(unit), unit.forecast]))
  const numbers = (model: ReadonlyMap<UnitKey, bigint>) =>
    new Map([...model].map(([key, forecast]) => [key, Number(forecast)]))

  /** Loads, corrects and confirms as the market prescribes. */
  async function loadStandard(market: Market): Promise<void> {
    const { month } = market.seed
    await market.store(database)
    await runJob(database, standardLoad(database, createClock(ACTOR.at), { jumpFactor: 1.5 }), month)
    await confirmAsPlanned(market)
  }

  async function confirmAsPlanned(market: Market): Promise<void> {
    const { month } = market.seed
    await database.write(async (tx) => {
      const rows = await listStandardInventory(tx, { month }, { limit: EVERYTHING })
      for (const { id, metaId, version, status, adjustedTotal } of rows) {
        const corrected = market.corrections.get(metaId) ?? null
        if (status === 'OPEN' && corrected !== adjustedTotal)
          await correct(tx, { id, adjustedTotal: corrected, reason: 'test', version }, ACTOR)
      }
      const ids = rows.filter(({ metaId }) => market.confirmed.has(metaId)).map(({ id }) => id)
      if (ids.length > 0) await confirm(tx, month, ids, ACTOR)
    })
  }

  const property = (runs: number, check: (seed: MarketSeed) => Promise<void>) =>
    fc.assert(fc.asyncProperty(marketSeed, check), { numRuns: runs, endOnFailure: true })

  it('equals a recomputation, and per content and month the rows sum to the standard total', () =>
    property(14, async (seed) => {
      const market = new Market(seed)
      await loadStandard(market)
      const listed = await standard(seed.month)
      expect(
        listed.map(({ type, metaId, forecastTotal, actualTotal }) => ({
          type,
          metaId,
          forecastTotal,
          actualTotal,
        })),
      ).toEqual(
        market.standard().map(({ type, metaId, forecastTotal, actualTotal }) => ({
          type,
          metaId,
          forecastTotal: Number(forecastTotal),
          actualTotal: Number(actualTotal),
        })),
      )
      await runJob(database, unitLoad(database), seed.month)
      expect(await forecasts()).toEqual(numbers(market.units()))

      // The sums of the database, compared with the standard totals.
      const sums = await database.read((tx) =>
        tx.rows<{ metaId: string; total: number }>(
          'SELECT meta_id AS metaId, SUM(forecast) AS total FROM unit_inventory GROUP BY meta_id ORDER BY meta_id',
        ),
      )
      const totals = new Map<string, number>()
      for (const { type, metaId, status, adjustedTotal, forecastTotal } of listed) {
        if (status !== 'CONFIRMED') continue
        const sold = type === 'RANDOM' ? POOL : metaId
        totals.set(sold, (totals.get(sold) ?? 0) + (adjustedTotal ?? forecastTotal))
      }
      expect(new Map(sums.map(({ metaId, total }) => [metaId, total]))).toEqual(totals)
    }))

  it('is the same after dying between any two chunks and running again', () =>
    property(6, async (seed) => {
      const market = new Market(seed)
      await market.store(database)
      const die = (at: number) => (chunk: number) => {
        if (chunk === at) throw new Error('killed')
      }
      for (const at of [0, 1, 2]) {
        await runJob(
          database,
          standardLoad(database, createClock(ACTOR.at), { jumpFactor: 1.5 }),
          seed.month,
          die(at),
        ).catch(() => undefined)
      }
      await runJob(database, standardLoad(database, createClock(ACTOR.at), { jumpFactor: 1.5 }), seed.month)
      await confirmAsPlanned(market)
      const expected = numbers(market.units())
      for (const at of [0, 1, 2, 3]) {
        await runJob(database, unitLoad(database), seed.month, die(at)).catch(() => undefined)
        // The rows that are there belong to whole contents, never to a part of one, and are correct.
        const there = await forecasts()
        const contents = new Set([...there.keys()].map((key) => key.split('|')[0]))
        expect(there).toEqual(new Map([...expected].filter(([key]) => contents.has(key.split('|')[0]))))
      }
      await runJob(database, unitLoad(database), seed.month)
      expect(await forecasts()).toEqual(expected)
    }))

  it('is never a mixture when rows are reopened and corrected between two chunks', () =>
    property(6, async (seed) => {
      const market = new Market(seed)
      await loadStandard(market)
      const before = numbers(market.units())
      const changed = (await standard(seed.month))
        .filter(({ status, type, forecastTotal }) => {
          return status === 'CONFIRMED' && type !== 'RANDOM' && forecastTotal > 0
        })
        .filter((_row, i) => i % 3 === 0)
      await runJob(database, unitLoad(database), seed.month, async (chunk) => {
        if (chunk !== 1 || changed.length === 0) return
        await database.write(async (tx) => {
          const ids = changed.map(({ id }) => id)
          await reopen(tx, ids, 'test', ACTOR)
          for (const { id, metaId, version } of changed) {
            market.corrections.set(metaId, 1_000_003)
            await correct(tx, { id, adjustedTotal: 1_000_003, reason: 'test', version: version + 1 }, ACTOR)
          }
          // Half of them are confirmed again before the next chunk.
          await confirm(tx, seed.month, ids.slice(0, Math.ceil(ids.length / 2)), ACTOR)
        })
      })
      const after = numbers(market.units())
      const byContent = (all: ReadonlyMap<UnitKey, number>) => {
        const contents = new Map<string, string>()
        for (const [key, forecast] of [...all].sort()) {
          const metaId = key.split('|')[0]!
          contents.set(metaId, `${contents.get(metaId) ?? ''};${key}=${forecast}`)
        }
        return contents
      }
      const [old, fresh] = [byContent(before), byContent(after)]
      for (const [metaId, rows] of byContent(await forecasts())) {
        expect([old.get(metaId), fresh.get(metaId)]).toContain(rows)
      }
      await confirmAsPlanned(market)
      await runJob(database, unitLoad(database), seed.month)
      expect(await forecasts()).toEqual(after)
    }))

  it('keeps what is held and sold, also what is sold while it loads, and capacity above it', () =>
    property(6, async (seed) => {
      const market = new Market(seed)
      await loadStandard(market)
      await runJob(database, unitLoad(database), seed.month)
      const expected = numbers(market.units())
      const taken = new Map<UnitKey, { held: number; sold: number }>()
      const take = async () => {
        const some = (await units()).filter(({ capacity, held, sold }) => capacity > held + sold)
        const rows = some.filter(() => market.below(10) === 0).slice(0, 200)
        await database.write(async (tx) => {
          for (const unit of rows) {
            const left = unit.capacity - unit.held - unit.sold
            const [held, sold] = [unit.held + market.below(2), unit.sold + market.below(left)]
            await tx.run(
              `UPDATE unit_inventory SET held = ?, sold = ?
               WHERE meta_id = ? AND platform = ? AND date = ?`,
              [held, sold, unit.metaId, unit.platform, unit.date],
            )
            taken.set(unitKey(unit), { held, sold })
          }
        })
      }
      await take()
      // Totals are cut to a third: much of what was taken now exceeds the forecast.
      const open = (await standard(seed.month)).filter(({ status }) => status === 'CONFIRMED')
      await database.write(async (tx) => {
        if (open.length > 0)
          await reopen(
            tx,
            open.map(({ id }) => id),
            'test',
            ACTOR,
          )
        for (const { metaId, forecastTotal } of open) {
          if (forecastTotal > 0) market.corrections.set(metaId, Math.floor(forecastTotal / 3))
        }
      })
      await confirmAsPlanned(market)
      await runJob(database, unitLoad(database), seed.month, (chunk) => (chunk > 0 ? take() : undefined))
      const now = numbers(market.units())
      let atRisk = { rows: 0, impressions: 0 }
      for (const unit of await units()) {
        const key = unitKey(unit)
        const { held, sold } = taken.get(key) ?? { held: 0, sold: 0 }
        const forecast = now.get(key)!
        expect(unit).toMatchObject({ forecast, held, sold, capacity: Math.max(forecast, held + sold) })
        if (held + sold > forecast)
          atRisk = { rows: atRisk.rows + 1, impressions: atRisk.impressions + held + sold - forecast }
      }
      expect((await forecasts()).size).toBe(expected.size)
      const result = await runJob(database, unitLoad(database), seed.month)
      expect(result).toMatchObject({ atRisk: { ...atRisk, units: 0 } })
    }))
})

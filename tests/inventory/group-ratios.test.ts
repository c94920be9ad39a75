import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClock } from '../../server/clock'
import type { Database } from '../../server/database/database'
import { rebuildLoadedMonths } from '../../server/inventory/group-ratios'
import { confirm } from '../../server/inventory/standard-inventory'
import { standardLoad } from '../../server/inventory/standard-load'
import { unitLoad } from '../../server/inventory/unit-load'
import { datesOfMonth } from '../http/model'
import { databases, openTestDatabase } from '../support/databases'
import { runJob } from '../support/run-job'
import { Market, marketSeed } from './market'

const ALL = 1_000_000_000n

interface Ratio {
  platform: string
  date: string
  metaId: string
  ratioPpb: number
}
interface Member {
  metaId: string
  weight: number
}

describe.each(databases())('Stored ratios of catalogue groups ($name)', (kind) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ database, drop } = await openTestDatabase(kind))
  })
  afterAll(() => drop?.())

  const put = (code: string, members: readonly Member[]) =>
    database.write(async (tx) => {
      await tx.run('DELETE FROM targeting_group WHERE code = ?', [code])
      await tx.run('DELETE FROM targeting_group_member WHERE group_code = ?', [code])
      await tx.run('INSERT INTO targeting_group (code, name, version) VALUES (?, ?, 1)', [code, code])
      await tx.insert(
        'targeting_group_member',
        ['group_code', 'position', 'meta_id', 'weight'],
        members.map(({ metaId, weight }, position) => [code, position, metaId, weight]),
      )
    })
  const stored = (code: string) =>
    database.read((tx) =>
      tx.rows<Ratio>(
        'SELECT platform, date, meta_id AS metaId, ratio_ppb AS ratioPpb FROM targeting_group_ratio WHERE group_code = ?',
        [code],
      ),
    )

  /** Computed by the definition, per day and member, from the unit inventory in the database. */
  async function expected(members: readonly Member[], month: string): Promise<Map<string, number>> {
    const units = await database.read((tx) =>
      tx.rows<{ metaId: string; platform: string; date: string; forecast: number }>(
        'SELECT meta_id AS metaId, platform, date, forecast FROM unit_inventory',
      ),
    )
    const ratios = new Map<string, number>()
    for (const platform of new Set(units.map((unit) => unit.platform))) {
      const byDay = new Map<string, bigint>()
      for (const unit of units) {
        if (unit.platform === platform) byDay.set(`${unit.metaId} ${unit.date}`, BigInt(unit.forecast))
      }
      const forecast = (metaId: string, ...dates: string[]) =>
        (dates.length > 0 ? dates : datesOfMonth(month)).reduce(
          (sum, date) => sum + (byDay.get(`${metaId} ${date}`) ?? 0n),
          0n,
        )
      const present = members.filter(({ metaId }) => forecast(metaId) > 0n)
      const weights = present.reduce((sum, { weight }) => sum + BigInt(weight), 0n)
      const cells = datesOfMonth(month).flatMap((date) =>
        present.map(({ metaId, weight }) => ({
          key: `${platform} ${date} ${metaId}`,
          positive: forecast(metaId, date) > 0n,
          ratio: (ALL * BigInt(weight) * forecast(metaId, date)) / (weights * forecast(metaId)),
        })),
      )
      const first = cells.find(({ positive }) => positive)
      if (first) first.ratio += ALL - cells.reduce((sum, { ratio }) => sum + ratio, 0n)
      for (const { key, ratio } of cells) if (ratio > 0n) ratios.set(key, Number(ratio))
    }
    return ratios
  }
  const asMap = (ratios: readonly Ratio[]) =>
    new Map(ratios.map(({ platform, date, metaId, ratioPpb }) => [`${platform} ${date} ${metaId}`, ratioPpb]))

  it('follow the load of a month and every change of the group, and make 10⁹ on each platform', () =>
    fc.assert(
      fc.asyncProperty(marketSeed, async (seed) => {
        const market = new Market({ ...seed, contents: (seed.contents % 12) + 1 })
        await market.store(database)
        const targetable = Object.entries(market.catalogue.contents)
          .filter(([, { type }]) => type !== 'RANDOM')
          .map(([metaId]) => ({ metaId, weight: 1 + market.below(1000) }))
        const some = targetable.filter((_member, i) => i % 2 === 0)
        await put('ALL', targetable)
        await put('SOME', targetable)
        await runJob(database, standardLoad(database, createClock(), { jumpFactor: 1.5 }), seed.month)
        if (market.rows.length > 0) {
          await database.write((tx) => confirm(tx, seed.month, undefined, { accountId: 'test', at: '' }))
        }
        await runJob(database, unitLoad(database), seed.month)
        await put('SOME', some)
        await database.write((tx) => rebuildLoadedMonths(tx, 'SOME', seed.month))
        for (const [code, members] of [
          ['ALL', targetable],
          ['SOME', some],
        ] as const) {
          const ratios = await stored(code)
          expect(asMap(ratios)).toEqual(await expected(members, seed.month))
          const sums = new Map<string, number>()
          for (const { platform, ratioPpb } of ratios)
            sums.set(platform, (sums.get(platform) ?? 0) + ratioPpb)
          expect([...sums.values()].every((sum) => sum === Number(ALL))).toBe(true)
        }
      }),
      { numRuns: 6, endOnFailure: true },
    ))
})

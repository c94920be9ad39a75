import fc from 'fast-check'
import type { Database, SqlValue } from '../../server/database/database'
import {
  type ContentType,
  datesOfMonth,
  type ModelCatalogue,
  type StandardRow,
  standardInventory,
  type UnitKey,
  unitInventory,
  type VendorRow,
} from '../http/model'

const PLATFORMS = ['KAKAO', 'NAVER', 'DAUM', 'YOUTUBE']
const PARTS_OF: Record<ContentType, readonly string[]> = {
  PROGRAM: ['A_PROGRAM', 'SMR_PROGRAM', 'YT_PROGRAM'],
  CHANNEL: ['YT_CHANNEL'],
  KEYWORD: ['YT_KEYWORD'],
  RANDOM: ['SMR_RANDOM', 'YT_RANDOM'],
}
const TYPES = Object.keys(PARTS_OF) as ContentType[]

/** The input from which a market is generated; everything else follows from it. */
export interface MarketSeed {
  month: string
  contents: number
  feeds: string[][]
  numbers: number
}

/** Months of every length, and enough contents for a load of several chunks. */
export const marketSeed: fc.Arbitrary<MarketSeed> = fc.record({
  month: fc.constantFrom('2026-12', '2027-02', '2028-02', '2027-04'),
  contents: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 60, max: 130 })),
  feeds: fc.array(fc.shuffledSubarray(PLATFORMS, { minLength: 1 }), { minLength: 7, maxLength: 7 }),
  numbers: fc.nat(0xffffffff),
})

/** A catalogue with a vendor's month, and an operator's corrections and confirmations. */
export class Market {
  readonly catalogue: ModelCatalogue
  readonly rows: VendorRow[]
  /** Corrections by metaId. */
  readonly corrections = new Map<string, number>()
  readonly confirmed = new Set<string>()
  readonly below: (limit: number) => number

  constructor(readonly seed: MarketSeed) {
    this.below = generator(seed.numbers)
    const parts = TYPES.flatMap((type) => PARTS_OF[type].map((part) => ({ part, type })))
    this.catalogue = {
      platforms: PLATFORMS,
      parts: Object.fromEntries(
        parts.map(({ part, type }, i) => [part, { type, platforms: seed.feeds[i]! }]),
      ),
      contents: Object.fromEntries(
        [...Array.from({ length: seed.contents }, (_, i) => `C${i % 7}_${i}`), 'RANDOM'].map((metaId, i) => [
          metaId,
          {
            type: metaId === 'RANDOM' ? 'RANDOM' : TYPES[i % TYPES.length]!,
            owner: null,
            ...(this.below(3) === 0 ? { weights: this.weights() } : {}),
          },
        ]),
      ),
    }
    this.rows = this.vendorRows()
    for (const { metaId, forecastTotal } of this.standard()) {
      if (this.below(4) === 0 && forecastTotal > 0n) {
        this.corrections.set(metaId, this.below(3) === 0 ? this.below(50) : this.below(3_000_000_000))
      }
      if (this.below(5) > 0) this.confirmed.add(metaId)
    }
  }

  standard(): StandardRow[] {
    return standardInventory(this.rows, this.catalogue)
  }

  /** The expected unit inventory: forecast by row. */
  units(): Map<UnitKey, bigint> {
    const confirmed = this.standard()
      .filter(({ metaId }) => this.confirmed.has(metaId))
      .map((row) => ({ ...row, adjustedTotal: this.corrections.get(row.metaId) ?? null }))
    return unitInventory(this.seed.month, confirmed, this.catalogue)
  }

  /** Stores catalogue and forecast in an emptied database. */
  async store(database: Database): Promise<void> {
    await database.write(async (tx) => {
      for (const table of MADE_HERE) await tx.run(`DELETE FROM ${table}`)
      const insert = (table: string, columns: string[], rows: SqlValue[][]) => tx.insert(table, columns, rows)
      const contents = Object.entries(this.catalogue.contents)
      const parts = Object.entries(this.catalogue.parts)
      await insert(
        'platform',
        ['code', 'name', 'display_order', 'version'],
        PLATFORMS.map((code, i) => [code, code, i, 1]),
      )
      await insert(
        'part',
        ['code', 'type', 'version'],
        parts.map(([code, { type }]) => [code, type, 1]),
      )
      await insert(
        'part_platform',
        ['part', 'platform'],
        parts.flatMap(([code, { platforms }]) => platforms.map((platform) => [code, platform])),
      )
      await insert(
        'content',
        ['meta_id', 'type', 'name', 'needs_review', 'version'],
        contents.map(([metaId, { type }]) => [metaId, type, metaId, 0, 1]),
      )
      await insert(
        'content_platform_weight',
        ['meta_id', 'platform', 'weight'],
        contents.flatMap(([metaId, { weights }]) =>
          Object.entries(weights ?? {}).map(([platform, weight]) => [metaId, platform, weight]),
        ),
      )
      await insert(
        'forecast_inventory',
        ['date', 'part', 'meta_id', 'hour', 'forecast', 'actual'],
        this.rows.map(({ date, part, metaId, hour, forecast, actual }) => [
          date,
          part,
          metaId,
          hour,
          forecast,
          actual,
        ]),
      )
    })
  }

  private weights(): Record<string, number> {
    const some = PLATFORMS.filter(() => this.below(2) === 0)
    return Object.fromEntries(some.map((platform) => [platform, 1 + this.below(1_000_000)]))
  }

  private vendorRows(): VendorRow[] {
    const rows: VendorRow[] = []
    const dates = datesOfMonth(this.seed.month)
    for (const [metaId, { type }] of Object.entries(this.catalogue.contents)) {
      // The RANDOM pool has no forecast of its own; some contents have none this month.
      if (metaId === 'RANDOM' || this.below(12) === 0) continue
      for (const part of PARTS_OF[type].filter((_part, i) => i === 0 || this.below(2) === 0)) {
        const scale = [3, 2_000, 5_000_000][this.below(3)]!
        for (const date of dates) {
          if (this.below(6) === 0) continue
          for (const hour of [0, 23].slice(this.below(2))) {
            const actual = this.below(3) === 0 ? this.below(scale) : null
            rows.push({ part, metaId, date, hour, forecast: this.below(scale), actual })
          }
        }
      }
    }
    return rows
  }
}

const MADE_HERE = [
  'targeting_group_ratio',
  'unit_inventory',
  'standard_inventory_change',
  'standard_inventory_day',
  'standard_inventory',
  'forecast_inventory',
  'content_platform_weight',
  'content',
  'part_platform',
  'part',
  'platform',
]

/** Deterministic whole numbers below a limit (mulberry32). */
function generator(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

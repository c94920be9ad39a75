import { randomUUID } from 'node:crypto'
import type { Database, SqlValue, Transaction } from '../server/database/database'
import { addDays } from '../shared/calendar'

const PLATFORMS = ['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE']
const YEAR_DAYS = 365
/** Enough for every purchase of the bench: it measures sales, not refusals. */
const FORECAST = 2_000_000
const ROWS_A_WRITE = 20_000
/** Won, and impressions at an eCPM of 1000: each row of a purchase gets about a hundred. */
const AMOUNT = 10_000
const ECPM = 1000

/** The size of every purchase of the bench: 3 platforms × 3 contents × 10 days. */
export const ROWS_A_PURCHASE = 90
const BOUGHT = { platforms: PLATFORMS.slice(0, 3), contents: 3, days: 10 }

/** The size of an availability request: 4 platforms, 10 contents, 31 days. */
const ASKED = { contents: 10, days: 31 }

export interface Buyable {
  campaignId: string
  unitId: string
}

/** A year of unit inventory, two products, and any number of campaigns with rows to buy. */
export class PurchaseMarket {
  private readonly contents: string[]
  private readonly from: string

  constructor(
    private readonly database: Database,
    readonly ownerId: string,
    rows: number,
    today: string,
  ) {
    const count = Math.ceil(rows / (PLATFORMS.length * YEAR_DAYS))
    this.contents = Array.from({ length: count }, (_content, i) => `C${String(i).padStart(5, '0')}`)
    this.from = addDays(today, 1)
  }

  /** @returns the number of rows of unit inventory */
  async open(): Promise<number> {
    await this.database.write(async (tx) => {
      await insert(
        tx,
        'platform',
        PLATFORMS.map((code, i) => ({ code, name: code, display_order: i, version: 1 })),
      )
      for (const [code, platforms] of [
        ['BOUGHT', BOUGHT.platforms],
        ['ASKED', PLATFORMS],
      ] as const) {
        const rates = { ecpm: ECPM, ctr_ppm: 10_000, vtr_ppm: 300_000, version: 1 }
        await insert(tx, 'product', [{ code, name: code, targeting_kind: 'CONTENTS', ...rates }])
        await insert(
          tx,
          'product_platform',
          platforms.map((platform) => ({ product: code, platform })),
        )
      }
      await insert(
        tx,
        'content',
        this.contents.map((meta_id) => ({
          meta_id,
          type: 'PROGRAM',
          name: meta_id,
          needs_review: 0,
          version: 1,
        })),
      )
    })
    let count = 0
    for (const chunk of this.inventory()) {
      await this.database.write((tx) =>
        tx.insert('unit_inventory', ['meta_id', 'platform', 'date', 'forecast', 'held', 'sold'], chunk),
      )
      count += chunk.length
    }
    return count
  }

  /** Creates campaigns with rows that can be bought. */
  async place(campaigns: number, unitsEach: number): Promise<Buyable[][]> {
    const at = new Date().toISOString()
    const endDate = addDays(this.from, BOUGHT.days - 1)
    const placed = Array.from({ length: campaigns }, () => {
      const campaignId = randomUUID()
      return Array.from({ length: unitsEach }, (): Buyable => ({ campaignId, unitId: randomUUID() }))
    })
    await this.database.write(async (tx) => {
      await insert(
        tx,
        'campaign',
        placed.map(([unit]) => ({
          id: unit!.campaignId,
          name: 'bench',
          advertiser: 'bench',
          start_date: this.from,
          end_date: endDate,
          budget: 0,
          revision: 1,
          version: 1,
          owner_id: this.ownerId,
          created_at: at,
          updated_at: at,
        })),
      )
      const units = placed.flat()
      await insert(
        tx,
        'campaign_unit',
        units.map(({ campaignId, unitId }, position) => ({
          id: unitId,
          campaign_id: campaignId,
          position,
          kind: 'PAID',
          product_code: 'BOUGHT',
          start_date: this.from,
          end_date: endDate,
          amount: AMOUNT,
          device: '',
          creative: '',
          ecpm: ECPM,
          ctr_ppm: 10_000,
          vtr_ppm: 300_000,
          booking_status: 'Draft',
          version: 1,
          updated_at: at,
        })),
      )
      await insert(
        tx,
        'campaign_unit_group',
        units.map(({ unitId }) => ({ unit_id: unitId, position: 0, name: 'bench', weight: 1 })),
      )
      const members = this.contents.slice(0, BOUGHT.contents)
      await insert(
        tx,
        'campaign_unit_group_member',
        units.flatMap(({ unitId }) =>
          members.map((meta_id, position) => ({
            unit_id: unitId,
            group_position: 0,
            position,
            meta_id,
            weight: position + 1,
          })),
        ),
      )
    })
    return placed
  }

  /** The body of POST /availability. */
  question(): unknown {
    const members = this.contents.slice(0, ASKED.contents).map((metaId, i) => ({ metaId, weight: i + 1 }))
    return {
      productCode: 'ASKED',
      startDate: this.from,
      endDate: addDays(this.from, ASKED.days - 1),
      groups: [{ name: 'bench', weight: 1, members }],
      amount: 1_000_000,
    }
  }

  private *inventory(): Generator<SqlValue[][]> {
    let chunk: SqlValue[][] = []
    const dates = Array.from({ length: YEAR_DAYS }, (_date, i) => addDays(this.from, i))
    for (const metaId of this.contents) {
      for (const platform of [...PLATFORMS].sort()) {
        for (const date of dates) chunk.push([metaId, platform, date, FORECAST, 0, 0])
      }
      if (chunk.length < ROWS_A_WRITE) continue
      yield chunk
      chunk = []
    }
    if (chunk.length > 0) yield chunk
  }
}

async function insert(
  tx: Transaction,
  table: string,
  rows: readonly Record<string, SqlValue>[],
): Promise<void> {
  await tx.insert(table, Object.keys(rows[0]!), rows.map(Object.values))
}

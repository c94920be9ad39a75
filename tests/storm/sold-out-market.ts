import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { audit } from '../../server/audit/audit'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { datesBetween } from '../http/model'
import { done } from '../http/plan'
import { CLOCK, type Client } from '../support/service'

const PLATFORMS = ['NAVER', 'KAKAO']
const CONTENTS = ['c1', 'c2', 'c3']
const FLIGHT = { startDate: '2026-12-05', endDate: '2026-12-09' }
const DAYS = datesBetween(FLIGHT.startDate, FLIGHT.endDate)
const ROWS = PLATFORMS.length * CONTENTS.length * DAYS.length
/** A purchase takes this number from every row, and every row has enough for all purchases. */
const IMPRESSIONS_A_ROW = 7
const AMOUNT = ROWS * IMPRESSIONS_A_ROW

export interface Bought {
  unitId: string
  purchaseId: string
}

export interface MarketSize {
  clients: number
  unitsAClient: number
  /** After this many purchases everything is sold. */
  purchases: number
}

export interface Campaign {
  id: string
  unitIds: string[]
}

/** Stock that is sold out exactly, and a campaign with its units for each client. */
export async function openMarket(
  admin: Client,
  url: string,
  { clients, unitsAClient, purchases }: MarketSize,
): Promise<{ token: string; campaigns: Campaign[] }> {
  for (const [displayOrder, code] of PLATFORMS.entries())
    done(await admin.put(`/platforms/${code}`, { name: code, displayOrder }))
  for (const metaId of CONTENTS)
    done(await admin.put(`/contents/${metaId}`, { type: 'PROGRAM', name: metaId, broadcaster: 'tvN' }))
  const rates = { platforms: PLATFORMS, ecpm: 1000, ctr: 0.01, vtr: 0.3 }
  done(await admin.put('/products/DIRECT', { name: 'DIRECT', targetingKind: 'CONTENTS', ...rates }))
  await stock(url, purchases)

  const members = CONTENTS.map((metaId) => ({ metaId, weight: 1 }))
  const groups = [{ name: '폭풍', weight: 1, members }]
  const campaigns = await Promise.all(
    Array.from({ length: clients }, async (_client, i) => {
      const fields = { name: `폭풍 ${i}`, advertiser: '광고주', ...FLIGHT, budget: 0 }
      const { id } = done(await admin.post('/campaigns', fields))
      const unitIds = Array.from({ length: unitsAClient }, () => randomUUID())
      const row = { productCode: 'DIRECT', amount: AMOUNT, ...FLIGHT }
      const changes = unitIds.map((unitId) => ({ op: 'put', unitId, fields: row }))
      done(await admin.post(`/campaigns/${id}/media-mix/sync`, { baseRevision: 1, changes }))
      const units = unitIds.map((unitId) => ({ unitId, version: 1, groups }))
      done(await admin.put(`/campaigns/${id}/targeting`, { units }))
      return { id: String(id), unitIds }
    }),
  )
  return { token: admin.token, campaigns }
}

async function stock(url: string, purchases: number): Promise<void> {
  const database = await Database.open(url, SCHEMA)
  try {
    const capacity = purchases * IMPRESSIONS_A_ROW
    const rows = CONTENTS.flatMap((metaId) =>
      PLATFORMS.flatMap((platform) => DAYS.map((date) => [metaId, platform, date, capacity, 0, 0])),
    )
    const columns = ['meta_id', 'platform', 'date', 'forecast', 'held', 'sold']
    await database.write((tx) => tx.insert('unit_inventory', columns, rows))
  } finally {
    await database.close()
  }
}

/** Every acknowledged purchase exists once, nothing is left, nothing is oversold, and all sums are right. */
export async function expectSoldOnce(
  url: string,
  bought: readonly Bought[],
  purchases: number,
): Promise<void> {
  const database = await Database.openToRead(url, SCHEMA)
  try {
    const found = await database.read(async (tx) => ({
      bookings: await tx.rows<Bought>('SELECT unit_id AS unitId, purchase_id AS purchaseId FROM booking'),
      purchases: await tx.rows<{ id: string }>('SELECT id FROM purchase'),
      events: await tx.rows<{ unitId: string }>(
        `SELECT unit_id AS unitId FROM booking_event WHERE action = 'PURCHASED'`,
      ),
      rows: await tx.rows<{ capacity: number; sold: number }>('SELECT capacity, sold FROM unit_inventory'),
    }))
    const inOrder = (all: readonly Bought[]) =>
      all.map(({ unitId, purchaseId }) => `${unitId} ${purchaseId}`).sort()
    expect(inOrder(found.bookings)).toEqual(inOrder(bought))
    expect(found.purchases.map(({ id }) => id).sort()).toEqual(
      bought.map(({ purchaseId }) => purchaseId).sort(),
    )
    expect(found.events.map(({ unitId }) => unitId).sort()).toEqual(bought.map(({ unitId }) => unitId).sort())
    expect(bought).toHaveLength(purchases)
    expect(found.rows).toHaveLength(ROWS)
    for (const { capacity, sold } of found.rows) expect(sold).toBe(capacity)
    const wrong = (await audit(database, new Date(CLOCK))).filter(({ count }) => count > 0)
    expect(wrong).toEqual([])
  } finally {
    await database.close()
  }
}

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { datesBetween } from '../http/model'
import { done } from '../http/plan'
import { type DatabaseKind, databases } from '../support/databases'
import { type Answer, CLOCK, type Client, client } from '../support/service'
import { KillableService } from './killable-service'

const CLIENTS = 32
/** `npm run test:long` sets more. */
const KILLS = Number(process.env.STORM_KILLS ?? 4)
const UNITS_A_CLIENT = 12
/** After this many purchases everything is sold; the clients try more. */
const PURCHASES = 280
const PLATFORMS = ['NAVER', 'KAKAO']
const CONTENTS = ['c1', 'c2', 'c3']
const FLIGHT = { startDate: '2026-12-05', endDate: '2026-12-09' }
const DAYS = datesBetween(FLIGHT.startDate, FLIGHT.endDate)
const ROWS = PLATFORMS.length * CONTENTS.length * DAYS.length
/** A purchase takes this number from every row, and every row has enough for all `PURCHASES`. */
const IMPRESSIONS_A_ROW = 7
const AMOUNT = ROWS * IMPRESSIONS_A_ROW
const RETRY_MS = 25
const LIMIT_MS = 120_000

interface Bought {
  unitId: string
  purchaseId: string
}

// The test kills the built program, the one that runs outside of tests.
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'])
})

describe.each(databases())('A storm ($name)', (kind) => {
  it(
    `sells everything once to ${CLIENTS} clients while the service is killed ${KILLS} times`,
    async () => {
      const { url, drop } = await kind.create()
      const service = new KillableService(url)
      try {
        await service.start()
        const { token, campaigns } = await market(await service.signIn(), kind, url)
        const storm = new Storm(service, token)
        const buying = campaigns.map((campaign) => storm.buyAll(campaign))
        await Promise.all([...buying, storm.killing(Promise.all(buying))])
        await service.kill()
        expect(storm.kills).toBe(KILLS)
        expect(storm.cut).toBeGreaterThan(0)
        await expectSoldOnce(url, storm.bought)
      } finally {
        await service.stop()
        await drop()
      }
    },
    LIMIT_MS,
  )
})

class Storm {
  readonly bought: Bought[] = []
  kills = 0
  /** Requests that got no answer. */
  cut = 0

  constructor(
    private readonly service: KillableService,
    private readonly token: string,
  ) {}

  /** One client buys its units one after the other, through all kills, until its plan is done. */
  async buyAll({ id, unitIds }: Campaign): Promise<void> {
    for (const unitId of unitIds) {
      const { status, body } = await this.insist(`/campaigns/${id}/purchases`, {
        units: [{ unitId, version: 2 }],
        mode: 'all',
      })
      if (status === 201) this.bought.push({ unitId, purchaseId: body.purchaseId })
      else expect({ status, code: body?.code }).toEqual({ status: 409, code: 'INVENTORY_SHORTAGE' })
    }
  }

  /** Kills and restarts the service each time another part of the stock is sold. */
  async killing(everything: Promise<unknown>): Promise<void> {
    let over = false
    const end = () => {
      over = true
    }
    everything.then(end, end)
    while (!over && this.kills < KILLS) {
      const next = Math.floor(((this.kills + 1) * PURCHASES) / (KILLS + 1))
      if (this.bought.length >= next) {
        await this.service.kill()
        this.kills++
        await this.service.start()
      }
      await pause(1)
    }
  }

  /** Sends a request with one idempotency key until it is answered. */
  private async insist(path: string, body: unknown): Promise<Answer> {
    const key = randomUUID()
    for (;;) {
      try {
        const answer = await client(this.service.origin, this.token).post(path, body, {
          'Idempotency-Key': key,
        })
        if (answer.body?.code !== 'REQUEST_IN_PROGRESS') return answer
      } catch (error) {
        // fetch throws this when the connection is refused or breaks.
        if (!(error instanceof TypeError)) throw error
        this.cut++
      }
      await pause(RETRY_MS)
    }
  }
}

interface Campaign {
  id: string
  unitIds: string[]
}

/** Stock that is sold out exactly, and a campaign with its units for each client. */
async function market(
  admin: Client,
  kind: DatabaseKind,
  url: string,
): Promise<{ token: string; campaigns: Campaign[] }> {
  for (const [displayOrder, code] of PLATFORMS.entries())
    done(await admin.put(`/platforms/${code}`, { name: code, displayOrder }))
  for (const metaId of CONTENTS)
    done(await admin.put(`/contents/${metaId}`, { type: 'PROGRAM', name: metaId, broadcaster: 'tvN' }))
  const rates = { platforms: PLATFORMS, ecpm: 1000, ctr: 0.01, vtr: 0.3 }
  done(await admin.put('/products/DIRECT', { name: 'DIRECT', targetingKind: 'CONTENTS', ...rates }))
  await stock(url)

  const members = CONTENTS.map((metaId) => ({ metaId, weight: 1 }))
  const groups = [{ name: kind.name, weight: 1, members }]
  const campaigns = await Promise.all(
    Array.from({ length: CLIENTS }, async (_client, i) => {
      const fields = { name: `폭풍 ${i}`, advertiser: '광고주', ...FLIGHT, budget: 0 }
      const { id } = done(await admin.post('/campaigns', fields))
      const unitIds = Array.from({ length: UNITS_A_CLIENT }, () => randomUUID())
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

async function stock(url: string): Promise<void> {
  const database = await Database.open(url, SCHEMA)
  try {
    const capacity = PURCHASES * IMPRESSIONS_A_ROW
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
async function expectSoldOnce(url: string, bought: readonly Bought[]): Promise<void> {
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
    expect(bought).toHaveLength(PURCHASES)
    expect(found.rows).toHaveLength(ROWS)
    for (const { capacity, sold } of found.rows) expect(sold).toBe(capacity)
    const wrong = (await audit(database, new Date(CLOCK))).filter(({ count }) => count > 0)
    expect(wrong).toEqual([])
  } finally {
    await database.close()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

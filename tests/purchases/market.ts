import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import {
  addRows,
  createCampaign,
  done,
  everything,
  loadMonth,
  putCatalogue,
  target,
  uploadRows,
  vendorRows,
} from '../http/plan'
import type { DatabaseKind } from '../support/databases'
import { MovableClock } from '../support/movable-clock'
import {
  type Answer,
  type Client,
  existing,
  type ServiceDatabase,
  startService,
  type TestService,
} from '../support/service'

/** Products of the test market; at the eCPM of `DIRECT`, amounts and impressions round differently. */
export const PRODUCTS = {
  DIRECT: { targetingKind: 'CONTENTS', platforms: ['NAVER', 'KAKAO', 'DAUM'], ecpm: 7_300 },
  THREE: { targetingKind: 'GROUP', platforms: ['NAVER', 'KAKAO', 'DAUM'], ecpm: 1_000 },
  SHUFFLE: { targetingKind: 'RANDOM', platforms: ['NAVER', 'YOUTUBE'], ecpm: 5_000 },
} as const

export const GROUPS = {
  FORTY: [
    { metaId: 'PG1', weight: 60 },
    { metaId: 'PG2', weight: 40 },
  ],
  THIRTYFIVE: [
    { metaId: 'PG3', weight: 40 },
    { metaId: 'PG4', weight: 60 },
  ],
  TWENTYFIVE: [
    { metaId: 'PG3', weight: 60 },
    { metaId: 'PG1', weight: 40 },
  ],
} as const

export interface Row {
  productCode: keyof typeof PRODUCTS
  startDate: string
  endDate: string
  amount: number
  kind?: 'PAID' | 'SERVICE'
  device?: string
  creative?: string
}

export interface Placed {
  campaignId: string
  unitId: string
}

/** A service with a movable clock, inventory for December 2026, and a planner. */
export class Market {
  private constructor(
    readonly test: TestService,
    readonly clock: MovableClock,
    readonly operator: Client,
    readonly planner: Client,
  ) {}

  static async open(kind: DatabaseKind, env: Record<string, string> = {}, scale = 40): Promise<Market> {
    const stocked = {
      createMigrated: () => kind.createFilled(`market-${scale}`, (url) => stock(existing(url), scale)),
    }
    const { test, clock, operator, planner } = await start(stocked, env)
    return new Market(test, clock, operator, planner)
  }

  stop(): Promise<void> {
    return this.test.stop()
  }

  /** A row with its targeting, in the given campaign or in a new one. */
  async place(row: Row, groups: readonly unknown[] = [], campaignId?: string): Promise<Placed> {
    const campaign = campaignId ?? (await createCampaign(this.planner))
    const [unitId] = await addRows(this.planner, campaign, [row])
    if (groups.length > 0) done(await target(this.planner, campaign, unitId!, groups))
    return { campaignId: campaign, unitId: unitId! }
  }

  async row({ campaignId, unitId }: Placed): Promise<Answer['body']> {
    const { rows } = done(await this.planner.get(`/campaigns/${campaignId}/media-mix`))
    return rows.find((row: { unitId: string }) => row.unitId === unitId)
  }

  async version(placed: Placed): Promise<number> {
    return (await this.row(placed)).version
  }

  async hold(
    placed: readonly (Placed & { variant?: string })[],
    expiresAt = '2026-12-02T03:00:00.000Z',
    key?: string,
  ): Promise<Answer> {
    const units = []
    for (const one of placed)
      units.push({ unitId: one.unitId, version: await this.version(one), variant: one.variant })
    const path = `/campaigns/${placed[0]!.campaignId}/holds`
    return this.planner.post(path, { units, expiresAt }, key ? { 'Idempotency-Key': key } : {})
  }

  async release(placed: Placed): Promise<Answer> {
    const units = [{ unitId: placed.unitId, version: await this.version(placed) }]
    return this.planner.delete(`/campaigns/${placed.campaignId}/holds`, { units })
  }

  async buy(placed: Placed, more: object = {}): Promise<Answer> {
    const units = [{ unitId: placed.unitId, version: await this.version(placed) }]
    return this.planner.post(
      `/campaigns/${placed.campaignId}/purchases`,
      { units, mode: 'all', ...more },
      { 'Idempotency-Key': randomUUID() },
    )
  }

  /** A call on a row at its present version: amend, cancel, pause … */
  async act(placed: Placed, verb: string, body: object = {}, client = this.planner): Promise<Answer> {
    const version = await this.version(placed)
    return client.post(`/campaign-units/${placed.unitId}/${verb}`, { version, ...body })
  }

  async distribution({ unitId }: Placed, query = ''): Promise<Answer['body']> {
    return done(await this.planner.get(`/campaign-units/${unitId}/distribution${query}`))
  }

  ledger({ unitId }: Placed): Promise<Answer['body'][]> {
    return everything(this.planner, `/campaign-units/${unitId}/ledger`)
  }

  async history({ unitId }: Placed): Promise<Answer['body'][]> {
    return everything(this.planner, `/campaign-units/${unitId}/history`)
  }

  units(): Promise<Answer['body'][]> {
    return everything(this.planner, '/unit-inventory')
  }

  job(name: string): Promise<unknown> {
    return this.test.service.jobs.runToEnd(name, {})
  }

  /** Checks, by sums in the database, everything that must be true after every commit. */
  async audit(): Promise<void> {
    const broken = await this.test.service.database.read(async (tx) => {
      const ledger = (types: string) =>
        `(SELECT COALESCE(SUM(d.quantity), 0) FROM deduction d
          WHERE d.meta_id = u.meta_id AND d.platform = u.platform AND d.date = u.date AND d.type IN (${types}))`
      const held = `(SELECT COALESCE(SUM(r.counted), 0) FROM unit_hold_row r
         WHERE r.meta_id = u.meta_id AND r.platform = u.platform AND r.date = u.date)`
      const sums = (parent: string, child: string, on: string) =>
        `SELECT p.id AS id FROM ${parent} p LEFT JOIN ${child} c ON c.${on} = p.id
         GROUP BY p.id, p.amount, p.impressions
         HAVING p.amount <> COALESCE(SUM(c.amount), 0) OR p.impressions <> COALESCE(SUM(c.impressions), 0)`
      return {
        inventory: await tx.rows(
          `SELECT * FROM unit_inventory u WHERE held < 0 OR sold < 0
             OR capacity <> CASE WHEN forecast > held + sold THEN forecast ELSE held + sold END
             OR sold <> ${ledger("'PURCHASE', 'RELEASE'")} OR held <> ${ledger("'HOLD', 'UNHOLD'")} OR held <> ${held}`,
        ),
        ads: await tx.rows(sums('ad', 'child_ad', 'ad_id')),
        childAds: await tx.rows(sums('child_ad', 'owner_share', 'child_ad_id')),
        shares: await tx.rows(sums('owner_share', 'share_cell', 'owner_share_id')),
        bookings: await tx.rows(
          `SELECT b.unit_id FROM booking b LEFT JOIN ad ON ad.unit_id = b.unit_id
           GROUP BY b.unit_id, b.amount, b.impressions
           HAVING b.amount <> COALESCE(SUM(ad.amount), 0) OR b.impressions <> COALESCE(SUM(ad.impressions), 0)`,
        ),
        cells: await tx.rows(
          `SELECT unit_id, meta_id, platform, date, SUM(quantity) AS quantity FROM (
             SELECT unit_id, meta_id, platform, date, quantity FROM deduction WHERE type IN ('PURCHASE', 'RELEASE')
             UNION ALL
             SELECT ad.unit_id, x.meta_id, ad.platform, x.date, -x.impressions FROM share_cell x
             JOIN owner_share s ON s.id = x.owner_share_id JOIN child_ad c ON c.id = s.child_ad_id
             JOIN ad ON ad.id = c.ad_id) moved
           GROUP BY unit_id, meta_id, platform, date HAVING SUM(quantity) <> 0`,
        ),
      }
    })
    expect(broken).toEqual({ inventory: [], ads: [], childAds: [], shares: [], bookings: [], cells: [] })
  }
}

/** The house wants no approvals, which is the default. */
export const NO_APPROVALS = { amount: null, discountPercent: null, days: 7 }

export const members = (...metaIds: string[]) => [
  { name: '고른 콘텐츠', weight: 1, members: metaIds.map((metaId, i) => ({ metaId, weight: i + 1 })) },
]

async function start(kind: ServiceDatabase, env: Record<string, string> = {}) {
  const clock = new MovableClock('2026-12-01T03:00:00.000Z')
  const test = await startService(kind, { SESSION_HOURS: '8760', ...env }, clock)
  return {
    test,
    clock,
    operator: await test.signInAs('operator'),
    planner: await test.signInAs('planner'),
  }
}

/** @param scale times the forecasts of the vendor's file */
async function stock(kind: ServiceDatabase, scale: number): Promise<void> {
  const { test, operator } = await start(kind)
  try {
    await putCatalogue(operator)
    const contents = ['PG1', 'PG2', 'PG3', 'PG4', 'RS1', 'RY1']
    await uploadRows(
      operator,
      vendorRows()
        .filter(({ metaId }) => contents.includes(metaId))
        .map((row) => ({ ...row, forecast: row.forecast * scale })),
    )
    await loadMonth(operator, '2026-12')
    for (const [code, product] of Object.entries(PRODUCTS))
      done(await operator.put(`/products/${code}`, { name: code, ctr: 0.01, vtr: 0.3, ...product }))
    for (const [code, members] of Object.entries(GROUPS))
      done(await operator.put(`/targeting-groups/${code}`, { name: code, members }))
  } finally {
    await test.stop()
  }
}

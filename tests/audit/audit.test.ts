import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit, CHECKS } from '../../server/audit/audit'
import { SHOWN_FAILURES } from '../../server/audit/check'
import { Database, type Transaction } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { createCampaign, done } from '../http/plan'
import { Market, members, type Placed, type Row } from '../purchases/market'
import { databases } from '../support/databases'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-12', amount: 300_003 }
const groups = members('PG1', 'PG2', 'PG3')
const NOW = new Date('2026-12-08T03:00:00.000Z')

/** A change of the data behind the service's back, and exactly the checks that must find it. */
interface Break {
  what: string
  sql: string
  fails: readonly (typeof CHECKS)[number]['name'][]
  /** Matches the first failing row. */
  says?: RegExp
}

const UNSOLD = `meta_id = 'PG4' AND platform = 'NAVER' AND date = '2026-12-20'`
/** Never the amended unit, whose amount is different. */
const unit = (status: string) =>
  `(SELECT id FROM (SELECT MIN(id) AS id FROM campaign_unit WHERE booking_status = '${status}' AND amount = ${row.amount}) one)`
const first = (table: string, where: string) =>
  `id = (SELECT id FROM (SELECT MIN(id) AS id FROM ${table} WHERE ${where}) one)`
const BOOKED_AD = first('ad', `unit_id = ${unit('Booked')}`)
const BOOKED_CHILD = first('child_ad', `ad_id IN (SELECT id FROM ad WHERE unit_id = ${unit('Booked')})`)
const LAST_PURCHASE = first('deduction', `type = 'PURCHASE' AND unit_id = ${unit('Booked')}`)

const BREAKS: readonly Break[] = [
  {
    what: 'a negative forecast',
    sql: `UPDATE unit_inventory SET forecast = -1 WHERE ${UNSOLD}`,
    fails: ['counts'],
    says: /PG4 on NAVER on 2026-12-20: forecast -1/,
  },
  {
    what: 'an impression sold without a ledger row',
    sql: `UPDATE unit_inventory SET sold = sold + 1 WHERE ${UNSOLD}`,
    fails: ['sold-ledger'],
    says: /PG4 on NAVER on 2026-12-20: sold is 1, the ledger sums to 0/,
  },
  {
    what: 'an impression held without a ledger row',
    sql: `UPDATE unit_inventory SET held = held + 1 WHERE ${UNSOLD}`,
    fails: ['held-ledger'],
  },
  {
    what: 'a purchase that left the ledger',
    sql: `DELETE FROM deduction WHERE ${LAST_PURCHASE}`,
    fails: ['sold-ledger', 'cells-ledger'],
  },
  {
    what: 'a ledger row without inventory',
    sql: `INSERT INTO deduction (unit_id, purchase_id, type, quantity, meta_id, platform, date, actor, at)
          SELECT unit_id, purchase_id, 'PURCHASE', 5, 'GONE', 'NAVER', '2026-12-06', actor, at FROM deduction WHERE ${LAST_PURCHASE}`,
    fails: ['ledger-inventory', 'cells-ledger'],
    says: /there is no inventory row GONE on NAVER/,
  },
  {
    what: 'a booking that is not its ads',
    sql: `UPDATE booking SET amount = amount + 1 WHERE unit_id = ${unit('Canceled')}`,
    fails: ['booking-ads'],
  },
  {
    what: 'an ad that is not its child ads',
    sql: `UPDATE ad SET impressions = impressions + 1 WHERE ${BOOKED_AD}`,
    fails: ['booking-ads', 'ad-child-ads'],
  },
  {
    what: 'a child ad that is not its owner shares',
    sql: `UPDATE child_ad SET amount = amount + 1 WHERE ${BOOKED_CHILD}`,
    fails: ['ad-child-ads', 'child-ad-owners', 'publish-request-newest'],
  },
  {
    what: 'an owner share that is not its cells',
    sql: `UPDATE owner_share SET amount = amount + 1 WHERE child_ad_id IN (SELECT id FROM child_ad WHERE ${BOOKED_CHILD}) AND position = 0`,
    fails: ['child-ad-owners', 'owner-cells'],
  },
  {
    what: 'a won too many in a cell',
    sql: `UPDATE share_cell SET amount = amount + 1 WHERE position = 0 AND owner_share_id =
          (SELECT id FROM (SELECT MIN(s.id) AS id FROM owner_share s) one)`,
    fails: ['owner-cells'],
  },
  {
    what: 'impressions moved from one day to another',
    sql: `UPDATE share_cell SET date = '2026-12-30' WHERE impressions > 0 AND owner_share_id =
          (SELECT MIN(s.id) FROM owner_share s JOIN child_ad c ON c.id = s.child_ad_id WHERE c.${BOOKED_CHILD})`,
    fails: ['cells-ledger'],
  },
  {
    what: 'a ratio that is lost',
    sql: `UPDATE share_cell SET ratio_ppb = ratio_ppb + 1 WHERE position = 0 AND owner_share_id =
          (SELECT MIN(s.id) FROM owner_share s JOIN child_ad c ON c.id = s.child_ad_id WHERE c.${BOOKED_CHILD})`,
    fails: ['cell-ratios'],
  },
  {
    what: 'a plan that changed behind its booking',
    sql: `UPDATE campaign_unit SET amount = amount + 50000 WHERE id = ${unit('Booked')}`,
    fails: ['plan-booked'],
    says: /the row says 350003 won and 47946 impressions, booked are 300003 won and 41096/,
  },
  {
    what: 'an earlier revision that is gone',
    sql: 'DELETE FROM past_booking WHERE revision = 1',
    fails: ['revisions'],
  },
  {
    what: 'a hold that counts less than its ledger',
    // Variant B needs the most; without it, the need of variant A remains.
    sql: `UPDATE unit_hold_row SET counted = 0, need = 0
          WHERE unit_id = (SELECT unit_id FROM unit_hold WHERE variant = 'B') AND counted > 0 AND meta_id = 'PG1'`,
    fails: ['hold-ledger', 'hold-split'],
  },
  {
    what: 'a row that is of another variant than its hold',
    sql: `UPDATE campaign_unit SET variant = 'C' WHERE id IN (SELECT unit_id FROM unit_hold WHERE variant = 'A')`,
    fails: ['hold-of-its-row'],
    says: /held as A, planned as C/,
  },
  {
    what: 'variants that are held twice',
    sql: `UPDATE unit_hold SET variant = NULL WHERE variant = 'B'`,
    fails: ['hold-variants', 'hold-of-its-row'],
  },
  {
    what: 'a hold that nobody gave back',
    sql: `UPDATE unit_hold SET expires_at = '2026-12-01T00:00:00.000Z'`,
    fails: ['hold-expired'],
  },
  {
    what: 'a hold that says another total',
    sql: `UPDATE unit_hold SET amount = amount + 1`,
    fails: ['hold-split'],
  },
  {
    what: 'a status that there is not',
    sql: `UPDATE child_ad SET publish_status = 'SOMETHING'`,
    fails: ['known-statuses', 'ad-publish-status', 'status-reports', 'publish-counts'],
  },
  {
    what: 'a draft that is called booked',
    sql: `UPDATE campaign_unit SET booking_status = 'Booked' WHERE id = ${unit('Draft')}`,
    fails: ['booked-status', 'history-status'],
  },
  {
    what: 'a booking that is called a draft',
    sql: `UPDATE campaign_unit SET booking_status = 'Draft' WHERE id = ${unit('Booked')}`,
    fails: ['unbooked-status', 'history-status'],
  },
  {
    what: 'a draft that is called reserved',
    sql: `UPDATE campaign_unit SET booking_status = 'Reserved' WHERE id = ${unit('Draft')}`,
    fails: ['reserved-status', 'history-status'],
    says: /is Reserved, but has no hold/,
  },
  {
    what: 'a canceled unit that keeps days to come',
    sql: `UPDATE booking SET at = '2026-12-04T03:00:00.000Z' WHERE unit_id = ${unit('Canceled')}`,
    fails: ['ended-status'],
  },
  {
    what: 'a status without history',
    sql: `UPDATE booking_event SET status_after = 'InFlight' WHERE unit_id = ${unit('Booked')}`,
    fails: ['history-status'],
  },
  {
    what: 'a child ad whose failure nobody sees',
    sql: `UPDATE child_ad SET publish_status = 'FAILED' WHERE ${BOOKED_CHILD}`,
    fails: ['ad-publish-status', 'status-reports', 'publish-counts'],
    says: /is REQUESTED, its parts add up to FAILED/,
  },
  {
    what: 'a unit whose publish status is not its ads’',
    sql: `UPDATE campaign_unit SET publish_status = 'CANCELED' WHERE id = ${unit('Booked')}`,
    fails: ['unit-publish-status', 'campaign-publish-status', 'publish-counts'],
  },
  {
    what: 'a campaign whose publish status is not its units’',
    sql: `UPDATE campaign SET publish_status = NULL WHERE publish_status IS NOT NULL`,
    fails: ['campaign-publish-status'],
  },
  {
    what: 'a child ad that no ad server was asked for',
    sql: `DELETE FROM publish_request WHERE child_ad_id IN (SELECT id FROM child_ad WHERE ${BOOKED_CHILD})`,
    fails: ['publish-requested'],
    says: /no ad server was asked for it/,
  },
  {
    what: 'a canceled booking of which ad servers never heard',
    sql: `UPDATE publish_request SET action = 'UPDATE' WHERE action = 'CANCEL'`,
    fails: ['publish-request-newest'],
    says: /is UPDATE of .* in a unit that is Canceled/,
  },
  {
    what: 'a status that nobody reported',
    sql: `UPDATE child_ad SET status_reported_at = '2026-12-02T00:00:00.000Z' WHERE ${BOOKED_CHILD}`,
    fails: ['status-reports'],
    says: /is REQUESTED since 2026-12-02T00:00:00.000Z, its reports come to REQUESTED/,
  },
  {
    what: 'an ad that is counted twice',
    sql: `UPDATE unit_publish_status SET requested = requested + 1 WHERE unit_id = ${unit('Booked')}`,
    fails: ['publish-counts'],
  },
  {
    what: 'a report of an ad that is gone',
    sql: `INSERT INTO publish_report (child_ad_id, reported_at, status, origin, received_at)
          VALUES ('gone', '2026-12-02T00:00:00.000Z', 'LIVE', 'AD_SERVER', '2026-12-02T00:00:00.000Z')`,
    fails: ['reported-ads'],
    says: /status report of gone/,
  },
  {
    what: 'a delivery on a day to come',
    sql: `INSERT INTO delivery_day (child_ad_id, date, impressions, clicks, views, reported_at, updated_at)
          SELECT id, '2026-12-09', 1, 0, 0, updated_at, updated_at FROM child_ad WHERE ${BOOKED_CHILD}`,
    fails: ['delivered-days'],
    says: /1 on 2026-12-09/,
  },
  {
    what: 'a makegood for another campaign’s row',
    sql: `INSERT INTO makegood (unit_id, for_unit_id, actor, at)
          SELECT MAX(id), ${unit('Booked')}, 'a', '2026-12-02T00:00:00.000Z' FROM campaign_unit WHERE booking_status = 'Draft'`,
    fails: ['makegoods'],
  },
  {
    what: 'a request that nobody set aside',
    sql: `UPDATE publish_request SET status = 'RETIRED' WHERE ${first('publish_request', '1 = 1')}`,
    fails: ['retired-requests'],
  },
  {
    what: 'a request that is gone, with what was done with it',
    sql: `INSERT INTO publish_request_handling (request_id, kind, actor, at)
          VALUES (987654, 'REPLAYED', 'somebody', '2026-12-08T00:00:00.000Z')`,
    fails: ['references'],
    says: /publish_request_handling \d+: there is no publish_request 987654/,
  },
  {
    what: 'a notice that ends and lasts',
    sql: `INSERT INTO notice (rule, subject, active_key, data, raised_at)
          VALUES ('AT_RISK', 'x', NULL, '{}', '2026-12-08T00:00:00.000Z')`,
    fails: ['notices'],
  },
  {
    what: 'a notification of nothing',
    sql: "INSERT INTO notification (account_id, notice_id) VALUES ('nobody', 987654)",
    fails: ['references'],
    says: /there is no notice 987654/,
  },
  {
    what: 'a letter that waits and is done',
    sql: `INSERT INTO notification_letter (notice_id, channel, receiver, status, attempts, created_at, done_at)
          VALUES (987654, 'MAIL', 'x', 'PENDING', 0, '2026-12-08T00:00:00.000Z', '2026-12-08T00:00:00.000Z')`,
    fails: ['letters', 'references'],
  },
  {
    what: 'a ready proposal without a size',
    sql: 'UPDATE proposal_copy SET bytes = NULL',
    fails: ['proposal-copies'],
    says: /is READY, and its other fields are not/,
  },
  {
    what: 'a proposal that failed for no reason',
    sql: `INSERT INTO proposal_copy (id, campaign_id, number, status, audience, template, language, sheets, format, author_id, run_id, created_at)
          SELECT 'x', campaign_id, 1000, 'FAILED', audience, template, language, sheets, format, 'nobody', run_id, created_at FROM proposal_copy`,
    fails: ['proposal-copies', 'proposal-numbers', 'references'],
    says: /have number 1000, the last given is 1/,
  },
  {
    what: "a proposal's file that a purge would remove",
    sql: "INSERT INTO unclaimed_file (storage_key, since) SELECT storage_key, '' FROM proposal_copy",
    fails: ['proposal-files'],
  },
  {
    what: 'a content that was merged into nothing',
    sql: "INSERT INTO retirement (kind, code, merged_into) VALUES ('CONTENT', 'PG4', 'GONE')",
    fails: ['merged-into'],
    says: /CONTENT PG4 was merged into GONE/,
  },
  {
    what: 'a forecast that changed to nothing',
    sql: `UPDATE standard_inventory SET changed_at = '2026-12-08T00:00:00.000Z', new_forecast_total = NULL
          WHERE ${first('standard_inventory', '1 = 1')}`,
    fails: ['changed-forecasts'],
  },
  { what: 'a version that fell back', sql: `UPDATE product SET version = 0`, fails: ['versions'] },
  {
    what: 'a campaign that is gone',
    sql: `DELETE FROM campaign WHERE id = (SELECT campaign_id FROM campaign_unit WHERE id = ${unit('Draft')})`,
    fails: ['references'],
  },
  {
    what: 'a unit that is gone with its booking',
    sql: `DELETE FROM campaign_unit WHERE id = ${unit('Booked')}`,
    fails: ['references', 'deleted-units', 'campaign-publish-status'],
  },
]

class Undo extends Error {}

describe.each(databases())('The audit ($name)', (kind) => {
  let market: Market
  let database: Database

  const verdictsOf = async () =>
    (await audit(database, NOW)).filter(({ count }) => count > 0).map(({ promise: _promise, ...one }) => one)

  /** Changes the data in a transaction that is rolled back, and audits what the transaction sees. */
  async function broken(sql: string) {
    let found: Awaited<ReturnType<typeof verdictsOf>> = []
    await database
      .write(async (tx) => {
        const restore = await ignoreChecks(tx)
        try {
          expect(await tx.run(sql)).toBeGreaterThan(0)
          found = await verdictsOf()
        } finally {
          await restore()
        }
        throw new Undo()
      })
      .catch((error) => {
        if (!(error instanceof Undo)) throw error
      })
    return found
  }

  beforeAll(async () => {
    market = await Market.open(kind)
    database = market.test.service.database
    const booked = await market.place(row, groups)
    done(await market.buy(booked))
    const changed = await market.place(row, groups)
    const canceled = await market.place(row, groups)
    for (const one of [changed, canceled]) done(await market.buy(one))
    const draft = await market.place(row, groups)
    done(await market.hold([draft]))
    done(await market.release(draft))
    const campaignId = await createCampaign(market.planner)
    const variants: Placed[] = [
      await market.place(row, groups, campaignId),
      await market.place({ ...row, amount: 500_000 }, groups, campaignId),
    ]
    const later = '2026-12-12T00:00:00.000Z'
    done(
      await market.hold(
        [
          { ...variants[0]!, variant: 'A' },
          { ...variants[1]!, variant: 'B' },
        ],
        later,
      ),
    )
    const { runId } = done(await market.planner.post(`/campaigns/${campaignId}/proposals`, {}))
    await market.test.admin.runEnd(runId)
    market.clock.moveTo(NOW.toISOString())
    done(await market.act(changed, 'amend', { amount: 400_000, endDate: '2026-12-15' }))
    done(await market.act(canceled, 'cancel'))
  })
  afterAll(() => market?.stop())

  it('finds nothing where everything adds up', async () => {
    expect(await verdictsOf()).toEqual([])
    expect((await audit(database, NOW)).map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name))
  })

  it.each(BREAKS)('sees $what', async ({ sql, fails, says }) => {
    const found = await broken(sql)
    expect(found.map(({ name }) => name).sort()).toEqual([...fails].sort())
    for (const { count, rows } of found) {
      expect(rows).toHaveLength(Math.min(count, SHOWN_FAILURES))
      expect(new Set(rows).size).toBe(rows.length)
    }
    if (says) expect(found.flatMap(({ rows }) => rows).join('\n')).toMatch(says)
    expect(await verdictsOf()).toEqual([])
  })

  it('has a way to break every check', () => {
    // tests/database/faults.test.ts damages the file.
    const seen = new Set(['stored-file', ...BREAKS.flatMap(({ fails }) => fails)])
    expect(CHECKS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
  })

  it('counts every failing row and shows the first', async () => {
    const all = done(await market.planner.get('/unit-inventory?limit=1000')).items.length
    const [found] = await broken('UPDATE unit_inventory SET sold = sold + 1')
    expect(found).toMatchObject({ name: 'sold-ledger', count: expect.any(Number) })
    expect(found!.count).toBeGreaterThanOrEqual(all)
    expect(found!.rows).toHaveLength(SHOWN_FAILURES)
  })

  it('opens a database to be read only, as it is, and none that is not there', async () => {
    const url = market.test.service.configuration.databaseUrl
    const beside = await Database.openToRead(url, SCHEMA)
    try {
      expect((await audit(beside, NOW)).every(({ count }) => count === 0)).toBe(true)
    } finally {
      await beside.close()
    }
    await expect(Database.openToRead(`${url}_missing`, SCHEMA)).rejects.toThrow(/there is no database/)
  })
})

/** Switches CHECK constraints off, so that the audit has to find the error. */
async function ignoreChecks(tx: Transaction): Promise<() => Promise<unknown>> {
  if (tx.dialect.name === 'sqlite') {
    await tx.rows('PRAGMA ignore_check_constraints = ON')
    return () => tx.rows('PRAGMA ignore_check_constraints = OFF')
  }
  await tx.rows('SET SESSION check_constraint_checks = 0')
  return () => tx.rows('SET SESSION check_constraint_checks = 1')
}

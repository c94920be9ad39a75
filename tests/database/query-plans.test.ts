import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allJobs } from '../../server/programs/all-jobs'
import { done } from '../http/plan'
import { Market, members, type Placed, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import { runJob } from '../support/run-job'
import { recordStatements, type Statement } from '../support/statements'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-08', amount: 60_000 }
const COPIES = 1_500
const CONTENT_COPIES = 30
const MONTHS = 12
/** So many rows of a table may be read from its beginning to its end: it doesn't grow with the business. */
const SMALL_TABLE = 1_000
/** So many rows may be read by an index at once, where no LIMIT ends the reading. */
const MOST_ROWS = 3_000

/** The tables that grow with the business, and those of their columns that name a row of one of them. */
const BOOKED = [
  'campaign',
  'campaign_unit',
  'campaign_unit_group',
  'campaign_unit_group_member',
  'campaign_unit_change',
  'purchase',
  'booking',
  'booking_event',
  'ad',
  'child_ad',
  'owner_share',
  'share_cell',
  'deduction',
  'unit_publish_status',
  'publish_report',
  'publish_request',
  'delivery_day',
  'journal',
]
const NAMES = /^(id|campaign_id|unit_id|ad_id|child_ad_id|owner_share_id|purchase_id)$/

/** A line of EXPLAIN. */
interface Access {
  table: string
  type: string
  key: string | null
  rows: number
  Extra: string | null
}

/** EXPLAIN of what the hot paths send, with about a year of business in the tables. */
describe.each(databases().filter(({ name }) => name === 'mysql'))('Query plans on $name', (kind) => {
  let market: Market
  let record: (work: () => Promise<unknown>) => Promise<Statement[]>
  let booked: Placed
  let planned: Placed
  let childAdId: string

  beforeAll(async () => {
    market = await Market.open(kind, { PUBLISHING: 'on' })
    booked = await market.place(row, members('PG1', 'PG2', 'PG3'))
    done(await market.buy(booked))
    childAdId = (await market.distribution(booked)).ads[0].childAds[0].childAdId
    await reportDelivery()
    done(
      await market.operator.post('/ads/status-reports', {
        reports: [{ childAdId, status: 'APPROVED', reportedAt: '2026-12-01T01:00:00Z' }],
      }),
    )
    await fillAYear()
    planned = await market.place(row, members('PG1', 'PG2', 'PG3'))
    await market.job('monitoring-refresh')
    // Few rows are at risk.
    const { database } = market.test.service
    await database.write((tx) =>
      tx.run('UPDATE monitoring_unit SET reason = NULL WHERE CRC32(unit_id) % 30 > 0'),
    )
    await database.write((tx) => tx.run('ANALYZE TABLE monitoring_unit'))
    await market.test.service.jobs.stop()
    record = recordStatements(market.test.service.database).during
  }, 120_000)
  afterAll(() => market?.stop())

  const reportDelivery = () =>
    market.operator.post('/delivery-reports', {
      reports: [{ childAdId, date: '2026-12-01', impressions: 10, clicks: 1, views: 1 }],
    })

  async function fillAYear(): Promise<void> {
    const { database } = market.test.service
    const run = (sql: string) => database.write((tx) => tx.run(sql))
    for (const table of BOOKED) await multiply(table)
    await run(
      `UPDATE campaign SET created_at = CONCAT('2026-', LPAD(1 + CRC32(id) % 11, 2, '0'), SUBSTR(created_at, 8)),
         owner_id = IF(CRC32(id) % 40 = 0, owner_id, 'somebody-else') WHERE id <> '${booked.campaignId}'`,
    )
    // Most flights are over.
    await run(
      `UPDATE campaign_unit SET start_date = start_date - INTERVAL CRC32(id) % 300 DAY,
         end_date = end_date - INTERVAL CRC32(id) % 300 DAY, booking_status = IF(CRC32(id) % 30 = 0, 'InFlight', 'Finished')
       WHERE id <> '${booked.unitId}'`,
    )
    await run("UPDATE publish_request SET status = 'DELIVERED', attempts = 1, done_at = created_at")
    for (let month = 1; month < MONTHS; month++) {
      await run(
        `INSERT IGNORE INTO unit_inventory (meta_id, platform, date, forecast, held, sold)
         SELECT meta_id, platform, date + INTERVAL ${31 * month} DAY, forecast, 0, 0 FROM unit_inventory
         WHERE date BETWEEN '2026-12-01' AND '2026-12-31'`,
      )
    }
    await run(
      `INSERT INTO unit_inventory (meta_id, platform, date, forecast, held, sold)
       SELECT CONCAT(meta_id, '-', seq), platform, date, forecast, 0, 0 FROM unit_inventory, seq_1_to_${CONTENT_COPIES}`,
    )
    await run(
      `INSERT INTO content (meta_id, type, name, needs_review, version)
       SELECT CONCAT('KW-', seq), 'KEYWORD', CONCAT('검색어 ', seq), 0, 1 FROM seq_1_to_20000`,
    )
    await run(
      `INSERT INTO standard_inventory (month, type, meta_id, forecast_total, actual_total, status, version)
       SELECT CONCAT('2026-', LPAD(1 + seq % 11, 2, '0')), 'KEYWORD', CONCAT('KW-', seq), 1, 1, 'CONFIRMED', 1 FROM seq_1_to_20000`,
    )
    await run(
      `INSERT INTO session (token_hash, account_id, created_at, expires_at)
       SELECT CONCAT('token-', seq), CONCAT('account-', seq % 100), '2026-11-28T00:00:00.000Z', '2026-12-05T00:00:00.000Z'
       FROM seq_1_to_20000`,
    )
    await run(
      `INSERT INTO idempotency_key (account_id, idempotency_key, fingerprint, body, created_at)
       SELECT CONCAT('account-', seq % 100), CONCAT('key-', seq), 'x', 'x', '2026-12-01T00:00:00.000Z' FROM seq_1_to_20000`,
    )
    await run(
      `INSERT INTO job_run (id, job, status, done, total, heartbeat_at, created_at, finished_at, fence, attempt)
       SELECT CONCAT('run-', seq), 'monitoring-refresh', 'SUCCEEDED', 0, 0, '2026-11-01T00:00:00.000Z', CONCAT('2026-11-', LPAD(1 + seq % 30, 2, '0'), 'T00:00:00.000Z'), '2026-12-01T00:00:00.000Z', 1, 1
       FROM seq_1_to_10000`,
    )
    const { user } = done(await market.planner.get('/session'))
    await run(
      `INSERT INTO notice (rule, subject, data, campaign_id, raised_at, over_at)
       SELECT 'AT_RISK', seq, '{"campaign":"x","product":"x","missing":1,"reason":"BEHIND"}', '${booked.campaignId}',
         '2026-11-20T00:00:00.000Z', '2026-11-28T00:00:00.000Z' FROM seq_1_to_20000`,
    )
    await run(
      `INSERT INTO notification (account_id, notice_id)
       SELECT IF(id % 40 = 0, '${user.id}', CONCAT('account-', id % 100)), id FROM notice`,
    )
    await run(
      `INSERT INTO notification_letter (notice_id, channel, receiver, status, attempts, created_at, done_at)
       SELECT id, 'MAIL', 'somebody', 'DELIVERED', 1, raised_at, raised_at FROM notice`,
    )
    await run(
      `INSERT INTO catalogue_change (kind, code, field, value_before, value_after, actor, at)
       SELECT 'CONTENT', CONCAT('KW-', seq), 'name', 'null', '"x"', 'somebody', '2026-12-01T00:00:00.000Z' FROM seq_1_to_20000`,
    )
    await run(
      `INSERT INTO publish_request_handling (request_id, kind, actor, at)
       SELECT id, 'REPLAYED', 'somebody', '2026-12-01T00:00:00.000Z' FROM publish_request`,
    )
    const tables = await database.rows<{ name: string }>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    )
    for (const { name } of tables) await run(`ANALYZE TABLE ${name}`)
  }

  /** Copies the rows of a table; names of other rows become the names of their copies. */
  async function multiply(table: string): Promise<void> {
    const { database } = market.test.service
    const columns = await database.rows<{ name: string; extra: string }>(
      `SELECT column_name AS name, extra FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = '${table}'`,
    )
    const copied = columns.map(({ name }) => name).filter((_, i) => columns[i]!.extra === '')
    const values = copied.map((name) =>
      NAMES.test(name) ? `CONCAT(LPAD(HEX(seq), 8, '0'), SUBSTR(${name}, 9))` : name,
    )
    await database.write((tx) =>
      tx.run(
        `INSERT INTO ${table} (${copied.join(', ')}) SELECT ${values.join(', ')} FROM ${table}, seq_1_to_${COPIES}`,
      ),
    )
  }

  /** Statements that read a large table as a whole, or too much of it. */
  async function scans(statements: readonly Statement[]): Promise<string[]> {
    const { database } = market.test.service
    const found = new Set<string>()
    for (const { sql, parameters } of statements) {
      if (!/^\s*(SELECT|UPDATE|DELETE|INSERT[^(]*\([^)]*\)\s*SELECT)/i.test(sql)) continue
      const plan = await database.rows<Access>(`EXPLAIN ${sql}`, parameters as never)
      // A list that is read in the order of the index ends at its LIMIT.
      const ends =
        /LIMIT \d+\s*$/.test(sql) && !plan.some(({ Extra }) => /filesort|temporary/.test(Extra ?? ''))
      for (const { table, type, key, rows, Extra } of plan) {
        const all = type === 'ALL' || (type === 'index' && !ends)
        if (Number(rows) > (all ? SMALL_TABLE : ends ? Number.POSITIVE_INFINITY : MOST_ROWS))
          found.add(
            `${table} (${type}, ${key}, ${rows} rows, ${Extra}): ${sql.replace(/\s+/g, ' ').slice(0, 400)}`,
          )
      }
    }
    return [...found]
  }

  const { get, post } = {
    get: (path: () => string) => () => market.planner.get(path()),
    post: (path: () => string, body: () => unknown) => () => market.planner.post(path(), body()),
  }
  const ofPlanned = () => `/campaigns/${planned.campaignId}`
  const ofUnit = () => `/campaign-units/${booked.unitId}`
  const asked = (more = {}) => ({ ...row, groups: members('PG1', 'PG2'), kind: undefined, ...more })

  it.each<[string, () => Promise<{ status: number; body: unknown }>]>([
    [
      'availability',
      post(
        () => '/availability',
        () => asked(),
      ),
    ],
    [
      'alternatives',
      post(
        () => '/availability',
        () => asked({ amount: 10 ** 12, alternatives: true }),
      ),
    ],
    ['campaigns of a planner', get(() => '/campaigns')],
    ['campaigns of an operator', () => market.operator.get('/campaigns?limit=50')],
    ['a campaign', get(ofPlanned)],
    ['a MediaMix', get(() => `${ofPlanned()}/media-mix`)],
    ['targeting', get(() => `${ofPlanned()}/targeting`)],
    [
      'a sync',
      async () => {
        const { revision, rows } = done(await market.planner.get(`${ofPlanned()}/media-mix`))
        const changes = [
          { op: 'put', unitId: planned.unitId, version: rows[0].version, fields: { device: '모바일' } },
          { op: 'put', unitId: randomUUID(), fields: row },
        ]
        return market.planner.post(`${ofPlanned()}/media-mix/sync`, { baseRevision: revision, changes })
      },
    ],
    ['a hold', () => market.hold([planned])],
    ['a campaign’s holds', get(() => `${ofPlanned()}/holds`)],
    ['a purchase', () => market.buy(planned)],
    ['an amendment', () => market.act(planned, 'amend', { amount: 70_000 })],
    ['a cancellation', () => market.act(planned, 'cancel')],
    ['a distribution', get(() => `${ofUnit()}/distribution`)],
    ['a ledger', get(() => `${ofUnit()}/ledger`)],
    ['a history', get(() => `${ofUnit()}/history`)],
    ['statuses of a row', get(() => `${ofUnit()}/statuses`)],
    ['delivery of a campaign', get(() => `/campaigns/${booked.campaignId}/delivery`)],
    ['delivery days', get(() => `/campaigns/${booked.campaignId}/delivery-days`)],
    ['a makegood', get(() => `${ofUnit()}/makegood`)],
    ['delivery reports', reportDelivery],
    [
      'status reports',
      () =>
        market.operator.post('/ads/status-reports', {
          reports: [{ childAdId, status: 'LIVE', reportedAt: '2026-12-01T02:00:00Z' }],
        }),
    ],
    ['contents', get(() => '/contents?limit=50')],
    ['standard inventory', get(() => '/standard-inventory?month=2026-03&limit=500')],
    ['unit inventory', get(() => '/unit-inventory?limit=500')],
    ['unit inventory of a content', get(() => '/unit-inventory?metaId=PG1&limit=500')],
    ['runs', () => market.operator.get('/jobs/runs')],
    ['runs of a job', () => market.operator.get('/jobs/runs?job=monitoring-refresh&limit=50')],
    ['requests to ad servers', () => market.operator.get('/publish-requests?limit=50')],
    ['requests that wait', () => market.operator.get('/publish-requests?status=PENDING&limit=50')],
    ['notifications', get(() => '/notifications?limit=50')],
    ['notifications to be read', get(() => '/notifications?unread=true&limit=50')],
    [
      'reading notifications',
      post(
        () => '/notifications/reads',
        () => ({ upTo: 50 }),
      ),
    ],
    ['letters', () => market.operator.get('/notification-letters?limit=50')],
    ['dead letters', () => market.operator.get('/notification-letters?status=DEAD&limit=50')],
    ['a history of the catalogue', get(() => '/contents/PG1/history?limit=50')],
    ['changed forecasts', get(() => '/standard-inventory?month=2026-03&changed=true&limit=500')],
    ['the dashboard’s units at risk', () => market.operator.get('/monitoring/at-risk?limit=50')],
  ])('seek in %s', async (_what, work) => {
    const statements = await record(async () => {
      const { status, body } = await work()
      expect(status, JSON.stringify(body)).toBeLessThan(300)
    })
    expect(statements.length).toBeGreaterThan(0)
    expect(await scans(statements)).toEqual([])
  })

  it.each([
    'expire-holds',
    'calendar-statuses',
    'purge-idempotency-keys',
    'purge-sessions',
    'purge-journal',
    'notify',
    'purge-notifications',
  ])('seek in the job %s', async (name) => {
    const { database, configuration, clock } = market.test.service
    const job = allJobs(database, configuration, clock).find((one) => one.name === name)!
    const statements = await record(() => runJob(database, job, '2026-12'))
    expect(statements.length).toBeGreaterThan(0)
    expect(await scans(statements)).toEqual([])
  })

  it('seek in the later pages of lists', async () => {
    for (const path of [
      '/unit-inventory?limit=200',
      '/campaigns?limit=20',
      '/contents?limit=100',
      '/jobs/runs?job=monitoring-refresh&limit=50',
    ]) {
      const { nextCursor } = done(await market.operator.get(path))
      const statements = await record(() => market.operator.get(`${path}&cursor=${nextCursor}`))
      expect(await scans(statements)).toEqual([])
    }
  })
})

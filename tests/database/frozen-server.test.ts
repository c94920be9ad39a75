import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database, OutcomeUnknown, type Transaction } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { databases, type TestDatabase } from '../support/databases'
import { eventually } from '../support/eventually'
import { Gate } from '../support/gate'
import { startService, type TestService } from '../support/service'

const mysql = databases().find(({ name }) => name === 'mysql')

const insert = (tx: Transaction, code: string) =>
  tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [code, code])

/** Milliseconds that work takes, and how it ends. */
async function timed(work: Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const since = Date.now()
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return { ms: Date.now() - since, error }
}

describe.skipIf(!mysql)('a database server that is frozen', { timeout: 60_000 }, () => {
  let base: TestDatabase
  let gate: Gate
  beforeAll(async () => {
    base = await mysql!.createMigrated()
    gate = new Gate(base.url)
    await gate.open()
  })
  afterAll(async () => {
    await gate.shut()
    await base.drop()
  })

  describe('below a unit of work', () => {
    let database: Database
    beforeAll(async () => {
      database = await Database.open(gate.url, SCHEMA, { poolSize: 2, readLimitMs: 1000 })
    })
    afterAll(() => database.close())

    it('breaks a write off soon after its deadline, and nothing of it is there', async () => {
      const write = database.write(
        async (tx) => {
          await insert(tx, 'FROZEN')
          gate.freeze()
          await insert(tx, 'MORE')
        },
        { deadline: Date.now() + 500 },
      )
      const { ms, error } = await timed(write)
      gate.thaw()
      expect(database.dialect.isRetryable(error)).toBe(true)
      expect(ms).toBeLessThan(6_000)
      await eventually(async () => (await database.rows('SELECT 1')).length === 1)
      expect(await database.rows('SELECT code FROM content_owner')).toEqual([])
    })

    it('at the commit leaves it unknown what happened', async () => {
      const write = database.write(
        async (tx) => {
          await insert(tx, 'UNKNOWN')
          gate.freeze()
        },
        { deadline: Date.now() + 500 },
      )
      const { ms, error } = await timed(write)
      gate.thaw()
      expect(error).toBeInstanceOf(OutcomeUnknown)
      expect(ms).toBeLessThan(6_000)
    })

    it('is not waited for by those who have no connection yet, nor by reads', async () => {
      gate.freeze()
      const deadline = Date.now() + 500
      const writes = Array.from({ length: 5 }, (_, i) =>
        timed(database.write((tx) => insert(tx, `LATE${i}`), { deadline })),
      )
      const reads = Array.from({ length: 5 }, () => timed(database.rows('SELECT 1')))
      for (const { ms, error } of await Promise.all([...writes, ...reads])) {
        expect(error).toBeDefined()
        expect(ms).toBeLessThan(6_000)
      }
      gate.thaw()
      await eventually(async () => (await database.rows('SELECT 1')).length === 1)
      await database.write((tx) => insert(tx, 'AFTER'))
      const codes = await database.rows<{ code: string }>(
        `SELECT code FROM content_owner WHERE code <> 'UNKNOWN'`,
      )
      expect(codes).toEqual([{ code: 'AFTER' }])
    })
  })

  describe('below the service', () => {
    const TOKEN = 'token-for-the-scraper'
    let test: TestService
    beforeAll(async () => {
      test = await startService(
        { createMigrated: async () => ({ url: gate.url, drop: async () => undefined }) },
        { REQUEST_DEADLINE_SECONDS: '1', METRICS_TOKEN: TOKEN, LOG_LEVEL: 'silent' },
      )
    })
    afterAll(() => test.stop())

    it('fails readiness within a second or so, leaves liveness and metrics, and every call gets 503', async () => {
      const { origin, admin } = test
      gate.freeze()
      const since = Date.now()
      const [ready, live, metrics] = await Promise.all([
        fetch(`${origin}/health/ready`),
        fetch(`${origin}/health/live`),
        fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } }),
      ])
      expect(Date.now() - since).toBeLessThan(5_000)
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { status: 'unavailable', database: 'unavailable' },
      ])
      expect(live.status).toBe(200)
      expect([metrics.status, await metrics.text()]).toEqual([
        200,
        expect.stringContaining('process_cpu_user_seconds_total'),
      ])
      const answers = await Promise.all([
        admin.get('/campaigns'),
        admin.put('/content-owners/FROZEN', { name: 'f' }),
      ])
      expect(
        answers.map(({ status, body, headers }) => [status, body.code, headers.get('retry-after')]),
      ).toEqual([
        [503, 'UNAVAILABLE', '2'],
        [503, 'UNAVAILABLE', '2'],
      ])
      gate.thaw()
      await eventually(async () => (await fetch(`${origin}/health/ready`)).ok)
      await eventually(async () => (await admin.get('/campaigns')).status === 200)
    })
  })
})

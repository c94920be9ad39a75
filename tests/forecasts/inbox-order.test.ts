import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderInbox } from '../../server/forecasts/inbox/folder-inbox'
import { FORECAST_INBOX, FORECAST_INBOX_FILE } from '../../server/forecasts/inbox/forecast-inbox'
import { putCatalogue } from '../http/plan'
import { places } from '../jobs/harness'
import type { TestDatabase } from '../support/databases'
import { eventually } from '../support/eventually'
import { type Client, startService, type TestService } from '../support/service'

const HEADER = 'part,metaId,date,hour,forecast,actual'

describe.each(places())('An inbox of two services ($name)', ({ kind, redis }) => {
  let base: TestDatabase
  let inbox: string
  const services: TestService[] = []
  let operator: Client

  beforeAll(async () => {
    base = await kind.createMigrated()
    inbox = mkdtempSync(join(tmpdir(), 'flightsheet-order-'))
    const shared = { createMigrated: async () => ({ url: base.url, drop: async () => undefined }) }
    const env = { FORECAST_INBOX: inbox, REDIS_URL: redis?.url ?? '', REDIS_PREFIX: redis?.prefix ?? '' }
    for (let i = 0; i < 2; i++) services.push(await startService(shared, env))
    for (const { service } of services) service.jobs.lookAfter()
    operator = await services[0]!.signInAs('operator')
    await putCatalogue(operator)
  })
  afterAll(async () => {
    for (const service of services) await service.stop()
    await redis?.drop()
    await base?.drop()
    if (inbox) rmSync(inbox, { recursive: true, force: true })
  })

  const put = (name: string, second: number, content: string) => {
    writeFileSync(join(inbox, name), content)
    utimesSync(join(inbox, name), second, second)
  }
  const rows = (forecast: number, count: number) =>
    Array.from(
      { length: count },
      (_, i) =>
        `SMR_PROGRAM,P${i % 100},2027-01-${10 + Math.floor(i / 2400)},${Math.floor(i / 100) % 24},${forecast},`,
    )
  const scan = (at: number) => services[at]!.service.jobs.runToEnd(FORECAST_INBOX, {})
  const waiting = () => readdirSync(inbox).filter((name) => name.endsWith('.csv'))

  it('takes the files one after the other in the order of their change, whoever finds them', async () => {
    // The older a file, the more rows it has: side by side, the newer ones would end first.
    const files = [5, 4, 3, 2, 1].map((size, i) => ({ name: `${'edcba'[i]}.csv`, second: 1000 + i, size }))
    for (const { name, second, size } of files)
      put(name, second, [HEADER, ...rows(second, size * 2400)].join('\n'))
    await Promise.all([scan(0), scan(1), scan(0), scan(1)])
    await eventually(() => waiting().length === 0, waiting)
    const taken: { name: string; createdAt: string; takenAt: string }[] = (
      await operator.get('/forecasts?limit=100')
    ).body.items.reverse()
    expect(taken.map(({ name }) => name)).toEqual(files.map(({ name }) => name))
    for (const [i, { createdAt }] of taken.slice(1).entries())
      expect(createdAt >= taken[i]!.takenAt).toBe(true)
    const stored = await services[0]!.service.database.read((tx) =>
      tx.rows('SELECT DISTINCT date, forecast FROM forecast_inventory ORDER BY date'),
    )
    expect(stored).toEqual(
      [1004, 1003, 1002, 1001, 1000].map((forecast, i) => ({ date: `2027-01-${10 + i}`, forecast })),
    )
  })

  it('moves a file away that ended its process, before it takes the next ones', async () => {
    const { database } = services[0]!.service
    const isIdle = async () => {
      const active = "SELECT id FROM job_run WHERE status IN ('QUEUED', 'RUNNING')"
      return (await database.read((tx) => tx.rows(active))).length === 0
    }
    // The run of the last file looks for a next one when it has moved its own.
    await eventually(isIdle)
    put('broken.csv', 2000, `${HEADER}\nSMR_PROGRAM,B1,2027-02-01,1,1,`)
    put('next.csv', 2001, `${HEADER}\nSMR_PROGRAM,B1,2027-02-01,1,2,`)
    const { mark } = (await folderInbox(inbox).find('broken.csv'))!
    await database.write((tx) => tx.run('UPDATE job_lane SET last = last + 1'))
    const last = await database.read((tx) => tx.rows<{ last: number }>('SELECT last FROM job_lane'))
    await database.write((tx) =>
      tx.insert(
        'job_run',
        [
          'id',
          'job',
          'status',
          'lane',
          'place',
          'done',
          'total',
          'heartbeat_at',
          'created_at',
          'input',
          'error',
        ],
        [
          [
            'broken-run',
            FORECAST_INBOX_FILE,
            'FAILED',
            'inventory',
            last[0]!.last,
            0,
            0,
            '2020-01-01T00:00:00.000Z',
            '2020-01-01T00:00:00.000Z',
            JSON.stringify({ name: 'broken.csv', mark }),
            JSON.stringify({ code: 'INTERRUPTED', detail: 'x' }),
          ],
        ],
      ),
    )
    await scan(0)
    await eventually(() => waiting().length === 0, waiting)
    expect(readdirSync(join(inbox, 'failed'))).toEqual(['broken.csv', 'broken.csv.report.txt'])
    expect(readdirSync(join(inbox, 'processed'))).toContain('next.csv')
    // Somebody has looked at it: it is taken like any other.
    put('broken.csv', 2002, `${HEADER}\nSMR_PROGRAM,B1,2027-02-01,1,3,`)
    await scan(1)
    await eventually(() => waiting().length === 0, waiting)
    expect(
      await database.read((tx) => tx.rows("SELECT forecast FROM forecast_inventory WHERE meta_id = 'B1'")),
    ).toEqual([{ forecast: 3 }])
  })

  it('loads a month after the files that were sent before it, and a correction after both', async () => {
    const { admin: other } = services[1]!
    const large = await operator.upload([HEADER, ...rows(7, 14_400)].join('\n'))
    const correction = await other.upload(`${HEADER}\nSMR_PROGRAM,P0,2027-01-15,23,1007,`)
    const load = await operator.post('/jobs/standard-inventory-load/runs', { month: '2027-01' })
    const late = await other.upload(`${HEADER}\nSMR_PROGRAM,P0,2027-01-15,23,9,`)
    const answers = [large, correction, load, late]
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    for (const { body } of answers)
      expect(await operator.runEnd(body.runId)).toMatchObject({ status: 'SUCCEEDED', waitsFor: null })
    const { items } = (await operator.get('/standard-inventory?month=2027-01')).body
    expect(items.find(({ metaId }: { metaId: string }) => metaId === 'P0')).toMatchObject({
      forecastTotal: 6 * 24 * 7 + 1000,
    })
    expect(
      await services[0]!.service.database.read((tx) =>
        tx.rows(
          "SELECT forecast FROM forecast_inventory WHERE meta_id = 'P0' AND date = '2027-01-15' AND hour = 23",
        ),
      ),
    ).toEqual([{ forecast: 9 }])
  })
})

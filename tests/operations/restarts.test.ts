import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { Database } from '../../server/database/database'
import type { Schema } from '../../server/database/schema'
import { SCHEMA } from '../../server/programs/schema'
import { databases, type TestDatabase } from '../support/databases'
import { eventually } from '../support/eventually'
import { freePort } from '../support/free-port'
import { NEXT_SCHEMA } from '../support/next-schema'
import { findNginx, Nginx } from '../support/nginx'
import { buildPrograms, type Programs, type Spawned, spawnProgram } from '../support/programs'
import { ADMIN, CLOCK, client } from '../support/service'
import { CAMPAIGN, openMarket, Traffic } from './traffic'

const mysql = databases().find(({ name }) => name === 'mysql')
const redis = inject('redisServer')

/** Two processes of the service behind nginx, on one MariaDB and one Redis. */
describe.skipIf(!mysql || !redis || !findNginx())('Two processes behind nginx', { timeout: 120_000 }, () => {
  let base: TestDatabase
  let programs: Programs
  let nginx: Nginx
  let ports: number[]
  const uploads = mkdtempSync(join(tmpdir(), 'flightsheet-restarts-'))
  const running: Spawned[] = []

  beforeAll(async () => {
    programs = await buildPrograms({ release: 'tests/operations/release-program.ts' })
    base = await mysql!.createMigrated()
    const first = await Database.open(base.url, SCHEMA)
    await first.close()
    ports = [await freePort(), await freePort()]
    for (const i of [0, 1]) running[i] = await start(i, 'this')
    nginx = await Nginx.start(ports)
    await openMarket(await admin(), base.url)
  })
  afterAll(async () => {
    await Promise.all(
      running.map(({ process, ended }) => {
        process.kill('SIGKILL')
        return ended
      }),
    )
    await nginx?.stop()
    await base?.drop()
    programs?.remove()
    rmSync(uploads, { recursive: true, force: true })
  })

  async function start(i: number, release: 'this' | 'next'): Promise<Spawned> {
    const spawned = spawnProgram(programs.file('release'), [release], {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(ports[i]),
      DATABASE_URL: base.url,
      REDIS_URL: redis!,
      REDIS_PREFIX: `restarts-${ports[0]}`,
      CLOCK,
      SAMPLE_DATA: 'none',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      JOB_SCHEDULES: 'none',
      UPLOAD_DIR: uploads,
      DRAIN_SECONDS: '1',
      LOG_LEVEL: 'silent',
    })
    await spawned.said('ready')
    return spawned
  }

  async function replace(i: number, release: 'this' | 'next'): Promise<void> {
    running[i]!.process.kill('SIGTERM')
    expect(await running[i]!.ended).toBe(0)
    running[i] = await start(i, release)
  }

  async function admin() {
    const { body } = await client(nginx.origin, '').post('/session', ADMIN)
    return client(nginx.origin, body.token)
  }

  async function expectAllThere(bought: readonly string[], schema: Schema): Promise<void> {
    const database = await Database.openToRead(base.url, schema)
    const purchases = await database.rows<{ id: string }>('SELECT id FROM purchase')
    const wrong = (await audit(database, new Date(CLOCK))).filter(({ count }) => count > 0)
    await database.close()
    expect(new Set(purchases.map(({ id }) => id))).toEqual(new Set(bought))
    expect(wrong).toEqual([])
  }

  const allBought: string[] = []

  it('are restarted one after the other without a request that fails', async () => {
    const traffic = new Traffic(await admin(), { patient: false, planners: 4 })
    await eventually(() => traffic.bought.length > 4)
    for (const i of [0, 1]) await replace(i, 'this')
    const before = traffic.bought.length
    await eventually(() => traffic.bought.length > before + 4)
    await traffic.end()
    allBought.push(...traffic.bought)
    expect(traffic.failures).toEqual([])
    await expectAllThere(allBought, SCHEMA)
  })

  it('are replaced by the next release one after the other, and nothing that was acknowledged is lost', async () => {
    const traffic = new Traffic(await admin(), { patient: true, planners: 4 })
    await eventually(() => traffic.bought.length > 4)
    await replace(0, 'next')
    const fenced = `http://127.0.0.1:${ports[1]}`
    const ready = await fetch(`${fenced}/health/ready`)
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'outdated', database: 'ok' }])
    const token = (await admin()).token
    const refused = await client(fenced, token).post('/campaigns', CAMPAIGN)
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'UNAVAILABLE',
      '5',
    ])
    expect((await client(fenced, token).get('/campaigns')).status).toBe(200)
    const before = traffic.bought.length
    await eventually(() => traffic.bought.length > before + 4)
    await replace(1, 'next')
    await traffic.end()
    allBought.push(...traffic.bought)
    expect(traffic.failures).toEqual([])
    await expectAllThere(allBought, NEXT_SCHEMA)
  })
})

import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { done } from '../http/plan'
import { places } from '../jobs/harness'
import { KillableService } from '../storm/killable-service'
import { CLOCK, type Client } from '../support/service'

const ROWS = 600
/** Moments between the answer to a request and the kill, in milliseconds; `npm run test:long` has all. */
const KILLED_AFTER_MS = process.env.PROPOSAL_KILLS === 'all' ? [0, 300, 900] : [300]

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'])
})

describe.each(places())('A service that is killed while it makes proposals ($name)', ({ kind, redis }) => {
  it('makes all that it has promised, and leaves no file of its attempts', { timeout: 180_000 }, async () => {
    const { url, drop } = await kind.createMigrated()
    const store = mkdtempSync(join(tmpdir(), 'flightsheet-store-'))
    const service = new KillableService(url, {
      PROPOSAL_STORE: store,
      ...(redis ? { REDIS_URL: redis.url, REDIS_PREFIX: redis.prefix } : {}),
    })
    try {
      await service.start()
      const campaignId = await largeCampaign(await service.signIn())
      const promised: string[] = []
      for (const after of KILLED_AFTER_MS) {
        const client = await service.signIn()
        for (const audience of ['client', 'internal'])
          promised.push(done(await client.post(`/campaigns/${campaignId}/proposals`, { audience })).id)
        await sleep(after)
        await service.kill()
        await service.start()
      }
      const client = await service.signIn()
      const path = `/campaigns/${campaignId}/proposals`
      for (const [at, id] of promised.entries()) {
        const copy = await ended(client, `${path}/${id}`)
        expect(copy).toMatchObject({ number: at + 1, status: 'READY' })
        const { bytes } = await client.get(`${path}/${id}/file`)
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(copy.sha256)
      }
      await service.kill()
      await expectNoGarbage(url, store)
    } finally {
      await service.stop()
      rmSync(store, { recursive: true, force: true })
      await redis?.drop()
      await drop()
    }
  })
})

async function largeCampaign(client: Client): Promise<string> {
  await client.put('/platforms/NAVER', { name: 'NAVER TV', displayOrder: 1 })
  await client.put('/products/R', {
    name: '논타겟',
    targetingKind: 'RANDOM',
    platforms: ['NAVER'],
    ecpm: 5000,
    ctr: 0.01,
    vtr: 0.5,
  })
  const flight = { startDate: '2026-12-01', endDate: '2026-12-31' }
  const fields = { name: '겨울', advertiser: '한빛', budget: 1, ...flight }
  const { id } = done(await client.post('/campaigns', fields))
  const row = { kind: 'PAID', productCode: 'R', ...flight, amount: 1_000_000, device: 'PC', creative: '15초' }
  const changes = Array.from({ length: ROWS }, () => ({ op: 'put', unitId: randomUUID(), fields: row }))
  done(await client.post(`/campaigns/${id}/media-mix/sync`, { baseRevision: 1, changes }))
  return id
}

async function ended(client: Client, path: string) {
  for (;;) {
    const copy = done(await client.get(path))
    if (copy.status !== 'PENDING') return copy
    await sleep(100)
  }
}

/** Whatever an attempt has left is known as unclaimed. */
async function expectNoGarbage(url: string, store: string): Promise<void> {
  const database = await Database.openToRead(url, SCHEMA)
  try {
    const known = await database.rows<{ storageKey: string }>(
      'SELECT storage_key AS storageKey FROM proposal_copy UNION SELECT storage_key FROM unclaimed_file',
    )
    const keys = new Set(known.map(({ storageKey }) => storageKey))
    const files = readdirSync(store, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(store.length + 1))
    expect(files.length).toBeGreaterThanOrEqual(2 * KILLED_AFTER_MS.length)
    expect(files.filter((file) => !keys.has(file.replace(/\.part$/, '')))).toEqual([])
    const found = await audit(database, new Date(CLOCK))
    expect(found.filter(({ count }) => count > 0)).toEqual([])
  } finally {
    await database.close()
  }
}

import { afterEach, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { record } from '../../server/journal/journal'
import { Service } from '../../server/programs/service'
import { createCampaign } from '../http/plan'
import { databases } from '../support/databases'
import { EventReader } from '../support/event-reader'
import { Gate } from '../support/gate'
import { testRedis } from '../support/redis'
import { startService } from '../support/service'

const AT = '2026-12-01T03:00:00.000Z'
const revisionsOf = ({ events }: EventReader) =>
  events.flatMap((event) => (event.kind === 'campaign.changed' ? [event.data.revision] : []))

/** Closers of what a test opened; the newest is closed first. */
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** A second service on the database of the first. */
async function besides(first: Service, env: Record<string, string> = {}) {
  const configuration = readConfiguration({
    PORT: '0',
    DATABASE_URL: first.configuration.databaseUrl,
    SAMPLE_DATA: 'none',
    JOB_SCHEDULES: 'none',
    CLOCK: AT,
    UPLOAD_DIR: first.configuration.uploadDir,
    LOG_LEVEL: 'silent',
    ...env,
  })
  const service = await Service.create(configuration)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= service.close()
    return closed
  }
  open.push(close)
  return { service, close, origin: `http://127.0.0.1:${await service.listen()}` }
}

describe.each(databases())('Live events of several processes ($name)', (kind) => {
  const start = async (env: Record<string, string> = {}) => {
    const test = await startService(kind, env)
    open.push(() => test.stop())
    const planner = await test.signInAs('planner')
    return { test, planner, campaignId: await createCampaign(planner) }
  }
  const change = (service: Service, campaignId: string, revision: number) =>
    service.database.write((tx) =>
      record(tx, [{ campaignId, kind: 'campaign.changed', data: { revision } }], AT),
    )
  const listen = async (...args: Parameters<typeof EventReader.open>) => {
    const reader = await EventReader.open(...args)
    open.push(() => reader.close())
    return reader
  }

  it('tells of it at once by Redis, and by looking while Redis is away', async ({ skip }) => {
    const redis = testRedis()
    if (!redis) return skip('no Redis')
    open.push(() => redis.drop())
    const gate = new Gate(redis.url)
    await gate.open()
    open.push(() => gate.shut())
    const env = { REDIS_URL: gate.url, REDIS_PREFIX: redis.prefix, LOG_LEVEL: 'silent' }
    const { test, planner, campaignId } = await start(env)
    const second = await besides(test.service, env)
    const reader = await listen(test.origin, planner)
    for (let revision = 10; revision < 30; revision++) {
      await change(second.service, campaignId, revision)
      await reader.until((read) => revisionsOf(read).includes(revision))
    }
    await gate.shut()
    await change(second.service, campaignId, 30)
    await reader.until((read) => revisionsOf(read).includes(30))
    await gate.open()
    await change(second.service, campaignId, 31)
    await reader.until((read) => revisionsOf(read).includes(31))
  })

  it('tells of what another process committed, ends its streams when it stops, and another one goes on from there', async () => {
    const { test, planner, campaignId } = await start()
    const second = await besides(test.service)
    const before = await listen(second.origin, planner)
    await change(test.service, campaignId, 50)
    await before.until((read) => revisionsOf(read).includes(50))
    await second.close()
    await before.until(({ ended }) => ended)
    await change(test.service, campaignId, 51)
    const after = await listen(test.origin, planner, { lastEventId: before.lastEventId })
    await after.until((read) => revisionsOf(read).includes(51))
    expect(revisionsOf(after)).not.toContain(50)
  })
})

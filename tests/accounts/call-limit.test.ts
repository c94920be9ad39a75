import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { CallLimit } from '../../server/accounts/call-limit'
import type { Caller } from '../../server/caller'
import { SharedCounters } from '../../server/shared-counters'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { testRedis } from '../support/redis'
import { startService } from '../support/service'

const caller = (id: string): Caller => ({ id, email: `${id}@example.com`, name: id, role: 'planner' })

function process(redis: { url: string; prefix: string } | undefined, perMinute: number) {
  const counters = new SharedCounters(redis, pino({ level: 'silent' }))
  const told: string[] = []
  const limit = new CallLimit(counters, perMinute, async ({ email }) => {
    told.push(email)
  })
  const allowed = async (id: string) =>
    limit.count(caller(id)).then(
      () => true,
      () => false,
    )
  return { allowed, told, close: () => counters.close() }
}

async function times(count: number, work: (i: number) => Promise<boolean>): Promise<number> {
  const results = await Promise.all(Array.from({ length: count }, (_, i) => work(i)))
  return results.filter(Boolean).length
}

describe('Calls of an account', () => {
  it('are so many in a minute, of each account by itself, and the first one too many is told', async () => {
    const one = process(undefined, 30)
    expect(await times(100, () => one.allowed('a'))).toBe(30)
    expect(await one.allowed('b')).toBe(true)
    expect(one.told).toEqual(['a@example.com'])
  })

  it('are not limited by 0', async () => {
    const one = process(undefined, 0)
    expect(await times(5_000, () => one.allowed('a'))).toBe(5_000)
  })

  it('over the limit get 429 with the time to wait, in both languages, and a line in the log', async () => {
    const running = await startService(databases()[0]!, { CALLS_PER_MINUTE: '20' })
    const planner = await running.signInAs('planner')
    for (let i = 0; i < 20; i++) expect((await planner.get('/session')).status).toBe(200)
    const { status, body, headers } = await planner.get('/campaigns')
    expect([status, body.code]).toEqual([429, 'TOO_MANY_CALLS'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await planner.get('/campaigns', { 'accept-language': 'ko' })).body.detail).toMatch(
      /^이 계정의 호출이 1분에 20번을 넘었습니다\. \d+초 뒤/,
    )
    // Others go on, and people can still sign in.
    const { body: log } = await running.admin.get('/security-events?action=CALLS_THROTTLED')
    expect(log.items).toHaveLength(1)
    expect(log.items[0]).toMatchObject({ actor: 'planner@example.com', subject: 'planner@example.com' })
    await running.stop()
  })
})

const redis = testRedis()

describe.runIf(redis)('Calls of an account, counted in Redis', () => {
  afterAll(() => redis!.drop())

  it('are counted by all processes together', async () => {
    const [one, two] = [process(redis!, 40), process(redis!, 40)]
    await eventually(async () => (await one.allowed('first')) && (await two.allowed('first')))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await times(100, (i) => (i % 2 ? one : two).allowed('shared'))).toBe(40)
    one.close()
    two.close()
  })
})

import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SignInThrottle } from '../../server/accounts/sign-in-throttle'
import { inRequest } from '../../server/request-context'
import { SharedCounters } from '../../server/shared-counters'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { Gate } from '../support/gate'
import { testRedis } from '../support/redis'
import { ADMIN, startService, type TestService } from '../support/service'

const log = pino({ level: 'silent' })

/** A process with a throttle. Its `guess` and `enter` tell whether the attempt was let through. */
function process(redis: { url: string; prefix: string } | undefined, signedIn: readonly string[] = []) {
  const counters = new SharedCounters(redis, log)
  const told: string[] = []
  const throttle = new SignInThrottle(counters, {
    isSignedIn: async (_email, address) => signedIn.includes(address),
    refused: async (email) => {
      told.push(email)
    },
  })
  const attempt = async (email: string, address: string, wrong: boolean) => {
    const context = { address, userAgent: null, requestId: 'r', caller: null }
    const work = async () => {
      if (wrong) throw new Error('wrong')
    }
    try {
      await inRequest(context, () => throttle.guard(email, () => wrong, work))
      return true
    } catch (error) {
      return (error as Error).message === 'wrong'
    }
  }
  return {
    guess: (email: string, address: string) => attempt(email, address, true),
    enter: (email: string, address: string) => attempt(email, address, false),
    told,
    close: () => counters.close(),
  }
}

async function times(count: number, work: (i: number) => Promise<boolean>): Promise<number> {
  const results = await Promise.all(Array.from({ length: count }, (_, i) => work(i)))
  return results.filter(Boolean).length
}

describe('Wrong passwords', () => {
  it('are 20 for an account from an address, however many are sent at a time', async () => {
    const one = process(undefined)
    expect(await times(100, () => one.guess('a@example.com', '192.0.2.1'))).toBe(20)
    expect(await one.enter('a@example.com', '192.0.2.1')).toBe(false)
    expect(one.told).toEqual(['a@example.com'])
    expect(await one.enter('b@example.com', '192.0.2.1')).toBe(true)
    expect(await one.enter('a@example.com', '192.0.2.2')).toBe(true)
  })

  it('are 300 from an address', async () => {
    const one = process(undefined)
    expect(await times(500, (i) => one.guess(`${i}@example.com`, '192.0.2.1'))).toBe(300)
    expect(await one.enter('other@example.com', '192.0.2.1')).toBe(false)
  })

  it('are 100 for an account from everywhere, and lock nobody out of where one is signed in', async () => {
    const one = process(undefined, ['198.51.100.1'])
    expect(await times(500, (i) => one.guess('a@example.com', `203.0.113.${i % 250}`))).toBe(100)
    expect(await one.enter('a@example.com', '203.0.113.251')).toBe(false)
    expect(await one.enter('a@example.com', '198.51.100.1')).toBe(true)
    expect(await times(50, () => one.guess('a@example.com', '198.51.100.1'))).toBe(20)
  })

  it('are not counted when the password was right', async () => {
    const one = process(undefined)
    for (let i = 0; i < 60; i++) expect(await one.enter('a@example.com', '192.0.2.1')).toBe(true)
  })
})

const redis = testRedis()

describe.runIf(redis)('Wrong passwords, counted in Redis', () => {
  const gate = new Gate(redis?.url ?? '')
  beforeAll(() => gate.open())
  afterAll(async () => {
    await gate.shut()
    await redis!.drop()
  })
  const connected = (n: number) => eventually(() => gate.inside >= n)

  it('are counted by all processes together', async () => {
    const [one, two] = [process({ ...redis!, url: gate.url }), process({ ...redis!, url: gate.url })]
    await connected(2)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const email = `${randomUUID()}@example.com`
    const allowed = await times(100, (i) => (i % 2 ? one : two).guess(email, '192.0.2.1'))
    expect(allowed).toBe(20)
    expect(await two.enter(email, '192.0.2.1')).toBe(false)
    one.close()
    two.close()
  })

  it('are counted by each process while Redis is away, and nobody waits for it', async () => {
    const one = process({ ...redis!, url: gate.url })
    await connected(1)
    await gate.shut()
    const begin = Date.now()
    expect(await one.enter('away@example.com', '192.0.2.1')).toBe(true)
    expect(await times(50, () => one.guess('away@example.com', '192.0.2.1'))).toBe(20)
    expect(Date.now() - begin).toBeLessThan(2_000)
    await gate.open()
    await eventually(async () => (await one.enter('away@example.com', '192.0.2.1')) === true)
    one.close()
  })

  it('are counted while Redis hangs', async () => {
    await gate.shut()
    await gate.open({ mute: true })
    const one = process({ ...redis!, url: gate.url })
    await connected(1)
    expect(await one.enter('mute@example.com', '192.0.2.1')).toBe(true)
    expect(await times(50, () => one.guess('mute@example.com', '192.0.2.1'))).toBe(20)
    one.close()
  })
})

describe.each(databases())('Wrong passwords over HTTP ($name)', (kind) => {
  let running: TestService
  beforeAll(async () => {
    running = await startService(kind)
  })
  afterAll(() => running?.stop())

  it('say when to try again, in both languages', async () => {
    const guess = (language: string) =>
      running.anonymous.post(
        '/session',
        { email: 'victim@example.com', password: 'wrong' },
        { 'accept-language': language },
      )
    for (let i = 0; i < 20; i++) expect((await guess('en')).status).toBe(401)
    const { status, body, headers } = await guess('en')
    expect([status, body.code, body.detail]).toEqual([
      429,
      'TOO_MANY_ATTEMPTS',
      'Too many failed sign-ins. Try again in 5 min.',
    ])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(200)
    expect((await guess('ko')).body.detail).toBe(
      '로그인에 너무 여러 번 실패했습니다. 5분 뒤 다시 시도해 주세요.',
    )
  })

  it('for changing the own password count too', async () => {
    const planner = await running.signInAs('planner')
    const change = (currentPassword: string, newPassword = 'lantern in the harbour') =>
      planner.put('/me/password', { currentPassword, newPassword })
    // A new password that is refused is no guess.
    for (let i = 0; i < 25; i++) expect((await change(ADMIN.password, '1234567890')).status).toBe(422)
    for (let i = 0; i < 20; i++) expect((await change('wrong')).status).toBe(422)
    expect((await change(ADMIN.password)).status).toBe(429)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { Gate } from '../support/gate'
import { testRedis } from '../support/redis'
import { startService, type TestService } from '../support/service'

const redis = testRedis()

describe.runIf(redis)('Readiness names Redis', () => {
  const gate = new Gate(redis?.url ?? '')
  let test: TestService
  beforeAll(async () => {
    await gate.open()
    test = await startService(databases()[0]!, {
      REDIS_URL: gate.url,
      REDIS_PREFIX: redis!.prefix,
      LOG_LEVEL: 'silent',
    })
  })
  afterAll(async () => {
    await test?.stop()
    await gate.shut()
    await redis!.drop()
  })

  const health = async () => {
    const since = Date.now()
    const answer = await fetch(`${test.origin}/health`)
    const body = (await answer.json()) as { redis?: string }
    expect(Date.now() - since).toBeLessThan(1_500)
    return { ...body, status: answer.status }
  }
  const isBack = () => eventually(async () => (await health()).redis === 'ok', undefined, 10_000)

  it('that answers', async () => {
    await isBack()
    expect(await health()).toEqual({ status: 200, database: 'ok', redis: 'ok' })
  })

  it('that is frozen: the service stays ready, as it works without, and sees it come back', async () => {
    gate.freeze()
    expect(await health()).toEqual({ status: 200, database: 'ok', redis: 'unavailable' })
    expect((await test.admin.get('/users')).status).toBe(200)
    gate.thaw()
    await isBack()
  })

  it('that is dead, and back again', async () => {
    await gate.shut()
    expect(await health()).toEqual({ status: 200, database: 'ok', redis: 'unavailable' })
    const { status } = await test.anonymous.post('/session', {
      email: 'a@example.com',
      password: 'a guess of mine',
    })
    expect(status).toBe(401)
    await gate.open()
    await isBack()
  })
})

describe('Without Redis', () => {
  it('health doesn’t name it', async () => {
    const test = await startService(databases()[0]!)
    expect(await (await fetch(`${test.origin}/health`)).json()).toEqual({ status: 'ok', database: 'ok' })
    await test.stop()
  })
})

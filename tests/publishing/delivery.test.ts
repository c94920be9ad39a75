import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PublishMessage } from '../../shared/contract/publishing'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { isSigned, Receiver, SECRET } from './receiver'

const QUICK = {
  PUBLISHING: 'on',
  WEBHOOK_RETRY_SECONDS: '0.02',
  WEBHOOK_TIMEOUT_SECONDS: '5',
  WEBHOOK_ATTEMPTS: '3',
}
const OTHER_SECRET = `whsec_${Buffer.from('another secret, as long as it').toString('base64')}`

describe.each(databases())('Requests on their way to ad servers ($name)', (kind) => {
  let market: Market
  let receiver: Receiver
  beforeAll(async () => {
    market = await Market.open(kind, QUICK)
  })
  afterAll(() => market?.stop())
  beforeEach(async () => {
    receiver = await Receiver.open()
  })
  afterEach(async () => {
    await market.test.service.database.write(async (tx) => {
      for (const table of ['webhook', 'webhook_platform', 'publish_request'])
        await tx.run(`DELETE FROM ${table}`)
    })
    await receiver?.close()
  })

  const attach = async (code = 'ads', body: object = {}, url = receiver.url) =>
    done(await market.operator.put(`/webhooks/${code}`, { url, secret: SECRET, ...body }))
  const buy = async (): Promise<Placed> => {
    const placed = await market.place(
      {
        productCode: 'DIRECT',
        startDate: '2026-12-10',
        endDate: '2026-12-12',
        amount: 60_000,
        device: 'PC',
        creative: '15초',
      },
      members('PG1', 'PG2'),
    )
    done(await market.buy(placed))
    return placed
  }
  const list = async (query = '') => done(await market.operator.get(`/publish-requests${query}`)).items
  const settled = (status: string, count: number) =>
    eventually(async () => (await list(`?status=${status}`)).length === count, list)

  it('brings what is booked, signed and told in full, and sends it once', async () => {
    const { webhook } = { webhook: await attach() }
    expect(JSON.stringify(webhook)).not.toContain('whsec_')
    const placed = await buy()
    await settled('DELIVERED', 3)
    expect(receiver.seen).toHaveLength(3)
    const { ads } = await market.distribution(placed)
    for (const received of receiver.seen) {
      expect(isSigned(received, SECRET)).toBe(true)
      expect(isSigned(received, OTHER_SECRET)).toBe(false)
      const { headers, body } = received
      expect(isSigned({ headers, body: body.replace('CREATE', 'CANCEL') }, SECRET)).toBe(false)
      expect(isSigned({ headers: { ...headers, 'webhook-id': 'x' }, body }, SECRET)).toBe(false)
      const { type, data } = received.message
      const ad = ads.find(({ platform }: { platform: string }) => platform === data.platform)
      expect({ type, ...data }).toMatchObject({
        type: 'child-ad.publish-requested',
        action: 'CREATE',
        childAdId: ad.childAds[0].childAdId,
        unitId: placed.unitId,
        campaignId: placed.campaignId,
        product: 'DIRECT',
        group: '고른 콘텐츠',
        device: 'PC',
        creative: '15초',
        bookingStatus: 'Booked',
        startDate: '2026-12-10',
        endDate: '2026-12-12',
        impressions: ad.impressions,
        amount: ad.amount,
      })
      expect(sum(data.plan.days)).toBe(data.impressions)
      expect(sum(data.plan.contents)).toBe(data.impressions)
    }
  })

  it('signs with two secrets while receivers change over', async () => {
    await attach()
    expect(await attach('ads', { secret: OTHER_SECRET })).toMatchObject({ secrets: 2 })
    await buy()
    await settled('DELIVERED', 3)
    expect(receiver.seen.every((one) => isSigned(one, SECRET) && isSigned(one, OTHER_SECRET))).toBe(true)
    expect(await attach('ads', { secret: undefined, previousSecret: null })).toMatchObject({ secrets: 1 })
    await buy()
    await settled('DELIVERED', 6)
    const last = receiver.seen.slice(3)
    expect(last.every((one) => isSigned(one, OTHER_SECRET) && !isSigned(one, SECRET))).toBe(true)
  })

  it('goes by platform; what has no ad server yet waits for one', async () => {
    const naver = await Receiver.open()
    try {
      await attach('naver', { platforms: ['NAVER'] }, naver.url)
      await buy()
      await settled('DELIVERED', 1)
      expect(
        (await list('?status=PENDING')).map(({ platform }: { platform: string }) => platform).sort(),
      ).toEqual(['DAUM', 'KAKAO'])
      await attach('others')
      await settled('DELIVERED', 3)
      const platforms = ({ seen }: Receiver) => seen.map(({ message }) => message.data.platform).sort()
      expect(platforms(naver)).toEqual(['NAVER'])
      expect(platforms(receiver)).toEqual(['DAUM', 'KAKAO'])
      const twice = await market.operator.put('/webhooks/more', { url: receiver.url, secret: SECRET })
      expect(twice.body).toMatchObject({ code: 'ALREADY_EXISTS', webhook: 'others' })
    } finally {
      await naver.close()
    }
  })

  it('tries again after time-outs, errors, redirects and broken connections, then gives up; dead letters can be replayed', async () => {
    const failures = ['hang up', 500, 302, 429] as const
    let healthy = false
    receiver.behaviour = ({ data }, times) =>
      healthy ? 200 : failures[(data.sequence + times) % failures.length]!
    await attach()
    const placed = await buy()
    await settled('DEAD', 3)
    expect(receiver.seen).toHaveLength(9)
    const dead = await list('?status=DEAD')
    expect(
      dead.every((one: { attempts: number; error: string }) => one.attempts === 3 && one.error !== null),
    ).toBe(true)
    const metrics = (await fetch(`${market.test.origin}/metrics`, {
      headers: { authorization: `Bearer ${market.operator.token}` },
    }).then((response) => response.text())) as string
    expect(metrics).toContain('publish_requests{platform="NAVER",status="DEAD"} 1')

    healthy = true
    expect(done(await market.operator.post('/publish-requests/replays', { ids: [dead[0].id] }))).toEqual({
      replayed: 1,
      overtaken: 0,
    })
    await settled('DELIVERED', 1)
    // The cancel request reaches the ad server, so the dead letters before it are at an end.
    done(await market.act(placed, 'cancel', { reason: '취소' }))
    await settled('DELIVERED', 4)
    await settled('SUPERSEDED', 2)
    expect(done(await market.operator.post('/publish-requests/replays', { webhook: 'ads' }))).toEqual({
      replayed: 0,
      overtaken: 0,
    })
    expect(await list('?status=PENDING')).toEqual([])
    expect(done(await market.operator.get('/webhooks/ads'))).toMatchObject({ dead: 0 })
  })

  it('keeps what the receiver says against a request, as text', async () => {
    receiver.behaviour = () => 422
    receiver.says = Buffer.from(`\u0000{"error":"소재가 없습니다"}${'가'.repeat(400)}`)
    await attach()
    await buy()
    await settled('DEAD', 3)
    const [one] = await list('?status=DEAD')
    expect(one).toMatchObject({ answer: 422, error: 'answered 422' })
    expect(one.answerText).toMatch(/^\ufffd\{"error":"소재가 없습니다"\}가+$/)
    expect(Buffer.byteLength(one.answerText.replace('\ufffd', '\u0000'))).toBeLessThanOrEqual(1000)
    receiver.behaviour = () => 200
    done(await market.operator.post('/publish-requests/replays', { webhook: 'ads' }))
    await settled('DELIVERED', 3)
    expect((await list('?status=DELIVERED'))[0].answerText).toBeNull()
  })

  it('lets an operator set dead letters aside and send them after all, and remembers who did it', async () => {
    receiver.behaviour = () => 400
    await attach()
    await buy()
    await settled('DEAD', 3)
    const [one, two, three] = await list('?status=DEAD')
    const retire = (body: object) => market.operator.post('/publish-requests/retirements', body)
    expect(done(await retire({ ids: [one.id, two.id], reason: '손으로 등록함' }))).toEqual({ retired: 2 })
    expect(done(await retire({ ids: [one.id], reason: '다시' }))).toEqual({ retired: 0 })
    expect(done(await retire({ webhook: 'ads', reason: '남은 것' }))).toEqual({ retired: 1 })
    expect(done(await market.operator.get('/webhooks/ads'))).toMatchObject({ dead: 0 })
    expect((await retire({ ids: [one.id] })).status).toBe(422)
    expect((await retire({ webhook: 'nowhere', reason: '없음' })).status).toBe(404)
    expect(
      (await market.planner.post('/publish-requests/retirements', { ids: [1], reason: 'x' })).status,
    ).toBe(403)

    receiver.behaviour = () => 200
    const again = { ids: [one.id], status: 'RETIRED', reason: '고쳤음' }
    expect(done(await market.operator.post('/publish-requests/replays', again))).toEqual({
      replayed: 1,
      overtaken: 0,
    })
    await settled('DELIVERED', 1)
    const actor = 'operator@example.com'
    expect(done(await market.operator.get(`/publish-requests/${one.id}`))).toMatchObject({
      status: 'DELIVERED',
      handlings: [
        { kind: 'RETIRED', reason: '손으로 등록함', answer: 400, actor },
        { kind: 'REPLAYED', reason: '고쳤음', answer: 400, actor },
      ],
    })
    expect(done(await market.operator.get(`/publish-requests/${three.id}`))).toMatchObject({
      status: 'RETIRED',
      handlings: [{ kind: 'RETIRED', reason: '남은 것' }],
    })
    expect((await market.operator.get('/publish-requests/999999999')).status).toBe(404)
    // The same request has the same id at every attempt, and no other installation has it.
    const ids = new Set(
      receiver.seen.filter(({ message }) => message.data.sequence === one.id).map(({ id }) => id),
    )
    expect([...ids]).toEqual([expect.stringMatching(new RegExp(`^[0-9a-f-]{36}-publish-request-${one.id}$`))])
  })

  it('gives up at once what is refused, and goes on with the rest of the ad', async () => {
    receiver.behaviour = ({ data }) => (data.action === 'CREATE' ? 410 : 200)
    await attach()
    const placed = await buy()
    await settled('DEAD', 3)
    expect(receiver.seen).toHaveLength(3)
    done(await market.act(placed, 'amend', { amount: 70_000 }))
    await settled('DELIVERED', 3)
    expect(receiver.seen.slice(3).every(({ message }) => message.data.action === 'UPDATE')).toBe(true)
  })

  it('replays in order what is given up of one ad', async () => {
    receiver.behaviour = () => 400
    await attach()
    const placed = await buy()
    await settled('DEAD', 3)
    done(await market.act(placed, 'amend', { amount: 70_000 }))
    await settled('DEAD', 6)
    receiver.seen.length = 0
    receiver.behaviour = () => 200
    expect(done(await market.operator.post('/publish-requests/replays', { webhook: 'ads' }))).toEqual({
      replayed: 6,
      overtaken: 0,
    })
    await settled('DELIVERED', 6)
    for (const actions of byAd(receiver.seen.map(({ message }) => message)))
      expect(actions).toEqual(['CREATE', 'UPDATE'])
  })

  it('waits while a webhook is off, and after it is gone', async () => {
    await attach('ads', { enabled: false })
    await buy()
    expect(done(await market.operator.get('/webhooks/ads'))).toMatchObject({
      enabled: false,
      pending: 3,
      dead: 0,
    })
    expect((await market.operator.delete('/webhooks/ads')).status).toBe(204)
    expect((await market.operator.get('/webhooks/ads')).status).toBe(404)
    expect(receiver.seen).toEqual([])
    await attach()
    await settled('DELIVERED', 3)
  })

  it('is for operators, and for addresses on the web', async () => {
    expect((await market.planner.get('/webhooks')).status).toBe(403)
    expect((await market.planner.get('/publish-requests')).status).toBe(403)
    for (const url of ['ftp://example.com/', 'file:///etc/passwd', 'https://user:pw@example.com/', 'nowhere'])
      expect((await market.operator.put('/webhooks/x', { url, secret: SECRET })).status).toBe(422)
    for (const secret of [undefined, 'secret', 'whsec_c2hvcnQ='])
      expect((await market.operator.put('/webhooks/x', { url: receiver.url, secret })).status).toBe(422)
  })
})

const sum = (parts: readonly { impressions: number }[]) =>
  parts.reduce((total, { impressions }) => total + impressions, 0)

function byAd(messages: readonly PublishMessage[]): string[][] {
  const ads = new Map<string, string[]>()
  for (const { data } of messages) ads.set(data.childAdId, [...(ads.get(data.childAdId) ?? []), data.action])
  return [...ads.values()]
}

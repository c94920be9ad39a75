import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { isSigned, type Received, Receiver, SECRET } from '../publishing/receiver'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { EventReader } from '../support/event-reader'
import { eventually } from '../support/eventually'
import type { Answer, Client } from '../support/service'
import { Mailbox } from './mailbox'

type Body = Answer['body']
const FLIGHT = { startDate: '2026-12-10', endDate: '2026-12-12' }

describe.each(databases())('What people are told in time ($name)', (kind) => {
  let market: Market
  let mailbox: Mailbox
  let receiver: Receiver
  let colleague: Client
  beforeAll(async () => {
    mailbox = await Mailbox.open()
    receiver = await Receiver.open()
    market = await Market.open(kind, {
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'Flightsheet <flightsheet@example.com>',
      MAIL_ATTEMPTS: '3',
      MAIL_RETRY_SECONDS: '0.01',
      VENDOR_FILES: 'smr=09:00; youtube=10:30',
    })
    colleague = await market.test.signInAs('planner', 'colleague@example.com')
  })
  afterEach(async () => {
    mailbox.refuseWith = undefined
    await market.test.service.database.write(async (tx) => {
      for (const table of [
        'notice',
        'notification',
        'notification_letter',
        'notification_preference',
        'webhook',
        'webhook_platform',
        'job_run',
        'forecast_file',
      ])
        await tx.run(`DELETE FROM ${table}`)
    })
  })
  afterAll(async () => {
    await market?.stop()
    await mailbox?.close()
    await receiver?.close()
  })

  const look = () => market.job('notify')
  const told = async (client: Client, query = '', headers?: Record<string, string>): Promise<Body> => {
    if (!headers) return done(await client.get(`/notifications${query}`))
    const response = await fetch(`${market.test.origin}/api/v1/notifications${query}`, {
      headers: { authorization: `Bearer ${client.token}`, ...headers },
    })
    return response.json()
  }
  const rules = async (client: Client) => (await told(client)).items.map(({ rule }: Body) => rule)
  const held = async (expiresAt: string, campaignId?: string): Promise<Placed> => {
    const placed = await market.place(
      { productCode: 'DIRECT', ...FLIGHT, amount: 60_000 },
      members('PG1', 'PG2'),
      campaignId,
    )
    done(await market.hold([placed], expiresAt))
    return placed
  }
  const sharedCampaign = async () =>
    done(
      await market.planner.post('/campaigns', {
        name: '겨울 런칭',
        advertiser: '한빛전자',
        ...FLIGHT,
        budget: 90_000_000,
        sharedWith: ['colleague@example.com'],
      }),
    ).id
  const letters = async () => done(await market.operator.get('/notification-letters')).items

  it('is told once while it lasts, to those who share the campaign, and is over when its reason is', async () => {
    market.clock.moveTo('2026-12-01T03:00:00.000Z')
    const campaignId = await sharedCampaign()
    const placed = await held('2026-12-02T06:00:00.000Z', campaignId)
    await look()
    expect(await rules(market.planner)).toEqual([])
    // 24 hours before its end.
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    expect(await look()).toMatchObject({ raised: 1 })
    expect(await look()).toMatchObject({ raised: 0, over: 0 })
    for (const client of [market.planner, colleague]) {
      const { items, unread } = await told(client)
      expect(unread).toBe(1)
      expect(items).toMatchObject([
        {
          rule: 'HOLD_ENDING',
          campaignId,
          unitId: placed.unitId,
          data: { campaign: '겨울 런칭', product: 'DIRECT', expiresAt: '2026-12-02T06:00:00.000Z' },
          raisedAt: '2026-12-01T06:00:00.000Z',
          overAt: null,
          readAt: null,
        },
      ])
    }
    expect((await rules(market.operator)).filter((rule: string) => rule === 'HOLD_ENDING')).toEqual([])
    done(await market.release(placed))
    expect(await look()).toMatchObject({ raised: 0, over: 1 })
    expect((await told(market.planner)).items[0].overAt).toBe('2026-12-01T06:00:00.000Z')
    // The same row, held again, is told again.
    done(await market.hold([placed], '2026-12-02T05:00:00.000Z'))
    expect(await look()).toMatchObject({ raised: 1 })
    expect((await told(market.planner)).unread).toBe(2)
    done(await market.release(placed))
  })

  it('is a hold that has expired, until its row is opened again', async () => {
    market.clock.moveTo('2026-12-01T03:00:00.000Z')
    const placed = await held('2026-12-01T05:00:00.000Z', await sharedCampaign())
    await look()
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    await market.job('expire-holds')
    expect(await look()).toMatchObject({ raised: 1, over: 1 })
    expect(await look()).toMatchObject({ raised: 0, over: 0 })
    for (const client of [market.planner, colleague]) {
      expect((await told(client, '', { 'accept-language': 'ko' })).items[0]).toMatchObject({
        rule: 'HOLD_EXPIRED',
        unitId: placed.unitId,
        data: { campaign: '겨울 런칭', product: 'DIRECT', expiresAt: '2026-12-01T05:00:00.000Z' },
        title: '가선점이 만료되었습니다: 겨울 런칭',
        overAt: null,
      })
    }
    done(await market.act(placed, 'reopen'))
    expect(await look()).toMatchObject({ raised: 0, over: 1 })
  })

  it('is nobody’s who may not see the campaign any more', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    const campaignId = await sharedCampaign()
    const placed = await held('2026-12-02T03:00:00.000Z', campaignId)
    await look()
    expect((await told(colleague)).unread).toBe(1)
    const { version } = done(await market.planner.get(`/campaigns/${campaignId}`))
    done(await market.planner.patch(`/campaigns/${campaignId}`, { version, sharedWith: [] }))
    expect(await told(colleague)).toMatchObject({ items: [], unread: 0 })
    done(await market.release(placed))
  })

  it('is read by one person and stays unread for the others; every window hears of it', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    const campaignId = await sharedCampaign()
    const one = await held('2026-12-02T03:00:00.000Z', campaignId)
    const two = await held('2026-12-02T04:00:00.000Z', campaignId)
    const reader = await EventReader.open(market.test.origin, market.planner, {
      query: `?campaign=${campaignId}`,
    })
    const other = await EventReader.open(market.test.origin, colleague)
    await look()
    const changes = (of: EventReader) =>
      of.events.filter(({ kind: of_ }) => of_ === 'notifications.changed').length
    await reader.until((of) => changes(of) === 1)
    await other.until((of) => changes(of) === 1)
    const { items } = await told(market.planner)
    expect(items.map(({ unitId }: Body) => unitId).sort()).toEqual([one.unitId, two.unitId].sort())
    const read = (body: object) => market.planner.post('/notifications/reads', body)
    expect(done(await read({ ids: [items[1].id] }))).toEqual({ read: 1, unread: 1 })
    expect(done(await read({ ids: [items[1].id] }))).toEqual({ read: 0, unread: 1 })
    await reader.until((of) => changes(of) === 2)
    expect((await told(market.planner, '?unread=true')).items.map(({ id }: Body) => id)).toEqual([
      items[0].id,
    ])
    expect(done(await read({ upTo: items[0].id }))).toEqual({ read: 1, unread: 0 })
    expect((await told(colleague)).unread).toBe(2)
    expect(changes(other)).toBe(1)
    expect((await read({})).status).toBe(422)
    const first = done(await market.planner.get('/notifications?limit=1'))
    const second = done(await market.planner.get(`/notifications?limit=1&cursor=${first.nextCursor}`))
    expect([first.items[0].id, second.items[0].id]).toEqual([items[0].id, items[1].id])
    reader.close()
    other.close()
    for (const placed of [one, two]) done(await market.release(placed))
  })

  it('speaks the language of the reader', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    const placed = await held('2026-12-02T03:00:00.000Z')
    await look()
    const [korean, english] = [
      (await told(market.planner, '', { 'accept-language': 'ko-KR' })).items[0],
      (await told(market.planner, '', { 'accept-language': 'en-US,en;q=0.9,ko;q=0.1' })).items[0],
    ]
    expect(korean.title).toBe('가선점이 곧 끝납니다: 겨울 캠페인')
    expect(korean.text).toContain('2026-12-02 12:00')
    expect(english.title).toBe('A hold ends soon: 겨울 캠페인')
    done(await market.release(placed))
  })

  it('is a rejected ad, and a row at risk', async () => {
    market.clock.moveToDay('2026-12-01')
    const placed = await market.place(
      { productCode: 'DIRECT', startDate: '2026-12-02', endDate: '2026-12-11', amount: 300_000 },
      members('PG1', 'PG2'),
    )
    const { units } = done(await market.buy(placed))
    const [childAdId] = units[0].ads.map(({ childAds }: Body) => childAds[0].childAdId)
    const report = (status: string, reportedAt: string, message?: string) =>
      market.operator.post('/ads/status-reports', { reports: [{ childAdId, status, reportedAt, message }] })
    done(await report('REJECTED', '2026-12-01T02:00:00.000Z', '소재 규격이 맞지 않음'))
    await look()
    expect((await told(market.planner)).items).toMatchObject([
      { rule: 'AD_REJECTED', unitId: placed.unitId, data: { ads: 1, message: '소재 규격이 맞지 않음' } },
    ])
    done(await report('APPROVED', '2026-12-01T02:30:00.000Z'))
    await look()
    expect((await told(market.planner)).items[0].overAt).not.toBeNull()
    market.clock.moveToDay('2026-12-05')
    await market.job('calendar-statuses')
    await market.job('monitoring-refresh')
    await look()
    expect((await told(market.planner)).items[0]).toMatchObject({
      rule: 'AT_RISK',
      overAt: null,
      data: { reason: 'NO_DELIVERY', missing: expect.any(Number) },
    })
    done(await market.act(placed, 'stop', { reason: '끝' }))
    await market.job('monitoring-refresh')
    await look()
    expect((await told(market.planner)).items[0].overAt).not.toBeNull()
  })

  it('is a file that could not be loaded, until it could', async () => {
    market.clock.moveToDay('2026-12-01')
    const upload = async (forecast: string) => {
      const { runId } = done(
        await market.operator.upload(
          `part,metaId,date,hour,forecast,actual\nSMR_PROGRAM,PG1,2026-12-01,1,${forecast},\n`,
          'smr-1201.csv',
        ),
      )
      await market.operator.runEnd(runId)
    }
    await upload('many')
    market.clock.moveTo('2026-12-01T03:01:00.000Z')
    await look()
    const failed = async () =>
      (await told(market.operator)).items.filter(({ rule }: Body) => rule === 'FILE_FAILED')
    expect(await failed()).toMatchObject([{ data: { file: 'smr-1201.csv' }, campaignId: null, overAt: null }])
    expect((await told(market.planner)).items).toEqual([])
    market.clock.moveTo('2026-12-01T03:02:00.000Z')
    await upload('5')
    await look()
    expect((await failed())[0].overAt).not.toBeNull()
  })

  it('is a vendor’s file that did not come by its hour in Seoul', async () => {
    const missing = async () =>
      (await told(market.operator)).items
        .filter(({ rule, overAt }: Body) => rule === 'FILE_MISSING' && overAt === null)
        .map(({ data }: Body) => `${data.vendor} ${data.date}`)
        .sort()
    market.clock.moveTo('2026-12-01T23:59:00.000Z')
    await look()
    expect(await missing()).toEqual([])
    market.clock.moveTo('2026-12-02T00:00:00.000Z')
    await look()
    expect(await missing()).toEqual(['smr 2026-12-02'])
    market.clock.moveTo('2026-12-02T02:00:00.000Z')
    await look()
    expect(await missing()).toEqual(['smr 2026-12-02', 'youtube 2026-12-02'])
    const { runId } = done(
      await market.operator.upload(
        'part,metaId,date,hour,forecast,actual\nSMR_PROGRAM,PG1,2026-12-01,1,7,\n',
        '(주)SMR_예측.csv',
      ),
    )
    await market.operator.runEnd(runId)
    await look()
    expect(await missing()).toEqual(['youtube 2026-12-02'])
    // A new day begins anew.
    market.clock.moveTo('2026-12-02T15:01:00.000Z')
    await look()
    expect(await missing()).toEqual([])
  })

  it('is a month that begins soon and is not confirmed', async () => {
    const open = async () =>
      (await told(market.operator)).items
        .filter(({ rule, overAt }: Body) => rule === 'MONTH_UNCONFIRMED' && overAt === null)
        .map(({ data }: Body) => data)
    market.clock.moveToDay('2026-12-26')
    await look()
    expect(await open()).toEqual([])
    market.clock.moveToDay('2026-12-27')
    await look()
    expect(await open()).toEqual([{ month: '2027-01', open: 0, begins: '2027-01-01' }])
    await market.test.service.database.write((tx) =>
      tx.insert(
        'standard_inventory',
        ['month', 'type', 'meta_id', 'forecast_total', 'actual_total', 'status', 'version'],
        [['2027-01', 'PROGRAM', 'PG1', 10, 0, 'OPEN', 1]],
      ),
    )
    await look()
    expect(await open()).toEqual([{ month: '2027-01', open: 1, begins: '2027-01-01' }])
    market.clock.moveToDay('2027-01-02')
    await look()
    expect(await open()).toHaveLength(1)
    await market.test.service.database.write((tx) =>
      tx.run("UPDATE standard_inventory SET status = 'CONFIRMED' WHERE month = '2027-01'"),
    )
    await look()
    expect(await open()).toEqual([])
    await market.test.service.database.write((tx) =>
      tx.run("DELETE FROM standard_inventory WHERE month = '2027-01'"),
    )
  })

  it('comes by mail to those who want it, in their language, and again when the mail server was away', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    expect(done(await market.planner.get('/notifications/preferences'))).toEqual({
      language: 'ko',
      mail: [],
      muted: [],
      mailAvailable: true,
    })
    const campaignId = await sharedCampaign()
    done(await market.planner.put('/notifications/preferences', { language: 'en', mail: ['HOLD_ENDING'] }))
    done(await colleague.put('/notifications/preferences', { language: 'ko', mail: ['AT_RISK'] }))
    expect((await colleague.put('/notifications/preferences', { language: 'fr', mail: [] })).status).toBe(422)
    mailbox.mails.length = 0
    mailbox.refuseWith = 451
    const placed = await held('2026-12-02T03:00:00.000Z', campaignId)
    await look()
    expect(mailbox.mails).toEqual([])
    expect(await letters()).toMatchObject([
      { channel: 'MAIL', receiver: 'planner@example.com', status: 'PENDING', attempts: 1 },
    ])
    mailbox.refuseWith = undefined
    await eventually(async () => {
      await look()
      return mailbox.mails.length > 0
    })
    expect(mailbox.mails).toHaveLength(1)
    const [mail] = mailbox.mails
    expect(mail!.to).toBe('planner@example.com')
    expect(Mailbox.subjectOf(mail!)).toBe('A hold ends soon: 겨울 런칭')
    expect(mail!.raw).toMatch(/^From: Flightsheet <flightsheet@example\.com>/m)
    expect(mail!.raw).toMatch(/^Message-ID:\s+<notification-letter-\d+\.[0-9a-f-]{36}@flightsheet>/m)
    expect(await letters()).toMatchObject([{ status: 'DELIVERED', attempts: 2, error: null }])
    done(await market.release(placed))
  })

  it('of a kind that one doesn’t want is not told, neither in the list nor by mail', async () => {
    const rules = async () =>
      done(await market.planner.get('/notifications')).items.map(({ rule }: { rule: string }) => rule)
    const preferences = { language: 'ko', mail: ['HOLD_ENDING', 'AT_RISK'] }
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    const placed = await held('2026-12-02T03:00:00.000Z', await sharedCampaign())
    await look()
    expect(await rules()).toContain('HOLD_ENDING')
    const muted = done(
      await market.planner.put('/notifications/preferences', { ...preferences, muted: ['HOLD_ENDING'] }),
    )
    expect(muted).toEqual({ language: 'ko', mail: ['AT_RISK'], muted: ['HOLD_ENDING'], mailAvailable: true })
    expect(await rules()).not.toContain('HOLD_ENDING')
    // What was there is back; a caller that doesn't know of it leaves it as it was.
    expect(done(await market.planner.put('/notifications/preferences', preferences)).muted).toEqual([
      'HOLD_ENDING',
    ])
    done(await market.planner.put('/notifications/preferences', { language: 'ko', mail: [], muted: [] }))
    expect(await rules()).toContain('HOLD_ENDING')
    done(await market.release(placed))
  })

  it('becomes a dead letter after its attempts, or at once where it is refused, and can be sent again', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    done(await market.planner.put('/notifications/preferences', { language: 'ko', mail: ['HOLD_ENDING'] }))
    mailbox.refuseWith = 451
    const first = await held('2026-12-02T03:00:00.000Z')
    await eventually(async () => {
      await look()
      return (await letters())[0]?.status === 'DEAD'
    })
    expect((await letters())[0]).toMatchObject({ attempts: 3, error: expect.stringContaining('451') })
    mailbox.refuseWith = 550
    const second = await held('2026-12-02T03:00:00.000Z')
    await look()
    const dead = await letters()
    expect(dead[0]).toMatchObject({
      status: 'DEAD',
      attempts: 1,
      error: expect.stringContaining('550'),
      receiver: 'planner@example.com',
      rule: 'HOLD_ENDING',
      title: expect.stringContaining('A hold ends soon: '),
    })
    mailbox.refuseWith = undefined
    mailbox.mails.length = 0
    const ids = dead.map(({ id }: Body) => id)
    expect((await market.planner.post('/notification-letters/replays', { ids })).status).toBe(403)
    expect(done(await market.operator.post('/notification-letters/replays', { ids }))).toEqual({
      replayed: 2,
    })
    await look()
    expect(mailbox.mails).toHaveLength(2)
    for (const placed of [first, second]) done(await market.release(placed))
  })

  it('comes to webhooks that want it, once for each notification, signed', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    const events = ['notification.raised']
    const webhook = { url: receiver.url, secret: SECRET, events }
    expect((await market.operator.put('/webhooks/people', { ...webhook, platforms: ['NAVER'] })).status).toBe(
      422,
    )
    expect(done(await market.operator.put('/webhooks/people', webhook))).toMatchObject({
      events,
      platforms: [],
    })
    // It is no ad server: another one can have all platforms.
    done(await market.operator.put('/webhooks/ads', { url: receiver.url, secret: SECRET }))
    const placed = await held('2026-12-02T03:00:00.000Z', await sharedCampaign())
    const holds = (of: readonly Received[]) => of.filter(({ body }) => body.includes('HOLD_ENDING'))
    receiver.seen.length = 0
    receiver.behaviour = (_message, times) => (times === 1 ? 503 : 204)
    await eventually(async () => {
      await look()
      return holds(receiver.taken).length > 0
    })
    expect(new Set(holds(receiver.seen).map(({ id }) => id)).size).toBe(1)
    const [one] = holds(receiver.taken)
    expect(isSigned(one!, SECRET)).toBe(true)
    expect(JSON.parse(one!.body)).toMatchObject({
      type: 'notification.raised',
      data: {
        rule: 'HOLD_ENDING',
        unitId: placed.unitId,
        facts: { campaign: '겨울 런칭' },
        words: {
          ko: { title: '가선점이 곧 끝납니다: 겨울 런칭' },
          en: { title: 'A hold ends soon: 겨울 런칭' },
        },
      },
    })
    done(await market.release(placed))
  })

  it('is forgotten three months after it was over', async () => {
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
    const placed = await held('2026-12-02T03:00:00.000Z')
    await look()
    done(await market.release(placed))
    await look()
    market.clock.moveToDay('2027-02-27')
    expect(await market.job('purge-notifications')).toEqual({ purged: 0 })
    market.clock.moveToDay('2027-03-05')
    expect(await market.job('purge-notifications')).toEqual({ purged: 1 })
    expect((await told(market.planner)).items).toEqual([])
    market.clock.moveTo('2026-12-01T06:00:00.000Z')
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { done, everything, expectProblem } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'

const ROW = {
  productCode: 'DIRECT',
  startDate: '2026-12-02',
  endDate: '2026-12-11',
  amount: 300_000,
} as const
const GROUPS = members('PG1', 'PG2', 'PG3')

/** The clock of these tests moves back and forth, but never beyond this instant. */
const LAST_DAY = new Date('2026-12-07T04:00:00.000Z')

interface Booked extends Placed {
  childAdIds: string[]
}

describe.each(databases())('What ad servers report ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market.stop())

  /** A bought row with a child ad on each of its three platforms. */
  async function book(campaignId?: string): Promise<Booked> {
    market.clock.moveToDay('2026-12-01')
    const placed = await market.place(ROW, GROUPS, campaignId)
    const { units } = done(await market.buy(placed))
    const childAdIds = units[0].ads.flatMap((ad: Answer['body']) =>
      ad.childAds.map((child: Answer['body']) => child.childAdId),
    )
    return { ...placed, childAdIds }
  }
  const report = (reports: unknown[], client = market.operator) =>
    client.post('/ads/status-reports', { reports })
  const deliver = (reports: unknown[]) => market.operator.post('/delivery-reports', { reports })
  const statuses = async ({ unitId }: Placed) =>
    done(await market.planner.get(`/campaign-units/${unitId}/statuses`))
  const delivery = async ({ campaignId, unitId }: Placed) => {
    const { units, ...campaign } = done(await market.planner.get(`/campaigns/${campaignId}/delivery`))
    return { campaign, unit: units.find((one: Answer['body']) => one.unitId === unitId) }
  }
  const passesAudit = async () => {
    const verdicts = await audit(market.test.service.database, LAST_DAY)
    expect(verdicts.filter(({ count }) => count > 0)).toEqual([])
  }
  const at = (hour: number) => `2026-12-01T1${hour}:00:00+09:00`

  it('goes from the child ad up to the MediaMix, and every step is remembered', async () => {
    const booked = await book()
    const [one, two, three] = booked.childAdIds as [string, string, string]
    const answer = done(
      await report([
        { childAdId: one, status: 'LIVE', reportedAt: at(1) },
        { childAdId: two, status: 'APPROVED', reportedAt: at(1), message: '심사 통과' },
        { childAdId: three.toUpperCase(), status: 'COMPLETED', reportedAt: at(1) },
      ]),
    )
    expect(answer).toEqual({ accepted: 3, rejected: 0, rejections: [] })
    expect(await market.row(booked)).toMatchObject({ publishStatus: 'LIVE', bookingStatus: 'Booked' })
    const campaign = done(await market.planner.get(`/campaigns/${booked.campaignId}`))
    expect(campaign.publishStatus).toBe('LIVE')
    const tree = await statuses(booked)
    expect(tree.counts).toEqual({ LIVE: 1, APPROVED: 1, COMPLETED: 1 })
    expect(tree.ads.map((ad: Answer['body']) => ad.publishStatus)).toEqual(['LIVE', 'APPROVED', 'COMPLETED'])
    expect(tree.ads[1].childAds[0]).toMatchObject({
      message: '심사 통과',
      reportedAt: '2026-12-01T02:00:00.000Z',
    })
    const history = await everything(market.planner, `/campaign-units/${booked.unitId}/status-history`)
    expect(history).toHaveLength(3)
    expect(history[0]).toMatchObject({ statusBefore: 'REQUESTED', origin: 'AD_SERVER' })
    expect((await delivery(booked)).unit.counts).toEqual(tree.counts)
    await passesAudit()
  })

  it('refuses item by item, and loses nothing', async () => {
    const { childAdIds, unitId, ...booked } = await book()
    const [one] = childAdIds
    const answer = done(
      await report([
        { childAdId: randomUUID(), status: 'LIVE', reportedAt: at(1) },
        { childAdId: one, status: 'REJECTED', reportedAt: at(0) },
        { childAdId: one, status: 'LIVE', reportedAt: at(2) },
        { childAdId: one, status: 'PAUSED', reportedAt: '2026-12-01T12:06:00+09:00' },
        { childAdId: 'no id at all', status: 'LIVE', reportedAt: at(1) },
      ]),
    )
    expect(answer).toMatchObject({ accepted: 1, rejected: 4 })
    expect(answer.rejections.map(({ index, code }: Answer['body']) => [index, code])).toEqual([
      [0, 'UNKNOWN_CHILD_AD'],
      [2, 'FORBIDDEN_STEP'],
      [3, 'IN_THE_FUTURE'],
      [4, 'UNKNOWN_CHILD_AD'],
    ])
    expect(answer.rejections[1]).toMatchObject({
      childAdId: one,
      from: 'REJECTED',
      allowed: ['REQUESTED', 'APPROVED', 'FAILED', 'CANCELED'],
    })
    expect(await market.row({ ...booked, unitId })).toMatchObject({ publishStatus: 'REJECTED' })
    // The missing report arrives late, and the step is allowed after it.
    expect(done(await report([{ childAdId: one, status: 'APPROVED', reportedAt: at(1) }])).rejected).toBe(0)
    const { items } = done(await market.planner.get(`/campaign-units/${unitId}/status-reports`))
    expect(items.map(({ status, outcome }: Answer['body']) => [status, outcome])).toEqual([
      ['REJECTED', 'APPLIED'],
      ['APPROVED', 'APPLIED'],
      ['LIVE', 'APPLIED'],
    ])
    await passesAudit()
  })

  it('judges malformed reports one by one: the others of the call are taken', async () => {
    const { childAdIds, ...booked } = await book()
    const [one] = childAdIds
    const good = { childAdId: one, status: 'LIVE', reportedAt: at(1) }
    const answer = done(
      await report([
        { ...good, status: 'SHOWING' },
        good,
        'LIVE',
        { status: 'LIVE', reportedAt: at(1) },
        { ...good, reportedAt: 'yesterday', message: 'x'.repeat(501) },
      ]),
    )
    expect(answer).toMatchObject({ accepted: 1, rejected: 4 })
    expect(
      answer.rejections.map(({ index, childAdId, code, errors }: Answer['body']) => [
        index,
        childAdId,
        code,
        errors.map(({ path }: Answer['body']) => path),
      ]),
    ).toEqual([
      [0, one, 'MALFORMED', ['status']],
      [2, null, 'MALFORMED', ['report']],
      [3, null, 'MALFORMED', ['childAdId']],
      [4, one, 'MALFORMED', ['reportedAt', 'message']],
    ])
    expect(answer.rejections[0].message).toMatch(/^The report cannot be read\. status: .+Correct it/)
    expect((await statuses(booked)).counts).toEqual({ LIVE: 1, REQUESTED: 2 })

    const day = { childAdId: one, date: '2026-12-01', impressions: 10, clicks: 1, views: 3 }
    const delivered = done(
      await deliver([
        { ...day, clicks: -1 },
        { ...day, date: '2026-02-30' },
        null,
        { ...day, date: '2026-12-02' },
      ]),
    )
    expect(delivered.rejections.map(({ index, code }: Answer['body']) => [index, code])).toEqual([
      [0, 'MALFORMED'],
      [1, 'MALFORMED'],
      [2, 'MALFORMED'],
      [3, 'IN_THE_FUTURE'],
    ])
    expect(delivered.rejections[0].errors).toEqual([{ path: 'clicks', message: 'must not be negative' }])

    for (const body of [[good], { reports: good }, { reports: [] }, {}])
      expectProblem(await market.operator.post('/ads/status-reports', body), 422, 'VALIDATION_FAILED')
    await passesAudit()
  })

  it('says in Korean why a report is refused, when it is asked to', async () => {
    const { childAdIds } = await book()
    const korean = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.5' }
    const { body } = await market.operator.post(
      '/delivery-reports',
      {
        reports: [
          { childAdId: childAdIds[0], date: '2026-02-30', impressions: 1, clicks: -1, views: '1' },
          { childAdId: randomUUID(), date: '2026-12-01', impressions: 1, clicks: 1, views: 1 },
        ],
      },
      korean,
    )
    expect(body.rejections.map(({ message }: Answer['body']) => message)).toEqual([
      '보고를 읽을 수 없습니다. date: YYYY-MM-DD 형식의 실제 날짜여야 합니다(2000년부터 2199년까지). 고쳐서 다시 보고해 주세요.',
      '그런 하위 광고가 없습니다. 게시 요청에 있던 childAdId로 보고해 주세요.',
    ])
    expect(body.rejections[0].errors.map(({ message }: Answer['body']) => message).slice(1)).toEqual([
      '음수일 수 없습니다',
      expect.stringMatching(/[가-힣]/),
    ])
  })

  it('is what the booking says of ads when it ends, and when an amendment wants them again', async () => {
    const booked = await book()
    const [one] = booked.childAdIds
    done(await report([{ childAdId: one, status: 'COMPLETED', reportedAt: at(1) }]))
    done(await market.act(booked, 'amend', { endDate: '2026-12-15' }))
    expect((await statuses(booked)).counts).toEqual({ REQUESTED: 3 })
    market.clock.moveTo('2026-12-01T04:00:00.000Z')
    done(await report([{ childAdId: one, status: 'LIVE', reportedAt: '2026-12-01T12:30:00+09:00' }]))
    expect((await statuses(booked)).counts).toEqual({ REQUESTED: 2, LIVE: 1 })
    done(await market.act(booked, 'cancel', { reason: '취소' }))
    expect(await market.row(booked)).toMatchObject({ publishStatus: 'CANCELED' })
    const late = done(
      await report([{ childAdId: one, status: 'PAUSED', reportedAt: '2026-12-01T13:01:00+09:00' }]),
    )
    expect(late.rejections[0]).toMatchObject({ code: 'FORBIDDEN_STEP', from: 'CANCELED', allowed: [] })
    expect((await statuses(booked)).counts).toEqual({ CANCELED: 3 })
    await passesAudit()
  })

  it('takes delivery once, and lets a correction replace the day', async () => {
    const booked = await book()
    const [one, two] = booked.childAdIds
    market.clock.moveToDay('2026-12-04')
    const day = (childAdId: string | undefined, date: string, impressions: number, more = {}) => {
      return { childAdId, date, impressions, clicks: 1, views: 2, ...more }
    }
    const first = [day(one, '2026-12-02', 1_000), day(one, '2026-12-03', 500), day(two, '2026-12-02', 300)]
    expect(done(await deliver(first))).toEqual({ accepted: 3, rejected: 0, rejections: [] })
    done(await deliver(first))
    expect((await delivery(booked)).unit).toMatchObject({
      delivered: 1_800,
      clicks: 3,
      views: 6,
      deliveredToDate: 1_800,
    })

    done(await deliver([day(one, '2026-12-02', 700), day(one, '2026-12-02', 800)]))
    expect((await delivery(booked)).unit.delivered).toBe(1_600)
    // Its own time is earlier than that of the stored report, so it changes nothing.
    done(await deliver([day(one, '2026-12-02', 1, { reportedAt: '2026-12-03T00:00:00+09:00' })]))
    const { unit, campaign } = await delivery(booked)
    expect(unit.delivered).toBe(1_600)
    expect(campaign.totals).toMatchObject({ delivered: 1_600, guaranteed: unit.guaranteed, atRisk: 1 })
    expect(campaign.totalsWithService).toBeNull()
    // A report from a clock that is ahead doesn't block a later correction.
    const ahead = { reportedAt: '2026-12-04T12:04:00+09:00' }
    done(await deliver([day(one, '2026-12-02', 5, ahead)]))
    market.clock.moveTo('2026-12-04T03:02:00.000Z')
    done(await deliver([day(one, '2026-12-02', 9)]))
    expect((await delivery(booked)).unit.delivered).toBe(809)
    done(await deliver([day(one, '2026-12-02', 6, ahead), day(one, '2026-12-02', 800)]))
    expect((await delivery(booked)).unit.delivered).toBe(1_600)
    market.clock.moveToDay('2026-12-04')
    const { items } = done(await market.planner.get(`/campaign-units/${booked.unitId}/delivery-days`))
    expect(items).toHaveLength(10)
    expect(items[0]).toMatchObject({ date: '2026-12-02', impressions: 1_100 })
    expect(items.reduce((sum: number, { planned }: Answer['body']) => sum + planned, 0)).toBe(unit.guaranteed)
    expect(items[5]).toMatchObject({ impressions: 0, updatedAt: null })

    const refused = done(
      await deliver([
        day(one, '2026-12-01', 1),
        day(one, '2026-12-05', 1),
        day(randomUUID(), '2026-12-02', 1),
        day(two, '2026-12-03', 1, { reportedAt: '2026-12-04T13:00:00+09:00' }),
      ]),
    )
    expect(refused.rejections.map(({ index, code }: Answer['body']) => [index, code])).toEqual([
      [0, 'OUTSIDE_FLIGHT'],
      [1, 'IN_THE_FUTURE'],
      [2, 'UNKNOWN_CHILD_AD'],
      [3, 'IN_THE_FUTURE'],
    ])
    await passesAudit()
  })

  it('proposes what makes good, and adds it on a click, once', async () => {
    const booked = await book()
    const makegood = `/campaign-units/${booked.unitId}/makegood`
    expect(done(await market.planner.get(makegood))).toMatchObject({
      missing: 0,
      proposal: null,
      obstacle: 'NOTHING_MISSING',
    })
    expectProblem(
      await market.planner.post(makegood, { version: await market.version(booked) }),
      409,
      'STATUS_CONFLICT',
    )

    market.clock.moveToDay('2026-12-07')
    const { guaranteed } = (await delivery(booked)).unit
    const found = done(await market.planner.get(makegood))
    expect(found).toMatchObject({
      guaranteed,
      delivered: 0,
      atRisk: true,
      reason: 'NO_DELIVERY',
      missing: guaranteed,
    })
    expect(found.proposal).toMatchObject({ startDate: '2026-12-08', complete: true, impressions: guaranteed })

    const body = { version: await market.version(booked) }
    expectProblem(await market.planner.post(makegood, { version: body.version + 1 }), 409, 'VERSION_CONFLICT')
    const key = { 'Idempotency-Key': randomUUID() }
    const added = done(await market.planner.post(makegood, body, key))
    expect(done(await market.planner.post(makegood, body, key))).toEqual(added)
    expect(added.row).toMatchObject({
      kind: 'SERVICE',
      bookingStatus: 'Draft',
      productCode: 'DIRECT',
      startDate: '2026-12-08',
      endDate: found.proposal.endDate,
      amount: found.proposal.amount,
      impressions: guaranteed,
    })
    expect(done(await market.planner.get(makegood))).toMatchObject({
      added: guaranteed,
      obstacle: 'NOTHING_MISSING',
    })
    const again = { version: await market.version(booked) }
    expectProblem(await market.planner.post(makegood, again), 409, 'STATUS_CONFLICT')

    const service = { campaignId: booked.campaignId, unitId: added.unitId }
    const { units } = done(await market.planner.get(`/campaigns/${booked.campaignId}/targeting`))
    const groupsOf = (id: string) => units.find((unit: Answer['body']) => unit.unitId === id).groups
    expect(groupsOf(added.unitId)).toEqual(groupsOf(booked.unitId))
    // The makegood fits, as its proposal promised.
    done(await market.buy(service))
    const { campaign } = await delivery(booked)
    expect(campaign.totalsWithService.guaranteed).toBe(2 * guaranteed)

    // After it is stopped, what it has delivered until then isn't proposed again.
    market.clock.moveToDay('2026-12-09')
    await market.job('calendar-statuses')
    const stopped = done(await market.act(service, 'cancel'))
    expect(stopped).toMatchObject({ bookingStatus: 'Stopped' })
    expect(stopped.impressions).toBeGreaterThan(0)
    expect(done(await market.planner.get(makegood))).toMatchObject({
      added: stopped.impressions,
      obstacle: null,
    })
    await passesAudit()
  })

  it('is an operator’s to report, and nobody’s to see who may not see the campaign', async () => {
    const booked = await book()
    const reports = [{ childAdId: booked.childAdIds[0], status: 'LIVE', reportedAt: at(1) }]
    expectProblem(await report(reports, market.planner), 403, 'FORBIDDEN')
    const stranger = await market.test.signInAs('planner', 'stranger@example.com')
    for (const path of ['statuses', 'status-history', 'status-reports', 'delivery-days', 'makegood'])
      expectProblem(await stranger.get(`/campaign-units/${booked.unitId}/${path}`), 404, 'NOT_FOUND')
    expectProblem(await stranger.get(`/campaigns/${booked.campaignId}/delivery`), 404, 'NOT_FOUND')
    expectProblem(
      await stranger.post(`/campaign-units/${booked.unitId}/makegood`, { version: 1 }),
      404,
      'NOT_FOUND',
    )
  })

  it.each<[string, string, unknown]>([
    ['no body', '/ads/status-reports', {}],
    ['no report', '/ads/status-reports', { reports: [] }],
    [
      'too many',
      '/ads/status-reports',
      { reports: new Array(10_001).fill({ childAdId: 'a', status: 'LIVE', reportedAt: at(1) }) },
    ],
  ])('refuses %s as a whole', async (_name, path, body) => {
    expectProblem(await market.operator.post(path, body), 422, 'VALIDATION_FAILED')
  })

  it.each<[string, string, unknown]>([
    [
      'a status of ours',
      '/ads/status-reports',
      { reports: [{ childAdId: 'a', status: 'Booked', reportedAt: at(1) }] },
    ],
    [
      'a date for an instant',
      '/ads/status-reports',
      { reports: [{ childAdId: 'a', status: 'LIVE', reportedAt: '2026-12-01' }] },
    ],
    [
      'no such day',
      '/delivery-reports',
      { reports: [{ childAdId: 'a', date: '2026-02-30', impressions: 1, clicks: 0, views: 0 }] },
    ],
    [
      'negative',
      '/delivery-reports',
      { reports: [{ childAdId: 'a', date: '2026-12-01', impressions: -1, clicks: 0, views: 0 }] },
    ],
    [
      'a fraction',
      '/delivery-reports',
      { reports: [{ childAdId: 'a', date: '2026-12-01', impressions: 0.5, clicks: 0, views: 0 }] },
    ],
    [
      'absurd',
      '/delivery-reports',
      { reports: [{ childAdId: 'a', date: '2026-12-01', impressions: 2 ** 50, clicks: 0, views: 0 }] },
    ],
  ])('refuses a report with %s by itself', async (_name, path, body) => {
    const { rejections } = done(await market.operator.post(path, body))
    expect(rejections).toMatchObject([{ index: 0, childAdId: 'a', code: 'MALFORMED' }])
  })

  it('is mended by the nightly job, and told', async () => {
    const booked = await book()
    await market.test.service.database.write(async (tx) => {
      await tx.run("UPDATE campaign_unit SET publish_status = 'FAILED' WHERE id = ?", [booked.unitId])
      await tx.run("UPDATE ad SET publish_status = 'PAUSED' WHERE unit_id = ?", [booked.unitId])
      await tx.run('UPDATE unit_publish_status SET live = 7 WHERE unit_id = ?', [booked.unitId])
    })
    expect(await market.job('publish-status-refresh')).toMatchObject({ mendedUnits: 1 })
    expect(await market.job('publish-status-refresh')).toMatchObject({ mendedUnits: 0, mendedCampaigns: 0 })
    expect(await market.row(booked)).toMatchObject({ publishStatus: 'REQUESTED' })
    await passesAudit()
  })
})

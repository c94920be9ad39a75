import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purgeSecurityLog } from '../../server/security-log/purge-security-log'
import type { SecurityEventView } from '../../shared/contract/security-log'
import { addRows, createCampaign, done, loadMonth, putCatalogue, uploadRows, vendorRows } from '../http/plan'
import { databases } from '../support/databases'
import { MovableClock } from '../support/movable-clock'
import { runJob } from '../support/run-job'
import { ADMIN, CLOCK, type Client, startService, type TestService } from '../support/service'

const PRODUCT = {
  name: 'SHUFFLE',
  targetingKind: 'RANDOM',
  platforms: ['NAVER', 'KAKAO', 'DAUM'],
  ecpm: 10_000,
  ctr: 0.01,
  vtr: 0.3,
}

describe.each(databases())('The security log on $name', (kind) => {
  const clock = new MovableClock(CLOCK)
  let running: TestService
  let operator: Client
  let planner: Client
  beforeAll(async () => {
    running = await startService(kind, {}, clock)
    operator = await running.signInAs('operator')
    planner = await running.signInAs('planner')
    await putCatalogue(operator)
    await uploadRows(
      operator,
      vendorRows().filter(({ part }) => part === 'SMR_RANDOM'),
    )
    await loadMonth(operator, '2026-12')
    done(await operator.put('/products/SHUFFLE', PRODUCT))
  })
  afterAll(() => running?.stop())

  const events = async (query = ''): Promise<SecurityEventView[]> =>
    done(await running.admin.get(`/security-events?limit=1000${query}`)).items
  const newest = async (action: string) => (await events(`&action=${action}`))[0]

  it('tells who signed in from where, and who tried', async () => {
    const wrong = { email: 'planner@example.com', password: 'a guess of mine' }
    const refused = await running.anonymous.post('/session', wrong, { 'user-agent': 'Guesser/1.0' })
    expect(await newest('SIGN_IN_REFUSED')).toMatchObject({
      at: clock.instant(),
      actor: null,
      subject: 'planner@example.com',
      address: '127.0.0.1',
      userAgent: 'Guesser/1.0',
      requestId: refused.headers.get('x-request-id'),
      details: { why: 'WRONG_PASSWORD' },
    })
    await running.anonymous.post('/session', { ...wrong, email: 'nobody@example.com' })
    expect((await newest('SIGN_IN_REFUSED'))?.details).toEqual({ why: 'UNKNOWN_ACCOUNT' })
    const one = await running.signInAs('planner', 'leaves@example.com')
    expect(await newest('SIGNED_IN')).toMatchObject({ actor: 'leaves@example.com' })
    await one.delete('/session')
    expect(await newest('SIGNED_OUT')).toMatchObject({ actor: 'leaves@example.com' })
    for (let i = 0; i < 30; i++)
      await running.anonymous.post('/session', { email: 'loud@example.com', password: 'wrong' })
    expect((await events('&action=SIGN_IN_THROTTLED')).map(({ subject }) => subject)).toEqual([
      'loud@example.com',
    ])
    expect(JSON.stringify(await events())).not.toMatch(/guess of mine|correct horse|\$argon2/)
  })

  it('tells what happened to accounts', async () => {
    const one = await running.signInAs('planner', 'changes@example.com')
    const { id } = (await one.get('/session')).body.user
    expect(await newest('ACCOUNT_CREATED')).toMatchObject({
      actor: ADMIN.email,
      subject: 'changes@example.com',
      details: { role: 'planner' },
    })
    await one.put('/me/password', { currentPassword: 'wrong', newPassword: 'lantern in the harbour' })
    expect(await newest('PASSWORD_CHANGE_REFUSED')).toMatchObject({ actor: 'changes@example.com' })
    await one.put('/me/password', { currentPassword: ADMIN.password, newPassword: 'lantern in the harbour' })
    expect(await newest('PASSWORD_CHANGED')).toMatchObject({ actor: 'changes@example.com' })
    await running.anonymous.post('/session', {
      email: 'changes@example.com',
      password: 'lantern in the harbour',
    })
    await one.delete('/me/sessions')
    expect(await newest('SESSIONS_ENDED')).toMatchObject({
      actor: 'changes@example.com',
      details: { ended: 1 },
    })
    await running.admin.patch(`/users/${id}`, { role: 'operator', password: 'seven hens of Busan' })
    expect(await newest('ACCOUNT_CHANGED')).toMatchObject({
      actor: ADMIN.email,
      subject: 'changes@example.com',
      details: { role: ['planner', 'operator'] },
    })
    expect(await newest('PASSWORD_RESET')).toMatchObject({ subject: 'changes@example.com' })
    const before = await events()
    await running.admin.patch(`/users/${id}`, { role: 'operator' })
    await running.admin.post('/users', {
      email: 'changes@example.com',
      name: 'x',
      role: 'admin',
      password: ADMIN.password,
    })
    await running.admin.post('/users', {
      email: 'bad@example.com',
      name: 'x',
      role: 'admin',
      password: '1234567890',
    })
    expect(await events()).toEqual(before)
  })

  it('tells of prices with what they were, in the transaction that changes them', async () => {
    const { version } = done(await operator.put('/products/SHUFFLE', { ...PRODUCT, ecpm: 11_000 }))
    expect(await newest('PRODUCT_CHANGED')).toMatchObject({
      actor: 'operator@example.com',
      subject: 'SHUFFLE',
      details: { kind: 'PRODUCT', changes: [{ field: 'ecpm', before: 10_000, after: 11_000 }] },
    })
    const before = await events()
    const stale = await operator.put('/products/SHUFFLE', { ...PRODUCT, ecpm: 12_000, version: version - 1 })
    expect(stale.status).toBe(409)
    expect((await planner.put('/products/SHUFFLE', PRODUCT)).status).toBe(403)
    expect(await events()).toEqual(before)
    done(await operator.put('/products/SHUFFLE', PRODUCT))
    done(
      await operator.put('/split-rules', {
        platform: 'remainder-first',
        group: 'remainder-last',
        owner: 'remainder-last',
        reason: '시험',
      }),
    )
    expect((await newest('SPLIT_RULES_CHANGED'))?.details).toMatchObject({
      platform: 'remainder-first',
      reason: '시험',
    })
    done(
      await operator.put('/webhooks/w', {
        url: 'https://example.com/hook?token=hidden',
        platforms: ['NAVER'],
        secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      }),
    )
    const webhook = await newest('WEBHOOK_CHANGED')
    expect(webhook).toMatchObject({ subject: 'w', details: { host: 'example.com', secretChanged: true } })
    expect(JSON.stringify(webhook)).not.toMatch(/whsec|hidden/)
  })

  it('tells of inventory: corrected, confirmed, reopened', async () => {
    const { items } = done(await operator.get('/standard-inventory?month=2026-12'))
    const [row] = items
    done(await operator.post('/standard-inventory/reopenings', { ids: [row.id], reason: '다시 봄' }))
    expect((await newest('INVENTORY_REOPENED'))?.details).toMatchObject({ reopened: 1, reason: '다시 봄' })
    const correction = { adjustedTotal: 5_000, reason: '=보정', version: row.version + 1 }
    done(await operator.patch(`/standard-inventory/${row.id}`, correction))
    expect(await newest('INVENTORY_CORRECTED')).toMatchObject({
      subject: `2026-12 ${row.metaId}`,
      details: { adjustedTotal: 5_000, reason: '=보정' },
    })
    done(await operator.post('/standard-inventory/confirmations', { month: '2026-12' }))
    expect(await newest('INVENTORY_CONFIRMED')).toMatchObject({
      subject: '2026-12',
      details: { confirmed: 1 },
    })
  })

  it('tells of overrides by operators', async () => {
    const flight = { productCode: 'SHUFFLE', startDate: '2026-12-05', endDate: '2026-12-06', amount: 600 }
    const campaignId = await createCampaign(operator)
    const cheaper = { ...flight, ecpm: 9_000 }
    await addRows(operator, campaignId, [cheaper])
    expect(await newest('RATES_OVERRIDDEN')).toMatchObject({
      actor: 'operator@example.com',
      subject: campaignId,
      details: { rows: 1, overridden: [{ rates: [{ field: 'ecpm', rateCard: 10_000, given: 9_000 }] }] },
    })
    const [unitId] = await addRows(operator, campaignId, [{ ...flight, endDate: '2026-12-08' }])
    const { rows } = done(await operator.get(`/campaigns/${campaignId}/media-mix`))
    const { version } = rows.find((row: { unitId: string }) => row.unitId === unitId)
    clock.moveToDay('2026-12-06')
    const held = await operator.post(
      `/campaigns/${campaignId}/holds`,
      { units: [{ unitId, version }], expiresAt: '2026-12-07T03:00:00.000Z', overrideReason: '먼저 나감' },
      { 'Idempotency-Key': randomUUID() },
    )
    clock.moveTo(CLOCK)
    expect([held.status, held.body.code, held.body.detail]).toEqual([201, undefined, undefined])
    expect(await newest('PAST_FLIGHT_ALLOWED')).toMatchObject({
      subject: campaignId,
      details: { reason: '먼저 나감' },
    })
  })

  it('tells with whom a campaign is shared, and with whom not any more', async () => {
    const other = await running.signInAs('planner', 'sharer@example.com')
    expect(other.token).toBeTruthy()
    const campaignId = await createCampaign(planner)
    const shared = async (shares: object[]) => {
      const { version } = done(await planner.get(`/campaigns/${campaignId}`))
      done(await planner.patch(`/campaigns/${campaignId}`, { version, shares }))
      return (await events('&action=CAMPAIGN_SHARED')).filter(({ subject }) => subject === campaignId)
    }
    const [first] = await shared([{ email: 'sharer@example.com', access: 'see' }])
    expect(first).toMatchObject({
      actor: 'planner@example.com',
      details: { sharedWith: ['sharer@example.com (see)'] },
    })
    expect(await shared([{ email: 'sharer@example.com', access: 'see' }])).toHaveLength(1)
    const [second] = await shared([])
    expect(second!.details).toEqual({ sharedWith: [], removed: ['sharer@example.com'] })
  })

  it('tells of every file that leaves, and not of one that is refused', async () => {
    const campaignId = await createCampaign(planner)
    expect((await planner.get(`/campaigns/${campaignId}/proposal.xlsx?audience=client`)).status).toBe(200)
    expect(await newest('EXPORTED')).toMatchObject({
      actor: 'planner@example.com',
      subject: `/campaigns/${campaignId}/proposal.xlsx`,
      details: { audience: 'client' },
    })
    for (const format of ['csv', 'xlsx']) {
      done(await planner.get(`/monitoring/campaigns/export.${format}`))
      expect((await newest('EXPORTED'))?.subject).toBe(`/monitoring/campaigns/export.${format}`)
    }
    const before = (await events('&action=EXPORTED')).length
    expect((await planner.get(`/campaigns/${randomUUID()}/proposal.xlsx`)).status).toBe(404)
    expect((await events('&action=EXPORTED')).length).toBe(before)
  })

  it('is read by administrators only, in pages, by who, what and when', async () => {
    for (const one of [planner, operator])
      for (const path of ['/security-events', '/security-events/export.csv'])
        expect((await one.get(path)).status).toBe(403)
    const all = await events()
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a))
    const first = done(await running.admin.get('/security-events?limit=3'))
    const second = done(await running.admin.get(`/security-events?limit=3&cursor=${first.nextCursor}`))
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 6))
    const mine = await events('&actor=operator@example.com&action=PRODUCT_CHANGED')
    expect(mine.length).toBeGreaterThan(1)
    expect(mine).toEqual(
      all.filter(({ actor, action }) => actor === 'operator@example.com' && action === 'PRODUCT_CHANGED'),
    )
    expect((await events('&from=2026-12-02')).every(({ at }) => at > '2026-12-06')).toBe(true)
    expect(await events('&from=2026-12-01&to=2026-12-06')).toEqual(all)
    expect(await events('&from=2026-11-30&to=2026-11-30')).toEqual([])
    expect((await running.admin.get('/security-events?from=2026-12-02&to=2026-12-01')).status).toBe(422)
    for (const method of ['post', 'put'] as const)
      expect((await running.admin[method]('/security-events/1', {})).status).toBe(404)
    expect((await running.admin.delete('/security-events/1')).status).toBe(404)
  })

  it('leaves as CSV, in which no text is a formula', async () => {
    await running.anonymous.post(
      '/session',
      { email: '=cmd@example.com', password: 'wrong' },
      { 'user-agent': '=HYPERLINK("http://x")' },
    )
    const { bytes, headers } = await running.admin.get('/security-events/export.csv')
    expect(headers.get('content-type')).toContain('text/csv')
    const lines = bytes.toString('utf8').split('\r\n')
    expect(lines[0]).toContain('"시각(서울)","한 일","계정"')
    const line = lines.find((one) => one.includes('cmd@example.com'))!
    expect(line).toContain(`"'=cmd@example.com"`)
    expect(line).toContain(`"'=HYPERLINK(`)
    expect(line).toContain('"로그인 실패"')
    expect(bytes.toString('utf8')).not.toMatch(/(^|,)"?[=+@-]/m)
    const english = await running.admin.get('/security-events/export.csv', { 'accept-language': 'en' })
    expect(english.bytes.toString('utf8')).toContain('"Sign-in refused"')
  })

  it('is kept as long as the installation says, and not longer', async () => {
    const { database } = running.service
    const before = await events()
    expect(await runJob(database, purgeSecurityLog(clock.now, 30), '2026-12')).toEqual({ purged: 0 })
    clock.moveToDay('2026-12-20')
    await running.anonymous.post('/session', { email: 'later@example.com', password: 'wrong' })
    const muchLater = () => new Date('2027-01-10T03:00:00.000Z')
    const many = Array.from({ length: 2_500 }, (_, i) => ['2020-01-01T00:00:00.000Z', 'EXPORTED', `${i}`])
    await database.write((tx) => tx.insert('security_event', ['at', 'action', 'subject'], many))
    const { purged } = (await runJob(database, purgeSecurityLog(muchLater, 30), '2026-12')) as {
      purged: number
    }
    expect(purged).toBeGreaterThanOrEqual(before.length + 2_500)
    const rows = await database.rows<{ subject: string }>('SELECT subject FROM security_event')
    expect(rows.map(({ subject }) => subject)).toContain('later@example.com')
  })
})

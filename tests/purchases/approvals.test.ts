import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { done, expectProblem } from '../http/plan'
import { databases } from '../support/databases'
import type { Answer, Client } from '../support/service'
import { Market, members, type Placed, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-20', amount: 600_000 }
const groups = members('PG1', 'PG2', 'PG3', 'PG4')

describe.each(databases())('Approvals ($name)', (kind) => {
  let market: Market
  let boss: Client
  let day = 1

  beforeAll(async () => {
    market = await Market.open(kind, {
      APPROVAL_AMOUNT: '1000000',
      APPROVAL_DISCOUNT_PERCENT: '10',
      APPROVAL_DAYS: '3',
    })
    boss = await market.test.signInAs('operator', 'boss@example.com')
  })
  beforeEach(() => market.clock.moveTo('2026-12-01T03:00:00.000Z'))
  afterAll(async () => {
    await market?.audit()
    await market?.stop()
  })

  const units = async (placed: readonly Placed[]) =>
    Promise.all(placed.map(async (one) => ({ unitId: one.unitId, version: await market.version(one) })))
  const buyAll = async (placed: readonly Placed[], more: object = {}): Promise<Answer> =>
    market.planner.post(`/campaigns/${placed[0]!.campaignId}/purchases`, {
      units: await units(placed),
      ...more,
    })
  const ask = async (
    placed: readonly Placed[],
    more: object = {},
    client = market.planner,
  ): Promise<Answer> =>
    client.post(`/campaigns/${placed[0]!.campaignId}/approvals`, { units: await units(placed), ...more })
  const approve = (id: string, client = boss): Promise<Answer> => client.post(`/approvals/${id}/approve`, {})
  const list = async ({ campaignId }: Placed) =>
    done(await market.planner.get(`/campaigns/${campaignId}/approvals`)).items
  /** Two rows of one campaign, together beyond the limit. */
  const two = async (): Promise<Placed[]> => {
    const first = await market.place({ ...row, amount: 500_000 }, groups)
    return [first, await market.place({ ...row, amount: 500_000 }, groups, first.campaignId)]
  }
  const discounted = async (percent: number): Promise<Placed> => {
    const placed = await market.place({ ...row, amount: 50_000 }, groups)
    const { campaign } = done(await market.planner.get(`/campaigns/${placed.campaignId}/media-mix`))
    const ecpm = Math.round((7_300 * (100 - percent)) / 100)
    done(
      await market.operator.post(`/campaigns/${placed.campaignId}/media-mix/sync`, {
        baseRevision: campaign.revision,
        changes: [
          {
            op: 'put',
            unitId: placed.unitId,
            version: await market.version(placed),
            base: { ecpm: 7_300 },
            fields: { ecpm },
          },
        ],
      }),
    )
    return placed
  }

  it('are asked for what is at the limit or above, and for nothing below it', async () => {
    const placed = await market.place({ ...row, amount: 999_999 }, groups)
    expect((await market.buy(placed)).status).toBe(201)
    const rows = await two()
    const refused = expectProblem(await buyAll(rows), 409, 'APPROVAL_REQUIRED')
    expect(refused).toMatchObject({
      reasons: [{ reason: 'AMOUNT', amount: 1_000_000, sameDay: 0, limit: 1_000_000 }],
      pendingApprovalId: null,
    })
    expectProblem(await buyAll(rows, { mode: 'each' }), 409, 'APPROVAL_REQUIRED')
    expect((await market.row(rows[0]!)).bookingStatus).toBe('Draft')
    expect(await market.ledger(rows[0]!)).toEqual([])
  })

  it('count what the same campaign bought on the same day, so that nothing is bought in pieces', async () => {
    const rows = await two()
    expect((await market.buy(rows[0]!)).status).toBe(201)
    expect(expectProblem(await market.buy(rows[1]!), 409, 'APPROVAL_REQUIRED').reasons).toEqual([
      { reason: 'AMOUNT', amount: 500_000, sameDay: 500_000, limit: 1_000_000 },
    ])
    market.clock.moveTo('2026-12-02T03:00:00.000Z')
    expect((await market.buy(rows[1]!)).status).toBe(201)
  })

  it('are given by somebody else and let buy once, with who approved in the history', async () => {
    const rows = await two()
    const asked = done(await ask(rows, { note: '연간 계약입니다.' }, market.planner))
    expect(asked).toMatchObject({
      kind: 'PURCHASE',
      status: 'OPEN',
      amount: 1_000_000,
      changed: false,
      note: '연간 계약입니다.',
      requestedBy: 'planner@example.com',
      rows: [{ amount: 500_000, ecpm: 7_300, rateCard: 7_300 }, { amount: 500_000 }],
    })
    expect(expectProblem(await buyAll(rows), 409, 'APPROVAL_REQUIRED').pendingApprovalId).toBe(asked.id)
    expect(expectProblem(await approve(asked.id, market.planner), 403, 'FORBIDDEN').cause).toBe('ROLE')
    expect(done(await boss.get('/approvals')).items.map(({ id }: { id: string }) => id)).toContain(asked.id)
    expect(done(await approve(asked.id))).toMatchObject({
      status: 'APPROVED',
      decidedBy: 'boss@example.com',
      validUntil: '2026-12-04T03:00:00.000Z',
    })
    // Again: as before.
    expect(done(await approve(asked.id)).status).toBe('APPROVED')
    expectProblem(await approve(asked.id, market.test.admin), 409, 'STATUS_CONFLICT')
    expect((await buyAll(rows)).status).toBe(201)
    expect(await list(rows[0]!)).toMatchObject([{ status: 'USED', usedAt: '2026-12-01T03:00:00.000Z' }])
    const history = await market.history(rows[0]!)
    expect(history.map(({ action, actor }: { action: string; actor: string }) => [action, actor])).toEqual([
      ['APPROVAL_ASKED', 'planner@example.com'],
      ['APPROVAL_GIVEN', 'boss@example.com'],
      ['PURCHASED', 'planner@example.com'],
    ])
    expect(history.at(-1).details.approvedBy).toBe('boss@example.com')
    // What was approved doesn't count with what is bought later on the day.
    const small = await market.place({ ...row, amount: 60_000 }, groups, rows[0]!.campaignId)
    expect((await market.buy(small)).status).toBe(201)
  })

  it('are not decided by who asks, whatever the role', async () => {
    const rows = await two()
    const asked = done(await ask(rows, {}, boss))
    expect(expectProblem(await approve(asked.id), 403, 'FORBIDDEN').cause).toBe('OWN_REQUEST')
    expect(
      expectProblem(await boss.post(`/approvals/${asked.id}/decline`, { reason: '아니오' }), 403, 'FORBIDDEN')
        .cause,
    ).toBe('OWN_REQUEST')
    expect(done(await approve(asked.id, market.test.admin)).status).toBe('APPROVED')
  })

  it('hold for rows as they were asked: a change makes them void, a hold and its extension don’t', async () => {
    const rows = await two()
    const asked = done(await ask(rows))
    done(await approve(asked.id))
    expect((await market.hold(rows)).status).toBe(201)
    expect((await market.hold(rows, '2026-12-03T03:00:00.000Z')).status).toBe(201)
    expect(await list(rows[0]!)).toMatchObject([{ status: 'APPROVED', changed: false }])
    // A hold that is amended is another purchase.
    done(await market.act(rows[0]!, 'amend', { amount: 510_000 }))
    expect(await list(rows[0]!)).toMatchObject([{ status: 'APPROVED', changed: true }])
    expectProblem(await buyAll(rows), 409, 'APPROVAL_REQUIRED')
    const anew = done(await ask(rows))
    done(await approve(anew.id))
    expect((await buyAll(rows)).status).toBe(201)
  })

  it('can’t be given to a row that changed since, and are asked anew in place of the open request', async () => {
    const rows = await two()
    const asked = done(await ask(rows))
    done(
      await market.planner.put(`/campaigns/${rows[0]!.campaignId}/targeting`, {
        units: [{ ...(await units(rows))[0]!, groups: members('PG1', 'PG2') }],
      }),
    )
    expect(expectProblem(await approve(asked.id), 409, 'STATUS_CONFLICT').cause).toBe('ROWS_CHANGED')
    const anew = done(await ask(rows))
    expect((await list(rows[0]!)).map(({ id, status }: Answer['body']) => [id, status]).sort()).toEqual(
      [
        [anew.id, 'OPEN'],
        [asked.id, 'WITHDRAWN'],
      ].sort(),
    )
  })

  it('end after APPROVAL_DAYS', async () => {
    const rows = await two()
    done(await approve(done(await ask(rows)).id))
    market.clock.moveTo('2026-12-04T03:00:00.000Z')
    expect(await list(rows[0]!)).toMatchObject([{ status: 'EXPIRED' }])
    expectProblem(await buyAll(rows), 409, 'APPROVAL_REQUIRED')
  })

  it('are declined with a reason, and withdrawn', async () => {
    const rows = await two()
    const asked = done(await ask(rows))
    expect(expectProblem(await boss.post(`/approvals/${asked.id}/decline`, {}), 422, 'VALIDATION_FAILED'))
    expect(done(await boss.post(`/approvals/${asked.id}/decline`, { reason: '예산 초과' }))).toMatchObject({
      status: 'DECLINED',
      decisionReason: '예산 초과',
    })
    expectProblem(await approve(asked.id), 409, 'STATUS_CONFLICT')
    expectProblem(await buyAll(rows), 409, 'APPROVAL_REQUIRED')
    const anew = done(await ask(rows))
    done(await approve(anew.id))
    const path = `/campaigns/${rows[0]!.campaignId}/approvals/${anew.id}`
    expect(done(await market.planner.delete(path)).status).toBe('WITHDRAWN')
    expect(done(await market.planner.delete(path)).status).toBe('WITHDRAWN')
    expectProblem(await buyAll(rows), 409, 'APPROVAL_REQUIRED')
    const other = await market.test.signInAs('planner', `other${day++}@example.com`)
    expectProblem(await other.delete(path), 404, 'NOT_FOUND')
    expectProblem(await ask(rows, {}, other), 404, 'NOT_FOUND')
  })

  it('are asked for a price more than the percentage below the rate card', async () => {
    expect((await market.buy(await discounted(10))).status).toBe(201)
    const cheap = await discounted(11)
    expect(expectProblem(await market.buy(cheap), 409, 'APPROVAL_REQUIRED').reasons).toEqual([
      { reason: 'DISCOUNT', unitId: cheap.unitId, ecpm: 6_497, rateCard: 7_300, limitPercent: 10 },
    ])
    // A hold is no purchase; buying it is.
    expect((await market.hold([cheap])).status).toBe(201)
    expectProblem(await market.buy(cheap), 409, 'APPROVAL_REQUIRED')
    done(await approve(done(await ask([cheap])).id))
    expect((await market.buy(cheap)).status).toBe(201)
  })

  it('are asked for a raise of what was bought, with the rest of its purchase', async () => {
    const first = await market.place({ ...row, amount: 450_000 }, groups)
    const second = await market.place({ ...row, amount: 450_000 }, groups, first.campaignId)
    expect((await buyAll([first, second])).status).toBe(201)
    market.clock.moveTo('2026-12-03T03:00:00.000Z')
    done(await market.act(first, 'amend', { amount: 500_000 }))
    const raise = { amount: 560_000 }
    for (const more of [{}, { dryRun: true }])
      expect(
        expectProblem(await market.act(first, 'amend', { ...raise, ...more }), 409, 'APPROVAL_REQUIRED')
          .reasons,
      ).toEqual([{ reason: 'AMOUNT', amount: 560_000, sameDay: 450_000, limit: 1_000_000 }])
    const body = { kind: 'AMENDMENT', units: [{ ...(await units([first]))[0]!, ...raise }] }
    const path = `/campaigns/${first.campaignId}/approvals`
    done(await approve(done(await market.planner.post(path, body)).id))
    // Looking first uses nothing up.
    done(await market.act(first, 'amend', { ...raise, dryRun: true }))
    expectProblem(await market.act(first, 'amend', { amount: 560_001 }), 409, 'APPROVAL_REQUIRED')
    done(await market.act(first, 'amend', raise))
    expectProblem(await market.act(first, 'amend', { amount: 570_000 }), 409, 'APPROVAL_REQUIRED')
    // Less never waits.
    done(await market.act(first, 'amend', { amount: 555_000 }))
    expectProblem(
      await market.planner.post(path, {
        kind: 'AMENDMENT',
        units: [{ ...(await units([first]))[0]!, amount: 1 }],
      }),
      409,
      'STATUS_CONFLICT',
    )
  })

  it('are not asked for what needs none, and not for rows at another version', async () => {
    const placed = await market.place({ ...row, amount: 50_000 }, groups)
    expect(expectProblem(await ask([placed]), 409, 'STATUS_CONFLICT').cause).toBe('NOT_NEEDED')
    const unit = { unitId: placed.unitId, version: 99 }
    const path = `/campaigns/${placed.campaignId}/approvals`
    expectProblem(await market.planner.post(path, { units: [unit] }), 409, 'VERSION_CONFLICT')
    expectProblem(
      await market.planner.post(path, { units: [{ ...unit, amount: 5 }] }),
      422,
      'VALIDATION_FAILED',
    )
  })

  it('are asked once per key', async () => {
    const rows = await two()
    const path = `/campaigns/${rows[0]!.campaignId}/approvals`
    const body = { units: await units(rows) }
    const key = { 'Idempotency-Key': randomUUID() }
    const [one, other] = await Promise.all([
      market.planner.post(path, body, key),
      market.planner.post(path, body, key),
    ])
    expect(done(one).id).toBe(done(other).id)
    expect(await list(rows[0]!)).toHaveLength(1)
  })

  it('are decided once and used once, however many try at the same moment', async () => {
    const rows = await two()
    const asked = done(await ask(rows))
    const decisions = await Promise.all([
      approve(asked.id),
      approve(asked.id, market.test.admin),
      boss.post(`/approvals/${asked.id}/decline`, { reason: '아니오' }),
      market.operator.post(`/approvals/${asked.id}/decline`, { reason: '아니오' }),
    ])
    expect(decisions.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    const again = done(await ask(rows))
    done(await approve(again.id))
    // The same approval for the rows together, and for each of them.
    const body = await units(rows)
    const path = `/campaigns/${rows[0]!.campaignId}/purchases`
    const tries = await Promise.all([
      market.planner.post(path, { units: body }),
      market.planner.post(path, { units: body, mode: 'each' }),
      market.planner.post(path, { units: [...body].reverse() }),
    ])
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect((await list(rows[0]!)).filter(({ status }: Answer['body']) => status === 'USED')).toHaveLength(1)
  })

  it('are told to operators, and the decision to the planner', async () => {
    const rows = await two()
    const asked = done(await ask(rows))
    await market.job('notify')
    const about = async (client: Client, rule: string) =>
      done(await client.get('/notifications')).items.filter(
        (item: Answer['body']) => item.rule === rule && item.overAt === null,
      )
    const told = await about(boss, 'APPROVAL_ASKED')
    expect(told[0]).toMatchObject({ data: { amount: 1_000_000, by: 'planner@example.com' } })
    expect(await about(market.planner, 'APPROVAL_ASKED')).toEqual([])
    done(await boss.post(`/approvals/${asked.id}/decline`, { reason: '예산 초과' }))
    await market.job('notify')
    expect(await about(boss, 'APPROVAL_ASKED')).toHaveLength(told.length - 1)
    expect((await about(market.planner, 'APPROVAL_DECIDED'))[0]).toMatchObject({
      campaignId: rows[0]!.campaignId,
      data: { amount: 1_000_000, approved: false, reason: '예산 초과' },
    })
  })
})

describe.each(databases())('Without limits ($name)', (kind) => {
  it('nothing waits for an approver', async () => {
    const market = await Market.open(kind)
    const placed = await market.place({ ...row, amount: 900_000 }, groups)
    expect((await market.buy(placed)).status).toBe(201)
    await market.stop()
  })
})

// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { followOpenCampaign, subscribeLive } from '../../addin/live/live'
import { writeMediaMix } from '../../addin/media-mix/write'
import { record } from '../../server/journal/journal'
import type { EventKind } from '../../shared/contract/events'
import type { PublishStatus } from '../../shared/statuses'
import { type Planners, planners } from './planner-desk'

const AT = '2026-12-01T03:00:00.000Z'
const SOON = { timeout: 10_000 }

let at: Planners
let unfollow: () => void
beforeAll(async () => {
  at = await planners()
  unfollow = followOpenCampaign(at.desk)
}, 120_000)
afterAll(async () => {
  unfollow?.()
  await at?.stop()
})
afterEach(() => at.line.mend())

/** Opens a campaign and waits until the pane receives its events. */
async function listenTo(id: string): Promise<void> {
  let listens = false
  const unsubscribe = subscribeLive(at.desk, (_, stale) => {
    listens ||= stale
  })
  await openCampaignById(at.desk, id)
  await expect.poll(() => listens, SOON).toBe(true)
  unsubscribe()
}

/** Opens a campaign with this number of rows, waits for its events, and writes it into the sheet. */
async function begin(rows: number): Promise<string> {
  const id = await at.campaign(rows)
  await listenTo(id)
  await writeMediaMix(at.desk, true)
  expect(at.desk.store.get().failure).toBeNull()
  return id
}

const open = (): OpenCampaign => at.desk.store.get().open!
const statuses = async (rows: number) => (await at.values(`K7:K${6 + rows}`)).flat()

/** Sets a row's publish status as a status report would. */
async function publish(id: string, row: number, after: PublishStatus): Promise<void> {
  const { unitId, publishStatus: before } = (await at.rows(id))[row]!
  await at.database.write(async (tx) => {
    await tx.run('UPDATE campaign_unit SET publish_status = ? WHERE id = ?', [after, unitId])
    await record(
      tx,
      [
        {
          campaignId: id,
          unitId,
          kind: 'unit.publish-status',
          data: { before, after, counts: { [after]: 2 } },
        },
      ],
      AT,
    )
  })
}

describe('what happens elsewhere', { timeout: 60_000 }, () => {
  it('shows in the status cell by itself: a booking, and what the ad servers say', async () => {
    const id = await begin(2)
    await at.buy(id, 0)
    await expect.poll(() => statuses(2), SOON).toEqual(['구매완료', '작성중'])
    expect(await at.fill('C7')).toBe('#F7F8FA')
    await publish(id, 0, 'LIVE')
    await expect.poll(() => statuses(2), SOON).toEqual(['구매완료 · 게재중', '작성중'])
    await publish(id, 0, 'FAILED')
    await expect.poll(() => statuses(2), SOON).toEqual(['구매완료 · 실패', '작성중'])
    expect(open().live.changes.map(({ kind }) => kind)).toEqual(['publish', 'publish', 'booking'])
    expect(open().live.changes[0]).toMatchObject({ after: 'FAILED', counts: { FAILED: 2 } })
  })

  it('leaves what the planner typed as it is, and sends it', async () => {
    const id = await begin(2)
    await at.buy(id, 1)
    at.type('I7', 7_000_000)
    await publish(id, 1, 'APPROVED')
    await expect.poll(() => statuses(2), SOON).toEqual(['작성중', '구매완료 · 승인'])
    expect((await at.values('I7')).flat()).toEqual([7_000_000])
    await expect.poll(async () => (await at.rows(id))[0]!.amount, SOON).toBe(7_000_000)
    expect((await at.values('I7')).flat()).toEqual([7_000_000])
    expect(open().conflicts).toEqual([])
  })

  it('brings rows that somebody else added or changed, and says so once', async () => {
    const id = await begin(1)
    await at.change(id, 0, { device: 'CTV' })
    await expect.poll(async () => (await at.values('E7')).flat(), SOON).toEqual(['CTV'])
    await at.add(id)
    await expect.poll(async () => (await at.values('K8')).flat(), SOON).toEqual(['작성중'])
    expect(open().live.changes.map(({ kind }) => kind)).toEqual(['plan'])
  })

  it('doesn’t take one’s own change for somebody else’s when the event overtakes the answer', async () => {
    const id = await begin(1)
    let heard = 0
    const unsubscribe = subscribeLive(at.desk, (events) => {
      heard += events.length
    })
    const go = at.line.holdAnswers('/media-mix/sync')
    at.type('I7', 6_000_000)
    await expect.poll(async () => (await at.rows(id))[0]!.amount, SOON).toBe(6_000_000)
    // The event has arrived long before the answer.
    await new Promise((resolve) => setTimeout(resolve, 600))
    go()
    await expect.poll(() => heard, SOON).toBeGreaterThan(0)
    unsubscribe()
    expect(open().live.changes).toEqual([])
    expect(open().sync.kind).toBe('synced')
  })

  it('catches up after the line was cut', async () => {
    const id = await begin(1)
    at.line.break()
    at.line.disconnect()
    await at.buy(id, 0)
    await publish(id, 0, 'LIVE')
    at.line.mend()
    await expect.poll(() => statuses(1), { timeout: 20_000 }).toEqual(['구매완료 · 게재중'])
  })

  it('writes the sheet a few times for thousands of events', async () => {
    const id = await begin(3)
    for (const row of [0, 1, 2]) await at.buy(id, row)
    await expect.poll(() => statuses(3), SOON).toEqual(['구매완료', '구매완료', '구매완료'])
    const batches: number[] = []
    const unsubscribe = subscribeLive(at.desk, (events) => batches.push(events.length))
    const units = (await at.rows(id)).map(({ unitId }) => unitId)
    for (let i = 0; i < 20; i++) {
      const data = { before: 'APPROVED', after: 'LIVE', counts: { LIVE: i } } as const
      const kind = 'unit.publish-status' satisfies EventKind
      await at.database.write((tx) =>
        record(
          tx,
          Array.from({ length: 100 }, (_, j) => ({ campaignId: id, unitId: units[j % 3]!, kind, data })),
          AT,
        ),
      )
    }
    await expect.poll(() => batches.reduce((sum, size) => sum + size, 0), SOON).toBeGreaterThanOrEqual(2_000)
    await expect.poll(() => statuses(3), SOON).toEqual(Array(3).fill('구매완료 · 게재중'))
    expect(batches.length).toBeLessThan(200)
    expect(open().live.changes.length).toBeLessThanOrEqual(20)
    unsubscribe()
  })

  it('lets go of a campaign that is not shared any more', async () => {
    const { body } = await at.owner.post('/campaigns', {
      name: '공유',
      advertiser: '한빛전자',
      startDate: '2026-12-02',
      endDate: '2026-12-31',
      budget: 1,
      sharedWith: ['planner@example.com'],
    })
    await listenTo(body.id)
    await at.owner.patch(`/campaigns/${body.id}`, { version: 1, sharedWith: [] })
    await expect.poll(() => at.desk.store.get().open, SOON).toBeNull()
  })
})

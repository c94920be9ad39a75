// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { syncNow } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import { type Planners, planners } from './planner-desk'

const ROWS = 500
const FIRST_ROW = 7

let at: Planners
let id: string
beforeAll(async () => {
  at = await planners()
  id = await at.campaign(0)
  const flight = { startDate: '2026-12-02', endDate: '2026-12-31' }
  const changes = Array.from({ length: ROWS }, (_, i) => ({
    op: 'put',
    unitId: crypto.randomUUID(),
    fields: { kind: 'PAID', productCode: 'YT_RON', amount: 1_000_000 + i, device: 'PC', ...flight },
  }))
  await at.other.post(`/campaigns/${id}/media-mix/sync`, { baseRevision: 0, changes })
  await openCampaignById(at.desk, id)
  await roundTripsOf(async () => undefined)
}, 240_000)
afterAll(() => at?.stop())

const open = (): OpenCampaign => at.desk.store.get().open!

/** Nothing is asked of the workbook or of the service for this long: the add-in has done what it had to do. */
const QUIET_MS = 2_000

/** How often the add-in asks something of the workbook because of an act, until it has nothing more to do. */
async function roundTripsOf(act: () => Promise<unknown>): Promise<number> {
  at.excel.roundTrips()
  let count = 0
  let calls = at.line.calls.length
  await act()
  for (let quiet = 0; quiet < QUIET_MS; quiet += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const more = at.excel.roundTrips()
    count += more
    if (more > 0 || at.line.calls.length > calls || open().sync.kind === 'waiting') quiet = 0
    calls = at.line.calls.length
  }
  expect(open().sync).toMatchObject({ kind: expect.stringMatching(/^(synced|off)$/) })
  return count
}

/** Of the saved amounts: how many the sheet has. */
async function agreed(): Promise<number> {
  const shown = (await at.values(`I${FIRST_ROW}:I${FIRST_ROW + ROWS - 1}`)).flat()
  return (await at.rows(id)).filter(({ amount }, i) => amount === shown[i]).length
}

describe(`a MediaMix of ${ROWS} rows`, { timeout: 240_000 }, () => {
  it('is written in five round trips', async () => {
    expect(await roundTripsOf(() => writeMediaMix(at.desk))).toBeLessThanOrEqual(5)
    expect(at.desk.store.get().failure).toBeNull()
    expect(await agreed()).toBe(ROWS)
  })

  it('is compared with the service in one, when nothing was changed', async () => {
    expect(await roundTripsOf(() => syncNow(at.desk))).toBe(1)
  })

  it('takes one read, one write and the read after the answer for a typed amount', async () => {
    const last = FIRST_ROW + ROWS - 1
    // The second one too: it must not make up for what the first has left.
    for (const amount of [7_654_000, 8_765_000]) {
      expect(await roundTripsOf(async () => at.type(`I${last}`, amount))).toBeLessThanOrEqual(3)
      expect((await at.rows(id)).at(-1)!.amount).toBe(amount)
    }
  })

  it('takes as many for an amount that is typed as a formula, and saves its result', async () => {
    await at.unprotect()
    at.type('I8', '=I7*2')
    await roundTripsOf(async () => undefined)
    // What is left for the rows below changes with it, which takes a read and a write more.
    expect(await roundTripsOf(async () => at.type('I7', 2_000_000))).toBeLessThanOrEqual(5)
    expect((await at.rows(id)).slice(0, 2).map(({ amount }) => amount)).toEqual([2_000_000, 4_000_000])
  })

  it('takes as many for an amount in every row, and one request to the service', async () => {
    const amounts = Array.from({ length: ROWS }, (_, i) => [3_000_000 + i * 1_000])
    at.line.calls.length = 0
    const trips = await roundTripsOf(async () => {
      at.sheet()
        .getRange(`I${FIRST_ROW}:I${FIRST_ROW + ROWS - 1}`)
        .setValues(amounts)
    })
    expect(trips).toBeLessThanOrEqual(5)
    expect(at.line.calls.filter((call) => call.endsWith('/media-mix/sync'))).toHaveLength(1)
    expect(await agreed()).toBe(ROWS)
  })

  it('is taken up by a new pane in two, and what is left for the rows is shown with a read and a write', async () => {
    await at.closePane()
    // One more asks whether the workbook has a monitoring sheet.
    expect(await roundTripsOf(() => openCampaignById(at.desk, id))).toBeLessThanOrEqual(2 + 2 + 1)
    expect(open().conflicts).toEqual([])
  })
})

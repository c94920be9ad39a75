// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { askAgain, confirmBuying, startBuying } from '../../addin/booking/buy'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import { refreshAvailability } from '../../addin/media-mix/availability'
import { syncNow } from '../../addin/media-mix/exchange'
import { refreshRows } from '../../addin/media-mix/show'
import { writeMediaMix } from '../../addin/media-mix/write'
import { type Planners, planners } from './planner-desk'

let at: Planners
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())
afterEach(() => at.line.mend())

async function begin(rows: number): Promise<string> {
  const id = await at.campaign(rows)
  await openCampaignById(at.desk, id)
  await writeMediaMix(at.desk, true)
  return id
}

const open = () => at.desk.store.get().open!
const buying = () => at.desk.store.get().buying
const unit = (row: number) => open().rows[row]!.unitId
/** The impressions that were taken from the inventory, by the ledger. */
const ledger = async (unitId: string): Promise<number> => {
  const { items } = (await at.other.get(`/campaign-units/${unitId}/ledger`)).body
  return items.reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0)
}

describe('buying a row of the sheet', { timeout: 60_000 }, () => {
  it('buys what was typed just now, and locks the row', async () => {
    await begin(2)
    at.type('I7', 3_000_000)
    await startBuying(at.desk, [unit(0)])
    expect(buying()).toMatchObject({ step: 'confirm', lines: [{ amount: 3_000_000 }] })
    expect(await ledger(unit(0))).toBe(0)
    await confirmBuying(at.desk)
    expect(buying()).toMatchObject({ step: 'result' })
    // 3,000,000 won at an eCPM of 8,000 won.
    expect(await ledger(unit(0))).toBe(375_000)
    expect((await at.values('J7:K8')).flat()).toEqual(['', '구매완료', '구매', '작성중'])
    // Amount and flight stay open for an amendment.
    expect([await at.fill('C7'), await at.fill('I7')]).toEqual(['#F7F8FA', '#FFFFFF'])
  })

  it('asks for what is missing before it asks to confirm', async () => {
    const id = await begin(1)
    const product = at.desk.store
      .get()
      .open!.catalogue.products.find(({ targetingKind }) => targetingKind === 'CONTENTS')!
    await at.change(id, 0, { productCode: product.code })
    await startBuying(at.desk, [unit(0)])
    expect(buying()).toMatchObject({ step: 'failed', failure: { code: 'TARGETING_MISSING' } })
    await at.change(id, 0, { amount: 0 })
    await startBuying(at.desk, [unit(0)])
    expect(buying()).toMatchObject({ step: 'failed', failure: { code: 'AMOUNT_MISSING' } })
  })

  it('buys once when it is confirmed twice', async () => {
    await begin(1)
    await startBuying(at.desk, [unit(0)])
    await Promise.all([confirmBuying(at.desk), confirmBuying(at.desk)])
    expect(await ledger(unit(0))).toBe(125_000)
  })

  it('buys once when the answer was lost and the planner tries again', async () => {
    await begin(1)
    await startBuying(at.desk, [unit(0)])
    at.line.break('after')
    await confirmBuying(at.desk)
    expect(buying()).toMatchObject({ step: 'failed', failure: { code: 'UNREACHABLE' } })
    expect(await ledger(unit(0))).toBe(125_000)
    at.line.mend()
    await startBuying(at.desk, [unit(0)])
    if (buying()?.step === 'confirm') await confirmBuying(at.desk)
    expect(await ledger(unit(0))).toBe(125_000)
    await syncNow(at.desk)
    expect((await at.values('K7')).flat()).toEqual(['구매완료'])
  })

  it('finds out by the same key what became of a purchase without an answer', async () => {
    await begin(1)
    await startBuying(at.desk, [unit(0)])
    at.line.break('after')
    await confirmBuying(at.desk)
    expect(buying()).toMatchObject({ step: 'failed', failure: { code: 'UNREACHABLE' } })
    at.line.mend()
    await askAgain(at.desk)
    expect(buying()).toMatchObject({ step: 'result', bought: [{ unitId: unit(0) }], failed: [] })
    expect(await ledger(unit(0))).toBe(125_000)
  })

  it('buys nothing while the row is in conflict or could not be sent', async () => {
    const id = await begin(1)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I7', 3_000_000)
    await startBuying(at.desk, [unit(0)])
    expect(buying()).toMatchObject({ step: 'failed', failure: { code: 'ROW_NOT_READY' } })
    await begin(1)
    at.line.break()
    at.type('I7', 3_000_000)
    await startBuying(at.desk, [unit(0)])
    expect(buying()).toMatchObject({ step: 'failed', failure: { code: 'UNREACHABLE' } })
  })
})

it('shows what is left for the amount that stands there now, whichever answer comes last', async () => {
  const id = await begin(1)
  await refreshAvailability(at.desk, true)
  await at.change(id, 0, { amount: 2_000_000 })
  await syncNow(at.desk)
  const go = at.line.hold()
  const early = refreshAvailability(at.desk, true)
  await at.line.asked('/availability')
  at.line.release()
  // Far more than the inventory has.
  await at.change(id, 0, { endDate: '2026-12-02', amount: 900_000_000_000 })
  await syncNow(at.desk)
  await refreshRows(at.desk, true)
  const now = open().availability.get(unit(0))
  expect(now).toMatchObject({ kind: 'known', inOrder: { status: 'PARTIALLY_AVAILABLE' } })
  go()
  await early
  expect(open().availability.get(unit(0))).toEqual(now)
}, 60_000)

// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { confirmBooking, setBookingInputs, startBooking } from '../../addin/booking/steps'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import { syncNow } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import { overviewOf } from '../../addin/variants/figures'
import { dropVariant, makeVariant, takeVariant } from '../../addin/variants/variants'
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
const failure = () => at.desk.store.get().failure
const column = async (address: string) => (await at.values(address)).flat()
/** `A 1000000`, as the service has them. */
const stored = async (id: string) =>
  (await at.rows(id)).map(({ variant, amount }) => `${variant ?? '-'} ${amount}`)

describe('variants at the desk', { timeout: 60_000 }, () => {
  it('are made of what was typed just now, stand below each other in the sheet, and one is counted', async () => {
    const id = await begin(2)
    at.type('I7', 3_000_000)
    expect(await makeVariant(at.desk)).toEqual({ kind: 'made', variant: 'B', source: 'A', rows: 2 })
    expect(failure()).toBeNull()
    expect(await column('I7:I10')).toEqual([3_000_000, 2_000_000, 3_000_000, 2_000_000])
    expect(await column('T6:T10')).toEqual(['안', 'A', 'A', 'B', 'B'])
    expect(await column('I12')).toEqual([5_000_000])
    // What is typed into a copy is its own.
    at.type('I9', 1_000_000)
    await syncNow(at.desk)
    expect(await stored(id)).toEqual(['A 3000000', 'A 2000000', 'B 1000000', 'B 2000000'])
    expect(await column('I12')).toEqual([5_000_000])
    expect(overviewOf(open().rows)).toMatchObject({
      variants: [
        { name: 'A', counted: true, amount: 5_000_000, impressions: 625_000, ecpm: 8_000, rows: 2 },
        { name: 'B', counted: false, amount: 3_000_000, impressions: 375_000, rows: 2 },
      ],
      common: 0,
      next: 'C',
    })
  })

  it('are typed into the column, for one row and for a new one', async () => {
    const id = await begin(2)
    at.type('T7', 'a안')
    at.type('T8', 'B')
    await syncNow(at.desk)
    expect(await stored(id)).toEqual(['A 1000000', 'B 2000000'])
    expect(await column('T7:T8')).toEqual(['A', 'B'])
    expect(await column('I10')).toEqual([1_000_000])
    at.type('T7', '첫째')
    await syncNow(at.desk)
    expect(open().cellErrors).toMatchObject([{ code: 'NOT_A_VARIANT', address: 'T7' }])
    expect(await stored(id)).toEqual(['A 1000000', 'B 2000000'])
    at.type('T7', '')
    await syncNow(at.desk)
    expect(open().cellErrors).toEqual([])
    expect(await stored(id)).toEqual(['- 1000000', 'B 2000000'])
    expect(await column('I10')).toEqual([3_000_000])
    await at.change(id, 1, { variant: 'C' })
    await syncNow(at.desk)
    expect(await column('T7:T8')).toEqual(['', 'C'])
  })

  it('are a conflict where two planners typed different ones', async () => {
    const id = await begin(1)
    await at.change(id, 0, { variant: 'B' })
    at.type('T7', 'A')
    await syncNow(at.desk)
    expect(open().conflicts).toMatchObject([{ field: 'variant', base: null, local: 'A', remote: 'B' }])
    expect(await column('T7')).toEqual(['A'])
    expect(await stored(id)).toEqual(['B 1000000'])
  })

  it('are taken over: the other rows leave the sheet', async () => {
    const id = await begin(2)
    await makeVariant(at.desk)
    await makeVariant(at.desk, 'B')
    at.type('I9', 7_000_000)
    await startBooking(at.desk, 'hold', [open().rows[0]!.unitId])
    setBookingInputs(at.desk, { until: '2026-12-05T12:30' })
    await confirmBooking(at.desk)
    expect((await column('L7'))[0]).toMatch(/\(A안\)$/)
    expect(await dropVariant(at.desk, 'C')).toEqual({
      kind: 'discarded',
      variant: 'C',
      removed: 2,
      released: 0,
    })
    expect(await takeVariant(at.desk, 'B')).toEqual({
      kind: 'chosen',
      variant: 'B',
      removed: 2,
      released: 1,
    })
    expect(failure()).toBeNull()
    expect(await stored(id)).toEqual(['- 7000000', '- 2000000'])
    expect(await column('I7:I8')).toEqual([7_000_000, 2_000_000])
    expect(await column('T7:T8')).toEqual(['', ''])
    expect(await column('I10')).toEqual([9_000_000])
    expect(open()).toMatchObject({ missing: [], conflicts: [], cellErrors: [] })
    at.type('I8', 1_000_000)
    await syncNow(at.desk)
    expect(await stored(id)).toEqual(['- 7000000', '- 1000000'])
  })

  it('are made once, also when only the answer was lost', async () => {
    const id = await begin(1)
    const answer = at.line.holdAnswers('/variants')
    const making = makeVariant(at.desk)
    await at.line.asked('/variants')
    at.line.break('after')
    answer()
    await making
    expect(failure()).not.toBeNull()
    at.line.mend()
    expect(await makeVariant(at.desk)).toMatchObject({ variant: 'B' })
    expect(await stored(id)).toEqual(['A 1000000', 'B 1000000'])
    expect(await makeVariant(at.desk)).toMatchObject({ variant: 'C' })
  })

  it('wait until a cell in error is right, and are refused beside what is bought', async () => {
    const id = await begin(1)
    at.type('I7', '얼마')
    await makeVariant(at.desk)
    expect(failure()).toMatchObject({ code: 'ROW_NOT_READY' })
    at.type('I7', 2_000_000)
    expect(await makeVariant(at.desk)).toMatchObject({ variant: 'B' })
    await at.buy(id, 0)
    await takeVariant(at.desk, 'B')
    expect(failure()).toMatchObject({ code: 'STATUS_CONFLICT' })
    expect(await stored(id)).toEqual(['A 2000000', 'B 2000000'])
  })
})

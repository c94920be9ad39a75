// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  addContent,
  findAlternatives,
  productFor,
  putIntoRow,
  seekGoal,
} from '../../addin/booking/alternatives'
import { defaultUntil } from '../../addin/booking/default-until'
import { loadDistribution, loadHistory } from '../../addin/booking/past'
import {
  bookingActions,
  confirmAgain,
  confirmBooking,
  setBookingChange,
  setBookingInputs,
  startBooking,
} from '../../addin/booking/steps'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { BookingAction } from '../../addin/desk/state/booking'
import { putBackAmendments } from '../../addin/media-mix/disputes'
import { syncNow, takeRows } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import { instantOf, seoulTime } from '../../shared/seoul-time'
import { BOOKING_STATUSES, nextBookingStatuses } from '../../shared/statuses'
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
const booking = () => at.desk.store.get().booking
const unit = (row: number) => open().rows[row]!.unitId
const status = (row: number) => open().rows[row]!.bookingStatus
/** The impressions that the ledger's lines of these types add up to. */
const ledger = async (unitId: string, ...types: string[]): Promise<number> => {
  const { items } = (await at.other.get(`/campaign-units/${unitId}/ledger`)).body
  return items
    .filter(({ type }: { type: string }) => types.includes(type))
    .reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0)
}
const held = (unitId: string) => ledger(unitId, 'HOLD', 'UNHOLD')
const sold = (unitId: string) => ledger(unitId, 'PURCHASE', 'RELEASE')

async function take(action: BookingAction, ...rows: number[]): Promise<void> {
  await startBooking(at.desk, action, rows.map(unit))
  expect(booking()).toMatchObject({ step: 'form' })
  await confirmBooking(at.desk)
  expect(booking()).toMatchObject({ step: 'result' })
}

describe('the steps that are offered', () => {
  it.each(BOOKING_STATUSES)('from %s are those of the status diagram', (from) => {
    const to = { hold: 'Reserved', pause: 'Paused', stop: 'Stopped', cancel: 'Canceled' } as const
    const offered = bookingActions(from, false)
    for (const [action, target] of Object.entries(to))
      expect(offered.includes(action as BookingAction), action).toBe(
        nextBookingStatuses(from).includes(target),
      )
    expect(offered).not.toContain('decline')
  })

  it('are an operator’s too where a hold can be declined', () => {
    expect(bookingActions('Reserved', true)).toContain('decline')
    expect(bookingActions('Booked', true)).not.toContain('decline')
  })
})

describe('until when a row is held unless somebody says otherwise', () => {
  it('is a week, but not into its flight, and a week more for what is held already', () => {
    const row = (startDate: string, expiresAt?: string, endDate = '2026-12-31') => ({
      startDate,
      endDate,
      hold: expiresAt === undefined ? null : { expiresAt },
    })
    expect(defaultUntil('2026-12-01', [row('2026-12-20')])).toBe('2026-12-08T18:00')
    expect(defaultUntil('2026-12-01', [row('2026-12-20'), row('2026-12-04')])).toBe('2026-12-03T18:00')
    expect(defaultUntil('2026-12-01', [row('2026-12-01')])).toBe('2026-12-02T18:00')
    expect(defaultUntil('2026-12-01', [row('2026-12-20', '2026-12-08T09:00:00.000Z')])).toBe(
      '2026-12-15T18:00',
    )
    // Never beyond the flight that ends first.
    const short = row('2026-12-05', '2026-12-08T09:00:00.000Z', '2026-12-10')
    expect(defaultUntil('2026-12-01', [short])).toBe('2026-12-10T23:59')
    expect(defaultUntil('2026-12-01', [row('2026-12-01', undefined, '2026-12-01')])).toBe('2026-12-01T23:59')
  })

  it('is Seoul time, whatever the clock here says', () => {
    expect(instantOf('2026-12-08T18:00')).toBe('2026-12-08T09:00:00.000Z')
    expect(seoulTime('2026-12-31T20:00:00.000Z')).toBe('2027-01-01T05:00')
    expect(instantOf('')).toBeNull()
  })
})

describe('a hold', { timeout: 60_000 }, () => {
  it('is taken with what was typed just now, extended, and released; the sheet says until when', async () => {
    await begin(2)
    at.type('I7', 3_000_000)
    await startBooking(at.desk, 'hold', [unit(0)])
    setBookingInputs(at.desk, { until: '2026-12-05T12:30', variant: 'A' })
    await confirmBooking(at.desk)
    // 3,000,000 won at an eCPM of 8,000 won.
    expect(await held(unit(0))).toBe(375_000)
    expect((await at.values('K7:L7')).flat()).toEqual(['가선점', '가선점 ~2026-12-05 12:30 (A안)'])
    await take('extend', 0)
    expect((await at.values('L7')).flat()).toEqual(['가선점 ~2026-12-12 18:00 (A안)'])
    expect(await held(unit(0))).toBe(375_000)
    await take('release', 0)
    expect(await held(unit(0))).toBe(0)
    expect((await at.values('J7:K7')).flat()).toEqual(['구매', '작성중'])
  })

  it('is all or nothing, and says which row is short and what would fit', async () => {
    await begin(2)
    at.type('I7', 900_000_000_000)
    await startBooking(at.desk, 'hold', [unit(0), unit(1)])
    await confirmBooking(at.desk)
    const flow = booking()
    expect(flow).toMatchObject({
      step: 'result',
      outcomes: [{ failure: { code: 'INVENTORY_SHORTAGE', data: { fitsUnitId: unit(0) } } }, {}],
    })
    expect([status(0), status(1)]).toEqual(['Draft', 'Draft'])
  })

  it('beyond what the service allows is refused with the latest instant that it takes', async () => {
    await begin(1)
    await startBooking(at.desk, 'hold', [unit(0)])
    setBookingInputs(at.desk, { until: '2027-12-05T12:30' })
    await confirmBooking(at.desk)
    expect(booking()).toMatchObject({
      outcomes: [
        {
          failure: {
            code: 'VALIDATION_FAILED',
            data: { errors: [{ path: 'expiresAt', message: expect.stringMatching(/2027-03-01T/) }] },
          },
        },
      ],
    })
    // The form keeps the inputs of the first attempt.
    await startBooking(at.desk, 'hold', [unit(0)])
    expect(booking()).toMatchObject({ step: 'form', inputs: { until: '2027-12-05T12:30' } })
  })

  it('is taken once when the answer was lost and it is asked again', async () => {
    await begin(1)
    await startBooking(at.desk, 'hold', [unit(0)])
    at.line.break('after')
    await confirmBooking(at.desk)
    expect(booking()).toMatchObject({ outcomes: [{ failure: { code: 'UNREACHABLE' } }] })
    expect(await held(unit(0))).toBe(125_000)
    at.line.mend()
    await confirmAgain(at.desk)
    expect(booking()).toMatchObject({ outcomes: [{ kind: 'done', status: 'Reserved' }] })
    expect(await held(unit(0))).toBe(125_000)
    expect((await at.values('K7')).flat()).toEqual(['가선점'])
  })
})

describe('a step that somebody else was quicker with', { timeout: 60_000 }, () => {
  it('is refused by the row’s version, and begins anew with what the row is now', async () => {
    const id = await begin(1)
    await startBooking(at.desk, 'hold', [unit(0)])
    await at.buy(id, 0)
    await confirmBooking(at.desk)
    expect(booking()).toMatchObject({ outcomes: [{ failure: { code: 'VERSION_CONFLICT' } }] })
    expect((await at.values('K7')).flat()).toEqual(['구매완료'])
    await startBooking(at.desk, 'hold', [unit(0)])
    expect(booking()).toMatchObject({ step: 'failed', failure: { code: 'STEP_NOT_POSSIBLE' } })
  })
})

describe('what is typed into a booked row', { timeout: 60_000 }, () => {
  it('waits as an amendment, moves the difference once confirmed, and is cancelled with the rest', async () => {
    const id = await begin(2)
    await at.buy(id, 0)
    await syncNow(at.desk)
    at.type('I7', 1_500_000)
    at.type('H7', '2026-12-20')
    await syncNow(at.desk)
    expect(open().amendments).toEqual([
      { unitId: unit(0), fields: { amount: 1_500_000, endDate: '2026-12-20' } },
    ])
    expect(open().restored).toEqual([])
    expect((await at.rows(id))[0]).toMatchObject({ amount: 1_000_000, endDate: '2026-12-31' })
    expect((await at.values('I7')).flat()).toEqual([1_500_000])
    expect((await at.values('L7')).flat()).toEqual(['변경 대기 · 창에서 확인해 주세요.'])
    await take('amend', 0)
    expect(booking()).toMatchObject({
      outcomes: [{ kind: 'done', amount: 1_500_000, impressions: 187_500 }],
    })
    expect(await sold(unit(0))).toBe(187_500)
    expect((await at.rows(id))[0]).toMatchObject({ amount: 1_500_000, endDate: '2026-12-20' })
    expect(open().amendments).toEqual([])
    expect((await at.values('L7')).flat()).toEqual([''])
    await startBooking(at.desk, 'cancel', [unit(0)])
    setBookingInputs(at.desk, { reason: '광고주 요청' })
    await confirmBooking(at.desk)
    expect(booking()).toMatchObject({ outcomes: [{ status: 'Canceled', amount: 0 }] })
    expect(await sold(unit(0))).toBe(0)
    const history = await loadHistory(at.desk, unit(0))
    expect(history.map(({ action, reason }) => [action, reason])).toEqual([
      ['CANCELED', '광고주 요청'],
      ['AMENDED', null],
      ['PURCHASED', null],
    ])
    expect(history[1]!.details).toMatchObject({
      before: { amount: 1_000_000, endDate: '2026-12-31' },
      after: { amount: 1_500_000, endDate: '2026-12-20' },
    })
  })

  it('is put back when the planner says so, and is never sent as an edit', async () => {
    const id = await begin(1)
    await at.buy(id, 0)
    await syncNow(at.desk)
    at.type('I7', 2_000_000)
    await syncNow(at.desk)
    await syncNow(at.desk)
    expect(open().amendments).toHaveLength(1)
    await putBackAmendments(at.desk, [unit(0)])
    expect(open().amendments).toEqual([])
    expect((await at.values('I7')).flat()).toEqual([1_000_000])
    expect(await sold(unit(0))).toBe(125_000)
  })

  it('stays in the sheet when the inventory is short, with what would fit', async () => {
    const id = await begin(1)
    await at.buy(id, 0)
    await syncNow(at.desk)
    at.type('I7', 900_000_000_000)
    await syncNow(at.desk)
    await take('amend', 0)
    expect(booking()).toMatchObject({ outcomes: [{ failure: { code: 'INVENTORY_SHORTAGE' } }] })
    expect((await at.values('I7')).flat()).toEqual([900_000_000_000])
    expect(await sold(unit(0))).toBe(125_000)
  })

  it('is seen beside what somebody else changed meanwhile', async () => {
    const id = await begin(1)
    await at.buy(id, 0)
    await syncNow(at.desk)
    at.type('I7', 2_000_000)
    await syncNow(at.desk)
    const { unitId, version } = (await at.rows(id))[0]!
    const amended = await at.other.post(`/campaign-units/${unitId}/amend`, { version, amount: 3_000_000 })
    expect(amended.status).toBe(200)
    await startBooking(at.desk, 'amend', [unitId])
    expect(booking()).toMatchObject({
      step: 'form',
      lines: [{ amount: 3_000_000, change: { amount: 2_000_000 } }],
    })
    expect((await at.values('I7')).flat()).toEqual([2_000_000])
  })

  it('is put right when the row has ended meanwhile', async () => {
    const id = await begin(1)
    await at.buy(id, 0)
    await syncNow(at.desk)
    at.type('I7', 2_000_000)
    await syncNow(at.desk)
    const { unitId, version } = (await at.rows(id))[0]!
    await at.other.post(`/campaign-units/${unitId}/cancel`, { version })
    await takeRows(at.desk)
    expect(open().amendments).toEqual([])
    expect(open().restored).toEqual([unitId])
    expect((await at.values('I7')).flat()).toEqual([1_000_000])
  })

  it('can be said in the pane instead', async () => {
    const id = await begin(1)
    await at.buy(id, 0)
    await startBooking(at.desk, 'amend', [unit(0)])
    setBookingChange(at.desk, { amount: 2_000_000 })
    await confirmBooking(at.desk)
    expect(await sold(unit(0))).toBe(250_000)
    expect((await at.values('I7')).flat()).toEqual([2_000_000])
  })
})

describe('where there is room', { timeout: 60_000 }, () => {
  it('is said for a row that is short, and put into it through its sync', async () => {
    const id = await begin(1)
    await at.change(id, 0, {
      productCode: 'CROSS_RON',
      amount: 2_000_000_000,
      startDate: '2026-12-02',
      endDate: '2026-12-03',
    })
    await syncNow(at.desk)
    const found = (await findAlternatives(at.desk, unit(0)))!
    expect(found.platforms.length).toBeGreaterThan(1)
    const [youtube] = found.platforms.filter(({ platform }) => platform === 'YOUTUBE')
    const other = productFor(open(), unit(0), 'YOUTUBE', youtube!.maxImpressions)!
    expect(other.product.platforms).toEqual(['YOUTUBE'])
    const { catalogue } = open()
    const withdrawn = catalogue.products.map((one) => ({ ...one, onSale: false }))
    const nothingOnSale = { ...open(), catalogue: { ...catalogue, products: withdrawn } }
    expect(productFor(nothingOnSale, unit(0), 'YOUTUBE', youtube!.maxImpressions)).toBeNull()
    await putIntoRow(at.desk, unit(0), { productCode: other.product.code, amount: other.maxAmount })
    expect((await at.rows(id))[0]).toMatchObject({ productCode: other.product.code, amount: other.maxAmount })
    expect((await at.values('I7')).flat()).toEqual([other.maxAmount])
    await take('hold', 0)
    expect(status(0)).toBe('Reserved')
    // The other tests need the inventory that is held here.
    await take('release', 0)
  })

  it('is asked both ways: impressions to amount and amount to impressions', async () => {
    await begin(1)
    expect(await seekGoal(at.desk, unit(0), { impressions: 250_000 })).toMatchObject({
      amount: 1_999_996,
      impressions: 250_000,
      fits: true,
    })
    expect(await seekGoal(at.desk, unit(0), { amount: 2_000_000 })).toMatchObject({ impressions: 250_000 })
    expect(await seekGoal(at.desk, unit(0), { amount: 900_000_000_000 })).toMatchObject({ fits: false })
    await expect(seekGoal(at.desk, unit(0), { impressions: Number.MAX_SAFE_INTEGER })).rejects.toThrow(
      /AMOUNT_TOO_LARGE/,
    )
  })

  it('adds a content to those of a row', async () => {
    const id = await begin(1)
    const product = open().catalogue.products.find(({ targetingKind }) => targetingKind === 'CONTENTS')!
    await at.change(id, 0, { productCode: product.code })
    await syncNow(at.desk)
    const contents = (await at.other.get('/contents?type=PROGRAM&limit=2')).body.items
    for (const { metaId } of contents) await addContent(at.desk, unit(0), metaId)
    expect(at.desk.store.get().failure).toBeNull()
    expect(open().targeting.get(unit(0))?.groups[0]?.members).toEqual(
      contents.map(({ metaId }: { metaId: string }) => ({ metaId, weight: 100 })),
    )
  })
})

describe('a row that is under way', { timeout: 60_000 }, () => {
  it('is paused, resumed and stopped; what is left of its days is given back', async () => {
    const id = await begin(1)
    await at.change(id, 0, { startDate: '2026-12-01' })
    await at.buy(id, 0)
    await at.moveFlights()
    await syncNow(at.desk)
    expect(status(0)).toBe('InFlight')
    await take('pause', 0)
    expect((await at.values('K7')).flat()).toEqual(['일시중지'])
    await take('resume', 0)
    expect((await at.values('K7')).flat()).toEqual(['집행중'])
    const before = await sold(unit(0))
    await take('stop', 0)
    expect((await at.values('K7')).flat()).toEqual(['중단'])
    const left = await sold(unit(0))
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(before / 10)
    expect([await at.fill('I7'), status(0)]).toEqual(['#F7F8FA', 'Stopped'])
  })

  it('is opened again once an operator has declined its hold', async () => {
    await begin(1)
    await take('hold', 0)
    const { version } = open().rows[0]!
    await at.operator.post(`/campaign-units/${unit(0)}/decline`, { version, reason: '다른 광고주 우선' })
    await syncNow(at.desk)
    expect((await at.values('K7')).flat()).toEqual(['반려'])
    await take('reopen', 0)
    expect((await at.values('J7:K7')).flat()).toEqual(['구매', '작성중'])
  })
})

it('reads the split of a booked row', async () => {
  const id = await begin(1)
  expect((await loadDistribution(at.desk, unit(0))).ads).toEqual([])
  await at.buy(id, 0)
  await syncNow(at.desk)
  const { ads, impressions } = await loadDistribution(at.desk, unit(0))
  expect(ads.reduce((sum, ad) => sum + ad.impressions, 0)).toBe(impressions)
  expect(ads[0]).toMatchObject({ platform: 'YOUTUBE', rule: expect.any(String) })
}, 60_000)

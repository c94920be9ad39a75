// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signIn, signOut } from '../../addin/account/account'
import { confirmBuying, startBuying } from '../../addin/booking/buy'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import { associateFunctions } from '../../addin/functions/associate'
import { followOpenCampaign } from '../../addin/live/live'
import { syncNow } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import { functionsMetadata } from '../../scripts/functions-metadata.mjs'
import { ADMIN } from '../support/service'
import { type Planners, planners } from './planner-desk'

/** The client's number for a call that is canceled. */
const CANCELED = 1001

let at: Planners
let unfollow: () => void
const unit = (row: number) => at.desk.store.get().open!.rows[row]!.unitId

beforeAll(async () => {
  at = await planners()
  const metadata = JSON.parse(await functionsMetadata())
  at.excel.host.customFunctions.register('FLIGHT', metadata)
  associateFunctions(Promise.resolve(at.desk))
  unfollow = followOpenCampaign(at.desk)
  await openCampaignById(at.desk, await at.campaign(3))
  await writeMediaMix(at.desk, true)
}, 120_000)
afterAll(async () => {
  unfollow?.()
  await at?.stop()
})
beforeEach(() => at.line.calls.splice(0))

/** Writes formulas beside the table, as a planner does. */
const formulas = (first: string, all: string[]) => {
  const [, column, row] = /^([A-Z]+)(\d+)$/.exec(first)!
  for (const [i, text] of all.entries()) at.type(`${column}${Number(row) + i}`, text)
}
const shows = (address: string, values: unknown[]) =>
  vi.waitFor(async () => expect((await at.values(address)).flat()).toEqual(values), { timeout: 15_000 })
const asked = () => at.line.calls.filter((call) => call.endsWith('/product-availabilities')).length

/** What is left of a product by the service's calendar, which isn't what the functions ask. */
async function left(from: string, to: string, platform?: string): Promise<number> {
  const { body } = await at.other.get(`/inventory/calendar?from=${from}&to=${to}&productCode=YT_RON`)
  return body.items
    .filter((day: { platform: string }) => platform === undefined || day.platform === platform)
    .reduce((sum: number, day: { remaining: number }) => sum + day.remaining, 0)
}

describe('the functions of the sheet', { timeout: 60_000 }, () => {
  it('are described for Excel', async () => {
    const { functions } = JSON.parse(await functionsMetadata())
    expect(
      functions.map(
        ({ id, options, parameters }: { id: string; options?: object; parameters: unknown[] }) => [
          id,
          options,
          parameters.length,
        ],
      ),
    ).toEqual([
      ['AVAILABLE', { stream: true }, 4],
      ['IMPRESSIONS', undefined, 2],
      ['MAXAMOUNT', { stream: true }, 3],
      ['STATUS', { stream: true }, 1],
    ])
  })

  it('say what is left, all cells by one request', async () => {
    at.type('AA1', 'YT_RON')
    at.type('AA2', '2026-12-02')
    const { name } = at.desk.store.get().open!.catalogue.products.find(({ code }) => code === 'YT_RON')!
    const days = Array.from({ length: 30 }, (_, i) => `2026-12-${String(i + 2).padStart(2, '0')}`)
    formulas('X1', [
      '=FLIGHT.AVAILABLE(AA1,AA2,"2026-12-31")',
      `=FLIGHT.AVAILABLE("${name}",DATE(2026,12,2),DATE(2026,12,31))`,
      '=FLIGHT.AVAILABLE(AA1,AA2,"2026-12-31","YOUTUBE")+1',
      '=flight.maxamount(AA1,AA2,"2026-12-31")',
      // Days that are over count nothing.
      '=FLIGHT.AVAILABLE(AA1,"2026-11-01","2026-12-02")',
      '=FLIGHT.AVAILABLE(AA1,"2026-11-01","2026-11-02")',
    ])
    formulas(
      'Y1',
      days.map((day) => `=FLIGHT.AVAILABLE("YT_RON","${day}","${day}")`),
    )
    const all = await left('2026-12-02', '2026-12-31')
    const ecpm = at.desk.store.get().open!.catalogue.products.find(({ code }) => code === 'YT_RON')!.ecpm
    const most = Math.floor(((2 * all + 1) * ecpm - 1) / 2000)
    await shows('X1:X6', [
      all,
      all,
      (await left('2026-12-02', '2026-12-31', 'YOUTUBE')) + 1,
      most,
      await left('2026-12-01', '2026-12-02'),
      0,
    ])
    await shows('Y1:Y30', await Promise.all(days.map((day) => left(day, day))))
    // The cells were typed one after another: far fewer requests than cells.
    expect(asked()).toBeLessThanOrEqual(5)
  })

  it('calculate impressions as the sheet does, and say what is wrong', async () => {
    formulas('AC1', [
      '=FLIGHT.IMPRESSIONS(3000000,8000)',
      '=FLIGHT.IMPRESSIONS("300만",8000)',
      '=FLIGHT.IMPRESSIONS(-1,8000)',
      '=FLIGHT.IMPRESSIONS(1000,0)',
      '=FLIGHT.AVAILABLE("NOBODY","2026-12-02","2026-12-31")',
      '=FLIGHT.AVAILABLE("YT_RON","someday","2026-12-31")',
      '=FLIGHT.AVAILABLE("YT_RON","2026-12-31","2026-12-02")',
      '=FLIGHT.AVAILABLE("YT_RON","2028-01-01","2028-01-02")',
      '=IFERROR(FLIGHT.AVAILABLE("NOBODY","2026-12-02","2026-12-31"),7)',
      '=FLIGHT.STATUS("nobody")',
    ])
    await shows('AC1:AC10', [
      375_000,
      375_000,
      '#VALUE!',
      '#VALUE!',
      '#N/A',
      '#VALUE!',
      '#VALUE!',
      '#N/A',
      7,
      '#N/A',
    ])
  })

  it('follow what is bought here and elsewhere', async () => {
    const before = await left('2026-12-02', '2026-12-31')
    formulas('AB1', [`=FLIGHT.STATUS("${unit(0)}")`, `=FLIGHT.STATUS("${unit(1)}")`])
    await shows('AB1:AB2', ['작성중', '작성중'])
    await startBuying(at.desk, [unit(0)])
    await confirmBuying(at.desk)
    await shows('AB1:AB2', ['구매완료', '작성중'])
    const after = await left('2026-12-02', '2026-12-31')
    expect(after).toBeLessThan(before)
    await shows('X1:X1', [after])
    await at.buy(at.desk.store.get().open!.view.id, 1)
    await shows('AB1:AB2', ['구매완료', '구매완료'])
    await shows('X1:X1', [await left('2026-12-02', '2026-12-31')])
    await syncNow(at.desk)
    await shows('AB1:AB2', ['구매완료', '구매완료'])
  })

  it('stop when no cell needs them, and ask to sign in when nobody is', async () => {
    const canceled = vi.spyOn(at.excel.host.events, 'post')
    for (const address of ['X1', 'X2', 'X3', 'X4', 'X5', 'X6']) at.type(address, '')
    await at.excel.host.customFunctions.cancelUnused()
    const messages = canceled.mock.calls.flatMap(([entries]) => entries.map(({ messageType }) => messageType))
    expect(messages).toEqual(Array(6).fill(CANCELED))
    canceled.mockRestore()
    await signOut(at.desk)
    await shows('Y1:Y1', ['#N/A'])
    await signIn(at.desk, 'planner@example.com', ADMIN.password)
    await shows('Y1:Y1', [await left('2026-12-02', '2026-12-02')])
  })
})

// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signIn, signOut } from '../../addin/account/account'
import { putIntoRow } from '../../addin/booking/alternatives'
import { startBuying } from '../../addin/booking/buy'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { attach, attachmentOf, detach } from '../../addin/media-mix/attachment'
import { putBackAmendments, settleConflict, settleMissing } from '../../addin/media-mix/disputes'
import { syncNow } from '../../addin/media-mix/exchange'
import { deleteRow } from '../../addin/media-mix/rows'
import { writeMediaMix } from '../../addin/media-mix/write'
import { fetchProposal } from '../../addin/proposal/proposals'
import { saveTargeting } from '../../addin/targeting/targeting'
import { serialOf } from '../../shared/sheets/serial-date'
import { ADMIN } from '../support/service'
import { type Planners, planners } from './planner-desk'

const FIRST_ROW = 7
const KEY_COLUMN = 'U'

let at: Planners
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())
afterEach(() => at.line.mend())

/** Opens a campaign with this number of rows in the pane and writes it into the sheet. */
async function begin(rows: number): Promise<string> {
  const id = await at.campaign(rows)
  await openCampaignById(at.desk, id)
  await writeMediaMix(at.desk, true)
  expect(at.desk.store.get().failure).toBeNull()
  return id
}

function open(): OpenCampaign {
  return at.desk.store.get().open!
}

const amounts = async (id: string) => (await at.rows(id)).map(({ amount }) => amount)
const amountsInSheet = async (rows: number) =>
  (await at.values(`I${FIRST_ROW}:I${FIRST_ROW + rows - 1}`)).flat()

describe('the sheet of a campaign', { timeout: 60_000 }, () => {
  it('is drawn again in another language, with its widths and messages, once nothing is open in it', async () => {
    const id = await begin(1)
    const drawnFor = () =>
      at.excel.Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem('MediaMix')
        const [label, amount] = [sheet.getRange('A3'), sheet.getRange('I7')]
        label.load('format/columnWidth')
        amount.dataValidation.load('errorAlert')
        await context.sync()
        return { width: label.format.columnWidth, alert: amount.dataValidation.errorAlert?.message }
      })
    const korean = await drawnFor()
    at.type('I7', '이백만')
    at.desk.language = 'en'
    try {
      await syncNow(at.desk)
      expect(open().outdated).toBe(true)
      expect((await at.values('A3')).flat()).toEqual(['광고주'])
      at.type('I7', 2_000_000)
      await syncNow(at.desk)
      await syncNow(at.desk)
      expect(open().outdated).toBe(false)
      expect((await at.values('A3:A7')).flat()).toEqual([
        'Advertiser',
        'Campaign',
        'In KRW, VAT excluded',
        'Type',
        'Paid',
      ])
      const english = await drawnFor()
      expect(english.width).toBeGreaterThan(korean.width)
      expect(korean.alert).not.toBe('')
      expect(english.alert).not.toBe(korean.alert)
      expect(await amounts(id)).toEqual([2_000_000])
    } finally {
      at.desk.language = 'ko'
    }
  })

  it('sends what a planner typed, a moment later and by itself', async () => {
    const id = await begin(2)
    at.type('I7', 7_000_000)
    await expect.poll(() => amounts(id), { timeout: 10_000 }).toEqual([7_000_000, 2_000_000])
    await expect.poll(() => open().sync.kind).toBe('synced')
  })

  it('notices what was typed while it was writing, when Excel reports no edits', async () => {
    const id = await begin(2)
    await at.change(id, 0, { device: 'CTV' })
    at.duringWrite(() => at.type('F8', 'B안'))
    at.type('I7', 3_000_000)
    await expect.poll(() => amounts(id), { timeout: 10_000 }).toEqual([3_000_000, 2_000_000])
    await expect.poll(async () => (await at.rows(id))[1]!.creative, { timeout: 10_000 }).toBe('B안')
    await expect.poll(() => open().sync.kind).toBe('synced')
  })

  it('keeps what was typed just before it was drawn again, and asks where both changed the same', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    await at.add(id)
    at.duringWrite(() => {
      at.type('I7', 3_000_000)
      at.type('F8', 'B안')
    })
    await syncNow(at.desk)
    await expect.poll(async () => (await at.rows(id))[1]!.creative, { timeout: 10_000 }).toBe('B안')
    await expect.poll(() => open().conflicts).toMatchObject([{ local: 3_000_000, remote: 9_000_000 }])
    expect((await at.values('I7:I9')).flat()).toEqual([3_000_000, 2_000_000, 1_000_000])
    expect((await at.values('F7:F9')).flat()).toEqual(['', 'B안', ''])
  })

  it('notices it in a row that waits for a decision, too', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    expect(open().conflicts).toHaveLength(1)
    await at.change(id, 1, { device: 'CTV' })
    at.duringWrite(() => at.type('F7', 'B안'))
    await syncNow(at.desk)
    await expect.poll(async () => (await at.rows(id))[0]!.creative, { timeout: 10_000 }).toBe('B안')
    expect(open().conflicts).toMatchObject([{ field: 'amount', local: 3_000_000, remote: 9_000_000 }])
  })

  it('notices the first amount, typed before it listened to the sheet that it has just written', async () => {
    const id = await at.campaign(2)
    await openCampaignById(at.desk, id)
    at.beforeListening(() => at.type('I7', 3_000_000))
    await writeMediaMix(at.desk, true)
    await expect.poll(() => amounts(id), { timeout: 10_000 }).toEqual([3_000_000, 2_000_000])
  })

  it('keeps what was written beside and below it when it is drawn again', async () => {
    const id = await begin(2)
    expect(await at.locked('Y7')).toBe(false)
    expect(await at.locked('B14')).toBe(false)
    at.type('Y7', '옆 메모')
    at.type('B14', '아래 메모')
    at.type('Y14', '=SUM(I7:I8)')
    await at.add(id)
    await at.add(id)
    await syncNow(at.desk)
    expect(await amountsInSheet(4)).toEqual([1_000_000, 2_000_000, 1_000_000, 1_000_000])
    expect(await at.values('Y7')).toEqual([['옆 메모']])
    expect(await Promise.all(['A12', 'I12', 'J10', 'Z10'].map((cell) => at.locked(cell)))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(await at.values('B16')).toEqual([['아래 메모']])
    await at.remove(id, 3)
    await at.remove(id, 2)
    await at.remove(id, 1)
    await syncNow(at.desk)
    expect(await at.values('B13')).toEqual([['아래 메모']])
    expect(await at.values('A9')).toEqual([['TOTAL']])
    expect((await at.values('A10:I16')).flat().filter((value) => value !== '')).toEqual(['아래 메모'])
    expect(await at.rows(id)).toHaveLength(1)
  })

  describe('with a value that can’t be saved', () => {
    const named = () => open().cellErrors.map(({ code, address }) => [address, code])

    it('names its cell, and saves the rest of the row and the other rows', async () => {
      const id = await begin(3)
      at.type('F7', '가'.repeat(201))
      at.type('I7', 7_000_000)
      at.type('I8', 8_000_000)
      await syncNow(at.desk)
      expect(open().sync.kind).toBe('synced')
      expect(named()).toEqual([['F7', 'TOO_LONG']])
      expect(await at.rows(id)).toMatchObject([
        { creative: '', amount: 7_000_000 },
        { amount: 8_000_000 },
        {},
      ])
      expect((await at.values('F7')).flat()).toEqual(['가'.repeat(201)])
      at.type('F7', '30초')
      await syncNow(at.desk)
      expect([named(), (await at.rows(id))[0]!.creative]).toEqual([[], '30초'])
    })

    it('waits with start and end until they make a flight', async () => {
      const id = await begin(2)
      at.type('G7', '2027-01-05')
      at.type('I8', 8_000_000)
      await syncNow(at.desk)
      expect(named()).toEqual([['H7', 'END_BEFORE_START']])
      expect(await at.rows(id)).toMatchObject([{ startDate: '2026-12-02' }, { amount: 8_000_000 }])
      // The first half of a moved flight stays in its cell, also when the sheet is written.
      await at.change(id, 1, { device: 'CTV' })
      await syncNow(at.desk)
      expect((await at.values('G7')).flat()).toEqual([serialOf('2027-01-05')])
      at.type('H7', '2028-06-01')
      await syncNow(at.desk)
      expect(named()).toEqual([['H7', 'FLIGHT_TOO_LONG']])
      at.type('H7', '2027-01-20')
      await syncNow(at.desk)
      expect(named()).toEqual([])
      expect(await at.rows(id)).toMatchObject([{ startDate: '2027-01-05', endDate: '2027-01-20' }, {}])
    })

    it('names a cell that only the service refuses, and does not send the same value again', async () => {
      const id = await begin(2)
      await at.unprotect()
      at.type('N7', 1)
      at.type('I7', 7_000_000)
      await syncNow(at.desk)
      expect(named()).toEqual([['N7', 'REFUSED']])
      expect(open().sync.kind).toBe('synced')
      expect(await amounts(id)).toEqual([7_000_000, 2_000_000])
      const calls = at.line.calls.length
      await syncNow(at.desk)
      expect(at.line.calls.slice(calls).filter((call) => call.endsWith('/sync'))).toHaveLength(1)
      expect(named()).toEqual([['N7', 'REFUSED']])
    })

    it('lets the other rows be bought', async () => {
      await begin(2)
      at.type('I7', '이백만')
      await startBuying(at.desk, [open().rows[1]!.unitId])
      expect(at.desk.store.get().buying).toMatchObject({ step: 'confirm' })
      await startBuying(at.desk, [open().rows[0]!.unitId])
      expect(at.desk.store.get().buying).toMatchObject({ step: 'failed', failure: { code: 'ROW_NOT_READY' } })
      at.desk.store.set({ buying: null })
    })
  })

  describe('with values as people write them', () => {
    it('saves what they mean, and writes it so that formulas calculate', async () => {
      const id = await begin(2)
      at.type('I7', '5천만원')
      at.type('G7', '12월 5일')
      at.type('H7', '26.12.20')
      // The same as the service already has.
      at.type('I8', '2,000,000원')
      await syncNow(at.desk)
      expect(open().cellErrors).toEqual([])
      expect(await at.rows(id)).toMatchObject([
        { amount: 50_000_000, startDate: '2026-12-05', endDate: '2026-12-20' },
        { amount: 2_000_000 },
      ])
      expect(await at.values('G7:I8')).toEqual([
        [serialOf('2026-12-05'), serialOf('2026-12-20'), 50_000_000],
        [serialOf('2026-12-02'), serialOf('2026-12-31'), 2_000_000],
      ])
      const [[impressions]] = (await at.values('O7')) as [[unknown]]
      expect(impressions).toBeTypeOf('number')
      expect(impressions).toBeGreaterThan(0)
    })

    it('keeps text in cells of text, and asks where Excel made a number of it', async () => {
      const id = await begin(2)
      // As an entry through Excel, which makes times, dates and rates of such texts elsewhere.
      await at.enter('E7:F7', [['10%', '16:9']])
      await at.enter('F8', [['1/2']])
      await syncNow(at.desk)
      expect(await at.rows(id)).toMatchObject([{ device: '10%', creative: '16:9' }, { creative: '1/2' }])
      // As in a sheet that was drawn without the text format, or with a cell copied from elsewhere.
      await at.enter('F7', [['16:9']], 'General')
      await syncNow(at.desk)
      expect(open().cellErrors.map(({ code, address }) => [address, code])).toEqual([['F7', 'NOT_TEXT']])
      expect((await at.rows(id))[0]!.creative).toBe('16:9')
      expect(await at.values('F7')).toEqual([[969 / 1440]])
    })

    it('refuses a workbook that counts its dates from 1904, and changes nothing', async () => {
      const id = await begin(1)
      at.excel.host.state.datesFrom1904 = true
      try {
        await at.closePane()
        at.type('I7', 7_000_000)
        await openCampaignById(at.desk, id)
        expect(open().sync).toMatchObject({ kind: 'failed', failure: { code: 'DATES_FROM_1904' } })
        await at.change(id, 0, { device: 'CTV' })
        await writeMediaMix(at.desk)
        expect(at.desk.store.get().failure).toMatchObject({ code: 'DATES_FROM_1904' })
        expect(await at.values('E7')).toEqual([['PC']])
        expect(await amounts(id)).toEqual([1_000_000])
      } finally {
        at.excel.host.state.datesFrom1904 = false
        at.desk.store.set({ failure: null })
      }
      await syncNow(at.desk)
      expect(await amounts(id)).toEqual([7_000_000])
    })

    it('leaves text in a cell of text as text when it writes the cell', async () => {
      const id = await begin(1)
      await at.change(id, 0, { creative: '16:9' })
      await syncNow(at.desk)
      expect(await at.values('F7')).toEqual([['16:9']])
    })
  })

  it('shows what another planner changed, and keeps what was typed in the same row', async () => {
    const id = await begin(2)
    await at.change(id, 0, { device: 'CTV' })
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    expect(open().conflicts).toEqual([])
    expect(await at.rows(id)).toMatchObject([{ amount: 3_000_000, device: 'CTV' }, { amount: 2_000_000 }])
    expect(await at.values('E7:I7')).toMatchObject([
      ['CTV', '', expect.anything(), expect.anything(), 3_000_000],
    ])
  })

  it('asks who wins where both changed one field, and overwrites neither', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    expect(open().conflicts).toMatchObject([{ field: 'amount', local: 3_000_000, remote: 9_000_000 }])
    expect(await amounts(id)).toEqual([9_000_000, 2_000_000])
    expect(await amountsInSheet(2)).toEqual([3_000_000, 2_000_000])
    await syncNow(at.desk)
    expect(open().conflicts).toHaveLength(1)
    await settleConflict(at.desk, open().rows[0]!.unitId, true)
    expect(open().conflicts).toEqual([])
    expect(await amounts(id)).toEqual([3_000_000, 2_000_000])
  })

  it('takes the other planner’s value when the planner says so', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    await settleConflict(at.desk, open().rows[0]!.unitId, false)
    expect(open().conflicts).toEqual([])
    expect(await amounts(id)).toEqual([9_000_000, 2_000_000])
    expect(await amountsInSheet(2)).toEqual([9_000_000, 2_000_000])
  })

  describe('asks about the fields in conflict alone', () => {
    const firstRow = async (id: string) => (await at.rows(id))[0]

    it('and leaves the other planner’s amount where the question is about something else', async () => {
      for (const mine of [true, false]) {
        const id = await begin(1)
        await at.change(id, 0, { amount: 9_000_000, device: 'CTV' })
        at.type('E7', 'Mobile')
        await syncNow(at.desk)
        expect(open().conflicts).toMatchObject([{ field: 'device', local: 'Mobile', remote: 'CTV' }])
        await settleConflict(at.desk, open().rows[0]!.unitId, mine)
        expect(open().conflicts).toEqual([])
        expect(await firstRow(id)).toMatchObject({ amount: 9_000_000, device: mine ? 'Mobile' : 'CTV' })
        expect(await amountsInSheet(1)).toEqual([9_000_000])
      }
    })

    it('and keeps what the planner typed elsewhere in the row, whoever wins', async () => {
      for (const mine of [true, false]) {
        const id = await begin(1)
        await at.change(id, 0, { amount: 9_000_000 })
        at.type('I7', 3_000_000)
        await syncNow(at.desk)
        at.type('F7', 'B안')
        await settleConflict(at.desk, open().rows[0]!.unitId, mine)
        expect(open().conflicts).toEqual([])
        expect(await firstRow(id)).toMatchObject({ amount: mine ? 3_000_000 : 9_000_000, creative: 'B안' })
        expect((await at.values('F7')).flat()).toEqual(['B안'])
      }
    })

    it('and again when the other planner has changed the value once more', async () => {
      const id = await begin(1)
      const { unitId } = open().rows[0]!
      await at.change(id, 0, { amount: 9_000_000 })
      at.type('I7', 3_000_000)
      await syncNow(at.desk)
      await at.change(id, 0, { amount: 10_000_000 })
      await settleConflict(at.desk, unitId, true)
      expect(open().conflicts).toMatchObject([{ local: 3_000_000, remote: 10_000_000 }])
      expect(await amounts(id)).toEqual([10_000_000])
      await at.change(id, 0, { amount: 11_000_000 })
      at.type('I7', 4_000_000)
      await syncNow(at.desk)
      expect(open().conflicts).toMatchObject([{ local: 4_000_000, remote: 11_000_000 }])
      await settleConflict(at.desk, unitId, true)
      expect(open().conflicts).toEqual([])
      expect(await amounts(id)).toEqual([4_000_000])
    })

    it('and no more when one of both takes back their value, or both have the same', async () => {
      const conflict = async () => {
        const id = await begin(1)
        await at.change(id, 0, { amount: 9_000_000 })
        at.type('I7', 3_000_000)
        await syncNow(at.desk)
        expect(open().conflicts).toHaveLength(1)
        return id
      }
      const ends = async (id: string, amount: number) => {
        await syncNow(at.desk)
        expect(open().conflicts).toEqual([])
        expect([await amounts(id), await amountsInSheet(1)]).toEqual([[amount], [amount]])
      }
      const mineBack = await conflict()
      at.type('I7', 1_000_000)
      await ends(mineBack, 9_000_000)
      const theirsBack = await conflict()
      await at.change(theirsBack, 0, { amount: 1_000_000 })
      await ends(theirsBack, 3_000_000)
      const same = await conflict()
      at.type('I7', 9_000_000)
      await ends(same, 9_000_000)
    })

    it('and not in the sheet about what was changed in the pane: the newer value stays, and that is said', async () => {
      const id = await begin(2)
      const { unitId } = open().rows[0]!
      const failure = () => at.desk.store.get().failure
      await at.change(id, 0, { amount: 9_000_000 })
      await putIntoRow(at.desk, unitId, { amount: 3_000_000 })
      expect(failure()).toMatchObject({ code: 'ROW_CHANGED' })
      await at.change(id, 0, { amount: 8_000_000 })
      await deleteRow(at.desk, unitId)
      expect(failure()).toMatchObject({ code: 'ROW_CHANGED' })
      expect(open().conflicts).toEqual([])
      expect([await amounts(id), await amountsInSheet(2)]).toEqual([0, 1].map(() => [8_000_000, 2_000_000]))
      await deleteRow(at.desk, unitId)
      expect(await amounts(id)).toEqual([2_000_000])
    })
  })

  it('puts the other planner’s values into the right row, also where rows have moved up meanwhile', async () => {
    const id = await begin(3)
    const [first, second, third] = open().rows.map(({ unitId }) => unitId)
    await at.remove(id, 0)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I8', 3_000_000)
    await syncNow(at.desk)
    expect(open().conflicts).toMatchObject([{ unitId: second }])
    await settleConflict(at.desk, second!, false)
    await syncNow(at.desk)
    expect(open().missing).toEqual([])
    expect(await amounts(id)).toEqual([9_000_000, 3_000_000])
    expect((await at.values(`${KEY_COLUMN}7:${KEY_COLUMN}8`)).flat()).toEqual([second, third])
    expect(await amountsInSheet(2)).toEqual([9_000_000, 3_000_000])
    expect(first).toBeDefined()
  })

  it('never sends old cells over another planner’s change that it could not show yet', async () => {
    const id = await begin(2)
    // A cell in error keeps the sheet from being drawn again, and the new row needs that.
    at.type('I8', '이백만')
    await at.change(id, 0, { amount: 9_000_000 })
    await at.add(id)
    await syncNow(at.desk)
    expect(open().outdated).toBe(true)
    at.type('F7', 'B안')
    await syncNow(at.desk)
    await syncNow(at.desk)
    expect(await at.rows(id)).toMatchObject([
      { amount: 9_000_000, creative: 'B안' },
      { amount: 2_000_000 },
      {},
    ])
    at.type('I8', 4_000_000)
    await syncNow(at.desk)
    await syncNow(at.desk)
    expect(open().outdated).toBe(false)
    expect(await amounts(id)).toEqual([9_000_000, 4_000_000, 1_000_000])
    expect(await amountsInSheet(3)).toEqual([9_000_000, 4_000_000, 1_000_000])
  })

  it('asks also where the planner typed while an answer with the other’s change was on its way', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I8', 4_000_000)
    const go = at.line.hold()
    const syncing = syncNow(at.desk)
    await at.line.asked('media-mix/sync')
    at.type('I7', 3_000_000)
    go()
    await syncing
    await syncNow(at.desk)
    expect(open().conflicts).toMatchObject([{ field: 'amount', local: 3_000_000, remote: 9_000_000 }])
    expect(await amounts(id)).toEqual([9_000_000, 4_000_000])
    expect(await amountsInSheet(2)).toEqual([3_000_000, 4_000_000])
  })

  it('asks again after it was opened again, when nothing was decided', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    at.type('I8', 4_000_000)
    await syncNow(at.desk)
    await at.closePane()
    await openCampaignById(at.desk, id)
    expect(open().conflicts).toMatchObject([{ field: 'amount', local: 3_000_000, remote: 9_000_000 }])
    expect(await amounts(id)).toEqual([9_000_000, 4_000_000])
  })

  it('writes what was typed to the service before it is drawn again', async () => {
    const id = await begin(2)
    at.type('I7', 7_000_000)
    await writeMediaMix(at.desk)
    expect(await amounts(id)).toEqual([7_000_000, 2_000_000])
    expect(await amountsInSheet(2)).toEqual([7_000_000, 2_000_000])
  })

  it('is not drawn over what could not be sent', async () => {
    const id = await begin(2)
    at.line.break()
    at.type('I7', 7_000_000)
    await writeMediaMix(at.desk)
    expect(at.desk.store.get().failure).toMatchObject({ code: 'UNREACHABLE' })
    expect(await amountsInSheet(2)).toEqual([7_000_000, 2_000_000])
    at.line.mend()
    await syncNow(at.desk)
    expect(await amounts(id)).toEqual([7_000_000, 2_000_000])
  })

  it('makes no proposal of less than the sheet says', async () => {
    await begin(1)
    at.type('I7', 7_000_000)
    at.line.break()
    expect(await fetchProposal(at.desk, { audience: 'client' })).toBeUndefined()
    expect(at.desk.store.get().failure).toMatchObject({ code: 'UNREACHABLE' })
    expect(at.line.calls.filter((call) => call.endsWith('proposal.xlsx'))).toEqual([])
  })
})

/** What a person sees of the MediaMix beside its values. */
function look(): { merges: string[]; heights: number[]; styles: unknown[] } {
  const sheet = at.sheet()
  const rows = Array.from({ length: 16 }, (_, row) => row)
  return {
    merges: sheet
      .getMergedRanges()
      .map((range) => range.getA1Notation())
      .toSorted(),
    heights: rows.map((row) => sheet.getRowHeight(row)),
    styles: rows.map((row) => {
      const cells = Array.from({ length: 20 }, (_, column) => sheet.getRange(row, column))
      return cells.map((cell) => [
        cell.getBackground(),
        cell.getHorizontalAlignment(),
        cell.getNumberFormat(),
        cell.getFontSize(),
      ])
    }),
  }
}

describe('rows', { timeout: 60_000 }, () => {
  it('that are gone from the sheet are deleted only when the planner says so', async () => {
    const id = await begin(3)
    await at.unprotect()
    at.sheet().deleteRows(FIRST_ROW, 1)
    await syncNow(at.desk)
    expect(open().missing).toHaveLength(1)
    expect(await amounts(id)).toEqual([1_000_000, 2_000_000, 3_000_000])
    await settleMissing(at.desk, true)
    expect(await amounts(id)).toEqual([1_000_000, 3_000_000])
    expect(open().missing).toEqual([])
    expect(await amountsInSheet(2)).toEqual([1_000_000, 3_000_000])
  })

  it('are deleted without undoing what another planner did to the others meanwhile', async () => {
    const id = await begin(3)
    await at.unprotect()
    at.sheet().deleteRows(FIRST_ROW, 1)
    await syncNow(at.desk)
    await at.change(id, 2, { amount: 9_000_000 })
    await settleMissing(at.desk, true)
    expect(await amounts(id)).toEqual([1_000_000, 9_000_000])
    expect(await amountsInSheet(2)).toEqual([1_000_000, 9_000_000])
  })

  it('are not deleted once another planner has changed them, and that is said', async () => {
    const id = await begin(2)
    await at.unprotect()
    at.sheet().deleteRows(FIRST_ROW, 1)
    await syncNow(at.desk)
    await at.change(id, 1, { amount: 9_000_000 })
    await settleMissing(at.desk, true)
    expect(await amounts(id)).toEqual([1_000_000, 9_000_000])
    expect(open().conflicts).toMatchObject([{ local: 'deleted', remote: 'changed' }])
    await settleConflict(at.desk, open().conflicts[0]!.unitId, true)
    expect([open().conflicts, open().missing]).toEqual([[], []])
    expect(await amounts(id)).toEqual([1_000_000])
  })

  it('are put back without losing what was typed elsewhere just now', async () => {
    const id = await begin(3)
    await at.unprotect()
    at.sheet().deleteRows(FIRST_ROW, 1)
    await syncNow(at.desk)
    at.type('I8', 8_000_000)
    await settleMissing(at.desk, false)
    expect(await amounts(id)).toEqual([1_000_000, 2_000_000, 8_000_000])
    expect(await amountsInSheet(3)).toEqual([1_000_000, 2_000_000, 8_000_000])
  })

  it('that are copied get a key of their own', async () => {
    const id = await begin(1)
    await at.unprotect()
    at.sheet().insertRows(FIRST_ROW, 1)
    const [row] = await at.values('A7:U7')
    row!.forEach((value, i) => {
      if (value !== '')
        at.sheet()
          .getRange(FIRST_ROW, i)
          .setValue(value as string | number)
    })
    await syncNow(at.desk)
    const rows = await at.rows(id)
    expect(rows.map(({ amount }) => amount)).toEqual([1_000_000, 1_000_000])
    expect(new Set(rows.map(({ unitId }) => unitId)).size).toBe(2)
    expect((await at.values(`${KEY_COLUMN}7:${KEY_COLUMN}8`)).flat()).toEqual(
      rows.map(({ unitId }) => unitId),
    )
  })

  it('that another planner deleted and this one changed are added anew, or go, as the planner says', async () => {
    for (const mine of [true, false]) {
      const id = await begin(2)
      const { unitId } = open().rows[0]!
      await at.remove(id, 0)
      at.type('I7', 3_000_000)
      await syncNow(at.desk)
      expect(open().conflicts).toMatchObject([{ unitId, remote: 'deleted' }])
      await settleConflict(at.desk, unitId, mine)
      await syncNow(at.desk)
      expect(open().conflicts, `mine: ${mine}`).toEqual([])
      const expected = mine ? [3_000_000, 2_000_000] : [2_000_000]
      expect(await amounts(id)).toEqual(expected)
      expect(await amountsInSheet(expected.length)).toEqual(expected)
    }
  })

  it('that were bought elsewhere are tinted; an amount typed into them waits as an amendment', async () => {
    const id = await begin(2)
    const { unitId } = open().rows[0]!
    await at.buy(id, 0)
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    await syncNow(at.desk)
    expect([open().restored, open().conflicts]).toEqual([[], []])
    expect(open().amendments).toEqual([{ unitId, fields: { amount: 3_000_000 } }])
    expect(await amounts(id)).toEqual([1_000_000, 2_000_000])
    expect(await amountsInSheet(2)).toEqual([3_000_000, 2_000_000])
    expect((await at.values('K7')).flat()).toEqual(['구매완료'])
    expect([await at.fill('C7'), await at.fill('C8')]).toEqual(['#F7F8FA', '#FFFFFF'])
    await putBackAmendments(at.desk, [unitId])
    expect(open().amendments).toEqual([])
    expect(await amountsInSheet(2)).toEqual([1_000_000, 2_000_000])
  })

  it('that were bought elsewhere get the values back that can’t be amended, and that is said', async () => {
    const id = await begin(2)
    await at.change(id, 0, { amount: 9_000_000 })
    await at.buy(id, 0)
    at.type('A7', '서비스')
    await syncNow(at.desk)
    // Later typing and any news sync again: the row must still be listed as restored.
    await syncNow(at.desk)
    expect(open().restored).toEqual([open().rows[0]!.unitId])
    expect(open().amendments).toEqual([])
    expect((await at.values('A7')).flat()).toEqual(['집행'])
    expect(await amountsInSheet(2)).toEqual([9_000_000, 2_000_000])
  })

  it('that become service rows bring the second TOTAL, whole, as a sheet drawn afresh has it', async () => {
    await begin(2)
    const lines = async () => (await at.values('A10:A11')).flat()
    const note = async (address: string) => (await at.values(address)).flat()
    at.type('B14', 'a note below the table')
    const { merges } = look()
    at.type('A8', '서비스')
    await syncNow(at.desk)
    await expect.poll(lines).toEqual(['TOTAL', 'TOTAL(서비스 포함)'])
    await expect.poll(() => note('B15')).toEqual(['a note below the table'])
    const grown = look()
    expect(grown.merges).toContain('A11:H11')
    await writeMediaMix(at.desk, true)
    expect(grown).toEqual(look())
    at.type('A8', '집행')
    await syncNow(at.desk)
    await expect.poll(lines).toEqual(['TOTAL', ''])
    await expect.poll(() => note('B14')).toEqual(['a note below the table'])
    expect(look().merges).toEqual(merges)
  })

  it('that were changed and bought elsewhere keep the question who wins, with both values', async () => {
    for (const mine of [true, false]) {
      const id = await begin(1)
      const { unitId } = open().rows[0]!
      await at.change(id, 0, { amount: 9_000_000 })
      at.type('I7', 3_000_000)
      await syncNow(at.desk)
      await at.buy(id, 0)
      await syncNow(at.desk)
      expect(open().conflicts).toMatchObject([{ local: 3_000_000, remote: 9_000_000 }])
      expect(await amountsInSheet(1)).toEqual([3_000_000])
      await settleConflict(at.desk, unitId, mine)
      expect([open().conflicts, open().restored]).toEqual([[], []])
      expect(open().amendments).toEqual(mine ? [{ unitId, fields: { amount: 3_000_000 } }] : [])
      expect(await amounts(id)).toEqual([9_000_000])
      expect(await amountsInSheet(1)).toEqual([mine ? 3_000_000 : 9_000_000])
    }
  })
})

describe('a sheet that was damaged', { timeout: 60_000 }, () => {
  const formulas = (address: string) => at.sheet().getRange(address).getFormulas().flat()
  const looks = (address: string) =>
    at.excel.Excel.run(async (context) => {
      const { format, dataValidation } = context.workbook.worksheets.getItem('MediaMix').getRange(address)
      format.load(['fill/color', 'protection/locked'])
      dataValidation.load('type')
      await context.sync()
      return [format.fill.color, format.protection.locked, dataValidation.type]
    })

  it('gets its formulas back, and loses nothing of what was typed', async () => {
    const id = await begin(3)
    const whole = formulas('I7:S11')
    await at.unprotect()
    at.type('O7', 5)
    at.type('I11', 5)
    at.type('M8', '=#REF!')
    at.type('S9', '=I9')
    at.type('I7', 7_000_000)
    at.type('F8', 'B안')
    at.type('I9', '삼백만')
    await syncNow(at.desk)
    expect(formulas('I7:S11')).toEqual(whole)
    expect((await at.values('I7:I11')).flat()).toEqual([7_000_000, 2_000_000, '삼백만', '', 9_000_000])
    expect(await at.rows(id)).toMatchObject([
      { amount: 7_000_000 },
      { creative: 'B안' },
      { amount: 3_000_000 },
    ])
    expect((await at.values('F8')).flat()).toEqual(['B안'])
    at.type('I9', 1_000_000)
    await syncNow(at.desk)
    expect(await at.values('I11')).toEqual([[10_000_000]])
  })

  it('gets locks, formats and validations back where cells were pasted from elsewhere', async () => {
    const id = await begin(3)
    const whole = await looks('I8')
    expect(whole.slice(1)).toEqual([false, 'Custom'])
    await at.excel.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('MediaMix')
      sheet.protection.unprotect()
      const pasted = sheet.getRange('H8:I8')
      pasted.clear()
      pasted.values = [[46_360, 5_000_000]]
      await context.sync()
    })
    await syncNow(at.desk)
    await syncNow(at.desk)
    expect(await looks('I8')).toEqual(whole)
    expect(await at.rows(id)).toMatchObject([{}, { amount: 5_000_000 }, {}])
    expect(await amountsInSheet(3)).toEqual([1_000_000, 5_000_000, 3_000_000])
  })
})

describe('a sheet whose protection a person changed', { timeout: 60_000 }, () => {
  const protection = (act: (sheet: Excel.Worksheet) => void) =>
    at.excel.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('MediaMix')
      act(sheet)
      sheet.protection.load('protected')
      await context.sync()
      return sheet.protection.protected
    })

  it('is written, and protected again, after it was unprotected', async () => {
    const id = await begin(2)
    await at.unprotect()
    await at.change(id, 0, { amount: 9_000_000 })
    await syncNow(at.desk)
    expect(open().sync.kind).toBe('synced')
    expect(await amountsInSheet(2)).toEqual([9_000_000, 2_000_000])
    expect(await protection(() => undefined)).toBe(true)
  })

  it('is named, and keeps what was typed, when it has a password', async () => {
    const id = await begin(2)
    await protection(({ protection }) => {
      protection.unprotect()
      protection.protect({}, 'secret')
    })
    at.type('I8', 5_000_000)
    await at.change(id, 0, { amount: 9_000_000 })
    await syncNow(at.desk)
    expect(open().sync).toMatchObject({ kind: 'failed', failure: { code: 'SHEET_PROTECTED' } })
    expect(await amountsInSheet(2)).toEqual([1_000_000, 5_000_000])
    await protection((sheet) => sheet.protection.unprotect('secret'))
    await syncNow(at.desk)
    expect(open().sync.kind).toBe('synced')
    expect(await amountsInSheet(2)).toEqual([9_000_000, 5_000_000])
    expect(await amounts(id)).toEqual([9_000_000, 5_000_000])
  })
})

describe('the targeting of a row', { timeout: 60_000 }, () => {
  /** The other planner sets the targeting of the first row. */
  const target = async (id: string, metaIds: string[], name: string) => {
    const { unitId, version } = (await at.rows(id))[0]!
    const groups = [{ name, weight: 1, members: metaIds.map((metaId) => ({ metaId, weight: 100 })) }]
    const body = { units: [{ unitId, version, groups }] }
    expect((await at.other.put(`/campaigns/${id}/targeting`, body)).status).toBe(200)
  }
  const chosen = () => open().targeting.get(open().rows[0]!.unitId)?.groups ?? []
  const members = () => chosen().flatMap((group) => group.members.map(({ metaId }) => metaId))
  const inCell = async () => (await at.values('D7')).flat()
  let first: string
  let second: string
  beforeAll(async () => {
    const { items } = (await at.other.get('/contents?type=PROGRAM&limit=2')).body
    ;[first, second] = items.map(({ metaId }: { metaId: string }) => metaId)
  })
  const beginContents = async () => {
    const id = await begin(1)
    const product = open().catalogue.products.find(({ targetingKind }) => targetingKind === 'CONTENTS')!
    await at.change(id, 0, { productCode: product.code })
    await syncNow(at.desk)
    return id
  }

  it('is shown, and bought, as somebody else has set it meanwhile', async () => {
    const id = await beginContents()
    await target(id, [first], '아침 드라마')
    await syncNow(at.desk)
    expect(await inCell()).toEqual(['아침 드라마'])
    expect(members()).toEqual([first])
    expect(open().contents.has(first)).toBe(true)
    // Typing into other fields doesn't make the targeting stale, so it isn't read again.
    at.line.calls.length = 0
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    expect(at.line.calls).not.toContain(`GET /api/v1/campaigns/${id}/targeting`)
    await target(id, [second], '저녁 드라마')
    at.type('I7', 4_000_000)
    await syncNow(at.desk)
    expect(await inCell()).toEqual(['저녁 드라마'])
    expect(members()).toEqual([second])
    expect(await amounts(id)).toEqual([4_000_000])
  })

  it('is not overwritten unseen: the planner is told, and may save again', async () => {
    const id = await beginContents()
    const unitId = open().rows[0]!.unitId
    const seen = chosen()
    await target(id, [first], '아침 드라마')
    const mine = [{ weight: 1, members: [{ metaId: second, weight: 100 }] }]
    expect(await saveTargeting(at.desk, unitId, mine, [], seen)).toBe(false)
    expect(at.desk.store.get().failure).toMatchObject({ code: 'TARGETING_CHANGED' })
    expect(members()).toEqual([first])
    expect(await saveTargeting(at.desk, unitId, mine, [], chosen())).toBe(true)
    expect(members()).toEqual([second])
  })

  describe('as the text of its cell', () => {
    type Group = { code: string; weight: number; platforms?: string[] }

    /** Begins with rows of a product that is sold by targeting groups, with these groups each. */
    const beginGroups = async (productCode: string, ...groups: Group[][]) => {
      const id = await begin(groups.length)
      for (const row of groups.keys()) await at.change(id, row, { productCode })
      const rows = await at.rows(id)
      const units = rows.map(({ unitId, version }, i) => ({ unitId, version, groups: groups[i] }))
      expect((await at.other.put(`/campaigns/${id}/targeting`, { units })).status).toBe(200)
      await syncNow(at.desk)
      return id
    }
    const groupsOf = async (id: string): Promise<Group[][]> => {
      const rows = await at.rows(id)
      const { units } = (await at.other.get(`/campaigns/${id}/targeting`)).body
      const of = new Map(
        units.map(({ unitId, groups }: { unitId: string; groups: Group[] }) => [unitId, groups]),
      )
      return rows.map(({ unitId }) =>
        (of.get(unitId) as Group[]).map(({ code, weight, platforms }) => ({
          code,
          weight,
          ...(platforms ? { platforms } : {}),
        })),
      )
    }
    const errors = () => open().cellErrors.map(({ address, code }) => [address, code])
    const two: Group[] = [
      { code: 'TG_DRAMA', weight: 3 },
      { code: 'TG_ENTERTAINMENT', weight: 2 },
    ]

    it('is copied onto another row, and taken back by an undo there', async () => {
      const own = [two[1]!, two[0]!]
      const id = await beginGroups('SMR_GROUP', two, own)
      const [text, before] = (await at.values('D7:D8')).flat() as string[]
      at.type('D8', text!)
      await syncNow(at.desk)
      expect(errors()).toEqual([])
      expect(await groupsOf(id)).toEqual([two, two])
      at.type('D8', before!)
      await syncNow(at.desk)
      expect(errors()).toEqual([])
      expect(open().sync.kind).toBe('synced')
      expect(await groupsOf(id)).toEqual([two, own])
      expect((await at.values('D7:D8')).flat()).toEqual([text, before])
    })

    it('goes with a copied row', async () => {
      const id = await beginGroups('SMR_GROUP', two)
      await at.unprotect()
      at.sheet().insertRows(FIRST_ROW, 1)
      const [row] = await at.values('A7:U7')
      row!.forEach((value, i) => {
        if (value !== '')
          at.sheet()
            .getRange(FIRST_ROW, i)
            .setValue(value as string | number)
      })
      await syncNow(at.desk)
      expect(errors()).toEqual([])
      expect(await groupsOf(id)).toEqual([two, two])
      const [text] = (await at.values('D7')).flat()
      expect((await at.values('D7:D8')).flat()).toEqual([text, text])
    })

    it('is refused at its cell where rows show the same for different targetings; the rest is saved', async () => {
      const otherTwo = [two[0]!, { code: 'TG_SPORTS', weight: 1 }]
      const id = await beginGroups('SMR_GROUP', two, otherTwo, [two[1]!])
      const [text, , own] = (await at.values('D7:D9')).flat() as string[]
      at.type('D9', text!)
      at.type('I9', 7_000_000)
      await syncNow(at.desk)
      expect(errors()).toEqual([['D9', 'AMBIGUOUS_TARGETING']])
      expect(await amounts(id)).toEqual([1_000_000, 2_000_000, 7_000_000])
      at.type('D9', '')
      await syncNow(at.desk)
      expect(errors()).toEqual([])
      expect((await at.values('D9')).flat()).toEqual([own])
      expect(await groupsOf(id)).toEqual([two, otherTwo, [two[1]]])
    })

    it('is refused at its cell where the product can’t have it; other rows are saved', async () => {
      const onNaver = [{ ...two[0]!, platforms: ['NAVER'] }, two[1]!]
      const id = await beginGroups('SMR_GROUP', onNaver, [two[1]!], [two[1]!])
      await at.change(id, 1, { productCode: 'YT_GROUP' })
      await syncNow(at.desk)
      const [text, own] = (await at.values('D7:D8')).flat() as string[]
      at.type('D8', text!)
      at.type('D9', 'TG_DRAMA')
      await syncNow(at.desk)
      expect(errors()).toEqual([['D8', 'TARGETING_UNFIT']])
      expect(open().sync.kind).toBe('synced')
      expect((await groupsOf(id)).slice(1)).toEqual([[two[1]], [{ code: 'TG_DRAMA', weight: 1 }]])
      at.type('D8', own!)
      await syncNow(at.desk)
      expect(errors()).toEqual([])
    })
  })
})

describe('a lost connection', { timeout: 60_000 }, () => {
  it('loses nothing: what was typed meanwhile goes with the next sync', async () => {
    const id = await begin(2)
    at.line.break()
    at.type('I7', 3_000_000)
    await syncNow(at.desk)
    expect(open().sync).toMatchObject({ kind: 'failed', failure: { code: 'UNREACHABLE' } })
    at.type('I8', 4_000_000)
    at.line.mend()
    await syncNow(at.desk)
    expect(open().sync.kind).toBe('synced')
    expect(await amounts(id)).toEqual([3_000_000, 4_000_000])
  })

  it('adds a row once, also when only the answer was lost', async () => {
    const id = await begin(1)
    await at.unprotect()
    at.sheet().insertRows(FIRST_ROW, 1)
    const [row] = await at.values('A7:S7')
    row!.forEach((value, i) => {
      if (value !== '')
        at.sheet()
          .getRange(FIRST_ROW, i)
          .setValue(value as string | number)
    })
    at.line.break('after')
    await syncNow(at.desk)
    at.line.mend()
    await syncNow(at.desk)
    expect(await amounts(id)).toEqual([1_000_000, 1_000_000])
    expect(open().conflicts).toEqual([])
  })
})

describe('a workbook that is opened again', { timeout: 60_000 }, () => {
  it('sends what was changed while the pane was away, and merges what others did', async () => {
    const id = await begin(2)
    await at.closePane()
    at.type('I7', 3_000_000)
    await at.change(id, 1, { device: 'CTV' })
    await openCampaignById(at.desk, id)
    expect(open().conflicts).toEqual([])
    expect(await at.rows(id)).toMatchObject([{ amount: 3_000_000 }, { amount: 2_000_000, device: 'CTV' }])
    expect((await at.values('E8')).flat()).toEqual(['CTV'])
  })

  it('is merged against the revision of its token without what it last agreed on', async () => {
    const id = await begin(3)
    await at.closePane()
    await at.forgetSettings()
    at.type('I7', 3_000_000)
    at.type('I8', 4_000_000)
    await at.change(id, 1, { amount: 9_000_000 })
    await at.change(id, 2, { amount: 8_000_000 })
    await openCampaignById(at.desk, id)
    expect(open().conflicts).toMatchObject([{ base: 2_000_000, local: 4_000_000, remote: 9_000_000 }])
    expect(await amounts(id)).toEqual([3_000_000, 9_000_000, 8_000_000])
    // Nothing is decided yet: the token still doesn't claim to know the other planner's value.
    await at.closePane()
    await at.forgetSettings()
    await openCampaignById(at.desk, id)
    expect(open().conflicts).toMatchObject([{ base: 2_000_000, local: 4_000_000, remote: 9_000_000 }])
    expect(await amounts(id)).toEqual([3_000_000, 9_000_000, 8_000_000])
    expect(await amountsInSheet(3)).toEqual([3_000_000, 4_000_000, 8_000_000])
  })

  it('keeps the identity of the campaign that was written into it last', async () => {
    await begin(1)
    at.type('I7', 3_000_000)
    const go = at.line.hold()
    const late = syncNow(at.desk)
    await at.line.asked('media-mix/sync')
    at.line.release()
    const id = await begin(2)
    go()
    await late
    await at.closePane()
    at.type('I7', 5_000_000)
    await openCampaignById(at.desk, id)
    expect(open().conflicts).toEqual([])
    expect(await amounts(id)).toEqual([5_000_000, 2_000_000])
  })

  it('is left alone after signing out, and what was typed then is sent after signing in', async () => {
    const id = await begin(1)
    await signOut(at.desk)
    expect(attachmentOf(at.desk)).toBeNull()
    at.line.calls.length = 0
    at.type('I7', 6_000_000)
    await new Promise((resolve) => setTimeout(resolve, 1_600))
    expect(at.line.calls).toEqual([])
    await signIn(at.desk, 'planner@example.com', ADMIN.password)
    expect(at.desk.store.get().open).toBeNull()
    await openCampaignById(at.desk, id)
    expect(await amounts(id)).toEqual([6_000_000])
  })

  it('is not shown to somebody else who signs in after the sign-in has expired', async () => {
    await begin(1)
    at.desk.store.set({ expired: true })
    await signIn(at.desk, 'owner@example.com', ADMIN.password)
    expect(at.desk.store.get()).toMatchObject({
      open: null,
      expired: false,
      user: { email: 'owner@example.com' },
    })
    expect(attachmentOf(at.desk)).toBeNull()
    await signIn(at.desk, 'planner@example.com', ADMIN.password)
  })

  it('is not listened to when its campaign is closed while Excel registers the handlers', async () => {
    const id = await begin(1)
    detach(at.desk)
    const { Excel } = globalThis as unknown as { Excel: { run(...given: unknown[]): Promise<unknown> } }
    const { run } = Excel
    let go = () => {}
    const busy = new Promise<void>((resolve) => {
      go = resolve
    })
    Excel.run = (...given) => busy.then(() => run.apply(Excel, given))
    const attaching = attach(at.desk, { campaignId: id, revision: 0, rows: new Map() }, null)
    await new Promise((resolve) => setTimeout(resolve, 10))
    await at.closePane()
    go()
    await attaching
    Excel.run = run
    expect(attachmentOf(at.desk)).toBeNull()
  })

  it('shows the campaign that was asked for last, whichever answer comes last', async () => {
    const [slow, quick] = [await at.campaign(1), await at.campaign(2)]
    const go = at.line.hold()
    const first = openCampaignById(at.desk, slow)
    await at.line.asked(`${slow}/media-mix`)
    at.line.release()
    await openCampaignById(at.desk, quick)
    go()
    await first
    expect(open().view.id).toBe(quick)
  })
})

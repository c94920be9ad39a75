// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { attachmentOf } from '../../addin/media-mix/attachment'
import { settleConflict } from '../../addin/media-mix/disputes'
import { syncNow } from '../../addin/media-mix/exchange'
import { takeOverProposal } from '../../addin/media-mix/take-over'
import { writeMediaMix } from '../../addin/media-mix/write'
import { fetchProposal } from '../../addin/proposal/proposals'
import { serialOf } from '../../shared/sheets/serial-date'
import { openXlsx } from '../../workbench/xlsx/open'
import { type Planners, planners } from './planner-desk'

let at: Planners
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())
afterEach(() => at.desk.store.set({ failure: null }))

const open = (): OpenCampaign => at.desk.store.get().open!
const failure = () => at.desk.store.get().failure
const amounts = async (id: string) => (await at.rows(id)).map(({ amount }) => amount)
const column = async (address: string) => (await at.values(address)).flat()

/** A campaign with this number of rows, and its proposal open in Excel as the service made it. */
async function proposed(
  rows: number,
  audience: 'client' | 'internal' = 'client',
  before?: (id: string) => unknown,
) {
  const id = await at.campaign(rows)
  await before?.(id)
  await openCampaignById(at.desk, id)
  const file = await fetchProposal(at.desk, { audience })
  await at.closePane()
  await openXlsx(at.excel.host, await file!.blob.arrayBuffer())
  return id
}

async function takeOver(id: string): Promise<void> {
  await openCampaignById(at.desk, id)
  await takeOverProposal(at.desk)
}

const hidden = (address: string) =>
  at.excel.Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem('MediaMix').getRange(address)
    range.load('columnHidden')
    await context.sync()
    return range.columnHidden
  })

describe('a proposal that is opened in Excel', { timeout: 60_000 }, () => {
  it.each(['client', 'internal'] as const)('is named, and left as it is (%s)', async (audience) => {
    const id = await proposed(2, audience)
    at.type('I8', 8_000_000)
    const before = await at.values('A1:X12')
    await at.change(id, 0, { amount: 9_000_000 })
    await openCampaignById(at.desk, id)
    await syncNow(at.desk)
    expect(open()).toMatchObject({ sheet: null, proposal: { name: 'MediaMix' }, conflicts: [], missing: [] })
    expect(attachmentOf(at.desk)).toBeNull()
    expect(await amounts(id)).toEqual([9_000_000, 2_000_000])
    expect(await at.values('A1:X12')).toEqual(before)
  })

  it('becomes the planner’s sheet, with what was typed into it and what others did since', async () => {
    const id = await proposed(3)
    await at.change(id, 1, { device: 'CTV' })
    await at.change(id, 2, { amount: 9_000_000 })
    at.type('I7', 7_000_000)
    at.type('F8', 'B안')
    at.type('R8', '금액 확인 부탁드립니다')
    await takeOver(id)
    expect(failure()).toBeNull()
    expect(await at.values('W8:Y8')).toEqual([['', '금액 확인 부탁드립니다', '']])
    expect(open()).toMatchObject({ proposal: null, conflicts: [], missing: [], cellErrors: [], restored: [] })
    expect(open().sync.kind).toBe('synced')
    expect(await at.rows(id)).toMatchObject([
      { amount: 7_000_000 },
      { amount: 2_000_000, device: 'CTV', creative: 'B안' },
      { amount: 9_000_000 },
    ])
    expect(await column('I7:I9')).toEqual([7_000_000, 2_000_000, 9_000_000])
    expect(await column('J6:L6')).toEqual(['구매', '상태', '잔여/메시지'])
    expect(await column('T6:U6')).toEqual(['안', 'flightsheet:row'])
    expect(await column('U7:U9')).toEqual(open().rows.map(({ unitId }) => unitId))
    expect([await hidden('Q:Q'), await hidden('U:U')]).toEqual([false, true])
    expect([await at.locked('I7'), await at.locked('I1')]).toEqual([false, true])
    at.type('I7', 6_000_000)
    await syncNow(at.desk)
    expect(await amounts(id)).toEqual([6_000_000, 2_000_000, 9_000_000])
  })

  it('asks who wins where both changed one field, also after it was opened again', async () => {
    for (const mine of [true, false]) {
      const id = await proposed(2)
      await at.change(id, 0, { amount: 5_000_000, device: 'CTV' })
      at.type('I7', 7_000_000)
      await takeOver(id)
      const conflict = { field: 'amount', base: 1_000_000, local: 7_000_000, remote: 5_000_000 }
      expect(open().conflicts).toMatchObject([conflict])
      expect([await column('E7'), await column('I7')]).toEqual([['CTV'], [7_000_000]])
      await at.closePane()
      await openCampaignById(at.desk, id)
      expect(open().conflicts).toMatchObject([conflict])
      expect(await amounts(id)).toEqual([5_000_000, 2_000_000])
      await settleConflict(at.desk, open().rows[0]!.unitId, mine)
      expect(open().conflicts).toEqual([])
      expect(await amounts(id)).toEqual([mine ? 7_000_000 : 5_000_000, 2_000_000])
      expect(await column('I7:I8')).toEqual([mine ? 7_000_000 : 5_000_000, 2_000_000])
    }
  })

  it('asks about a row that was deleted since', async () => {
    const id = await proposed(2)
    await at.remove(id, 0)
    at.type('I7', 7_000_000)
    await takeOver(id)
    expect(open().conflicts).toMatchObject([{ field: 'unit', remote: 'deleted' }])
    await settleConflict(at.desk, open().conflicts[0]!.unitId, true)
    await syncNow(at.desk)
    expect(open().conflicts).toEqual([])
    expect(await amounts(id)).toEqual([2_000_000, 7_000_000])
    expect(await column('I7:I8')).toEqual([2_000_000, 7_000_000])
  })

  it('takes rows that it leaves out, or from which somebody deleted one, for no deletion', async () => {
    const id = await proposed(3, 'client', async (campaign) => {
      await at.buy(campaign, 0)
      const { unitId, version } = (await at.rows(campaign))[0]!
      const key = { 'idempotency-key': crypto.randomUUID() }
      const { status } = await at.other.post(`/campaign-units/${unitId}/cancel`, { version }, key)
      expect(status).toBeLessThan(300)
    })
    expect(await column('I7:I8')).toEqual([2_000_000, 3_000_000])
    at.sheet().deleteRows(7, 1)
    await takeOver(id)
    expect(open().missing).toEqual([])
    expect(await amounts(id)).toEqual([1_000_000, 2_000_000, 3_000_000])
    expect(await column('I7:I9')).toEqual([1_000_000, 2_000_000, 3_000_000])
  })

  it('proposes flight and amount that were typed into a bought row as an amendment, and sends its creative', async () => {
    const id = await proposed(3, 'client', async (campaign) => {
      await at.buy(campaign, 0)
      await at.buy(campaign, 1)
    })
    at.type('H7', serialOf('2026-12-30'))
    at.type('A8', '서비스')
    at.type('F8', 'B안')
    await takeOver(id)
    const [first, second] = open().rows
    expect(open().amendments).toEqual([{ unitId: first!.unitId, fields: { endDate: '2026-12-30' } }])
    expect(open().restored).toEqual([second!.unitId])
    expect(await column('A7:A8')).toEqual(['집행', '집행'])
    expect(await column('F7:F9')).toEqual(['', 'B안', ''])
    expect(second!.creative).toBe('B안')
    expect(await column('H7:H8')).toEqual([serialOf('2026-12-30'), serialOf('2026-12-31')])
  })

  it('adds a row that was typed into it, once it can be sent', async () => {
    const id = await proposed(1)
    at.sheet().insertRows(7, 1)
    const [row] = await at.values('A7:P7')
    for (const [i, value] of row!.entries()) {
      if (value !== '' && i !== 8)
        at.sheet()
          .getRange(7, i)
          .setValue(value as string | number)
    }
    await takeOver(id)
    expect(failure()).toMatchObject({ code: 'ROW_NOT_READY' })
    expect(open()).toMatchObject({ proposal: {}, cellErrors: [{ address: 'I8', code: 'REQUIRED' }] })
    at.type('I8', 4_000_000)
    await takeOverProposal(at.desk)
    expect(open()).toMatchObject({ proposal: null, cellErrors: [] })
    expect(await amounts(id)).toEqual([1_000_000, 4_000_000])
    expect(await column('I7:I8')).toEqual([1_000_000, 4_000_000])
  })

  it('keeps a value that can’t be saved, and names its cell', async () => {
    const id = await proposed(2)
    at.type('I7', '칠백만')
    at.type('F8', '가'.repeat(201))
    at.type('I8', 8_000_000)
    await takeOver(id)
    expect(open().cellErrors.map(({ address }) => address)).toEqual(['I7', 'F8'])
    expect(await amounts(id)).toEqual([1_000_000, 8_000_000])
    expect(await column('I7')).toEqual(['칠백만'])
    expect(await column('F8')).toEqual(['가'.repeat(201)])
  })

  it('is taken over as well when the planner writes the sheet', async () => {
    const id = await proposed(1)
    at.type('I7', 7_000_000)
    await openCampaignById(at.desk, id)
    await writeMediaMix(at.desk)
    expect(await amounts(id)).toEqual([7_000_000])
    expect(await column('J6')).toEqual(['구매'])
  })
})

// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { settleOrder } from '../../addin/media-mix/disputes'
import { syncNow } from '../../addin/media-mix/exchange'
import { ownUnitIds } from '../../addin/media-mix/sheet-rows'
import { writeMediaMix } from '../../addin/media-mix/write'
import { serialOf } from '../../shared/sheets/serial-date'
import { type Planners, planners } from './planner-desk'

let at: Planners
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())
afterEach(() => at.line.mend())

/** Opens a campaign whose rows have 1, 2, 3 … million won, and writes it into the sheet. */
async function begin(rows: number): Promise<string> {
  const id = await at.campaign(rows)
  await openCampaignById(at.desk, id)
  await writeMediaMix(at.desk, true)
  expect(at.desk.store.get().failure).toBeNull()
  return id
}

const open = (): OpenCampaign => at.desk.store.get().open!
const won = (value: unknown) => (typeof value === 'number' ? value / 1_000_000 : value)
const amounts = async (id: string) => (await at.rows(id)).map(({ amount }) => won(amount))
const column = async (address: string) => (await at.values(address)).flat().map(won)
const formula = (address: string) => at.sheet().getRange(address).getFormula()

/** What a planner does with the sheet, which is protected. */
const inSheet = (act: (sheet: Excel.Worksheet) => void) =>
  at.excel.Excel.run(async (context) => {
    act(context.workbook.worksheets.getItem('MediaMix'))
    await context.sync()
  })
const insertRow = (row: number) => inSheet((sheet) => void sheet.getRange(`${row}:${row}`).insert('Down'))
const deleteRow = (row: number) => inSheet((sheet) => sheet.getRange(`${row}:${row}`).delete('Up'))
const insertColumn = (letter: string) =>
  inSheet((sheet) => void sheet.getRange(`${letter}:${letter}`).insert('Right'))
/** Sorts by the amounts, the largest first; the amounts are in the ninth column of the area. */
const sort = (area: string) =>
  inSheet((sheet) => sheet.getRange(area).sort.apply([{ key: 8, ascending: false }]))

async function synced(): Promise<void> {
  await syncNow(at.desk)
  await expect.poll(() => open().sync.kind, { timeout: 10_000 }).toBe('synced')
}

/** TOTAL is what the rows sum to, by Excel's own calculation. */
async function expectTotal(address: string, millions: number): Promise<void> {
  expect(await column(address)).toEqual([millions])
}

describe('an inserted column', { timeout: 60_000 }, () => {
  it('stays with what is in it, and every column is written where it is', async () => {
    const id = await begin(3)
    await insertColumn('D')
    await synced()
    at.type('D6', '메모')
    at.type('D7', '첫 줄')
    at.type('D9', '셋째 줄')
    at.type('J8', 8_000_000)
    await synced()
    expect(await amounts(id)).toEqual([1, 8, 3])
    await expectTotal('J11', 12)
    await at.change(id, 0, { amount: 5_000_000, creative: '30초' })
    await synced()
    expect([await column('J7:J9'), await column('G7:G7')]).toEqual([[5, 8, 3], ['30초']])
    // Somebody else adds a row and deletes one: the notes stay beside their rows.
    await at.add(id)
    await at.remove(id, 1)
    await synced()
    expect(await column('J7:J9')).toEqual([5, 3, 1])
    expect(await column('D6:D9')).toEqual(['메모', '첫 줄', '셋째 줄', ''])
    await expectTotal('J11', 9)
    expect(formula('P8')).toBe('=ROUND(J8*1000/O8,0)')
    await writeMediaMix(at.desk)
    expect(await column('D6:D9')).toEqual(['메모', '첫 줄', '셋째 줄', ''])
    expect(await column('J7:J9')).toEqual([5, 3, 1])
  })

  it('names a cell that isn’t saved where it is', async () => {
    await begin(1)
    await insertColumn('B')
    at.type('G7', '가'.repeat(201))
    await synced()
    expect(open().cellErrors.map(({ address, code }) => [address, code])).toEqual([['G7', 'TOO_LONG']])
    await at.change(open().view.id, 0, { device: 'CTV' })
    await synced()
    expect(await column('F7:G7')).toEqual(['CTV', '가'.repeat(201)])
  })

  it('comes back when one of the table’s was deleted', async () => {
    const id = await begin(2)
    await at.unprotect()
    await inSheet((sheet) => sheet.getRange('E:E').delete('Left'))
    await synced()
    expect(await column('D6:F6')).toEqual(['타겟팅', '디바이스', '소재'])
    expect(await column('E7:E8')).toEqual(['PC', 'PC'])
    expect((await at.rows(id)).map(({ device }) => device)).toEqual(['PC', 'PC'])
  })
})

describe('an inserted row', { timeout: 60_000 }, () => {
  it('stays blank until it is filled, where it is; then it is a row of the campaign there', async () => {
    const id = await begin(3)
    await insertRow(8)
    await synced()
    expect(await column('I7:I10')).toEqual([1, '', 2, 3])
    await at.change(id, 2, { amount: 9_000_000 })
    await at.add(id)
    await synced()
    expect(await column('I7:I11')).toEqual([1, '', 2, 9, 1])
    await expectTotal('I13', 13)
    at.type('C8', String((await at.values('C7'))[0]![0]))
    await synced()
    expect(open().cellErrors.map(({ code }) => code)).toContain('REQUIRED')
    await at.add(id)
    await synced()
    expect(await column('C8')).toEqual(await column('C7'))
    expect(await column('I7:I12')).toEqual([1, '', 2, 9, 1, 1])
    at.type('G8', serialOf('2026-12-03'))
    at.type('H8', serialOf('2026-12-10'))
    at.type('I8', 4_000_000)
    await synced()
    expect(await amounts(id)).toEqual([1, 4, 2, 9, 1, 1])
    expect(await column('I7:I12')).toEqual([1, 4, 2, 9, 1, 1])
    expect(formula('O8')).toBe('=ROUND(I8*1000/N8,0)')
    expect(await column('J8:K8')).toEqual(['구매', '작성중'])
    await expectTotal('I14', 18)
  })

  it('right below the headings looks like a row, and can be typed into', async () => {
    await begin(1)
    await insertRow(7)
    await synced()
    expect([await at.fill('C7'), await at.locked('C7')]).toEqual(['#FFFFFF', false])
    expect(await at.fill('M7')).toBe('#F7F8FA')
  })

  it('above TOTAL is counted', async () => {
    const id = await begin(1)
    const product = String((await at.values('C7'))[0]![0])
    await insertRow(9)
    for (const [address, value] of Object.entries({
      C9: product,
      G9: serialOf('2026-12-03'),
      H9: serialOf('2026-12-10'),
      I9: 4_000_000,
    }))
      at.type(address, value)
    await synced()
    expect(await amounts(id)).toEqual([1, 4])
    await expectTotal('I11', 5)
    const total = await at.values('A8:I14')
    expect(total.filter(([label]) => label === 'TOTAL').map((row) => won(row[8]))).toEqual([5])
  })

  it('above and below the table, and what was written there, stays', async () => {
    const id = await begin(2)
    await at.unprotect()
    await insertRow(1)
    at.type('A1', '회의 메모')
    await insertRow(12)
    at.type('B12', '합계 아래')
    await synced()
    await at.add(id)
    await at.change(id, 0, { amount: 7_000_000 })
    await synced()
    expect(await column('A1:A2')).toEqual(['회의 메모', '미디어믹스'])
    expect(await column('I8:I10')).toEqual([7, 2, 1])
    expect(await column('A12:A13')).toEqual(['TOTAL', ''])
    expect(await column('B13')).toEqual(['합계 아래'])
  })
})

describe('a deleted row', { timeout: 60_000 }, () => {
  it('is asked about, though the sheet is protected', async () => {
    const id = await begin(3)
    await deleteRow(8)
    await synced()
    expect(open().missing).toHaveLength(1)
    expect(await amounts(id)).toEqual([1, 2, 3])
  })
})

describe('rows that a planner sorted', { timeout: 60_000 }, () => {
  it('stay in that order, here and for everybody', async () => {
    const id = await begin(4)
    await sort('A7:W10')
    await synced()
    expect(await amounts(id)).toEqual([4, 3, 2, 1])
    await at.change(id, 0, { amount: 9_000_000 })
    await synced()
    expect(await column('I7:I10')).toEqual([9, 3, 2, 1])
    expect(formula('O7')).toBe('=ROUND(I7*1000/N7,0)')
    await expectTotal('I12', 15)
  })

  it('keep who they are when only the visible columns were sorted', async () => {
    const id = await begin(3)
    await at.buy(id, 0)
    await synced()
    const before = await at.rows(id)
    await sort('A7:S9')
    at.type('F7', '급히')
    const keys = (await at.values('U7:U9')).flat().map(String)
    expect(await ownUnitIds(at.desk, keys)).toEqual(before.map(({ unitId }) => unitId).reverse())
    await synced()
    const after = await at.rows(id)
    expect(after.map(({ unitId }) => unitId)).toEqual(before.map(({ unitId }) => unitId).reverse())
    expect(after.map(({ amount, creative }) => [won(amount), creative])).toEqual([
      [3, '급히'],
      [2, ''],
      [1, ''],
    ])
    expect([open().amendments, open().restored]).toEqual([[], []])
    expect(await column('K7:K9')).toEqual(['작성중', '작성중', '구매완료'])
    expect(await column('U7:U9')).toEqual(after.map(({ unitId }) => unitId))
  })

  it('move where somebody else has put them, with what is written beside them', async () => {
    const id = await begin(4)
    at.type('Y10', '넷째의 메모')
    const ids = (await at.rows(id)).map(({ unitId }) => unitId)
    const moved = async (order: string[]) =>
      at.other.post(`/campaigns/${id}/media-mix/sync`, {
        baseRevision: 0,
        changes: [],
        order: { base: ids, local: order },
      })
    await moved([ids[3]!, ids[0]!, ids[1]!, ids[2]!])
    await synced()
    expect(await column('I7:I10')).toEqual([4, 1, 2, 3])
    expect(await column('Y7:Y10')).toEqual(['넷째의 메모', '', '', ''])
    await expectTotal('I12', 10)
  })

  it.each([
    [true, [4, 3, 2, 1]],
    [false, [2, 1, 4, 3]],
  ])('are asked about when somebody else moved the same ones; mine: %s', async (mine, result) => {
    const id = await begin(4)
    const ids = (await at.rows(id)).map(({ unitId }) => unitId)
    await at.other.post(`/campaigns/${id}/media-mix/sync`, {
      baseRevision: 0,
      changes: [],
      order: { base: ids, local: [ids[1]!, ids[0]!, ids[3]!, ids[2]!] },
    })
    await sort('A7:W10')
    await syncNow(at.desk)
    expect(open().orderConflict).toEqual({ by: 'planner@example.com' })
    expect(await column('I7:I10')).toEqual([4, 3, 2, 1])
    at.type('F7', '결정 전')
    await syncNow(at.desk)
    await settleOrder(at.desk, mine)
    expect(open().orderConflict).toBeNull()
    expect(await column('I7:I10')).toEqual(result)
    expect(await amounts(id)).toEqual(result)
    expect((await at.rows(id)).find(({ amount }) => amount === 4_000_000)!.creative).toBe('결정 전')
  })
})

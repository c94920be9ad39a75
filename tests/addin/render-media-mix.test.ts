// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askExcel, NOTHING } from '../../addin/excel/excel-run'
import { findMediaMix, readSheet } from '../../addin/excel/read-sheet'
import { renderSheet, replaceRows } from '../../addin/excel/render-sheet'
import { keywordsWith, readWorkbookIdentity, tellKeywords } from '../../addin/excel/workbook-identity'
import { writeCells } from '../../addin/excel/write-cells'
import { reconcile, unlockedAreas } from '../../addin/media-mix/sync/reconcile'
import { columnOf } from '../../shared/sheets/media-mix/columns'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import type { Plan } from '../../shared/sheets/plan'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { gridOf } from '../sheets/layout-grid'
import { planRow, samplePlan } from '../sheets/sample-plan'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

let excel: HeadlessExcel

beforeAll(async () => {
  excel = await headlessExcel()
})

afterAll(() => excel.dispose())

const planner = (plan: Plan) => mediaMixSheet(plan, { audience: 'planner' })

function withRows(count: number): Plan {
  const rows = Array.from({ length: count }, (_, i) =>
    planRow({ unitId: `row-${i}`, amount: 1_000_000 + i, bookingStatus: i % 5 === 0 ? 'Booked' : 'Draft' }),
  )
  return { ...samplePlan(), rows, targeting: [] }
}

describe('a MediaMix in Excel', () => {
  it('comes back cell by cell as the layout says, calculated by the sheet itself', async () => {
    const layout = planner(samplePlan())
    const { sheetId, printSetUp } = await renderSheet(layout)
    expect(printSetUp).toBe(true)
    const sheet = await readSheet(sheetId)
    gridOf(layout).forEach((row, r) => {
      row.forEach((value, c) => {
        expect(sheet!.grid[r]?.[c] ?? '', `row ${r + 1}, column ${c + 1}`).toEqual(value)
      })
    })
  })

  it('is read back as the rows it was written from', async () => {
    const plan = samplePlan()
    const { grid } = (await findMediaMix('MediaMix', NOTHING)).found!
    const read = readMediaMix(grid)
    expect(read.kind).toBe('read')
    if (read.kind !== 'read') return
    expect(read.rows.flatMap(({ errors }) => errors)).toEqual([])
    expect(read.rows.map(({ unitId, amount, startDate }) => ({ unitId, amount, startDate }))).toEqual(
      plan.rows.map(({ unitId, amount, startDate }) => ({ unitId, amount, startDate })),
    )
  })

  it('shows that nothing has to change right after it was written', async () => {
    const layout = planner(samplePlan())
    const sheet = (await readSheet('MediaMix', unlockedAreas(layout)))!
    expect(reconcile(layout, layout, sheet, () => false)).toEqual({
      writes: [],
      repaint: [],
      structural: false,
    })
  })

  it('takes 200 rows in at most 8 round trips', async () => {
    excel.roundTrips()
    await renderSheet(planner(withRows(200)), 'MediaMix')
    expect(excel.roundTrips()).toBeLessThanOrEqual(8)
    const { grid } = (await readSheet('MediaMix'))!
    const read = readMediaMix(grid)
    expect(read.kind === 'read' && read.rows.length).toBe(200)
  }, 60_000)

  it('leaves nothing behind of a longer one that stood there', async () => {
    const plan = withRows(2)
    await renderSheet(planner(plan), 'MediaMix')
    const { grid } = (await readSheet('MediaMix'))!
    const read = readMediaMix(grid)
    expect(read.kind === 'read' && read.rows.length).toBe(2)
    expect(grid.length).toBeLessThanOrEqual([...planner(plan).rows].length)
  })

  it('tints a row once it is bought, but for amount and flight, and takes its button away', async () => {
    const plan = withRows(2)
    const bought: Plan = {
      ...plan,
      rows: plan.rows.map((row) => ({ ...row, bookingStatus: 'Booked' as const })),
    }
    const sheet = (await readSheet('MediaMix'))!
    const { repaint, writes, structural } = reconcile(planner(bought), planner(plan), sheet, () => false)
    const rows = repaint.map(({ at }) => at)
    expect({ rows, writes, structural }).toEqual({ rows: [8], writes: [], structural: false })
    await replaceRows('MediaMix', planner(bought), repaint)
    const { fills, button } = await excel.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('MediaMix')
      const [product, amount] = ['C8', 'I8'].map((address) => sheet.getRange(address))
      for (const range of [product!, amount!]) range.load('format/fill/color')
      const cell = sheet.getRange('J8')
      cell.load('values')
      await context.sync()
      return {
        fills: [product!, amount!].map(({ format }) => format.fill.color),
        button: cell.values[0]?.[0],
      }
    })
    expect(fills).toEqual(['#F7F8FA', '#FFFFFF'])
    expect(button).toBe('')
  })

  it('keeps text that looks like a formula as text', async () => {
    await writeCells(
      'MediaMix',
      [{ row: 7, column: columnOf('creative'), cell: { kind: 'text', text: '=1+1' } }],
      { allow: {} },
    )
    const { grid } = (await readSheet('MediaMix'))!
    expect(grid[6]?.[columnOf('creative') - 1]).toBe('=1+1')
  })

  it('says whose workbook it is in more than one place', async () => {
    const { campaign } = samplePlan()
    const identity = { campaignId: campaign.id, revision: campaign.revision }
    await askExcel(tellKeywords(keywordsWith(identity, '')))
    expect(await readWorkbookIdentity()).toEqual({
      kind: 'found',
      identity: { campaignId: campaign.id, revision: campaign.revision },
    })
  })

  it('stands beside the targeting sheet', async () => {
    const layout = targetingSheet(samplePlan(), { audience: 'planner' })
    const { sheetId } = await renderSheet(layout)
    const { grid, name } = (await readSheet(sheetId))!
    expect(name).toBe('큐레이션타겟팅')
    gridOf(layout).forEach((row, r) => {
      row.forEach((value, c) => {
        expect(grid[r]?.[c] ?? '', `row ${r + 1}, column ${c + 1}`).toEqual(value)
      })
    })
  })
})

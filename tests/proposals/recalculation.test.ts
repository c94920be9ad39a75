import { describe, expect, it } from 'vitest'
import { dailyPlanSheet } from '../../shared/sheets/daily-plan/sheet'
import type { PlainValue } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { monitoringSheet } from '../../shared/sheets/monitoring/sheet'
import type { Plan, PlanRow } from '../../shared/sheets/plan'
import { purchasesSheet } from '../../shared/sheets/purchases/sheet'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { dailyPlan } from '../sheets/daily-plan-contents'
import { monitoringContents } from '../sheets/monitoring-contents'
import { purchasedRows } from '../sheets/purchases-contents'
import { emptyPlan, planMember, planRow, samplePlan } from '../sheets/sample-plan'
import { findLibreOffice } from '../support/libreoffice'
import { comparable, recalculated, withWrongResults } from './recalculated'
import { plainCell } from './workbook-grid'

const withRows = (rows: PlanRow[], campaign: Partial<Plan['campaign']> = {}): Plan => ({
  ...emptyPlan(),
  campaign: { ...emptyPlan().campaign, ...campaign },
  rows,
})

/** The same numbers in every run, in the range that agencies plan: up to five billion won and odd rates. */
function manyRows(count: number): PlanRow[] {
  let seed = 20_261_101
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  return Array.from({ length: count }, (_, i) =>
    planRow({
      unitId: `unit-${i}`,
      kind: next(9) === 0 ? 'SERVICE' : 'PAID',
      amount: next(10) === 0 ? 0 : next(5_000_000_000),
      ecpm: 1 + next(30_000),
      ctr: next(20_000) / 1_000_000,
      vtr: next(1_000_001) / 1_000_000,
    }),
  )
}

/** Amounts and rates whose results fall exactly on a half: R rounds it up, and so must ROUND. */
const HALVES = [
  planRow({ unitId: 'a', amount: 1, ecpm: 2_000, ctr: 0.5, vtr: 0.5 }), // 0.5 → 1 impression, 0.5 → 1 click
  planRow({ unitId: 'b', amount: 5, ecpm: 2_000, ctr: 0.5, vtr: 0.166666 }), // 2.5 → 3
  planRow({ unitId: 'c', amount: 4_503_599_627, ecpm: 8_000, ctr: 0.000001, vtr: 0.999999 }),
]

const CASES: Record<string, SheetLayout> = {
  sample: mediaMixSheet(samplePlan(), { audience: 'client' }),
  planner: mediaMixSheet(samplePlan(), { audience: 'planner' }),
  English: mediaMixSheet(samplePlan(), { audience: 'internal', language: 'en' }),
  'no rows': mediaMixSheet(emptyPlan(), { audience: 'client' }),
  'one row': mediaMixSheet(withRows([planRow()]), { audience: 'client' }),
  'service only': mediaMixSheet(withRows([planRow({ kind: 'SERVICE' })]), { audience: 'client' }),
  'nothing paid': mediaMixSheet(withRows([planRow({ amount: 0 })], { agency: null, budget: 0 }), {
    audience: 'client',
  }),
  halves: mediaMixSheet(withRows(HALVES), { audience: 'client' }),
  '구분 left empty': withoutKind(mediaMixSheet(samplePlan(), { audience: 'planner' }), 8),
  '200 rows': mediaMixSheet(withRows(manyRows(200)), { audience: 'client' }),
  targeting: targetingSheet(samplePlan(), { audience: 'internal' }),
  monitoring: monitoringSheet(monitoringContents()),
  'daily plan': dailyPlanSheet(samplePlan(), dailyPlan({ platforms: 5, total: 98_765_432 }), {
    audience: 'client',
  }),
  'daily plan of a year': dailyPlanSheet(
    samplePlan(),
    dailyPlan({ endDate: '2027-11-01', platforms: 12, total: 4_503_599_627_370 }),
    { audience: 'client', language: 'en' },
  ),
  'nothing on any day': dailyPlanSheet(samplePlan(), dailyPlan({ total: 0 }), { audience: 'client' }),
  purchases: purchasesSheet(samplePlan(), purchasedRows(), { audience: 'internal' }),
  'purchases of a client': purchasesSheet(samplePlan(), purchasedRows(), {
    audience: 'client',
    language: 'en',
  }),
  'only service bought': purchasesSheet(
    samplePlan(),
    purchasedRows().filter(({ kind }) => kind === 'SERVICE'),
    { audience: 'client' },
  ),
  'rows left out': mediaMixSheet(
    withRows([
      planRow({ unitId: 'a', amount: 10_000_000 }),
      planRow({ unitId: 'b', amount: 20_000_000, bookingStatus: 'Canceled' }),
      planRow({ unitId: 'c', kind: 'SERVICE', amount: 30_000_000 }),
      planRow({ unitId: 'd', kind: 'SERVICE', amount: 40_000_000, bookingStatus: 'Expired' }),
      planRow({ unitId: 'e', amount: 50_000_000, variant: 'A' }),
      planRow({ unitId: 'f', amount: 60_000_000, variant: 'B' }),
    ]),
    { audience: 'planner' },
  ),
  'nothing to monitor': monitoringSheet(monitoringContents({ units: [], days: [] })),
  'no targeting': targetingSheet(emptyPlan(), { audience: 'client' }),
}

/** As after a planner has inserted a paid row without a 구분: TOTAL counts it. */
function withoutKind(layout: SheetLayout, row: number): SheetLayout {
  const rows = [...layout.rows].map((drawn, i) =>
    i + 1 === row ? { ...drawn, cells: [null, ...drawn.cells.slice(1)] } : drawn,
  )
  return { ...layout, rows }
}

function results(layout: SheetLayout): [row: number, column: number, result: PlainValue][] {
  return [...layout.rows].flatMap((row, i) =>
    row.cells.flatMap((cell, j) =>
      cell?.kind === 'formula' ? [[i + 1, j + 1, cell.result] as [number, number, PlainValue]] : [],
    ),
  )
}

describe.skipIf(!findLibreOffice())('formulas, calculated by LibreOffice', () => {
  it('give exactly the results that stand in the file', { timeout: 180_000 }, async () => {
    // A name must be unique in a workbook, so the sheets are written without names.
    const named = Object.entries(CASES).map(([name, layout]) => ({ ...layout, name, names: [] }))
    const workbook = await recalculated(named.map(withWrongResults))
    for (const layout of named) {
      const sheet = workbook.getWorksheet(layout.name)!
      const expected = results(layout)
      const calculated = expected.map(([row, column, result]) => [
        row,
        column,
        comparable(plainCell(sheet.getCell(row, column)), result),
      ])
      expect(calculated, layout.name).toEqual(expected)
    }
    expect(results(named[0]!)).toHaveLength(8 * 4 + 8 + 7)
    expect(results(CASES['200 rows']!).length).toBeGreaterThan(800)
  })

  it('leave text alone that looks like one', { timeout: 180_000 }, async () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '_x0041_', "'=1"]
    const rows = texts.map((text, i) => planRow({ unitId: `unit-${i}`, creative: text }))
    const plan: Plan = {
      ...withRows(rows, { name: '=1+1' }),
      targeting: [
        {
          unitId: 'unit-0',
          groups: [{ name: '', weight: 1, platforms: null, members: [planMember({ name: '=2+2' })] }],
        },
      ],
    }
    const workbook = await recalculated([
      mediaMixSheet(plan, { audience: 'client' }),
      targetingSheet(plan, { audience: 'client' }),
    ])
    const sheet = workbook.worksheets[0]!
    expect(texts.map((_, i) => sheet.getCell(7 + i, 6).value)).toEqual(texts)
    expect(texts.every((_, i) => sheet.getCell(7 + i, 6).formula === undefined)).toBe(true)
    expect(sheet.getCell('B4').value).toBe('=1+1')
    expect(JSON.stringify(workbook.worksheets[1]!.model)).toContain('"=2+2"')
  })
})

// @vitest-environment happy-dom
/// <reference types="office-js" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderSheet } from '../../addin/excel/render-sheet'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import type { Language } from '../../shared/language'
import { dailyPlanSheet } from '../../shared/sheets/daily-plan/sheet'
import type { PlainValue } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { monitoringSheet } from '../../shared/sheets/monitoring/sheet'
import type { Audience, Plan, PlanRow } from '../../shared/sheets/plan'
import { purchasesSheet } from '../../shared/sheets/purchases/sheet'
import { summarySheet } from '../../shared/sheets/summary/sheet'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { type HeadlessExcel, headlessExcel } from '../addin/headless-excel'
import { comparable, recalculated, withWrongResults } from '../proposals/recalculated'
import { plainCell } from '../proposals/workbook-grid'
import { findLibreOffice } from '../support/libreoffice'
import { dailyPlan } from './daily-plan-contents'
import { monitoringContents } from './monitoring-contents'
import { purchasedPlatforms, purchasedRow, purchasedRows } from './purchases-contents'
import { seenInExcel } from './renderers-agree/seen-in-excel'
import { seenInFile } from './renderers-agree/seen-in-file'
import { extentOf, type SeenSheet } from './renderers-agree/seen-sheet'
import { WHOLE_VOCABULARY } from './renderers-agree/whole-vocabulary'
import { emptyPlan, planMember, planRow, samplePlan } from './sample-plan'

const NOW = new Date('2026-10-12T03:00:00Z')
const PROPERTIES = { title: '', subject: '', author: 'Flightsheet', keywords: '' }
const LANGUAGES: readonly Language[] = ['ko', 'en']
const AUDIENCES: readonly Audience[] = ['planner', 'client']

/** Rows in every status, some of them service, and a name that needs several lines. */
function planOfRows(count: number): Plan {
  const statuses: PlanRow['bookingStatus'][] = ['Draft', 'Reserved', 'Booked', 'InFlight', 'Canceled']
  const rows = Array.from({ length: count }, (_, i) =>
    planRow({
      unitId: `row-${i}`,
      kind: i % 7 === 6 ? 'SERVICE' : 'PAID',
      productName:
        i % 4 === 1 ? '프리미엄 프로그램 큐레이션 30초 (주말 저녁 가족 시간대 편성 패키지)' : '큐레이션 15초',
      creative: i % 5 === 3 ? '' : `=15초 ${i}안`,
      amount: 1_000_000 * (i + 1),
      ctr: (3500 + i) / 1_000_000,
      bookingStatus: statuses[i % statuses.length]!,
    }),
  )
  return { ...emptyPlan(), rows }
}

/** With so many contents that the sheet takes several printed pages. */
function planOfContents(count: number): Plan {
  const members = Array.from({ length: count }, (_, i) =>
    planMember({ metaId: `P${i}`, name: `프로그램 ${i}`, broadcaster: ['MBC', 'SBS', 'tvN'][i % 3]! }),
  )
  const plan = planOfRows(1)
  return {
    ...plan,
    targeting: [{ unitId: 'row-0', groups: [{ name: '', weight: 1, platforms: null, members }] }],
  }
}

/** Each audience in each language. */
function forEveryone(
  sheet: string,
  draw: (options: { audience: Audience; language: Language }) => SheetLayout,
) {
  return AUDIENCES.flatMap((audience) =>
    LANGUAGES.map((language): [string, SheetLayout] => [
      `${sheet}, ${audience}, ${language}`,
      draw({ audience, language }),
    ]),
  )
}

const CASES: [name: string, layout: SheetLayout][] = [
  ...forEveryone('MediaMix', (options) => mediaMixSheet(samplePlan(), options)),
  ...[0, 1, 3, 40].flatMap((count) =>
    AUDIENCES.map((audience): [string, SheetLayout] => [
      `MediaMix, ${audience}, ${count} rows`,
      mediaMixSheet(planOfRows(count), { audience }),
    ]),
  ),
  ['MediaMix, internal, rows that are short', mediaMixSheet(samplePlan(), { audience: 'internal' })],
  ...forEveryone('targeting', (options) => targetingSheet(samplePlan(), options)),
  ['targeting, planner, none', targetingSheet(emptyPlan(), { audience: 'planner' })],
  ['targeting, client, 90 contents', targetingSheet(planOfContents(90), { audience: 'client' })],
  ...LANGUAGES.map((language): [string, SheetLayout] => [
    `monitoring, ${language}`,
    monitoringSheet(monitoringContents({ language })),
  ]),
  ...LANGUAGES.map((language): [string, SheetLayout] => [
    `daily plan, ${language}`,
    dailyPlanSheet(samplePlan(), dailyPlan({ estimatedRows: 2 }), { audience: 'client', language }),
  ]),
  [
    'daily plan, 12 platforms over two months',
    dailyPlanSheet(samplePlan(), dailyPlan({ endDate: '2026-12-31', platforms: 12 }), { audience: 'client' }),
  ],
  [
    'daily plan, none',
    dailyPlanSheet(emptyPlan(), { platforms: [], days: [], estimatedRows: 0 }, { audience: 'client' }),
  ],
  ...LANGUAGES.flatMap((language) =>
    (['client', 'internal'] as const).map((audience): [string, SheetLayout] => [
      `purchases, ${audience}, ${language}`,
      purchasesSheet(samplePlan(), purchasedRows(), { audience, language }),
    ]),
  ),
  [
    'purchases, several pages',
    purchasesSheet(samplePlan(), [purchasedRow({ platforms: purchasedPlatforms(6, 4, 3) })], {
      audience: 'internal',
    }),
  ],
  ...LANGUAGES.map((language): [string, SheetLayout] => [
    `summary, ${language}`,
    summarySheet(samplePlan(), dailyPlan(), { audience: 'client', language, withMediaMix: false }),
  ]),
  [
    'summary, a year on 12 platforms',
    summarySheet(
      samplePlan(),
      dailyPlan({ startDate: '2026-11-01', endDate: '2027-10-31', platforms: 12, estimatedRows: 2 }),
      { audience: 'internal', withMediaMix: false },
    ),
  ],
  ['monitoring, nothing bought', monitoringSheet(monitoringContents({ units: [], days: [] }))],
  ['everything a layout can say', WHOLE_VOCABULARY],
]

async function drawnByServer(layout: SheetLayout) {
  return seenInFile(await renderWorkbook([layout], PROPERTIES, NOW), layout.name, extentOf(layout))
}

describe('a sheet drawn by the add-in and by the server', () => {
  let excel: HeadlessExcel
  beforeAll(async () => {
    excel = await headlessExcel()
  })
  afterAll(() => excel.dispose())

  const drawn = new Map<SheetLayout, SeenSheet>()

  async function drawnByAddin(layout: SheetLayout): Promise<SeenSheet> {
    const known = drawn.get(layout)
    if (known) return known
    await clearWorkbook(excel.Excel)
    const { printSetUp } = await renderSheet(layout)
    expect(printSetUp).toBe(true)
    const seen = await seenInExcel(excel.Excel, layout.name, extentOf(layout))
    drawn.set(layout, seen)
    return seen
  }

  it.each(CASES)('is the same: %s', { timeout: 60_000 }, async (_name, layout) => {
    const file = await drawnByServer(layout)
    expect(file.differences(layout.name, await drawnByAddin(layout))).toEqual([])
    expect(file.size).toBeGreaterThan(500)
  })

  it.skipIf(!findLibreOffice())(
    'calculates the same in LibreOffice as in the add-in’s own workbook',
    { timeout: 180_000 },
    async () => {
      // A name must be unique in a workbook, and the cases use the same names.
      const sheets = CASES.map(([, layout], i) => ({ ...layout, name: `case ${i}`, names: [] }))
      const calculated = await recalculated(sheets.map(withWrongResults))
      let formulas = 0
      for (const [i, [name, layout]] of CASES.entries()) {
        const seen = await drawnByAddin(layout)
        const cells = seen.places('formula')
        const inExcel = cells.map((cell) => [cell, seen.get(`${cell} value`) as PlainValue] as const)
        const sheet = calculated.getWorksheet(`case ${i}`)!
        const inFile = inExcel.map(([cell, value]) => [
          cell,
          comparable(plainCell(sheet.getCell(cell)), value),
        ])
        expect(inFile, name).toEqual(inExcel)
        formulas += cells.length
      }
      expect(formulas).toBeGreaterThan(400)
    },
  )
})

/** Deletes all sheets and names of the case before, except the first sheet: a workbook must have one. */
function clearWorkbook(excel: typeof Excel): Promise<void> {
  return excel.run(async (context) => {
    const { worksheets, names } = context.workbook
    worksheets.load('items/name')
    names.load('items/name')
    await context.sync()
    for (const name of names.items) name.delete()
    for (const sheet of worksheets.items.slice(1)) sheet.delete()
    await context.sync()
  })
}

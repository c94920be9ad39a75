/// <reference types="office-js" />

import type { ChartLayout, SheetLayout } from '../../shared/sheets/layout'
import { BLANK_FIELDS, columnOf } from '../../shared/sheets/media-mix/columns'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import type { SheetStep } from '../../shared/sheets/media-mix/sheet-steps'
import type { Plan } from '../../shared/sheets/plan'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { listenToSheet, selectedUnitIds } from '../excel/buttons'
import { drawChart } from '../excel/charts'
import { askCountsFrom1904 } from '../excel/date-system'
import { askExcel, NOTHING, observeExcel, runExcel, together } from '../excel/excel-run'
import type { Unlisten } from '../excel/handlers'
import { hideRows } from '../excel/hide-rows'
import { MemberRecorder } from '../excel/member-recorder'
import { selectCell, showSheet } from '../excel/navigate'
import { askForVisits } from '../excel/other-sheets'
import { askTyped, findMediaMix, readSheet } from '../excel/read-sheet'
import { renderSheet, replaceRows } from '../excel/render-sheet'
import { takeSteps } from '../excel/sheet-steps'
import { readWorkbookIdentity } from '../excel/workbook-identity'
import { askSetting, tellSetting } from '../excel/workbook-settings'
import { writeCells } from '../excel/write-cells'

export interface CheckStep {
  name: string
  ok: boolean
  /** Excel's error, or what was found instead. */
  detail: string
  ms: number
}

export interface CheckReport {
  host: string
  platform: string
  version: string
  language: string
  at: string
  steps: CheckStep[]
  /** Every member of Excel's objects that was used. */
  members: string[]
}

const SCRATCH = 'Flightsheet check'
const SCRATCH_TARGETING = 'Flightsheet check 2'
/** As long as a person needs to find and click a cell. */
const CLICK_MS = 15_000

/**
 * Uses everything that the add-in uses, on scratch sheets, and reports what worked. Leaves the workbook as it
 * was.
 *
 * @param clickWithin milliseconds to wait for a person's click on the buy cell; 0 skips it
 */
export async function selfCheck(
  done: (step: CheckStep) => void,
  clickWithin = CLICK_MS,
): Promise<CheckReport> {
  const recorder = new MemberRecorder()
  const steps: CheckStep[] = []
  const step = async (name: string, act: () => Promise<string | undefined>) => {
    const begin = Date.now()
    let result: { ok: boolean; detail: string }
    try {
      const wrong = await act()
      result = { ok: wrong === undefined, detail: wrong ?? '' }
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string }
      result = { ok: false, detail: [code, message].filter(Boolean).join(': ') }
    }
    const finished = { name, ...result, ms: Date.now() - begin }
    steps.push(finished)
    done(finished)
  }
  observeExcel((context) => recorder.watch(context))
  try {
    await runSteps(step, clickWithin)
  } finally {
    observeExcel(null)
  }
  const { host, platform, version } = Office.context.diagnostics
  return {
    host: String(host),
    platform: String(platform),
    version,
    language: Office.context.displayLanguage,
    at: new Date().toISOString(),
    steps,
    members: [...recorder.members].sort(),
  }
}

/** Charts of every kind over the first rows of the scratch sheet. */
const CHECK_CHARTS = (['line', 'column', 'doughnut'] as const).map(
  (kind): ChartLayout => ({
    kind,
    name: `Flightsheet_Check_${kind}`,
    title: SCRATCH,
    values: 'I6:J8',
    categories: 'G7:G8',
    colors: ['1E3A5F', '2563A8'],
    from: 'A20',
    to: 'F30',
  }),
)

type Step = (name: string, act: () => Promise<string | undefined>) => Promise<void>

async function runSteps(step: Step, clickWithin: number): Promise<void> {
  const plan = checkPlan()
  const layout = scratch(mediaMixSheet(plan, { audience: 'planner' }), SCRATCH)
  const seen = { selection: 0, edits: 0, buys: 0 }
  let sheetId = ''
  let printSetUp = false

  await step('write a MediaMix', async () => {
    ;({ sheetId, printSetUp } = await renderSheet(layout))
    return undefined
  })
  await step('page set-up', async () => (printSetUp ? undefined : 'refused'))
  await step('write it again over itself', async () => {
    const lastRow = [...layout.rows].length
    const steps: SheetStep[] = [
      { kind: 'insert', at: lastRow + 1 },
      { kind: 'move', from: lastRow + 2, to: lastRow + 1 },
      { kind: 'delete', at: lastRow + 1 },
    ]
    await takeSteps(sheetId, steps, undefined, NOTHING)
    await renderSheet(layout, sheetId, 'own')
    return undefined
  })
  await step('write a targeting sheet', async () => {
    await renderSheet(scratch(targetingSheet(plan, { audience: 'planner' }), SCRATCH_TARGETING))
    return undefined
  })
  await step('read it back', async () => {
    const grid = (await readSheet(sheetId))?.grid ?? []
    const read = readMediaMix(grid)
    if (read.kind !== 'read') return read.kind
    const { unitId, amount, creative } = read.rows[0] ?? {}
    const expected = plan.rows[0]!
    return unitId === expected.unitId && amount === expected.amount && creative === expected.creative
      ? undefined
      : JSON.stringify(read.rows[0])
  })
  await step('formulas calculate', async () => {
    const grid = (await readSheet(sheetId))?.grid ?? []
    const impressions = grid[6]?.[columnOf('impressions') - 1]
    return impressions === 4_166_667 ? undefined : `impressions are ${impressions}`
  })
  await step('find sheet, identity and setting', async () => {
    await readWorkbookIdentity()
    const told = tellSetting('flightsheet.check', 'seen')
    const [, setting, typed] = await askExcel(
      together(told, askSetting('flightsheet.check'), askTyped(sheetId, [], ['I7'])),
    )
    if (typed?.sheetId !== sheetId) return 'the sheet wasn’t found'
    await findMediaMix(SCRATCH, NOTHING)
    return setting === 'seen' ? undefined : 'the setting was lost'
  })
  await step('count days from 1900', async () =>
    (await askExcel(askCountsFrom1904())) ? 'the workbook counts them from 1904' : undefined,
  )
  await step('keep text in a cell of text', async () => {
    const column = columnOf('creative')
    await writeCells(sheetId, [{ row: 7, column, cell: { kind: 'text', text: '16:9' } }], layout.protection)
    const creative = (await readSheet(sheetId))?.grid[6]?.[column - 1]
    return creative === '16:9' ? undefined : `text became ${creative}`
  })
  await step('change a locked cell', async () => {
    await writeCells(
      sheetId,
      [{ row: 7, column: columnOf('message'), cell: { kind: 'text', text: '=1+1' } }],
      layout.protection,
    )
    const message = (await readSheet(sheetId))?.grid[6]?.[columnOf('message') - 1]
    return message === '=1+1' ? undefined : `text became ${message}`
  })
  await step('paint a row again', async () => {
    await replaceRows(sheetId, layout, [{ at: 7, row: [...layout.rows][6]!, repaint: true }])
    return undefined
  })
  await step('hide a row', async () => {
    await hideRows(sheetId, new Map([[7, true]]))
    await hideRows(sheetId, new Map([[7, false]]))
    return undefined
  })
  await step('draw a chart', async () => {
    for (const chart of CHECK_CHARTS)
      if (!(await drawChart(sheetId, chart)) || !(await drawChart(sheetId, chart)))
        return `refused ${chart.kind}`
    return undefined
  })
  await step('notice when another sheet is shown', async () => {
    const stop = await askExcel(askForVisits(sheetId, () => undefined))
    await stop()
    return undefined
  })
  let unlisten: Unlisten | undefined
  await step('listen to the sheet', async () => {
    await showSheet(sheetId)
    unlisten = await listenToSheet(sheetId, {
      buyPressed: () => {
        seen.buys++
      },
      rowSelected: () => {
        seen.selection++
      },
      edited: () => {
        seen.edits++
      },
    })
    return undefined
  })
  await step('selection event', async () => {
    await selectCell(sheetId, 7, columnOf('amount'))
    await selectedUnitIds()
    return (await happens(() => seen.selection > 0, 2000)) ? undefined : 'no event within 2 s'
  })
  await step('own writes are no edits', async () => {
    await writeCells(
      sheetId,
      [{ row: 7, column: columnOf('creative'), cell: { kind: 'text', text: 'B' } }],
      layout.protection,
    )
    return (await happens(() => seen.edits > 0, 800)) ? 'the own write came back as an edit' : undefined
  })
  if (clickWithin > 0) {
    await step('click on the buy cell', async () =>
      (await happens(() => seen.buys > 0, clickWithin)) ? undefined : 'nobody clicked',
    )
  }
  await step('stop listening', async () => {
    await unlisten?.()
    return undefined
  })
  await step('clean up', async () => {
    await cleanUp(layout)
    return undefined
  })
}

/**
 * Defined names are unique in a workbook, so the scratch sheets get other names than a real MediaMix. Their
 * page set-up has every part that a sheet can have.
 */
function scratch(layout: SheetLayout, name: string): SheetLayout {
  const part = [{ text: name }]
  const line = { left: part, center: part, right: part }
  return {
    ...layout,
    name,
    print: layout.print && { ...layout.print, header: line, footer: line, breaksBefore: [5] },
    names: (layout.names ?? []).map((defined) => ({ ...defined, name: `${defined.name}_check` })),
  }
}

async function cleanUp(layout: SheetLayout): Promise<void> {
  await runExcel(async (context) => {
    for (const { name } of layout.names ?? []) context.workbook.names.getItem(name).delete()
    for (const name of [SCRATCH, SCRATCH_TARGETING]) context.workbook.worksheets.getItem(name).delete()
    context.workbook.settings.getItemOrNullObject('flightsheet.check').delete()
    await context.sync()
  })
}

async function happens(condition: () => boolean, within: number): Promise<boolean> {
  const end = Date.now() + within
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50))
  return condition()
}

function checkPlan(): Plan {
  const unitId = '00000000-0000-4000-8000-000000000001'
  const row = {
    ...BLANK_FIELDS,
    unitId,
    platforms: ['NAVER', 'KAKAO'],
    variant: null,
    productCode: 'CHECK',
    productName: '=점검 상품',
    targeting: '콘텐츠 1개',
    device: 'PC+Mobile',
    creative: '15"',
    startDate: '2026-12-01',
    endDate: '2026-12-31',
    amount: 50_000_000,
    ecpm: 12_000,
    ctr: 0.0035,
    vtr: 0.62,
  }
  const member = {
    metaId: 'CHECK',
    type: 'PROGRAM' as const,
    name: '점검 프로그램',
    broadcaster: 'MBC',
    weight: 100,
    forecast: 1_000_000,
    available: 500_000,
    owner: null,
  }
  return {
    campaign: {
      id: '00000000-0000-4000-8000-000000000000',
      name: 'Flightsheet check',
      advertiser: 'Flightsheet',
      agency: null,
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 100_000_000,
      revision: 1,
    },
    writtenOn: '2026-12-01',
    rows: [
      { ...row, kind: 'PAID', bookingStatus: 'Draft' },
      { ...row, unitId: unitId.replace(/1$/, '2'), kind: 'PAID', bookingStatus: 'Booked' },
      { ...row, unitId: unitId.replace(/1$/, '3'), kind: 'SERVICE', bookingStatus: 'Draft' },
    ],
    targeting: [{ unitId, groups: [{ name: '', weight: 1, platforms: null, members: [member] }] }],
  }
}

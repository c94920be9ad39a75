// @vitest-environment happy-dom
import { afterAll, beforeAll, expect, it } from 'vitest'
import { renderSheet } from '../../addin/excel/render-sheet'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { type Headless, openHeadless } from '../../workbench/headless'
import { planRow, samplePlan } from '../sheets/sample-plan'

let open: Headless
beforeAll(async () => {
  open = await openHeadless()
})
afterAll(() => open.dispose())

/** A generous limit, as the machine may be busy; without other load it takes about a second. */
const LIMIT_MS = 4000

it('takes the planner’s MediaMix of 200 rows through the add-in’s own renderer', async () => {
  const rows = Array.from({ length: 200 }, (_, i) =>
    planRow({ unitId: crypto.randomUUID(), amount: 1_000_000 + i }),
  )
  const layout = mediaMixSheet({ ...samplePlan(), rows }, { audience: 'planner', language: 'ko' })
  const started = performance.now()
  await renderSheet(layout)
  const took = performance.now() - started
  await open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem(layout.name)
    const total = sheet.getUsedRange(true).getLastRow().load('values')
    const formats = sheet.getRange().conditionalFormats.getCount()
    sheet.protection.load('protected')
    await context.sync()
    const [line] = total.values as (string | number)[][]
    expect([line![0], line![8], line![12]]).toEqual(['TOTAL', 200_019_900, 1])
    expect(formats.value).toBe(layout.conditionalFormats?.length)
    expect(sheet.protection.protected).toBe(true)
  })
  expect(took).toBeLessThan(LIMIT_MS)
})

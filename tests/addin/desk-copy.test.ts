// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { workInCopy } from '../../addin/media-mix/copies'
import { syncNow } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import { writeTargetingSheet } from '../../addin/targeting/targeting'
import { type Planners, planners } from './planner-desk'

const COPY = 'MediaMix (2)'

let at: Planners
let id: string
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())

const open = (): OpenCampaign => at.desk.store.get().open!
const amounts = async () => (await at.rows(id)).map(({ amount }) => amount)
const inExcel = <T>(act: (sheets: Excel.WorksheetCollection) => T) =>
  at.excel.Excel.run(async (context) => {
    const result = act(context.workbook.worksheets)
    await context.sync()
    return result
  })
const show = (sheet: string) => inExcel((sheets) => sheets.getItem(sheet).activate())
const typeInto = (sheet: string, address: string, value: number) =>
  void at.excel.univerAPI.getActiveWorkbook()!.getSheetByName(sheet)!.getRange(address).setValue(value)
const amountsIn = async (sheet: string) =>
  (await inExcel((sheets) => sheets.getItem(sheet).getRange('I7:I8').load('values'))).values.flat()
const named = () =>
  at.excel.Excel.run(async (context) => {
    const names = context.workbook.names.load('items/formula')
    await context.sync()
    return names.items.map(({ formula }) => String(formula).split('!')[0])
  })

describe('a sheet that a planner has copied', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    const { items } = await inExcel((sheets) => sheets.load('items/name'))
    const others = items.map(({ name }) => name).filter((name) => /^MediaMix ./.test(name))
    await inExcel((sheets) => others.map((name) => sheets.getItem(name).delete()))
    id = await at.campaign(2)
    await openCampaignById(at.desk, id)
    await writeMediaMix(at.desk, true)
    await inExcel((sheets) => sheets.getItem('MediaMix').copy('End'))
    await show('MediaMix')
  })

  it('is named while the planner looks at it', async () => {
    await writeTargetingSheet(at.desk)
    await show('큐레이션타겟팅')
    await show(COPY)
    await expect.poll(() => open().copy?.name).toBe(COPY)
    await show('MediaMix')
    await expect.poll(() => open().copy).toBeNull()
    await show('큐레이션타겟팅')
    await syncNow(at.desk)
    expect(open().copy).toBeNull()
  })

  it('is named when it is edited', async () => {
    typeInto(COPY, 'I7', 7_000_000)
    await expect.poll(() => open().copy?.name).toBe(COPY)
    await syncNow(at.desk)
    expect(await amounts()).toEqual([1_000_000, 2_000_000])
  })

  it('doesn’t keep the sheet beside it from being drawn', async () => {
    await at.change(id, 0, { amount: 9_000_000 })
    await at.add(id)
    await writeMediaMix(at.desk)
    expect(at.desk.store.get().failure).toBeNull()
    expect(await amountsIn('MediaMix')).toEqual([9_000_000, 2_000_000])
    expect(await amountsIn(COPY)).toEqual([1_000_000, 2_000_000])
    expect(await named()).toEqual(['=MediaMix', '=MediaMix'])
  })

  it('becomes the campaign’s sheet when the planner says so, merged with what the other one sent', async () => {
    typeInto('MediaMix', 'I8', 4_000_000)
    await syncNow(at.desk)
    await show(COPY)
    typeInto(COPY, 'I7', 7_000_000)
    await expect.poll(() => open().copy).not.toBeNull()
    await workInCopy(at.desk)
    expect(at.desk.store.get().failure).toBeNull()
    expect(open()).toMatchObject({ sheet: { name: COPY }, copy: null, conflicts: [], missing: [] })
    expect(await amounts()).toEqual([7_000_000, 4_000_000])
    expect(await amountsIn(COPY)).toEqual([7_000_000, 4_000_000])
    expect(await amountsIn('MediaMix')).toEqual([1_000_000, 4_000_000])
    await show('MediaMix')
    await expect.poll(() => open().copy?.name).toBe('MediaMix')
    typeInto(COPY, 'I7', 6_000_000)
    await syncNow(at.desk)
    await at.closePane()
    await openCampaignById(at.desk, id)
    expect(open().sheet).toMatchObject({ name: COPY })
    expect(await amounts()).toEqual([6_000_000, 4_000_000])
    expect(open().conflicts).toEqual([])
  })

  it('asks where both sheets changed one value', async () => {
    typeInto('MediaMix', 'I7', 4_000_000)
    await syncNow(at.desk)
    typeInto(COPY, 'I7', 7_000_000)
    await expect.poll(() => open().copy).not.toBeNull()
    await workInCopy(at.desk)
    expect(open().conflicts).toMatchObject([{ base: 1_000_000, local: 7_000_000, remote: 4_000_000 }])
    expect(await amounts()).toEqual([4_000_000, 2_000_000])
  })
})

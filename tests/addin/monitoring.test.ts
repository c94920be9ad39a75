// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
/// <reference types="office-js" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import { loadOverview, openAtRow } from '../../addin/campaigns/overview'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { drawChart } from '../../addin/excel/charts'
import { followOpenCampaign, subscribeLive } from '../../addin/live/live'
import { followDelivery } from '../../addin/live/monitoring'
import { writeMediaMix } from '../../addin/media-mix/write'
import { acceptMakegood, proposeMakegood, showMakegood } from '../../addin/monitoring/makegood'
import { loadDelivery, refreshMonitoring, writeMonitoring } from '../../addin/monitoring/monitoring'
import type { CampaignDelivery } from '../../shared/contract/statuses'
import type { ChartLayout } from '../../shared/sheets/layout'
import { monitoringGeometry } from '../../shared/sheets/monitoring/geometry'
import { MovableClock } from '../support/movable-clock'
import { type Planners, planners } from './planner-desk'

const SOON = { timeout: 20_000 }
const SHEET = '모니터링'
const DAYS = 30

let at: Planners
const clock = new MovableClock('2026-12-01T03:00:00.000Z')
const ending: (() => void)[] = []
/** True once the pane receives events of the campaign that is opened first. */
let listens = false

beforeAll(async () => {
  at = await planners(clock)
  const heard = subscribeLive(at.desk, () => {
    listens = true
  })
  ending.push(followOpenCampaign(at.desk), followDelivery(at.desk, 200), heard)
}, 120_000)
afterAll(async () => {
  for (const end of ending) end()
  await at?.stop()
})

const open = (): OpenCampaign => at.desk.store.get().open!
const geometry = (units: number, withService = false) => monitoringGeometry(units, withService, DAYS)

/** The values of a range of the 모니터링 sheet; null while the sheet doesn't exist. */
const shown = (address: string): Promise<unknown[][] | null> =>
  at.excel.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(SHEET)
    await context.sync()
    if (sheet.isNullObject) return null
    const range = sheet.getRange(address).load('values')
    await context.sync()
    return range.values
  })
const write = (address: string, value: string) =>
  at.excel.Excel.run(async (context) => {
    context.workbook.worksheets.getItem(SHEET).getRange(address).values = [[value]]
    await context.sync()
  })
const removeSheet = () =>
  at.excel.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(SHEET)
    await context.sync()
    if (!sheet.isNullObject) sheet.delete()
    await context.sync()
  })

/** A campaign with this number of bought rows, on the third day of its flight. */
async function running(bought: number, more = 0): Promise<string> {
  clock.moveToDay('2026-12-01')
  const id = await at.campaign(bought + more)
  for (let row = 0; row < bought; row++) await at.buy(id, row)
  clock.moveToDay('2026-12-04')
  return id
}

async function childAds(unitId: string): Promise<string[]> {
  const { body } = await at.operator.get(`/campaign-units/${unitId}/statuses`)
  return body.ads.flatMap(({ childAds }: { childAds: { childAdId: string }[] }) =>
    childAds.map(({ childAdId }) => childAdId),
  )
}

/** An ad server's delivery report, with the same number for every child ad of a row. */
async function deliver(id: string, row: number, impressions: number, date = '2026-12-03'): Promise<void> {
  const { unitId } = (await at.rows(id))[row]!
  const reports = (await childAds(unitId)).map((childAdId) => ({
    childAdId,
    date,
    impressions,
    clicks: 3,
    views: 5,
  }))
  const { body } = await at.operator.post('/delivery-reports', { reports })
  expect(body).toMatchObject({ rejected: 0 })
}

const delivery = async (id: string): Promise<CampaignDelivery> =>
  (await at.other.get(`/campaigns/${id}/delivery`)).body

describe('the 모니터링 sheet in Excel', { timeout: 60_000 }, () => {
  it('is written as the service says, calculated by the sheet itself', async () => {
    const id = await running(2)
    await deliver(id, 0, 1234)
    await openCampaignById(at.desk, id)
    await writeMonitoring(at.desk)
    expect(at.desk.store.get().failure).toBeNull()
    expect(open().monitoring.sheetId).not.toBeNull()
    const { units, totals } = await delivery(id)
    const { firstRow, totalRow, firstDayRow } = geometry(2)
    const rows = (await shown(`H${firstRow}:I${totalRow}`))!
    expect(rows).toEqual([
      ...units.map(({ guaranteed, delivered }) => [guaranteed, delivered]),
      [totals.guaranteed, totals.delivered],
    ])
    const [achieved] = (await shown(`J${totalRow}`))!
    expect(achieved![0]).toBeCloseTo(totals.delivered / totals.guaranteed, 10)
    // Past days: 0 on the first, the reported number on the second. From today on, the days are blank.
    expect((await shown(`C${firstDayRow}:C${firstDayRow + 2}`))!.flat()).toEqual([0, totals.delivered, ''])
  })

  it('takes new numbers in their places, and leaves what a person wrote beside and below', async () => {
    const id = open().view.id
    const { firstRow, lastDayRow } = geometry(2)
    await write(`W${firstRow}`, '메모')
    await write(`A${lastDayRow + 2}`, '아래 메모')
    await deliver(id, 1, 777)
    await refreshMonitoring(at.desk)
    const { units } = await delivery(id)
    expect((await shown(`I${firstRow + 1}`))!.flat()).toEqual([units[1]!.delivered])
    expect((await shown(`W${firstRow}`))!.flat()).toEqual(['메모'])
    expect((await shown(`A${lastDayRow + 2}`))!.flat()).toEqual(['아래 메모'])
  })

  it('writes nothing where nothing is new', async () => {
    const written: unknown[] = []
    const { univerAPI } = at.excel
    const listening = univerAPI.addEvent(univerAPI.Event.SheetValueChanged, ({ payload }) => {
      // Results of formulas come without a trigger.
      const { trigger } = payload.params as { trigger?: string }
      if (trigger) written.push(payload.params)
    })
    await refreshMonitoring(at.desk)
    listening.dispose()
    expect(written).toEqual([])
  })

  it('follows what ad servers report by itself', async () => {
    const id = open().view.id
    await expect.poll(() => listens, SOON).toBe(true)
    const { firstRow } = geometry(2)
    await deliver(id, 0, 4321)
    const reported = (await delivery(id)).units[0]!.delivered
    await expect.poll(async () => (await shown(`I${firstRow}`))!.flat(), SOON).toEqual([reported])
    const { unitId } = (await at.rows(id))[0]!
    const reports = (await childAds(unitId)).map((childAdId) => ({
      childAdId,
      status: 'FAILED',
      reportedAt: '2026-12-04T02:00:00.000Z',
    }))
    await at.operator.post('/ads/status-reports', { reports })
    await expect
      .poll(async () => String((await shown(`G${firstRow}`))!.flat()[0]), SOON)
      .toBe(`실패 ${reports.length}`)
    expect((await shown(`T${firstRow}`))!.flat()).toEqual(['게재 실패한 광고 있음'])
  })

  it('asks before notes below are lost to a longer table, and grows where they are not', async () => {
    const id = open().view.id
    clock.moveToDay('2026-12-01')
    await at.add(id)
    await at.buy(id, 2)
    clock.moveToDay('2026-12-04')
    const { totalRow, lastDayRow } = geometry(3)
    await write(`A${lastDayRow}`, '아래 메모')
    await refreshMonitoring(at.desk)
    expect(open().monitoring.inTheWay).toBe('notes')
    expect((await shown(`A${lastDayRow}`))!.flat()).toEqual(['아래 메모'])
    await write(`A${lastDayRow}`, '')
    await refreshMonitoring(at.desk)
    expect(open().monitoring.inTheWay).toBeNull()
    expect((await shown(`A${totalRow}`))!.flat()).toEqual(['TOTAL'])
    expect((await shown('W7'))!.flat()).toEqual(['메모'])
  })

  it('is written over another campaign’s, or over something else, only when the planner says so', async () => {
    const id = await running(1)
    await openCampaignById(at.desk, id)
    expect(open().monitoring.sheetId).toBeNull()
    await writeMonitoring(at.desk)
    expect(open().monitoring.inTheWay).toBe('foreign')
    expect((await shown('A9'))!.flat()).toEqual(['집행'])
    await writeMonitoring(at.desk, true)
    expect(open().monitoring).toMatchObject({ inTheWay: null })
    expect((await shown(`A${geometry(1).totalRow}`))!.flat()).toEqual(['TOTAL'])
  })

  it('is found again by whatever name a person gave it', async () => {
    const rename = (from: string, to: string) =>
      at.excel.Excel.run(async (context) => {
        context.workbook.worksheets.getItem(from).name = to
        await context.sync()
      })
    await rename(SHEET, '12월 집행')
    await deliver(open().view.id, 0, 55)
    await refreshMonitoring(at.desk)
    await rename('12월 집행', SHEET)
    const [delivered] = (await shown(`I${geometry(1).firstRow}`))!.flat()
    expect(delivered).toBe((await delivery(open().view.id)).units[0]!.delivered)
  })

  it('has a chart, and goes without where Excel refuses it', async () => {
    const chart: ChartLayout = {
      kind: 'line',
      name: 'x',
      title: '페이스',
      values: 'B1:C3',
      categories: 'A2:A3',
      colors: ['FF0000'],
      from: 'E1',
      to: 'F9',
    }
    expect(await drawChart('no such sheet', chart)).toBe(false)
    expect(await drawChart(open().monitoring.sheetId!, chart)).toBe(true)
    const drawn = await at.excel.Excel.run(async (context) => {
      const { charts } = context.workbook.worksheets.getItem(open().monitoring.sheetId!)
      const { title, series } = charts.getItem('x')
      title.load({ text: true })
      const line = series.getItemAt(0).format.line
      line.load({ color: true })
      const dates = series.getItemAt(0).getDimensionDataSourceString('Categories')
      await context.sync()
      return [title.text, line.color, dates.value.split('!')[1]]
    })
    expect(drawn).toEqual(['페이스', '#FF0000', '$A$2:$A$3'])
    await removeSheet()
  })

  it('says what is out of reach, and stands as it was', async () => {
    await writeMonitoring(at.desk)
    at.line.break()
    await refreshMonitoring(at.desk)
    expect(open().monitoring.failure).toMatchObject({ code: 'UNREACHABLE' })
    expect((await shown(`A${geometry(1).totalRow}`))!.flat()).toEqual(['TOTAL'])
    at.line.mend()
    await refreshMonitoring(at.desk)
    expect(open().monitoring.failure).toBeNull()
  })
})

describe('a makegood', { timeout: 60_000 }, () => {
  it('is proposed where a row will miss its guarantee, and becomes one service row in the sheet', async () => {
    const id = await running(1)
    await deliver(id, 0, 1)
    await openCampaignById(at.desk, id)
    await writeMediaMix(at.desk, true)
    await loadDelivery(at.desk)
    const unit = open().monitoring.delivery!.units[0]!
    expect(unit).toMatchObject({ atRisk: true, reason: 'BEHIND' })
    await proposeMakegood(at.desk, unit.unitId)
    const flow = open().monitoring.makegood!
    expect(flow).toMatchObject({ step: 'proposed', unitId: unit.unitId })
    const proposal = flow.step === 'proposed' ? flow.makegood.proposal! : null
    // Pressing twice adds one row.
    await Promise.all([acceptMakegood(at.desk), acceptMakegood(at.desk)])
    const added = open().monitoring.makegood!
    expect(added).toMatchObject({ step: 'added' })
    const rows = await at.rows(id)
    expect(rows).toHaveLength(2)
    expect(rows[1]).toMatchObject({ kind: 'SERVICE', amount: proposal!.amount, bookingStatus: 'Draft' })
    expect((await at.values('A7:A8')).flat()).toEqual(['집행', '서비스'])
    if (added.step !== 'added') throw new Error('not added')
    await showMakegood(at.desk, added.newUnitId)
    expect(at.desk.store.get().panel).toEqual({ kind: 'row', unitId: rows[1]!.unitId })
    expect(open().monitoring.makegood).toBeNull()
  })

  it('that was answered after the connection was lost is still one', async () => {
    const id = await running(1)
    await deliver(id, 0, 1)
    await openCampaignById(at.desk, id)
    const { unitId } = (await at.rows(id))[0]!
    await proposeMakegood(at.desk, unitId)
    const proposed = open().monitoring.makegood!
    at.line.break('after')
    await acceptMakegood(at.desk)
    expect(open().monitoring.makegood).toMatchObject({ step: 'failed', failure: { code: 'UNREACHABLE' } })
    at.line.mend()
    at.desk.store.set({ open: { ...open(), monitoring: { ...open().monitoring, makegood: proposed } } })
    await acceptMakegood(at.desk)
    expect(open().monitoring.makegood).toMatchObject({ step: 'added' })
    expect(await at.rows(id)).toHaveLength(2)
  })

  it('says why there is none', async () => {
    const id = await running(1)
    await openCampaignById(at.desk, id)
    clock.moveToDay('2026-12-02')
    const { unitId } = (await at.rows(id))[0]!
    await proposeMakegood(at.desk, unitId)
    expect(open().monitoring.makegood).toMatchObject({
      makegood: { proposal: null, obstacle: 'NOTHING_MISSING' },
    })
    at.line.break()
    await proposeMakegood(at.desk, unitId)
    expect(open().monitoring.makegood).toMatchObject({ step: 'failed', failure: { code: 'UNREACHABLE' } })
    at.line.mend()
  })
})

describe('the overview', { timeout: 60_000 }, () => {
  it('shows campaigns by status, today against plan, and what is at risk; a row opens', async () => {
    clock.moveToDay('2026-12-04')
    const id = await running(1)
    await deliver(id, 0, 1)
    await deliver(id, 0, 17, '2026-12-04')
    const refreshed = await at.refreshMonitoring()
    expect(refreshed).toBeDefined()
    await loadOverview(at.desk)
    const { overview } = at.desk.store.get()
    if (overview?.kind !== 'ready') throw new Error(JSON.stringify(overview))
    const { atRisk, byStatus, today, campaigns } = overview.value
    expect(byStatus.reduce((sum, { campaigns: of }) => sum + of, 0)).toBe(campaigns)
    expect(today.planned).toBeGreaterThan(0)
    expect(today.delivered).toBe(17 * (await childAds((await at.rows(id))[0]!.unitId)).length)
    const missing = atRisk.worst.map((row) => row.missing)
    expect(missing).toEqual(missing.toSorted((a, b) => b - a))
    const [worst] = atRisk.worst
    await openAtRow(at.desk, worst!.campaignId, worst!.unitId)
    expect(open().view.id).toBe(worst!.campaignId)
    expect(at.desk.store.get().panel).toEqual({ kind: 'row', unitId: worst!.unitId })
  })

  it('keeps what it has while the service is out of reach, and says so when it has nothing', async () => {
    at.line.break()
    await loadOverview(at.desk)
    expect(at.desk.store.get().overview?.kind).toBe('ready')
    at.desk.store.set({ overview: null })
    await loadOverview(at.desk)
    expect(at.desk.store.get().overview).toMatchObject({ kind: 'failed', failure: { code: 'UNREACHABLE' } })
    at.line.mend()
  })
})

import { mulDivRound } from '../../shared/apportion'
import { firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import {
  confirmStandardInventory,
  correctStandardInventory,
  listStandardInventory,
  listUnitInventory,
  type StandardInventoryView,
  type UnitInventoryView,
} from '../../shared/contract/inventory'
import { groupBy } from '../../shared/group-by'
import type { DemoService } from '../session/service'
import { prove } from '../session/stop'
import { clipped, counted, say, showProof, showTable, signedPercent } from '../session/terminal'
import type { DemoCatalog } from './catalog'
import type { DemoStage } from './flights'
import type { NewProgramme } from './forecast'

const SHOWN_ROWS = 5
const SHOWN_DAYS = 4

/**
 * Forecast → standard inventory of the pilot's month and the flight's month; the latter is corrected and
 * confirmed.
 */
export async function prepareStandardInventory(
  service: DemoService,
  catalog: DemoCatalog,
  programme: NewProgramme,
  stage: DemoStage,
  pilotMonth: Month,
): Promise<number> {
  await service.runJob('standard-inventory-load', pilotMonth)
  await service.runJob('standard-inventory-load', stage.month)
  const pilotRows = await standardRows(service, pilotMonth)
  const pilot = rowOf(pilotRows, programme.metaId)
  const rows = await standardRows(service, stage.month)
  const row = rowOf(rows, programme.metaId)
  const measured = pilotRows.filter(({ id, changeRate }) => id !== pilot.id && changeRate !== null)
  const names = new Map([...catalog.contents.values(), programme].map(({ metaId, name }) => [metaId, name]))
  showStandardRows([...measured.slice(0, SHOWN_ROWS - 2), pilot, row], names)
  say(
    `The pilot's forecast was ${signedPercent(pilot.changeRate)} off (변동률), so this month's total is corrected:`,
  )

  const adjustedTotal = mulDivRound(row.forecastTotal, pilot.actualTotal, pilot.forecastTotal)
  const corrected = await service.call(correctStandardInventory, {
    params: { id: row.id },
    body: { adjustedTotal, reason: '파일럿 실적이 예측보다 낮아 하향 보정', version: row.version },
  })
  prove(corrected.adjustedTotal === adjustedTotal, 'the corrected total is kept as it was sent')
  say(
    `${counted(row.forecastTotal)} → ${counted(adjustedTotal)} impressions, with the reason kept (수동 보정)`,
  )

  const ours = new Set([programme.metaId, ...stage.unloaded.map(({ metaId }) => metaId)])
  const ids = rows.filter(({ metaId }) => ours.has(metaId)).map(({ id }) => id)
  const { confirmed } = await service.call(confirmStandardInventory, { body: { month: stage.month, ids } })
  prove(confirmed === ids.length, `all ${ids.length} rows that the file brought are confirmed`)
  say(
    `${counted(confirmed)} confirmed 확정: total and daily shape are frozen, and only confirmed rows are sold`,
  )
  return adjustedTotal
}

/** Standard → unit inventory: the sellable inventory per content, platform and day. */
export async function prepareUnitInventory(
  service: DemoService,
  { metaId }: NewProgramme,
  { month }: DemoStage,
  total: number,
): Promise<void> {
  await service.runJob('unit-inventory-load', month)
  const rows = await unitRows(service, [metaId], month)
  const platforms = [...new Set(rows.map(({ platform }) => platform))]
  const days = [...groupBy(rows, ({ date }) => date)].sort(([a], [b]) => (a < b ? -1 : 1))
  const remaining = (of: readonly UnitInventoryView[], platform: string) =>
    sumOf(of.filter((row) => row.platform === platform).map((row) => row.remaining))
  const line = (title: string, of: readonly UnitInventoryView[]) => [
    title,
    ...platforms.map((platform) => counted(remaining(of, platform))),
    counted(sumOf(of.map((row) => row.remaining))),
  ]
  showTable(
    [
      { title: 'Day 일자' },
      ...platforms.map((title) => ({ title, align: 'right' as const })),
      { title: 'Sum 합계', align: 'right' },
    ],
    [
      ...days.slice(0, SHOWN_DAYS).map(([date, of]) => line(date, of)),
      ['…', ...platforms.map(() => '…'), '…'],
      line(`${counted(days.length)} days`, rows),
    ],
  )
  prove(
    sumOf(rows.map(({ forecast }) => forecast)) === total,
    `the days and platforms sum to the confirmed ${total}`,
  )
  showProof(
    `${counted(rows.length)} day and platform rows sum to the corrected ${counted(total)}, to the impression.`,
  )
}

/** Unit inventory of contents in a month. */
export async function unitRows(
  service: DemoService,
  metaIds: readonly string[],
  month: Month,
): Promise<UnitInventoryView[]> {
  const [from, to] = [firstDayOf(month), lastDayOf(month)]
  const lists = await Promise.all(
    metaIds.map((metaId) => service.all(listUnitInventory, { query: { metaId, from, to } })),
  )
  return lists.flat()
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function standardRows(service: DemoService, month: Month): Promise<StandardInventoryView[]> {
  return service.all(listStandardInventory, { query: { month } })
}

function rowOf(rows: readonly StandardInventoryView[], metaId: string): StandardInventoryView {
  const row = rows.find((one) => one.metaId === metaId)
  prove(row !== undefined, `${metaId} has standard inventory after the load`)
  return row!
}

function showStandardRows(rows: readonly StandardInventoryView[], names: ReadonlyMap<string, string>): void {
  showTable(
    [
      { title: 'Month 월' },
      { title: 'Type' },
      { title: 'Content 콘텐츠' },
      { title: 'Forecast 예측', align: 'right' },
      { title: 'Actual 실적', align: 'right' },
      { title: 'Change 변동률', align: 'right' },
      { title: 'Status' },
    ],
    rows.map(({ month, type, metaId, forecastTotal, actualTotal, changeRate, status }) => [
      month,
      type,
      clipped(names.get(metaId) ?? metaId, 26),
      counted(forecastTotal),
      changeRate === null ? '–' : counted(actualTotal),
      signedPercent(changeRate),
      status === 'CONFIRMED' ? 'CONFIRMED 확정' : 'OPEN 미확정',
    ]),
  )
}

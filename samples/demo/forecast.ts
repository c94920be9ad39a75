import { z } from 'zod'
import { mulDivRound } from '../../shared/apportion'
import { addDays, type BusinessDate, firstDayOf, type Month, monthOf } from '../../shared/calendar'
import type { ContentView } from '../../shared/contract/catalog'
import { rejection } from '../../shared/contract/inventory'
import type { ContentPlan } from '../market/contents'
import { forecastCsv } from '../market/forecast-csv'
import { forecastRows, type SampleForecastRow } from '../market/forecast-rows'
import { type DemoService, promised } from '../session/service'
import { prove } from '../session/stop'
import { counted, say, showProof, showTable } from '../session/terminal'
import type { DemoCatalog } from './catalog'
import type { DemoStage } from './flights'

const SEED = 1
/** Delivered impressions of the pilot in percent of its forecast. */
const PILOT_PERCENT = 94

/** The new programme that every run of the demo adds. */
export interface NewProgramme {
  metaId: string
  name: string
  broadcaster: string
  owner: string
}

export interface VendorFile {
  name: string
  text: string
  rows: number
  pilotMonth: Month
  bad: { line: number; column: string }
}

const loadResult = z.object({
  accepted: z.int(),
  rejected: z.int(),
  rejections: z.array(rejection),
  newContents: z.int(),
  months: z.array(z.string()),
})

/** @param mark distinguishes this run's programme from those of other runs */
export function newProgramme(catalog: DemoCatalog, companion: ContentView, mark: string): NewProgramme {
  return {
    metaId: `DEMO-${mark}`,
    name: `새벽 배송 연대기 ${mark}`,
    broadcaster: 'tvN',
    owner: catalog.ownerCodes.find((owner) => owner !== companion.owner)!,
  }
}

/**
 * A vendor's file: the programme's pilot with its actual delivery, its forecast for the month, a forecast for
 * the other contents without one there, and an invalid last line.
 */
export function vendorFile(programme: NewProgramme, stage: DemoStage, today: BusinessDate): VendorFile {
  const plan = planOf({ type: 'PROGRAM', ...programme }, 2_900_000)
  const lastPilotDay = addDays(today, -3)
  const pilotMonth = monthOf(lastPilotDay)
  const weekEarlier = addDays(today, -9)
  const firstPilotDay = weekEarlier < firstDayOf(pilotMonth) ? firstDayOf(pilotMonth) : weekEarlier
  const rows: SampleForecastRow[] = []
  for (const row of forecastRows(SEED, [plan], [pilotMonth])) {
    if (row.date < firstPilotDay || row.date > lastPilotDay) continue
    rows.push({ ...row, actual: mulDivRound(row.forecast, PILOT_PERCENT, 100) })
  }
  const others = stage.unloaded.map((content) =>
    planOf(content, content.type === 'RANDOM' ? 4_000_000 : 1_200_000),
  )
  for (const row of forecastRows(SEED, [plan, ...others], [stage.month])) rows.push({ ...row, actual: null })
  const bad = `SMR_PROGRAM,${programme.metaId},${firstDayOf(stage.month)},31,1200,,,,\n`
  return {
    name: `forecast-${programme.metaId}.csv`,
    text: [...forecastCsv(rows), bad].join(''),
    rows: rows.length + 1,
    pilotMonth,
    // The header is line 1.
    bad: { line: rows.length + 2, column: 'hour' },
  }
}

type Described = Pick<ContentView, 'metaId' | 'type' | 'name' | 'broadcaster' | 'owner'>

function planOf({ metaId, type, name, broadcaster, owner }: Described, monthly: number): ContentPlan {
  const wholeDay = { from: 0, to: 24 }
  const evening = { from: 12, to: 24 }
  const smr = (part: 'SMR_PROGRAM' | 'SMR_RANDOM') => ({
    part,
    monthlyImpressions: monthly * 0.7,
    window: wholeDay,
  })
  const parts: Record<ContentView['type'], ContentPlan['parts']> = {
    PROGRAM: [smr('SMR_PROGRAM'), { part: 'YT_PROGRAM', monthlyImpressions: monthly * 0.3, window: evening }],
    RANDOM: [smr('SMR_RANDOM'), { part: 'YT_RANDOM', monthlyImpressions: monthly * 0.3, window: wholeDay }],
    CHANNEL: [{ part: 'YT_CHANNEL', monthlyImpressions: monthly, window: evening }],
    KEYWORD: [{ part: 'YT_KEYWORD', monthlyImpressions: monthly, window: evening }],
  }
  return {
    content: { metaId, type, name, broadcaster: broadcaster ?? '', owner: owner ?? '' },
    parts: parts[type],
    audience: 'EVENING',
    airing: type === 'PROGRAM' ? { weekday: 6, hour: 21 } : null,
    startsLate: false,
  }
}

/** Uploads the file and shows the result of its rows. */
export async function uploadVendorFile(service: DemoService, file: VendorFile): Promise<void> {
  const result = promised(loadResult, await service.upload(file.name, file.text), 'GET /jobs/runs/{id}')
  say(
    `${counted(result.accepted)} rows accepted 반영, ${counted(result.rejected)} rejected 반려, ` +
      `${counted(result.newContents)} new content; months ${result.months.join(', ')}`,
  )
  showTable(
    [
      { title: 'Line', align: 'right' },
      { title: 'Column' },
      { title: 'Value', align: 'right' },
      { title: 'Reason 반려 사유' },
    ],
    result.rejections.map(({ line, column, value, reason }) => [counted(line), column, value, reason]),
  )
  prove(result.accepted === file.rows - 1, `all rows but the wrong one are accepted (${file.rows - 1})`)
  const [first, ...more] = result.rejections
  prove(
    first?.line === file.bad.line && first.column === file.bad.column && more.length === 0,
    `the wrong row is reported with its line ${file.bad.line} and column ${file.bad.column}, and no other`,
  )
  showProof(
    `The row that is wrong on purpose is named by line and column; the ${counted(result.accepted)} others count.`,
  )
}

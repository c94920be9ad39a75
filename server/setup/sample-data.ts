import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { hasBegun, STORY } from '../../samples/campaigns/story'
import { forecastCsv } from '../../samples/market/forecast-csv'
import { type Sample, sample } from '../../samples/market/sample'
import { addMonths, firstDayOf, lastDayOf, type Month, monthOf } from '../../shared/calendar'
import { RANDOM_POOL } from '../../shared/inventory'
import { putContentOwner } from '../catalog/content-owners'
import { putContent } from '../catalog/contents'
import { putPart } from '../catalog/parts'
import { putPlatform } from '../catalog/platforms'
import { putProduct } from '../catalog/products'
import { putTargetingGroup } from '../catalog/targeting-groups'
import { FORECAST_LOAD, type ForecastLoadInput, type ForecastLoadResult } from '../forecasts/forecast-load'
import { confirm } from '../inventory/standard-inventory'
import { STANDARD_LOAD, type StandardLoadResult } from '../inventory/standard-load'
import { UNIT_LOAD, type UnitLoadResult } from '../inventory/unit-load'
import type { SetupParts } from './parts'
import { Progress } from './progress'

const MONTHS = 3

interface SampleExtent {
  /** Also the month before, of the contents that the sample's campaigns bought then. */
  withPast: boolean
}

/** Whether the sample data of this month was loaded completely. */
export async function hasSampleData(parts: SetupParts, { withPast }: SampleExtent): Promise<boolean> {
  const month = monthOf(parts.clock.today())
  const first = lastDayOf(withPast ? addMonths(month, -1) : month)
  const last = lastDayOf(addMonths(month, MONTHS - 1))
  const rows = await parts.database.read((tx) =>
    tx.rows('SELECT 1 AS one FROM unit_inventory WHERE meta_id = ? AND date IN (?, ?)', [
      RANDOM_POOL,
      first,
      last,
    ]),
  )
  return rows.length === 2
}

/**
 * Loads a catalogue and three months of forecast through the same steps as a vendor's file: upload, standard
 * inventory, confirmation, unit inventory. Safe to run again after an interruption.
 */
export async function loadSampleData(
  parts: SetupParts,
  { withPast }: SampleExtent = { withPast: false },
): Promise<void> {
  const month = monthOf(parts.clock.today())
  const data = withPast
    ? withoutIdlePast(sample({ firstMonth: addMonths(month, -1), months: MONTHS + 1 }), month)
    : sample({ firstMonth: month, months: MONTHS })
  await putCatalog(parts, data)
  const path = await writeForecastFile(parts, data)
  const input: ForecastLoadInput = { path }
  const loaded = (await run(parts, FORECAST_LOAD, 'Forecast', { input, only: 'sample' })) as [
    ForecastLoadResult,
    Progress,
  ]
  loaded[1].end(`${loaded[0].accepted.toLocaleString('en')} hourly rows`)
  for (const month of data.months) await loadMonth(parts, month)
}

/** The sample without the past of contents that no campaign of the sample has bought: nobody looks at it. */
function withoutIdlePast(data: Sample, month: Month): Sample {
  const { contents, targetingGroups } = data.catalog
  const needed = new Set(contents.filter(({ type }) => type === 'RANDOM').map(({ metaId }) => metaId))
  for (const campaign of STORY) {
    for (const row of Object.values(campaign.rows)) {
      const { targeting } = row
      if (!targeting || !hasBegun(row, campaign)) continue
      const members =
        'code' in targeting
          ? targetingGroups.find(({ code }) => code === targeting.code)!.members.map(({ metaId }) => metaId)
          : Object.keys(targeting.contents)
      for (const metaId of members) needed.add(metaId)
    }
  }
  const first = firstDayOf(month)
  return {
    ...data,
    *forecastRows() {
      for (const row of data.forecastRows()) if (row.date >= first || needed.has(row.metaId)) yield row
    },
  }
}

async function loadMonth(parts: SetupParts, month: Month): Promise<void> {
  const [, standard] = (await run(parts, STANDARD_LOAD, `Inventory of ${month}`, { month })) as [
    StandardLoadResult,
    Progress,
  ]
  const actor = { accountId: 'system', at: parts.clock.instant() }
  await parts.database.write((tx) => confirm(tx, month, undefined, actor))
  const [unit] = (await run(parts, UNIT_LOAD, `Inventory of ${month}`, { month })) as [
    UnitLoadResult,
    Progress,
  ]
  standard.end(`${unit.contents} contents, ${unit.rows.toLocaleString('en')} sellable rows`)
}

async function run(
  parts: SetupParts,
  job: string,
  label: string,
  start: { month?: Month; input?: unknown; only?: string },
): Promise<[unknown, Progress]> {
  const progress = new Progress(label)
  const result = await parts.jobs.runToEnd(job, start, (done, total) => progress.show(done, total))
  return [result, progress]
}

async function putCatalog({ database }: SetupParts, { catalog }: Sample): Promise<void> {
  await database.write(async (tx) => {
    for (const { code, ...body } of catalog.platforms) await putPlatform(tx, code, body)
    for (const { code, ...body } of catalog.contentOwners) await putContentOwner(tx, code, body)
    for (const { code, ...body } of catalog.parts) await putPart(tx, code, body)
    for (const { metaId, ...body } of catalog.contents) await putContent(tx, metaId, body)
    for (const { code, ...body } of catalog.targetingGroups) await putTargetingGroup(tx, code, body)
    for (const { code, ...body } of catalog.products) await putProduct(tx, code, body)
  })
}

async function writeForecastFile({ configuration }: SetupParts, data: Sample): Promise<string> {
  mkdirSync(configuration.uploadDir, { recursive: true })
  const path = join(configuration.uploadDir, 'sample-forecast.csv')
  const file = createWriteStream(path)
  for (const text of forecastCsv(data.forecastRows())) {
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  return path
}

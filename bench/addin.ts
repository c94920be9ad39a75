import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { addDays } from '../shared/calendar'
import { PlannersBrowser } from './addin-browser'
import type { Bench } from './bench'
import type { Results } from './results'
import { ServiceProcess } from './service-process'

const DRAWN = [
  { rows: 300, mostSeconds: 3 },
  { rows: 500, mostSeconds: undefined },
  { rows: 3_000, mostSeconds: undefined },
] as const
const MOST_WRITE_TRIPS = 5
const MOST_READ_TRIPS = 2
/** A read before, a read after the service has answered, and a write. */
const MOST_EDIT_TRIPS = 3
const CHANGED_ROWS = 500
const MOST_EDIT_SECONDS = 2
const MOST_BUNDLE_KB = 350
const ROWS_A_CALL = 1_000
/** The first row of a campaign in the planner's sheet, and its column of amounts. */
const FIRST_ROW = 7
const AMOUNTS = 'I'

/**
 * Measures the add-in in the workbench, in Chromium over the real client and the built service: drawing, reading, a
 * typed amount, many changed rows, and what the pane loads first.
 */
export const addin: Bench = async ({ databases, say }, results) => {
  bundle(results)
  const { url, drop } = await databases[0]!.create()
  const service = await ServiceProcess.start(url)
  try {
    await catalogue(service)
    for (const { rows, mostSeconds } of DRAWN) {
      say(`${rows} rows …`)
      const campaign = await campaignOf(service, rows)
      const browser = await PlannersBrowser.open(service.origin)
      try {
        await browser.signIn(service.account)
        await browser.openCampaign(nameOf(rows))
        await measured(service, browser, results, { campaign, rows, mostSeconds })
      } catch (error) {
        // The other sizes still count.
        say(String(error))
        results.add(nameOf(rows), 'measured to the end', 0, '', { least: 1 })
      } finally {
        await browser.close()
      }
    }
  } finally {
    await service.stop()
    await drop()
  }
}

interface Case {
  campaign: string
  rows: number
  mostSeconds: number | undefined
}

const nameOf = (rows: number) => `MediaMix of ${rows} rows`

async function measured(
  service: ServiceProcess,
  browser: PlannersBrowser,
  results: Results,
  { campaign, rows, mostSeconds }: Case,
): Promise<void> {
  const of = nameOf(rows)
  const trips = (most: number) => (rows === CHANGED_ROWS ? { most } : {})
  const drawn = await browser.until(() => browser.command('writeMediaMix'))
  results.add(of, 'drawn', drawn.seconds, 's', { most: mostSeconds })
  results.add(of, 'written in', drawn.roundTrips, 'round trips', trips(MOST_WRITE_TRIPS))
  const read = await browser.until(() => browser.command('sync'))
  results.add(of, 'read back in', read.roundTrips, 'round trips', trips(MOST_READ_TRIPS))
  await edited(service, browser, results, { campaign, of, rows })
  if (rows === CHANGED_ROWS) await manyChanged(browser, results, of)
}

/** Types an amount into the last row, and waits until the service has it and the pane says so. */
async function edited(
  service: ServiceProcess,
  browser: PlannersBrowser,
  results: Results,
  { campaign, of, rows }: { campaign: string; of: string; rows: number },
): Promise<void> {
  const amount = 7_654_000
  await browser.until(() => browser.select(`${AMOUNTS}${FIRST_ROW + rows - 1}`))
  const typed = await browser.until(() => browser.type(String(amount)))
  const most = rows === 3_000 ? MOST_EDIT_SECONDS : undefined
  results.add(of, 'an edit is saved and shown', typed.seconds, 's', { most })
  results.add(of, 'an edit takes', typed.roundTrips, 'round trips', { most: MOST_EDIT_TRIPS })
  const { rows: saved } = await service.call<{ rows: { amount: number }[] }>(
    'GET',
    `/campaigns/${campaign}/media-mix`,
  )
  if (saved.at(-1)?.amount !== amount) throw new Error(`the amount typed last is ${saved.at(-1)?.amount}`)
}

async function manyChanged(browser: PlannersBrowser, results: Results, of: string): Promise<void> {
  const amounts = Array.from({ length: CHANGED_ROWS }, (_, i) => [2_000_000 + i * 1_000])
  const last = FIRST_ROW + CHANGED_ROWS - 1
  const changed = await browser.until(() =>
    browser.paste(`${AMOUNTS}${FIRST_ROW}:${AMOUNTS}${last}`, amounts),
  )
  results.add(of, `${CHANGED_ROWS} changed rows are saved in`, changed.syncs, 'requests', {
    most: 1,
    least: 1,
  })
  results.add(of, `${CHANGED_ROWS} changed rows are saved and shown`, changed.seconds, 's')
}

/** A product without targeting; the measured sheets need no inventory. */
async function catalogue(service: ServiceProcess): Promise<void> {
  await service.call('PUT', '/platforms/YOUTUBE', { name: 'YouTube', displayOrder: 1 })
  await service.call('PUT', '/products/YT_RON', {
    name: 'YouTube RON',
    targetingKind: 'RANDOM',
    platforms: ['YOUTUBE'],
    ecpm: 8_000,
    ctr: 0.012,
    vtr: 0.3,
  })
}

async function campaignOf(service: ServiceProcess, rows: number): Promise<string> {
  const startDate = addDays(new Date().toISOString().slice(0, 10), 10)
  const flight = { startDate, endDate: addDays(startDate, 20) }
  const { id } = await service.call<{ id: string }>('POST', '/campaigns', {
    name: nameOf(rows),
    advertiser: 'Bench',
    budget: 1_000_000 * rows,
    ...flight,
  })
  for (let first = 0; first < rows; first += ROWS_A_CALL) {
    const changes = Array.from({ length: Math.min(ROWS_A_CALL, rows - first) }, (_, i) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: {
        kind: 'PAID',
        productCode: 'YT_RON',
        amount: 1_000_000 + first + i,
        device: 'Mobile',
        ...flight,
      },
    }))
    await service.call('POST', `/campaigns/${id}/media-mix/sync`, { baseRevision: 0, changes })
  }
  return id
}

/** What the pane's page loads before anything is shown. */
function bundle(results: Results): void {
  const folder = join('dist', 'addin')
  const page = readFileSync(join(folder, 'taskpane.html'), 'utf8')
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js') && page.includes(file))
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  if (!existsSync(folder) || bytes === 0) throw new Error('run npm run build first')
  results.add('pane', 'first scripts, compressed', bytes / 1024, 'KB', { most: MOST_BUNDLE_KB })
}

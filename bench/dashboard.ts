import type { Caller } from '../server/caller'
import { Database } from '../server/database/database'
import { SCHEMA } from '../server/programs/schema'
import { addDays, businessDateOf } from '../shared/calendar'
import type { BenchOptions } from './bench'
import type { DatabaseKind } from './databases'
import { PurchaseMarket } from './purchase-market'
import type { Results } from './results'
import { ServiceProcess } from './service-process'
import { bookUnits, deliver } from './status-market'

const MILLION = 1_000_000
const ASKED_TIMES = 100
const MOST_MS = 100
const MOST_AGE_SECONDS = 60
/** Time limit for a complete refresh, including the wait for its turn. */
const PATIENCE_SECONDS = 180

/** The requests of the dashboard when it opens, and sell-through of a whole year. */
const questions = (from: string, to: string): Readonly<Record<string, string>> => ({
  'campaigns by status': '/monitoring/campaigns',
  'deliveries of yesterday and today': '/monitoring/deliveries',
  'sell-through of twelve weeks': '/monitoring/sell-through',
  'sell-through of a year': `/monitoring/sell-through?from=${from}&to=${to}`,
  'rows at risk': '/monitoring/at-risk',
  jobs: '/monitoring/jobs',
})

/** Measures the dashboard over a year of inventory, while its rollups are refreshed as in production. */
export async function benchDashboard(
  kind: DatabaseKind,
  { rows, say }: BenchOptions,
  results: Results,
): Promise<void> {
  const { url, drop } = await kind.create()
  // The rows that the bench writes directly to the database are found by the first refresh of the rollups.
  let service = await ServiceProcess.start(url)
  const database = await Database.open(url, SCHEMA)
  try {
    const { user } = await service.call<{ user: Caller }>('GET', '/session')
    const now = new Date()
    const today = businessDateOf(now)
    say(`${kind.name}: loading a year of inventory and 2,000 running units …`)
    const inventory = await new PurchaseMarket(database, user.id, rows ?? MILLION, today).open()
    const startDate = addDays(today, -9)
    const units = await bookUnits(database, {
      ownerId: user.id,
      campaigns: 200,
      unitsEach: 10,
      adsEach: 3,
      childAdsEach: 1,
      startDate,
      days: 20,
      at: now.toISOString(),
    })
    await deliver(database, units, startDate, 9, now.toISOString())
    const name = `${kind.name}, ${inventory} rows of unit inventory`
    await service.stop()
    service = await ServiceProcess.start(url, { JOB_SCHEDULES: 'none; monitoring-refresh=*/30 * * * * *' })
    say(`${kind.name}: waiting for the rollups …`)
    const begun = performance.now()
    const age = () => service.call<{ ageSeconds: number | null }>('GET', '/monitoring/at-risk')
    while ((await age()).ageSeconds === null) {
      if (performance.now() - begun > PATIENCE_SECONDS * 1000) throw new Error('the rollups are never filled')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    results.add(
      name,
      'rollups of everything, the wait for their turn included',
      (performance.now() - begun) / 1000,
      's',
    )
    let oldest = 0
    for (const [what, path] of Object.entries(questions(today, addDays(today, 364)))) {
      await service.call('GET', path)
      const times: number[] = []
      for (let i = 0; i < ASKED_TIMES; i++) {
        const asked = performance.now()
        await service.call('GET', path)
        times.push(performance.now() - asked)
      }
      oldest = Math.max(oldest, (await age()).ageSeconds ?? Number.POSITIVE_INFINITY)
      times.sort((a, b) => a - b)
      results.add(name, `${what}, p99`, times[Math.ceil(times.length * 0.99) - 1]!, 'ms', { most: MOST_MS })
    }
    results.add(name, 'age of the rollups, at most', oldest, 's', { most: MOST_AGE_SECONDS })
  } finally {
    await database.close()
    await service.stop()
    await drop()
  }
}

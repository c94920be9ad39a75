import { audit } from '../server/audit/audit'
import type { Caller } from '../server/caller'
import { Database } from '../server/database/database'
import { SCHEMA } from '../server/programs/schema'
import { addDays } from '../shared/calendar'
import type { PublishStatus } from '../shared/statuses'
import type { BenchOptions } from './bench'
import type { DatabaseKind } from './databases'
import type { Results } from './results'
import { ServiceProcess } from './service-process'
import { bookUnits } from './status-market'

const UNITS = 2_000
const ADS = { adsEach: 5, childAdsEach: 2 }
const REPORTS = 100_000
const REPORTS_A_CALL = 10_000
/** Reports that are sent in separate calls, to extrapolate the time for all of them. */
const ONE_BY_ONE = 300
const MOST_SECONDS: Record<DatabaseKind['name'], number> = { embedded: 3, mysql: 6 }
/** The steps of an ad, one report each: every report changes the status. */
const LIFE: readonly PublishStatus[] = ['APPROVED', 'LIVE', 'PAUSED', 'LIVE', 'COMPLETED']

interface Report {
  childAdId: string
  status: PublishStatus
  reportedAt: string
}

/**
 * Measures a hundred thousand status reports for two thousand units, as ad servers send them: in calls of ten
 * thousand, each of which changes ten thousand child ads; and some in separate calls.
 */
export async function benchReports(
  kind: DatabaseKind,
  { rows, say }: BenchOptions,
  results: Results,
): Promise<void> {
  const reports = rows ?? REPORTS
  const { url, drop } = await kind.create()
  const service = await ServiceProcess.start(url)
  const database = await Database.open(url, SCHEMA)
  try {
    const { user } = await service.call<{ user: Caller }>('GET', '/session')
    const at = new Date()
    say(`${kind.name}: booking ${UNITS} units …`)
    const units = await bookUnits(database, {
      ownerId: user.id,
      campaigns: UNITS / 50,
      unitsEach: 50,
      ...ADS,
      startDate: addDays(at.toISOString().slice(0, 10), -1),
      days: 2,
      at: at.toISOString(),
    })
    const life = lifeOf(
      units.flatMap(({ childAdIds }) => childAdIds),
      at,
    )
    const send = async (some: readonly Report[]) => {
      const { accepted } = await service.call<{ accepted: number }>('POST', '/ads/status-reports', {
        reports: some,
      })
      if (accepted !== some.length)
        throw new Error(`only ${accepted} of ${some.length} reports were accepted`)
    }
    say(`${kind.name}: ${ONE_BY_ONE} reports one by one, then ${reports} in calls of ${REPORTS_A_CALL} …`)
    const single = await secondsOf(async () => {
      for (const report of life.slice(0, ONE_BY_ONE)) await send([report])
    })
    const all = life.slice(ONE_BY_ONE, ONE_BY_ONE + reports)
    const together = await secondsOf(async () => {
      for (let from = 0; from < all.length; from += REPORTS_A_CALL)
        await send(all.slice(from, from + REPORTS_A_CALL))
    })
    const name = `${kind.name}, ${all.length} reports over ${UNITS} units`
    const most = all.length === REPORTS ? MOST_SECONDS[kind.name] : undefined
    results.add(name, 'set-based, by HTTP', together, 's', { most })
    results.add(name, `one by one, by HTTP (from ${ONE_BY_ONE})`, (single * all.length) / ONE_BY_ONE, 's')
    const failing = (await audit(database, new Date())).filter(
      ({ count, name: check }) => count > 0 && isOurs(check),
    )
    for (const { name: check, rows: found } of failing) say(`${kind.name}: the audit's ${check}: ${found[0]}`)
    results.add(name, 'failing checks of the audit', failing.length, 'checks', { most: 0 })
  } finally {
    await database.close()
    await service.stop()
    await drop()
  }
}

/**
 * All ads take their first step, then all their second, in order of time. One further step covers the reports
 * that were sent singly.
 */
function lifeOf(childAdIds: readonly string[], now: Date): Report[] {
  const begun = now.getTime() - LIFE.length * 3_600_000
  const steps: PublishStatus[] = [...LIFE, 'COMPLETED']
  return steps.flatMap((status, step) =>
    childAdIds.map((childAdId, i) => ({
      childAdId,
      status,
      reportedAt: new Date(begun + step * 3_600_000 + i).toISOString(),
    })),
  )
}

/** Only checks of tables that the bench writes: its bookings take no inventory. */
function isOurs(check: string): boolean {
  return (
    check.includes('publish-status') || ['status-reports', 'publish-counts', 'reported-ads'].includes(check)
  )
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

import type { Bench } from './bench'
import { benchDashboard } from './dashboard'
import { events } from './events'
import { benchReports } from './status-reports'

/** From reported to seen: how fast reports add up, how soon they are told, and how fast the figures of a year are read. */
export const status: Bench = async (options, results) => {
  for (const kind of options.databases) await benchReports(kind, options, results)
  await events(options, results)
  for (const kind of options.databases) await benchDashboard(kind, options, results)
}

import type { Bench } from './bench'
import { benchDashboard } from './dashboard'
import { events } from './events'
import { benchReports } from './status-reports'

/** Measures status reports, their live events, and the dashboard over a year of figures. */
export const status: Bench = async (options, results) => {
  for (const kind of options.databases) await benchReports(kind, options, results)
  await events(options, results)
  for (const kind of options.databases) await benchDashboard(kind, options, results)
}

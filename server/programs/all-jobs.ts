import { purgeSessions } from '../accounts/purge-sessions'
import { bookingJobs } from '../bookings/booking-jobs'
import type { Clock } from '../clock'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { forecastLoad } from '../forecasts/forecast-load'
import { forecastInbox, forecastInboxFile } from '../forecasts/inbox/forecast-inbox'
import { openInbox } from '../forecasts/inbox/open-inbox'
import { standardLoad } from '../inventory/standard-load'
import { unitLoad } from '../inventory/unit-load'
import type { Job } from '../jobs/job'
import { purgeJournal } from '../journal/purge-journal'
import { monitoringRefresh } from '../monitoring/refresh'
import { publishStatusRefresh } from '../statuses/refresh-statuses'

/** All jobs: the same ones in the service, in the job thread and in the terminal. */
export function allJobs(database: Database, configuration: Configuration, clock: Clock): Job[] {
  return [
    forecastLoad(database),
    ...inboxJobs(database, configuration),
    standardLoad(database),
    unitLoad(database),
    ...bookingJobs(database, clock),
    publishStatusRefresh(database, clock),
    monitoringRefresh(database, clock, configuration.booking.deadlineMs),
    purgeSessions(clock.now),
    purgeJournal(clock.now, configuration.journalDays),
  ]
}

function inboxJobs(database: Database, { inbox, uploadDir, uploadLimit }: Configuration): Job[] {
  if (!inbox) return []
  const parts = { database, store: openInbox(inbox), workDir: uploadDir, limit: uploadLimit }
  return [forecastInbox(parts), forecastInboxFile(parts)]
}

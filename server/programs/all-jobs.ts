import { purgeSessions } from '../accounts/purge-sessions'
import { bookingJobs } from '../bookings/booking-jobs'
import type { Clock } from '../clock'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { type ForecastSettings, forecastLoad } from '../forecasts/forecast-load'
import { forecastInbox, forecastInboxFile } from '../forecasts/inbox/forecast-inbox'
import { openInbox } from '../forecasts/inbox/open-inbox'
import { standardLoad } from '../inventory/standard-load'
import { unitLoad } from '../inventory/unit-load'
import type { Job } from '../jobs/job'
import { purgeJournal } from '../journal/purge-journal'
import { monitoringRefresh } from '../monitoring/refresh'
import { Notifier } from '../notifications/notifier'
import { CopyFiles } from '../proposals/copy-files'
import { purgeProposals } from '../proposals/purge-copies'
import { purgeSecurityLog } from '../security-log/purge-security-log'
import { publishStatusRefresh } from '../statuses/refresh-statuses'
import { openStore } from '../storage/open-store'
import { purgeRecords } from './purge-records'

/** All jobs: the same ones in the service, in the job thread and in the terminal. */
export function allJobs(database: Database, configuration: Configuration, clock: Clock): Job[] {
  const forecasts = { jumpFactor: configuration.forecastJumpFactor }
  return [
    forecastLoad(database, forecasts),
    ...inboxJobs(database, configuration, forecasts),
    standardLoad(database, clock, forecasts),
    unitLoad(database),
    ...bookingJobs(database, clock),
    publishStatusRefresh(database, clock),
    monitoringRefresh(database, clock, configuration.booking.deadlineMs),
    ...new Notifier(database, clock, configuration).jobs(),
    purgeSessions(clock.now),
    purgeJournal(clock.now, configuration.journalDays),
    purgeProposals(database, clock, copyFiles(configuration), configuration.proposals.keepDays),
    purgeSecurityLog(clock.now, configuration.securityLogDays),
    purgeRecords(clock.now, configuration.keepRecords),
  ]
}

/** The files of stored proposals, as the configuration says where they are. */
export function copyFiles({ proposals: { store }, uploadDir }: Configuration): CopyFiles {
  return new CopyFiles(openStore(store), uploadDir, store)
}

function inboxJobs(
  database: Database,
  { inbox, uploadDir, uploadLimit }: Configuration,
  forecasts: ForecastSettings,
): Job[] {
  if (!inbox) return []
  const parts = { database, store: openInbox(inbox), workDir: uploadDir, limit: uploadLimit, forecasts }
  return [forecastInbox(parts), forecastInboxFile(parts)]
}

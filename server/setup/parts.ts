import type { Accounts } from '../accounts/accounts'
import type { Clock } from '../clock'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import type { JobRunner } from '../jobs/job-runner'

/** The parts of the service that the first start needs. */
export interface SetupParts {
  configuration: Configuration
  clock: Clock
  database: Database
  accounts: Accounts
  jobs: JobRunner
}

import type { Endpoint } from '../endpoint'
import { ACCOUNTS } from './accounts'
import { APPROVALS } from './approvals'
import { CAMPAIGNS } from './campaigns'
import { CATALOGUE } from './catalog'
import { EVENTS } from './events'
import type { Example } from './example'
import { INVENTORY } from './inventory'
import { JOBS } from './jobs'
import { MONITORING } from './monitoring'
import { NOTIFICATIONS } from './notifications'
import { PROPOSALS } from './proposals'
import { PUBLISHING } from './publishing'
import { PURCHASES } from './purchases'
import { SECURITY_LOG } from './security-log'
import { STATUSES } from './statuses'
import { TEAMS } from './teams'
import { VARIANTS } from './variants'

/** The example of each endpoint that has a body or an answer. Workbooks have none: they are not text. */
export const EXAMPLES: ReadonlyMap<Endpoint, Example> = new Map(
  [
    ...ACCOUNTS,
    ...TEAMS,
    ...SECURITY_LOG,
    ...CATALOGUE,
    ...INVENTORY,
    ...JOBS,
    ...CAMPAIGNS,
    ...VARIANTS,
    ...PROPOSALS,
    ...PURCHASES,
    ...APPROVALS,
    ...PUBLISHING,
    ...EVENTS,
    ...NOTIFICATIONS,
    ...MONITORING,
    ...STATUSES,
  ].map((one) => [one.endpoint, one]),
)

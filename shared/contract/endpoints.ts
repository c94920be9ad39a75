import * as accounts from './accounts'
import * as approvals from './approvals'
import * as campaigns from './campaigns'
import * as catalog from './catalog'
import type { Endpoint } from './endpoint'
import * as events from './events'
import * as inventory from './inventory'
import * as monitoring from './monitoring'
import * as notifications from './notifications'
import * as proposals from './proposals'
import * as publishing from './publishing'
import * as purchases from './purchases'
import * as securityLog from './security-log'
import * as statuses from './statuses'
import * as teams from './teams'
import * as variants from './variants'

const METHODS: readonly Endpoint['method'][] = ['get', 'post', 'put', 'patch', 'delete']

/** Every endpoint of the interface, in reading order: by capability, path and method. */
export const ENDPOINTS: readonly Endpoint[] = [
  accounts,
  teams,
  securityLog,
  catalog,
  inventory,
  campaigns,
  variants,
  proposals,
  purchases,
  approvals,
  publishing,
  events,
  notifications,
  monitoring,
  statuses,
].flatMap((module) =>
  Object.values(module)
    .filter(
      (value: unknown): value is Endpoint =>
        typeof value === 'object' && value !== null && 'method' in value && 'problems' in value,
    )
    .sort((a, b) =>
      a.path === b.path ? METHODS.indexOf(a.method) - METHODS.indexOf(b.method) : a.path < b.path ? -1 : 1,
    ),
)

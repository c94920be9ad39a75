import * as accounts from './accounts'
import * as campaigns from './campaigns'
import * as catalog from './catalog'
import type { Endpoint } from './endpoint'
import * as inventory from './inventory'
import * as purchases from './purchases'

/** Every endpoint of the interface, for OpenAPI. */
export const ENDPOINTS: readonly Endpoint[] = [accounts, catalog, inventory, campaigns, purchases].flatMap(
  (module) =>
    Object.values(module).filter((value): value is Endpoint => 'method' in value && 'problems' in value),
)

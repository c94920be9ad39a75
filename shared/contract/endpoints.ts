import * as accounts from './accounts'
import * as campaigns from './campaigns'
import * as catalog from './catalog'
import type { Endpoint } from './endpoint'
import * as inventory from './inventory'
import * as purchases from './purchases'

const METHODS: readonly Endpoint['method'][] = ['get', 'post', 'put', 'patch', 'delete']

/** Every endpoint of the interface, in the order in which a reader meets them: by capability, address and method. */
export const ENDPOINTS: readonly Endpoint[] = [accounts, catalog, inventory, campaigns, purchases].flatMap(
  (module) =>
    Object.values(module)
      .filter((value): value is Endpoint => 'method' in value && 'problems' in value)
      .sort((a, b) =>
        a.path === b.path ? METHODS.indexOf(a.method) - METHODS.indexOf(b.method) : a.path < b.path ? -1 : 1,
      ),
)

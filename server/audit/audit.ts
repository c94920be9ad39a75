import type { Database } from '../database/database'
import type { Check, Findings } from './check'
import { DELIVERY_CHECKS } from './delivery-checks'
import { FILE_CHECK } from './file-check'
import { HOLD_CHECKS } from './hold-checks'
import { INVENTORY_CHECKS } from './inventory-checks'
import { NOTIFICATION_CHECKS } from './notification-checks'
import { PROPOSAL_CHECKS } from './proposal-checks'
import { PUBLISHING_CHECKS } from './publishing-checks'
import { REFERENCE_CHECKS } from './reference-checks'
import { STATUS_CHECKS } from './status-checks'
import { TREE_CHECKS } from './tree-checks'

/** Checks of every invariant that holds after every commit. */
export const CHECKS: readonly Check[] = [
  FILE_CHECK,
  ...INVENTORY_CHECKS,
  ...TREE_CHECKS,
  ...HOLD_CHECKS,
  ...STATUS_CHECKS,
  ...DELIVERY_CHECKS,
  ...PUBLISHING_CHECKS,
  ...NOTIFICATION_CHECKS,
  ...PROPOSAL_CHECKS,
  ...REFERENCE_CHECKS,
]

/** A check and the rows that it found; without rows the promise is kept. */
export interface Verdict extends Findings {
  name: string
  promise: string
}

/**
 * Checks the invariants on one consistent snapshot of a live database. It only reads.
 *
 * @param now the instant that expiries of holds are compared with
 */
export async function audit(
  database: Database,
  now: Date,
  onCheck: (check: Check, number: number) => void = () => undefined,
): Promise<Verdict[]> {
  return database.read(async (tx) => {
    const verdicts: Verdict[] = []
    for (const check of CHECKS) {
      onCheck(check, verdicts.length + 1)
      const { name, promise } = check
      const findings = await check.find({ tx, now: now.toISOString() }).catch((error: Error) => {
        // What can't be read doesn't hold. The other checks may still find something.
        if (database.faultOf(error) !== 'damaged') throw error
        return { count: 1, rows: [`can’t be read: ${error.message}`] }
      })
      verdicts.push({ name, promise, ...findings })
    }
    return verdicts
  })
}

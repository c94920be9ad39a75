import { apportion } from '../../apportion'
import { mediaMixTotals, type Totals } from '../../estimates'
import { isCounted } from '../../statuses'
import { variantsIn } from '../../variants'
import { estimateInput } from '../media-mix/sheet'
import type { Plan, PlanRow } from '../plan'

/** A campaign as it would be with one of its alternatives. */
export interface PlanVariant {
  /** `A` */
  name: string
  plan: Plan
  totals: Totals
  /** Whole won of the paid rows by platform, in the order in which the rows name them. */
  platforms: ReadonlyMap<string, number>
}

/**
 * The variants of a campaign by name: each has its own rows and those that are in no variant. None for a campaign with
 * fewer than two: there is nothing to choose.
 */
export function variantsOf(plan: Plan): PlanVariant[] {
  const live = plan.rows.filter(({ bookingStatus }) => isCounted(bookingStatus))
  const names = variantsIn(plan.rows)
  if (names.length < 2) return []
  return names.map((name) => {
    const rows = live.filter(({ variant }) => variant === null || variant === name)
    const paid = rows.filter(({ kind }) => kind === 'PAID')
    return {
      name,
      // Rows of no variant: what is drawn of this plan counts all of its rows.
      plan: { ...plan, rows: rows.map((row) => ({ ...row, variant: null })) },
      totals: mediaMixTotals(paid.map(estimateInput)),
      platforms: byPlatform(paid),
    }
  })
}

/** A row's amount goes evenly to its platforms, as a purchase divides it. */
function byPlatform(rows: readonly PlanRow[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { amount, platforms } of rows) {
    if (platforms.length === 0) continue
    const shares = apportion(
      amount,
      platforms.map(() => 1),
      'remainder-last',
    )
    platforms.forEach((platform, i) => {
      sums.set(platform, (sums.get(platform) ?? 0) + shares[i]!)
    })
  }
  return sums
}

import { apportion } from './apportion'
import { divide, type LeafPlan, type SplitPlan } from './distribution'

/** A platform's share of a unit: its price in won, and impressions, one number for each day of the flight. */
export interface PlannedDays {
  platform: string
  amount: number
  days: number[]
}

/**
 * How a purchase would lay a unit on platforms and days: the sums of the cells that `fillSplit` gives, without the cells.
 * The share of a group that no content can take is spread evenly over the flight.
 *
 * @param amount price in won
 */
export function plannedDays(
  plan: Pick<SplitPlan, 'platforms' | 'days' | 'rules'>,
  amount: number,
  impressions: number,
): PlannedDays[] {
  if (plan.platforms.length === 0) return []
  const shares = divide(plan.platforms, { amount, impressions }, plan.rules.platform)
  return plan.platforms.map(({ platform, groups }, p) => {
    const share = shares[p]!
    const days = new Array<number>(plan.days.length).fill(0)
    let even = groups.length === 0 ? share.impressions : 0
    const ofGroups = groups.length === 0 ? [] : divide(groups, share, plan.rules.group)
    groups.forEach(({ leaves }, g) => {
      if (leaves.length === 0) {
        even += ofGroups[g]!.impressions
        return
      }
      const ofLeaves = divide(leaves, ofGroups[g]!, plan.rules.owner)
      leaves.forEach((leaf, l) => {
        // Cumulative rounding over days ends each day where rounding over the cells of the day does.
        add(days, apportion(ofLeaves[l]!.impressions, ratiosByDay(leaf, days.length), 'carry-forward'))
      })
    })
    add(
      days,
      apportion(
        even,
        days.map(() => 1),
        'carry-forward',
      ),
    )
    return { platform, amount: share.amount, days }
  })
}

function ratiosByDay({ members, ratios }: LeafPlan, days: number): number[] {
  return Array.from({ length: days }, (_, day) =>
    ratios.slice(day * members.length, (day + 1) * members.length).reduce((sum, ratio) => sum + ratio, 0),
  )
}

function add(sums: number[], numbers: readonly number[]): void {
  numbers.forEach((number, i) => {
    sums[i]! += number
  })
}

import type { SplitPlan } from '../../shared/distribution'
import type { Room } from '../../shared/plan-load'

/** What is left per content and platform, computed from what is left in each row. */
export function roomOf(
  { days }: SplitPlan,
  remaining: (metaId: string, platform: string, date: string) => number,
): Room {
  return (metaId, platform) => days.map((date) => remaining(metaId, platform, date))
}

import { monthOf } from '../../calendar'
import { groupBy } from '../../group-by'
import { isoWeekOf } from '../../iso-week'
import type { DailyPlan, DailyPlanDay } from '../daily-plan/contents'

/** So many weeks are readable on one page; a longer campaign is shown by months. */
const MAX_WEEKS = 14

interface Period {
  label: string
  /** One number for each platform. */
  impressions: number[]
}

/** The days of a plan summed up by week, from Monday to Sunday, or by month. */
export function periodsOf({ days, platforms }: DailyPlan): { unit: 'week' | 'month'; periods: Period[] } {
  const weeks = groupBy(days, ({ date }) => isoWeekOf(date).week)
  const unit = weeks.size <= MAX_WEEKS ? 'week' : 'month'
  const groups = unit === 'week' ? weeks : groupBy(days, ({ date }) => monthOf(date))
  return {
    unit,
    periods: [...groups.values()].map((own) => ({
      label: unit === 'week' ? span(own) : monthOf(own[0]!.date),
      impressions: platforms.map((_, i) => own.reduce((sum, day) => sum + day.impressions[i]!, 0)),
    })),
  }
}

/** `11.02~11.08`, only of days that the campaign has. */
function span(days: readonly DailyPlanDay[]): string {
  const [first, last] = [days[0]!.date, days.at(-1)!.date].map((date) => date.slice(5).replace('-', '.'))
  return first === last ? first! : `${first}~${last}`
}

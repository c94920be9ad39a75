import type { Language } from '../../shared/language'
import type { Plan, PlanAvailability, PlanRow } from '../../shared/sheets/plan'
import { isEditable } from '../../shared/statuses'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { groupsOf } from '../media-mix/unit-targeting'
import { findAvailabilities } from '../purchases/availability'

/**
 * Adds to the rows that nobody has reserved or bought yet what can still be bought, where it is less than they ask for.
 * Each row is read by itself, so that other requests get their turn in between.
 */
export async function withShortRows(
  database: Database,
  plan: Plan,
  clock: Clock,
  language: Language,
): Promise<Plan> {
  const open = plan.rows.filter(({ bookingStatus }) => isEditable(bookingStatus))
  const groups = await database.read((tx) =>
    groupsOf(
      tx,
      open.map(({ unitId }) => unitId),
    ),
  )
  const answers = await findAvailabilities(
    database,
    open.map(({ unitId, productCode, startDate, endDate, amount }) => {
      const own = groups.get(unitId)
      return { productCode, startDate, endDate, amount, ...(own ? { groups: own } : {}) }
    }),
    clock.today(),
    language,
  )
  const short = new Map<string, PlanAvailability>()
  for (const [i, { availability, problem }] of answers.entries()) {
    const { unitId } = open[i]!
    if (problem) short.set(unitId, { maxAmount: 0, maxImpressions: 0, message: problem.detail })
    else if (availability && availability.status !== 'AVAILABLE') {
      const { maxAmount, maxImpressions } = availability
      short.set(unitId, { maxAmount, maxImpressions, message: '' })
    }
  }
  return { ...plan, rows: plan.rows.map((row): PlanRow => withAvailability(row, short.get(row.unitId))) }
}

function withAvailability(row: PlanRow, availability: PlanAvailability | undefined): PlanRow {
  return availability ? { ...row, availability } : row
}

import type { Language } from '../../shared/language'
import type { Plan, PlanAvailability, PlanRow } from '../../shared/sheets/plan'
import { isEditable } from '../../shared/statuses'
import { standingsOf } from '../bookings/campaign-availability'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { unitsOf } from '../media-mix/media-mix'

/**
 * Adds to the rows that nobody has reserved or bought yet what can still be bought after the rows before them, where it is
 * less than they ask for.
 */
export async function withShortRows(
  database: Database,
  plan: Plan,
  clock: Clock,
  language: Language,
): Promise<Plan> {
  if (!plan.rows.some(({ bookingStatus }) => isEditable(bookingStatus))) return plan
  const units = await database.read((tx) => unitsOf(tx, plan.campaign.id))
  const shown = new Set(plan.rows.map(({ unitId }) => unitId))
  const asked = units.filter(({ id }: CampaignUnit) => shown.has(id))
  const { rows } = await standingsOf(database, plan.campaign.id, asked, clock.today(), language)
  const short = new Map<string, PlanAvailability>()
  for (const { unitId, bookingStatus, inOrder, problem } of rows) {
    if (!isEditable(bookingStatus)) continue
    if (!inOrder) short.set(unitId, { maxAmount: 0, maxImpressions: 0, message: problem?.detail ?? '' })
    else if (inOrder.status !== 'AVAILABLE') {
      const { maxAmount, maxImpressions } = inOrder
      short.set(unitId, { maxAmount, maxImpressions, message: '' })
    }
  }
  return { ...plan, rows: plan.rows.map((row): PlanRow => withAvailability(row, short.get(row.unitId))) }
}

function withAvailability(row: PlanRow, availability: PlanAvailability | undefined): PlanRow {
  return availability ? { ...row, availability } : row
}

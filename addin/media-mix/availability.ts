import type { MediaMixRow, UnitTargeting } from '../../shared/contract/campaigns'
import { availability as availabilityCall } from '../../shared/contract/purchases'
import { type BookingStatus, nextBookingStatuses } from '../../shared/statuses'
import { type Desk, failureOf, patchOpen } from '../desk/desk'
import { eachOf } from '../desk/every-item'
import { perDesk } from '../desk/per-desk'
import type { RowAvailability } from '../desk/state/media-mix'
import { lacksTargeting } from './row-needs'

const AT_A_TIME = 4

/** The last query of each row, so that an unchanged row isn't queried again. */
const askedOf = perDesk(() => new Map<string, string>())

/**
 * Loads what is left for the rows that can still be bought.
 *
 * @param force also for rows that haven't changed since
 * @returns whether any row was queried
 */
export async function refreshAvailability(desk: Desk, force = false): Promise<boolean> {
  const { open } = desk.store.get()
  if (!open) return false
  const campaignId = open.view.id
  const asked = askedOf(desk)
  // A held row already has its inventory; what is left is for other rows.
  const rows = open.rows.filter((row) => isBuyable(row) && row.bookingStatus !== 'Reserved')
  const stale = rows.filter((row) => {
    const key = JSON.stringify(questionOf(row, open.targeting.get(row.unitId)))
    if (!force && asked.get(row.unitId) === key && open.availability.has(row.unitId)) return false
    asked.set(row.unitId, key)
    return true
  })
  const put = (unitId: string, availability: RowAvailability) => {
    const current = desk.store.get().open
    if (current?.view.id !== campaignId) return
    patchOpen(desk, campaignId, { availability: new Map(current.availability).set(unitId, availability) })
  }
  await eachOf(stale, AT_A_TIME, async (row) => {
    if (lacksTargeting(open, row)) {
      put(row.unitId, { kind: 'no-targeting' })
      return
    }
    if (!open.availability.has(row.unitId)) put(row.unitId, { kind: 'loading' })
    const question = questionOf(row, open.targeting.get(row.unitId))
    // The row may have changed and been queried again; then only the later answer is shown.
    const isLate = () => asked.get(row.unitId) !== JSON.stringify(question)
    try {
      const { status, maxAmount, maxImpressions } = await desk.api.call(availabilityCall, { body: question })
      if (!isLate()) put(row.unitId, { kind: 'known', status, maxAmount, maxImpressions })
    } catch (error) {
      if (isLate()) return
      asked.delete(row.unitId)
      put(row.unitId, { kind: 'failed', failure: failureOf(error) })
    }
  })
  return stale.length > 0
}

export function isBuyable({ bookingStatus }: Pick<MediaMixRow, 'bookingStatus'>): boolean {
  return nextBookingStatuses(bookingStatus as BookingStatus).includes('Booked')
}

function questionOf(row: MediaMixRow, targeting: UnitTargeting | undefined) {
  const { productCode, startDate, endDate, amount } = row
  return { productCode, startDate, endDate, amount, groups: groupsToSend(targeting?.groups ?? []) }
}

/** Groups in the format of a request: a catalogue group is sent by its code only. */
export function groupsToSend(groups: UnitTargeting['groups']) {
  return groups.map(({ code, name, weight, members, platforms, ownerRatios }) => ({
    ...(code === undefined ? { members, ...(name ? { name } : {}) } : { code }),
    weight,
    ...(platforms ? { platforms } : {}),
    ...(ownerRatios ? { ownerRatios } : {}),
  }))
}

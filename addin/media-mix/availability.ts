import type { MediaMixRow, UnitTargeting } from '../../shared/contract/campaigns'
import { availability as availabilityCall } from '../../shared/contract/purchases'
import { type BookingStatus, nextBookingStatuses } from '../../shared/statuses'
import { type Desk, failureOf, patchOpen } from '../desk/desk'
import { eachOf } from '../desk/every-item'
import { perDesk } from '../desk/per-desk'
import type { RowAvailability } from '../desk/state/media-mix'
import { lacksTargeting } from './row-needs'

const AT_A_TIME = 4

/** What was asked last of each row, so that an unchanged row isn't asked again. */
const askedOf = perDesk(() => new Map<string, string>())

/**
 * Looks what is left for the rows that can still be bought.
 *
 * @param force also rows that haven't changed since
 * @returns whether anything was asked
 */
export async function refreshAvailability(desk: Desk, force = false): Promise<boolean> {
  const { open } = desk.store.get()
  if (!open) return false
  const campaignId = open.view.id
  const asked = askedOf(desk)
  // A held row has its inventory already: what is left is left for others.
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
    // The row may have changed and been asked about again; the answer to that is the one to show.
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

/** Groups as the service takes them: a catalogue group by its code alone. */
export function groupsToSend(groups: UnitTargeting['groups']) {
  return groups.map(({ code, name, weight, members, platforms, ownerRatios }) => ({
    ...(code === undefined ? { members, ...(name ? { name } : {}) } : { code }),
    weight,
    ...(platforms ? { platforms } : {}),
    ...(ownerRatios ? { ownerRatios } : {}),
  }))
}

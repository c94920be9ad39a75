import type { MediaMixRow, UnitTargeting } from '../../shared/contract/campaigns'
import { availabilities } from '../../shared/contract/purchases'
import { type BookingStatus, nextBookingStatuses } from '../../shared/statuses'
import { callFailureOf } from '../api/client'
import { type Desk, failureOf, patchOpen } from '../desk/desk'
import { partsOf } from '../desk/every-item'
import { perDesk } from '../desk/per-desk'
import type { RowAvailability } from '../desk/state/media-mix'
import { lacksTargeting } from './row-needs'

/** Rows that one call asks about: the first appear soon, and hundreds need few calls. */
const AT_ONCE = 50

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
  const put = (found: readonly (readonly [string, RowAvailability])[]) => {
    const current = desk.store.get().open
    if (current?.view.id !== campaignId || found.length === 0) return
    patchOpen(desk, campaignId, { availability: new Map([...current.availability, ...found]) })
  }
  const untargeted = stale.filter((row) => lacksTargeting(open, row))
  const ready = stale.filter((row) => !untargeted.includes(row))
  put(untargeted.map(({ unitId }) => [unitId, { kind: 'no-targeting' }]))
  const unknown = ready.filter(({ unitId }) => !open.availability.has(unitId))
  put(unknown.map(({ unitId }) => [unitId, { kind: 'loading' }]))
  for (const part of partsOf(ready, AT_ONCE)) {
    const questions = part.map((row) => questionOf(row, open.targeting.get(row.unitId)))
    const found = await ask(desk, questions)
    // A row may have changed and been queried again; then only the later answer is shown.
    const current = part
      .map(({ unitId }, i) => [unitId, found[i]!] as const)
      .filter(([unitId], i) => asked.get(unitId) === JSON.stringify(questions[i]))
    for (const [unitId, { kind }] of current) if (kind === 'failed') asked.delete(unitId)
    put(current)
  }
  return stale.length > 0
}

type Question = ReturnType<typeof questionOf>

async function ask(desk: Desk, requests: Question[]): Promise<RowAvailability[]> {
  try {
    const { answers } = await desk.api.call(availabilities, { body: { requests } })
    return answers.map(({ availability, problem }): RowAvailability => {
      if (!availability) return { kind: 'failed', failure: callFailureOf(problem) ?? failureOf(problem) }
      const { status, maxAmount, maxImpressions } = availability
      return { kind: 'known', status, maxAmount, maxImpressions }
    })
  } catch (error) {
    const failure = failureOf(error)
    return requests.map(() => ({ kind: 'failed', failure }))
  }
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

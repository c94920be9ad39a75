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

/** A row that couldn't be answered is queried again by a later sync, because inventory may be loaded meanwhile. */
const AGAIN_AFTER_MS = 60_000

/** The last query of each row, so that an unchanged row isn't queried again; and when it failed. */
const askedOf = perDesk(() => new Map<string, { question: string; failedAt?: number }>())

/**
 * Loads what is left for the rows that can still be bought.
 *
 * @param force also for rows that haven't changed since
 * @returns whether anything else is known now
 */
export async function refreshAvailability(desk: Desk, force = false): Promise<boolean> {
  const { open } = desk.store.get()
  if (!open) return false
  const campaignId = open.view.id
  const asked = askedOf(desk)
  // A held row already has its inventory; what is left is for other rows.
  const rows = open.rows.filter((row) => isBuyable(row) && row.bookingStatus !== 'Reserved')
  const stale = rows.filter((row) => {
    const question = JSON.stringify(questionOf(row, open.targeting.get(row.unitId)))
    const last = asked.get(row.unitId)
    const isOld = last?.failedAt !== undefined && Date.now() - last.failedAt > AGAIN_AFTER_MS
    if (!force && !isOld && last?.question === question && open.availability.has(row.unitId)) return false
    asked.set(row.unitId, { question })
    return true
  })
  let news = false
  const put = (found: readonly (readonly [string, RowAvailability])[]) => {
    const current = desk.store.get().open
    if (current?.view.id !== campaignId) return
    const other = found.filter(
      ([unitId, one]) => JSON.stringify(current.availability.get(unitId)) !== JSON.stringify(one),
    )
    if (other.length === 0) return
    news = true
    patchOpen(desk, campaignId, { availability: new Map([...current.availability, ...other]) })
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
      .filter(([unitId], i) => asked.get(unitId)?.question === JSON.stringify(questions[i]))
    for (const [unitId, { kind }] of current)
      if (kind === 'failed') asked.set(unitId, { ...asked.get(unitId)!, failedAt: Date.now() })
    put(current)
  }
  return news
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

import type { MediaMixRow, UnitTargeting } from '../../shared/contract/campaigns'
import { campaignAvailability, type RowStanding } from '../../shared/contract/purchases'
import { type BookingStatus, nextBookingStatuses } from '../../shared/statuses'
import { callFailureOf } from '../api/client'
import { type Desk, failureOf, patchOpen } from '../desk/desk'
import { perDesk } from '../desk/per-desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { RowAvailability } from '../desk/state/media-mix'
import { lacksTargeting } from './row-needs'

/** A campaign with a row that couldn't be answered is asked about again later, because inventory may be loaded meanwhile. */
const AGAIN_AFTER_MS = 60_000

/** The rows for which availability was asked last, and when an answer to it had a row that failed. */
const askedOf = perDesk((): { calls: number; question: string; failedAt: number | null } => ({
  calls: 0,
  question: '',
  failedAt: null,
}))

/**
 * Loads what is left for the rows that can still be bought, all in one call: rows that draw on the same inventory are
 * judged together.
 *
 * @param force also if no row has changed since
 * @returns whether anything else is known now
 */
export async function refreshAvailability(desk: Desk, force = false): Promise<boolean> {
  const { open } = desk.store.get()
  if (!open) return false
  const campaignId = open.view.id
  const asked = askedOf(desk)
  const rows = rowsToAsk(open)
  const question = questionOf(open)
  const isOld = asked.failedAt !== null && Date.now() - asked.failedAt > AGAIN_AFTER_MS
  const isKnown = rows.every(({ unitId }) => open.availability.has(unitId))
  if (!force && !isOld && isKnown && asked.question === question) return false
  const call = ++asked.calls
  asked.question = question
  asked.failedAt = null
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
  put(
    rows.flatMap((row): [string, RowAvailability][] =>
      lacksTargeting(open, row)
        ? [[row.unitId, { kind: 'no-targeting' }]]
        : open.availability.has(row.unitId)
          ? []
          : [[row.unitId, { kind: 'loading' }]],
    ),
  )
  const ready = rows.filter((row) => !lacksTargeting(open, row))
  if (ready.length === 0) return news
  const found = await ask(desk, campaignId, ready)
  // A later call knows more: its answer is shown, whichever comes last.
  if (call !== asked.calls) return news
  if ([...found.values()].some(({ kind }) => kind === 'failed')) asked.failedAt = Date.now()
  const current = desk.store.get().open
  // A row that changed meanwhile is asked about again by the sync that follows.
  const versions = new Map(current?.rows.map(({ unitId, version }) => [unitId, version]))
  put(
    ready.flatMap(({ unitId, version }): [string, RowAvailability][] => {
      const answer = found.get(unitId)
      return answer && versions.get(unitId) === version ? [[unitId, answer]] : []
    }),
  )
  return news
}

/** Rows that can be bought. A held row already has its inventory; what is left is for other rows. */
function rowsToAsk({ rows }: OpenCampaign): MediaMixRow[] {
  return rows.filter((row) => isBuyable(row) && row.bookingStatus !== 'Reserved')
}

/** Everything that the answer depends on, apart from inventory: every change of a row raises its version. */
function questionOf({ view, rows }: OpenCampaign): string {
  return JSON.stringify([view.id, rows.map(({ unitId, version }) => [unitId, version])])
}

async function ask(
  desk: Desk,
  campaignId: string,
  rows: readonly MediaMixRow[],
): Promise<Map<string, RowAvailability>> {
  try {
    const answer = await desk.api.call(campaignAvailability, { params: { id: campaignId } })
    const versions = new Map(rows.map(({ unitId, version }) => [unitId, version]))
    return new Map(
      answer.rows.flatMap((row): [string, RowAvailability][] =>
        versions.get(row.unitId) === row.version ? [[row.unitId, availabilityOf(row)]] : [],
      ),
    )
  } catch (error) {
    const failure = failureOf(error)
    return new Map(rows.map(({ unitId }) => [unitId, { kind: 'failed', failure }]))
  }
}

/** What the service says about a row. */
export function availabilityOf({
  alone,
  inOrder,
  amount,
  sharedWith,
  pressure,
  problem,
}: RowStanding): RowAvailability {
  const refusal = problem && (callFailureOf(problem) ?? failureOf(problem))
  if (!alone || !inOrder) return { kind: 'failed', failure: refusal ?? failureOf(problem) }
  // A row without an amount isn't refused: it isn't planned yet.
  return {
    kind: 'known',
    alone,
    inOrder,
    sharedWith,
    pressure,
    refusal: amount === 0 && problem?.code === 'AMOUNT_TOO_SMALL' ? null : refusal,
  }
}

export function isBuyable({ bookingStatus }: Pick<MediaMixRow, 'bookingStatus'>): boolean {
  return nextBookingStatuses(bookingStatus as BookingStatus).includes('Booked')
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

import { amend, distribution } from '../../shared/contract/purchases'
import type { AnswerOf } from '../api/client'
import type { Desk } from '../desk/desk'
import type { BookingLine } from '../desk/state/booking'
import type { AmendFields } from '../desk/state/media-mix'
import { groupsToSend } from '../media-mix/availability'

/** What an amendment would move. */
export type Preview = AnswerOf<typeof amend>

/**
 * Tries an amendment; nothing changes.
 *
 * @throws CallFailure as the amendment itself would be refused
 */
export function previewAmendment(desk: Desk, { unitId, version, change }: BookingLine): Promise<Preview> {
  return desk.api.call(amend, {
    params: { id: unitId },
    body: { version, ...amendBody(change), dryRun: true },
  })
}

/** The fields of an amendment in the format of a request. */
export function amendBody({ groups, ...fields }: AmendFields) {
  return { ...fields, ...(groups ? { groups: groupsToSend(groups) } : {}) }
}

/** The platforms on which a row goes on; null: all of its product. */
export async function runningPlatforms(desk: Desk, unitId: string): Promise<string[] | null> {
  return (await desk.api.call(distribution, { params: { id: unitId } })).platforms
}

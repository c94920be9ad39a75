import { type RowChange, type RowOrder, syncMediaMix } from '../../shared/contract/campaigns'
import { type AnswerOf, CallFailure } from '../api/client'
import type { Desk } from '../desk/desk'
import type { Attachment } from './attachment'
import { withoutRefused } from './sync/refused-fields'

/** What the service took of the changes. */
interface Pushed {
  answer: SyncAnswer
  changes: readonly RowChange[]
  /** Rows that were bought or held meanwhile: they change by amendment only, and the sheet is corrected. */
  locked: string[]
}

/** Where changes are sent, and what they are compared with. */
export type Sender = Pick<Attachment, 'campaignId' | 'base' | 'refused'>

/** Most changes of one request. */
export const MAX_CHANGES = 2000

/**
 * Pushes changes without what the service refuses of them, so that one refused value holds up nothing else. Many
 * changes go in several requests.
 *
 * @param order of the sheet's rows, if it was changed; sent last, when the service has the new rows
 */
export async function pushAccepted(
  desk: Desk,
  here: Sender,
  changes: readonly RowChange[],
  order?: RowOrder,
): Promise<Pushed> {
  const part = (at: number) => {
    const rest = at + MAX_CHANGES < changes.length
    return pushPart(desk, here, changes.slice(at, at + MAX_CHANGES), rest ? undefined : order)
  }
  let pushed = await part(0)
  for (let at = MAX_CHANGES; at < changes.length; at += MAX_CHANGES) {
    const next = await part(at)
    pushed = {
      answer: { ...next.answer, conflicts: [...pushed.answer.conflicts, ...next.answer.conflicts] },
      changes: [...pushed.changes, ...next.changes],
      locked: [...pushed.locked, ...next.locked],
    }
  }
  return pushed
}

async function pushPart(
  desk: Desk,
  here: Sender,
  all: readonly RowChange[],
  order: RowOrder | undefined,
): Promise<Pushed> {
  const locked: string[] = []
  let changes = all
  for (;;) {
    try {
      return { answer: await push(desk, here, changes, order), changes, locked }
    } catch (error) {
      const { unitIds } = error instanceof CallFailure && error.code === 'USE_AMEND' ? error.data : {}
      const rest = Array.isArray(unitIds)
        ? changes.filter(({ unitId }) => !unitIds.includes(unitId))
        : withoutRefused(changes, error, here.refused)
      // Each try sends less than the one before, so there is a last one.
      if (!rest || sizeOf(rest) === sizeOf(changes)) throw error
      if (Array.isArray(unitIds)) locked.push(...(unitIds as string[]))
      changes = rest
    }
  }
}

function sizeOf(changes: readonly RowChange[]): number {
  return changes.reduce((sum, { fields }) => sum + 1 + Object.keys(fields ?? {}).length, 0)
}

export type SyncAnswer = AnswerOf<typeof syncMediaMix>

export async function push(
  desk: Desk,
  here: Sender,
  changes: readonly RowChange[],
  order?: RowOrder,
): Promise<SyncAnswer> {
  return desk.api.call(syncMediaMix, {
    params: { id: here.campaignId },
    body: { baseRevision: here.base.revision, changes: [...changes], ...(order ? { order } : {}) },
  })
}

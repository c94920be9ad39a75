import type { EventData, EventKind } from '../../shared/contract/events'
import type { Transaction } from '../database/database'

/** The signal that a transaction sends at its commit when it has written to the journal. */
export const JOURNAL = 'journal'

/** One event. */
export type JournalWrite = {
  [Kind in EventKind]: { campaignId: string; unitId?: string; kind: Kind; data: EventData<Kind> }
}[EventKind]

/**
 * Writes events to the journal in the transaction that causes them, so that listeners receive exactly the
 * committed ones. One statement for thousands of entries.
 *
 * @param at instant of the events
 */
export async function record(tx: Transaction, entries: readonly JournalWrite[], at: string): Promise<void> {
  if (entries.length === 0) return
  await tx.insert(
    'journal',
    ['campaign_id', 'unit_id', 'kind', 'data', 'at'],
    entries.map(({ campaignId, unitId, kind, data }) => [
      campaignId,
      unitId ?? null,
      kind,
      JSON.stringify(data),
      at,
    ]),
  )
  tx.signal(JOURNAL)
}

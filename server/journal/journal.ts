import type { EventData, EventKind } from '../../shared/contract/events'
import type { Transaction } from '../database/database'

/** What a committed transaction that has written to the journal signals. */
export const JOURNAL = 'journal'

/** One thing that happened. */
export type JournalWrite = {
  [Kind in EventKind]: { campaignId: string; unitId?: string; kind: Kind; data: EventData<Kind> }
}[EventKind]

/**
 * Writes what happens into the journal, in the transaction in which it happens: whoever listens hears of it once that is
 * committed, and of nothing that isn't. One statement for thousands of entries.
 *
 * @param at instant at which it happens
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

import type {
  AccountEventKind,
  CampaignEventKind,
  EventData,
  JobEventKind,
} from '../../shared/contract/events'
import type { Transaction } from '../database/database'

/** The signal that a transaction sends at its commit when it has written to the journal. */
export const JOURNAL = 'journal'

/** One event: of a campaign, of an account that alone sees it, or of the jobs, which operators see. */
export type JournalWrite =
  | {
      [Kind in CampaignEventKind]: { campaignId: string; unitId?: string; kind: Kind; data: EventData<Kind> }
    }[CampaignEventKind]
  | { [Kind in AccountEventKind]: { accountId: string; kind: Kind; data: EventData<Kind> } }[AccountEventKind]
  | { [Kind in JobEventKind]: { kind: Kind; data: EventData<Kind> } }[JobEventKind]

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
    ['campaign_id', 'unit_id', 'account_id', 'kind', 'data', 'at'],
    entries.map((entry) => [
      'campaignId' in entry ? entry.campaignId : '',
      ('unitId' in entry && entry.unitId) || null,
      'accountId' in entry ? entry.accountId : null,
      entry.kind,
      JSON.stringify(entry.data),
      at,
    ]),
  )
  tx.signal(JOURNAL)
}

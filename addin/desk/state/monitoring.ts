import type { CampaignDelivery, Makegood } from '../../../shared/contract/statuses'
import type { Failure } from '../failure'

/** Delivery of the open campaign, and its 모니터링 sheet. */
export interface MonitoringState {
  /** The service's last answer; null: not loaded yet. */
  delivery: CampaignDelivery | null
  /** The sheet's id; null: this workbook has none. */
  sheetId: string | null
  /**
   * Why the sheet can't be written: a sheet of that name has other contents, or a person's notes are where
   * the table must grow.
   */
  inTheWay: 'foreign' | 'notes' | null
  /** Failure of the last refresh; the next one may succeed. */
  failure: Failure | null
  makegood: MakegoodFlow | null
}

/** Makegood (보상 노출) for one row: the service's proposal, and adding it. */
export type MakegoodFlow = { unitId: string } & (
  | { step: 'asking' }
  | { step: 'proposed' | 'adding'; makegood: Makegood }
  | { step: 'added'; newUnitId: string }
  | { step: 'failed'; failure: Failure }
)

export const NO_MONITORING: MonitoringState = {
  delivery: null,
  sheetId: null,
  inTheWay: null,
  failure: null,
  makegood: null,
}

import type { CampaignDelivery, Makegood } from '../../../shared/contract/statuses'
import type { Failure } from '../failure'

/** Delivery of the open campaign, and its 모니터링 sheet. */
export interface MonitoringState {
  /** As the service said it last; null: nobody asked yet. */
  delivery: CampaignDelivery | null
  /** The sheet's id; null: this workbook has none. */
  sheetId: string | null
  /** A sheet of that name holds something else, or what a person wrote stands where it has to grow. */
  inTheWay: 'foreign' | 'notes' | null
  /** The last refresh failed; the next one may not. */
  failure: Failure | null
  makegood: MakegoodFlow | null
}

/** 보상 노출 for one row: what the service would add, and adding it. */
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

import type { MediaMixRow } from '../../shared/contract/campaigns'
import { countedRows } from '../../shared/counted-rows'
import { DeskFailure } from '../desk/failure'
import type { OpenCampaign } from '../desk/state/desk-state'

/** Whether the product needs targeting and the row has none yet. */
export function lacksTargeting(
  { catalogue, targeting }: OpenCampaign,
  { unitId, productCode }: MediaMixRow,
): boolean {
  const product = catalogue.products.find(({ code }) => code === productCode)
  return product?.targetingKind !== 'RANDOM' && (targeting.get(unitId)?.groups.length ?? 0) === 0
}

/** The rows that TOTAL sums up. */
export function totalledRows(rows: readonly MediaMixRow[]): MediaMixRow[] {
  return [...countedRows(rows)].filter(({ kind }) => kind === 'PAID')
}

/** Sum of the paid ones among these rows, in won. */
export function plannedAmount(rows: readonly MediaMixRow[]): number {
  return rows.reduce((sum, { kind, amount }) => sum + (kind === 'PAID' ? amount : 0), 0)
}

/**
 * Rows without amount or targeting can't be bought or held. If only some rows lack them, the service reports
 * those.
 *
 * @throws DeskFailure AMOUNT_MISSING, TARGETING_MISSING if every row lacks it
 */
export function requirePlanned(open: OpenCampaign, rows: readonly MediaMixRow[]): void {
  if (rows.every(({ amount }) => amount === 0)) throw new DeskFailure('AMOUNT_MISSING')
  if (rows.every((row) => lacksTargeting(open, row))) throw new DeskFailure('TARGETING_MISSING')
}

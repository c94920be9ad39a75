import type { MediaMixRow } from '../../shared/contract/campaigns'
import { DeskFailure } from '../desk/failure'
import type { OpenCampaign } from '../desk/state/desk-state'

/** A product whose contents are chosen has none yet. */
export function lacksTargeting(
  { catalogue, targeting }: OpenCampaign,
  { unitId, productCode }: MediaMixRow,
): boolean {
  const product = catalogue.products.find(({ code }) => code === productCode)
  return product?.targetingKind !== 'RANDOM' && (targeting.get(unitId)?.groups.length ?? 0) === 0
}

/** Won of the rows that are paid for, as TOTAL has them. */
export function plannedAmount(rows: readonly MediaMixRow[]): number {
  return rows.reduce((sum, { kind, amount }) => sum + (kind === 'PAID' ? amount : 0), 0)
}

/**
 * What has no amount or targeting can't be bought or held. Among others that can, the service says so of each row.
 *
 * @throws DeskFailure AMOUNT_MISSING, TARGETING_MISSING where that is so of every row
 */
export function requirePlanned(open: OpenCampaign, rows: readonly MediaMixRow[]): void {
  if (rows.every(({ amount }) => amount === 0)) throw new DeskFailure('AMOUNT_MISSING')
  if (rows.every((row) => lacksTargeting(open, row))) throw new DeskFailure('TARGETING_MISSING')
}

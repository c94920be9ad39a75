import { In } from 'typeorm'
import type { PurchasedUnit } from '../../shared/contract/purchases'
import { Problem } from '../../shared/problem'
import { nextBookingStatuses } from '../../shared/statuses'
import type { Caller } from '../accounts/accounts'
import { hasRole } from '../accounts/roles'
import { productsOf } from '../catalog/products'
import type { SqlValue, Transaction } from '../database/database'
import { nextVersion } from '../database/versions'
import { type Bought, buy, type RefusedUnit } from '../purchases/buy'
import { requireCampaign } from './access'
import { CampaignUnit } from './campaign.entities'
import { touchCampaign } from './campaigns'
import { recordChanges } from './unit-history'
import { groupsOf } from './unit-targeting'

export interface PurchaseRequest {
  units: readonly { unitId: string; version: number }[]
  mode: 'all' | 'each'
  overrideReason?: string | undefined
}

export interface PurchaseAnswer {
  purchaseId: string
  units: PurchasedUnit[]
  failed: Bought['failed']
}

/**
 * Buys rows of a campaign: they become Booked, their child ads are requested.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT, FORBIDDEN (override), and what {@link buy} throws
 */
export async function purchaseUnits(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  request: PurchaseRequest,
  clock: { at: string; today: string },
): Promise<PurchaseAnswer> {
  const campaign = await requireCampaign(tx, caller, campaignId, true)
  if (request.overrideReason !== undefined && !hasRole(caller, 'operator')) {
    throw new Problem('FORBIDDEN', 'Only an operator may override. Ask one, or move the flight.')
  }
  const { units, refused } = await findBuyable(tx, campaignId, request)
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  const groups = await groupsOf(
    tx,
    units.map(({ id }) => id),
  )
  const bought = await buy(tx, {
    campaignId,
    mode: request.mode,
    overrideReason: request.overrideReason,
    actor: caller.id,
    ...clock,
    refused,
    units: units.map((unit) => ({
      ...unit,
      unitId: unit.id,
      product: products.get(unit.productCode)!,
      groups: groups.get(unit.id) ?? [],
    })),
  })
  const versionOf = new Map(units.map(({ id, version }) => [id, version + 1]))
  await book(
    tx,
    campaignId,
    bought.units.map(({ unitId }) => ({ unitId, version: versionOf.get(unitId)! })),
    caller,
    clock.at,
  )
  await touchCampaign(tx, campaign, clock.at)
  return {
    purchaseId: bought.purchaseId,
    units: bought.units.map(({ unitId, ...unit }) => ({
      unitId,
      version: versionOf.get(unitId)!,
      bookingStatus: 'Booked',
      ...unit,
    })),
    failed: bought.failed,
  }
}

/**
 * The rows in the order of the request, at the versions that the caller saw, all of them free to be bought. In mode `each`
 * a row that isn't is set aside with its reason; in mode `all` it refuses the whole.
 */
async function findBuyable(
  tx: Transaction,
  campaignId: string,
  request: PurchaseRequest,
): Promise<{ units: CampaignUnit[]; refused: RefusedUnit[] }> {
  const ids = request.units.map(({ unitId }) => unitId)
  const rows = await tx.manager.findBy(CampaignUnit, { campaignId, id: In(ids) })
  const found = new Map(rows.map((unit) => [unit.id, unit]))
  const units: CampaignUnit[] = []
  const refused: RefusedUnit[] = []
  for (const wanted of request.units) {
    try {
      units.push(requireBuyable(found.get(wanted.unitId), wanted))
    } catch (error) {
      if (request.mode === 'all' || !(error instanceof Problem)) throw error
      refused.push({ unitId: wanted.unitId, problem: error })
    }
  }
  return { units, refused }
}

function requireBuyable(
  unit: CampaignUnit | undefined,
  { unitId, version }: { unitId: string; version: number },
): CampaignUnit {
  if (!unit) throw new Problem('NOT_FOUND', `The campaign has no row ${unitId}. Load the MediaMix again.`)
  const allowed = nextBookingStatuses(unit.bookingStatus)
  if (!allowed.includes('Booked')) {
    throw new Problem(
      'STATUS_CONFLICT',
      `The row is ${unit.bookingStatus} and cannot be bought. Allowed: ${allowed.join(', ') || 'nothing'}.`,
      { unitId, bookingStatus: unit.bookingStatus, allowed },
    )
  }
  nextVersion(unit.version, version, `The row ${unitId}`)
  return unit
}

async function book(
  tx: Transaction,
  campaignId: string,
  units: readonly { unitId: string; version: number }[],
  caller: Caller,
  at: string,
): Promise<void> {
  const ids: SqlValue[] = units.map(({ unitId }) => unitId)
  await tx.run(
    `UPDATE campaign_unit SET booking_status = 'Booked', publish_status = 'REQUESTED', version = version + 1, updated_at = ?
     WHERE id IN (${ids.map(() => '?').join(', ')})`,
    [at, ...ids],
  )
  await recordChanges(
    tx,
    campaignId,
    units.map(({ unitId, version }) => ({
      unitId,
      version,
      field: 'bookingStatus',
      before: 'Draft',
      after: 'Booked',
    })),
    caller.id,
    at,
  )
}

import type { PurchasedUnit } from '../../shared/contract/purchases'
import { Problem } from '../../shared/problem'
import { judgedRow } from '../approvals/judge'
import { spendApproval } from '../approvals/spend-approval'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import type { ApprovalSettings } from '../configuration'
import type { Transaction } from '../database/database'
import { type Bought, buy, type RefusedUnit } from '../purchases/buy'
import { holdsOf } from '../purchases/holds'
import {
  lockUnits,
  requireOverrideRight,
  requireRow,
  requireStep,
  takeSteps,
  type UnitStep,
  type When,
} from './unit-steps'
import { unitsToBuy } from './units-to-buy'

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
 * Buys rows of a campaign: they become Booked, and the service requests their child ads. Held rows are bought
 * with the cells that they reserved; the holds of the campaign's other variants are released.
 *
 * What is beyond the house's limits needs an approval, which is used up. It is looked for last: a planner asks for what
 * can be bought.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT, FORBIDDEN (override), APPROVAL_REQUIRED, and what
 *   {@link buy} throws
 */
export async function purchaseUnits(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  request: PurchaseRequest,
  approvals: ApprovalSettings,
  when: When,
): Promise<PurchaseAnswer> {
  const campaign = await requireCampaign(tx, caller, campaignId, true)
  await requireOverrideRight(tx, caller, request.overrideReason, { campaignId, at: when.at })
  const { units, refused } = await findBuyable(tx, campaignId, request)
  const reserved = units.filter(({ bookingStatus }) => bookingStatus === 'Reserved')
  const holds = await holdsOf(
    tx,
    reserved.map(({ id }) => id),
  )
  const { actor, at, today, deadline } = when
  const toBuy = await unitsToBuy(tx, units)
  const bought = await buy(tx, {
    campaignId,
    mode: request.mode,
    overrideReason: request.overrideReason,
    actor,
    at,
    today,
    deadline,
    refused,
    holds,
    units: toBuy,
  })
  const boughtIds = new Set(bought.units.map(({ unitId }) => unitId))
  const approved = await spendApproval(
    tx,
    {
      campaignId,
      kind: 'PURCHASE',
      rows: toBuy.filter(({ unitId }) => boughtIds.has(unitId)).map((unit) => judgedRow(unit)),
      purchaseId: bought.purchaseId,
      at,
      today,
    },
    approvals,
  )
  const unitOf = new Map(units.map((unit) => [unit.id, unit]))
  await takeSteps(
    tx,
    campaign,
    [
      ...bought.units.map(
        ({ unitId, amount, impressions }): UnitStep => ({
          unit: unitOf.get(unitId)!,
          to: 'Booked',
          action: 'PURCHASED',
          purchaseId: bought.purchaseId,
          revision: 1,
          reason: request.overrideReason,
          details: {
            amount,
            impressions,
            fromHold: holds.has(unitId),
            ...(approved ? { approvedBy: approved.approvedBy } : {}),
          },
        }),
      ),
      ...[...(await lockUnits(tx, campaignId, bought.released)).values()].map(
        (unit): UnitStep => ({
          unit,
          to: 'Draft',
          action: 'HOLD_RELEASED',
          reason: 'Another variant was bought.',
        }),
      ),
    ],
    when,
  )
  return {
    purchaseId: bought.purchaseId,
    units: bought.units.map(({ unitId, ...unit }) => ({
      unitId,
      version: unitOf.get(unitId)!.version + 1,
      bookingStatus: 'Booked',
      ...unit,
    })),
    failed: bought.failed,
  }
}

/**
 * Returns the rows that can be bought, in the order of the request and at the versions that the caller read.
 * In mode `each` a row that can't be bought is returned with its problem; in mode `all` the problem is
 * thrown.
 */
async function findBuyable(
  tx: Transaction,
  campaignId: string,
  request: PurchaseRequest,
): Promise<{ units: CampaignUnit[]; refused: RefusedUnit[] }> {
  const found = await lockUnits(
    tx,
    campaignId,
    request.units.map(({ unitId }) => unitId),
  )
  const units: CampaignUnit[] = []
  const refused: RefusedUnit[] = []
  for (const wanted of request.units) {
    try {
      const known = found.get(wanted.unitId)
      // Check the status first: a row that is bought already is refused for that, even at an old version.
      if (known) requireStep(known, 'Booked', 'bought')
      units.push(requireRow(found, wanted))
    } catch (error) {
      if (request.mode === 'all' || !(error instanceof Problem)) throw error
      refused.push({ unitId: wanted.unitId, problem: error })
    }
  }
  return { units, refused }
}

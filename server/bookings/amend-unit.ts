import { dayCount, MAX_FLIGHT_DAYS } from '../../shared/calendar'
import type { UnitGroupBody } from '../../shared/contract/campaigns'
import { isCountable } from '../../shared/estimates'
import { Problem } from '../../shared/problem'
import { isRunning } from '../../shared/statuses'
import { judgedRow } from '../approvals/judge'
import { spendApproval } from '../approvals/spend-approval'
import type { Caller } from '../caller'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import type { ApprovalSettings } from '../configuration'
import type { SqlValue, Transaction } from '../database/database'
import { clearTargeting, insertGroups } from '../media-mix/unit-targeting'
import { amend } from '../purchases/amend'
import { endOfFlight, replaceHold } from '../purchases/hold'
import { holdsOf } from '../purchases/holds'
import { moved, movedByPlatform } from '../purchases/ledger'
import { toAnswer } from '../purchases/purchase-tree'
import { requireFuture } from '../purchases/require-future'
import type { UnitToBuy } from '../purchases/split-units'
import {
  forbiddenStep,
  lockUnit,
  requireOverrideRight,
  takeSteps,
  type UnitStep,
  type When,
} from './unit-steps'
import { unitsToBuy } from './units-to-buy'

export interface AmendRequest {
  version: number
  amount?: number | undefined
  startDate?: string | undefined
  endDate?: string | undefined
  groups?: readonly UnitGroupBody[] | undefined
  platforms?: readonly string[] | undefined
  reason?: string | undefined
  overrideReason?: string | undefined
}

/**
 * Changes a booked or a held row and moves only the difference in inventory. A booked row keeps its past. A raise beyond
 * the house's limits needs an approval.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT, VALIDATION_FAILED, UNKNOWN_REFERENCE,
 *   FORBIDDEN, and what {@link amend} and {@link hold} throw
 */
export async function amendUnit(
  tx: Transaction,
  caller: Caller,
  id: string,
  request: AmendRequest,
  approvals: ApprovalSettings,
  when: When,
) {
  const { campaign, unit } = await lockUnit(tx, caller, id, request.version)
  await requireOverrideRight(tx, caller, request.overrideReason, { campaignId: campaign.id, at: when.at })
  const isHeld = unit.bookingStatus === 'Reserved'
  if (!isHeld && !isRunning(unit.bookingStatus)) throw forbiddenStep(unit, 'amended')
  const [before] = await unitsToBuy(tx, [unit])
  const after = changed(before!, request)
  requireSound(after)
  if (after.startDate !== before!.startDate) requireFuture(after, { ...when, ...request })

  const within = staysWithin(before!, after, request) ? before : undefined
  const result = isHeld
    ? await amendHold(tx, unit, after, within, request.overrideReason, when)
    : await amend(tx, after, when, within)
  const approved =
    !isHeld && after.amount > before!.amount
      ? await spendApproval(
          tx,
          {
            campaignId: campaign.id,
            kind: 'AMENDMENT',
            rows: [judgedRow(after)],
            purchaseId: result.purchaseId!,
            at: when.at,
            today: when.today,
          },
          approvals,
        )
      : null
  await writeRow(tx, unit, after, request)
  await takeSteps(
    tx,
    campaign,
    [
      {
        unit,
        to: unit.bookingStatus,
        action: 'AMENDED',
        purchaseId: result.purchaseId,
        revision: result.revision,
        reason: request.overrideReason ?? request.reason,
        details: {
          before: shown(before!),
          after: shown(after),
          taken: result.taken,
          released: result.released,
          ...(approved ? { approvedBy: approved.approvedBy } : {}),
        },
        changes: changesOf(unit, after, request),
      },
    ],
    when,
  )
  const { revision, amount, impressions, warnings, taken, released, moves } = result
  return {
    unitId: id,
    version: unit.version + 1,
    bookingStatus: unit.bookingStatus,
    amount,
    impressions,
    warnings: [...warnings],
    ads: toAnswer(result.ads),
    revision,
    taken,
    released,
    moves,
  }
}

/** Whether a change leaves a row within the targeting, platforms and flight that it has. */
function staysWithin(before: UnitToBuy, after: UnitToBuy, { groups }: AmendRequest): boolean {
  return (
    groups === undefined &&
    after.startDate >= before.startDate &&
    after.endDate <= before.endDate &&
    after.platforms.every((platform) => before.platforms.includes(platform))
  )
}

/** A held row has no past, so a new hold replaces the old one. */
async function amendHold(
  tx: Transaction,
  unit: CampaignUnit,
  after: UnitToBuy,
  before: UnitToBuy | undefined,
  overrideReason: string | undefined,
  { actor, at, today }: When,
) {
  const { variant, expiresAt } = (await holdsOf(tx, [unit.id])).get(unit.id)!
  const order = {
    campaignId: unit.campaignId,
    units: [{ ...after, variant }],
    // A shorter flight takes its hold along.
    expiresAt: expiresAt < endOfFlight(after) ? expiresAt : endOfFlight(after),
    overrideReason,
    actor,
    at,
    today,
  }
  const { splits, lines } = await replaceHold(tx, order, before)
  const own = lines.filter(({ unitId }) => unitId === unit.id)
  return {
    ...splits[0]!,
    purchaseId: null,
    revision: null,
    ads: [],
    ...moved(own),
    moves: movedByPlatform(own),
  }
}

function changed(unit: UnitToBuy, request: AmendRequest): UnitToBuy {
  const { product } = unit
  const foreign = request.platforms?.find((platform) => !product.platforms.includes(platform))
  if (foreign !== undefined) {
    throw new Problem(
      'UNKNOWN_REFERENCE',
      `${product.code} is not sold on ${foreign}, only on ${product.platforms.join(', ')}. Nothing was changed.`,
      { unknown: [foreign] },
    )
  }
  return {
    ...unit,
    amount: request.amount ?? unit.amount,
    startDate: request.startDate ?? unit.startDate,
    endDate: request.endDate ?? unit.endDate,
    groups: request.groups ?? unit.groups,
    platforms: request.platforms
      ? product.platforms.filter((platform) => request.platforms!.includes(platform))
      : unit.platforms,
  }
}

function requireSound({ startDate, endDate, amount, ecpm }: UnitToBuy): void {
  const wrong =
    startDate > endDate
      ? 'must not be before startDate'
      : dayCount(startDate, endDate) > MAX_FLIGHT_DAYS
        ? `must be at most ${MAX_FLIGHT_DAYS} days after startDate`
        : undefined
  if (wrong) {
    throw new Problem('VALIDATION_FAILED', `endDate: ${wrong}. Nothing was changed.`, {
      errors: [{ path: 'endDate', message: wrong }],
    })
  }
  if (!isCountable(amount, ecpm)) {
    throw new Problem(
      'AMOUNT_TOO_LARGE',
      `${amount} won at an eCPM of ${ecpm} won is beyond what can be counted.`,
    )
  }
}

async function writeRow(
  tx: Transaction,
  { id, platforms }: CampaignUnit,
  after: UnitToBuy,
  request: AmendRequest,
): Promise<void> {
  const left: SqlValue = request.platforms
    ? JSON.stringify(after.platforms)
    : platforms && JSON.stringify(platforms)
  await tx.run(
    'UPDATE campaign_unit SET amount = ?, start_date = ?, end_date = ?, platforms = ? WHERE id = ?',
    [after.amount, after.startDate, after.endDate, left, id],
  )
  if (!request.groups) return
  await clearTargeting(tx, [id])
  await insertGroups(tx, [{ unitId: id, groups: request.groups }])
}

/** Changes for the row's own history, which the sheet merges against. */
function changesOf(
  unit: CampaignUnit,
  after: UnitToBuy,
  request: AmendRequest,
): NonNullable<UnitStep['changes']> {
  const platforms = {
    field: 'platforms',
    before: unit.platforms?.join(', ') ?? null,
    after: after.platforms.join(', '),
  }
  return [
    ...(['amount', 'startDate', 'endDate'] as const)
      .filter((field) => unit[field] !== after[field])
      .map((field) => ({ field, before: unit[field], after: after[field] })),
    ...(request.groups ? [{ field: 'targeting', before: null, after: null }] : []),
    ...(request.platforms ? [platforms] : []),
  ]
}

function shown({ amount, startDate, endDate, platforms, groups }: UnitToBuy) {
  return { amount, startDate, endDate, platforms, groups }
}

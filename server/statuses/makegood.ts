import { randomUUID } from 'node:crypto'
import { addDays, dayCount } from '../../shared/calendar'
import type { Makegood, MakegoodProposal } from '../../shared/contract/statuses'
import { impressionsFor, isCountable, smallestAmountFor } from '../../shared/estimates'
import { largestFit } from '../../shared/fitting'
import { Problem } from '../../shared/problem'
import type { BookingStatus } from '../../shared/statuses'
import { lockUnit } from '../bookings/unit-steps'
import { unitsToBuy } from '../bookings/units-to-buy'
import type { Caller } from '../caller'
import { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import type { Transaction } from '../database/database'
import { toRow } from '../media-mix/media-mix'
import { syncMediaMix } from '../media-mix/sync-media-mix'
import { putTargeting } from '../media-mix/unit-targeting'
import { requireFuture } from '../purchases/require-future'
import { loadOf, type PlannedUnit, planUnits, type UnitToBuy } from '../purchases/split-units'
import { deliveryOfUnit } from './campaign-delivery'

/**
 * Statuses of service rows that won't deliver any more: of these, only the impressions of their past count.
 */
const ENDED: readonly BookingStatus[] = ['Canceled', 'Stopped', 'Declined']

/**
 * Proposes a makegood for a row that will miss its guarantee: the missing impressions minus those added
 * before, from tomorrow on. The first choice is the rest of the row's own flight; if that is too short or
 * full, a flight as long as the row's own; if neither takes all impressions, the one that takes most.
 *
 * @param today in Seoul
 */
export async function proposeMakegood(tx: Transaction, unit: CampaignUnit, today: string): Promise<Makegood> {
  const delivery = await deliveryOfUnit(tx, unit, today)
  const { id: unitId, version } = unit
  if (!delivery) {
    const nothing = { guaranteed: 0, delivered: 0, projected: 0, missing: 0, added: 0 }
    return {
      unitId,
      version,
      ...nothing,
      atRisk: false,
      reason: null,
      proposal: null,
      obstacle: 'NOT_BOOKED',
    }
  }
  const { guaranteed, delivered, projected, missing, atRisk, reason } = delivery
  const added = await addedFor(tx, unitId)
  const proposal = missing > added ? await findRoom(tx, unit, missing - added, today) : null
  const obstacle = missing <= added ? 'NOTHING_MISSING' : proposal === null ? 'NO_ROOM' : null
  const figures = { guaranteed, delivered, projected, missing, added }
  return { unitId, version, ...figures, atRisk, reason, proposal, obstacle }
}

export interface MakegoodRequest {
  version: number
  amount?: number | undefined
  startDate?: string | undefined
  endDate?: string | undefined
}

/**
 * Adds a makegood to the MediaMix: a draft service row after the other rows, with the targeting of the row
 * that it is for.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT when nothing is missing, INVENTORY_SHORTAGE
 * when there is no room, FLIGHT_IN_PAST, VALIDATION_FAILED, AMOUNT_TOO_LARGE
 */
export async function addMakegood(
  tx: Transaction,
  caller: Caller,
  id: string,
  { version, amount, startDate, endDate }: MakegoodRequest,
  { at, today }: { at: string; today: string },
) {
  const { campaign, unit } = await lockUnit(tx, caller, id, version)
  const { proposal, obstacle } = await proposeMakegood(tx, unit, today)
  if (obstacle === 'NOT_BOOKED' || obstacle === 'NOTHING_MISSING') throw nothingToMakeGood(unit, obstacle)
  const shown = { ...proposal, ...definedOf({ amount, startDate, endDate }) }
  if (shown.amount === undefined || shown.startDate === undefined || shown.endDate === undefined) {
    throw new Problem(
      'INVENTORY_SHORTAGE',
      'There is no room from tomorrow on for what the row is for. Nothing was added: name amount, startDate and endDate, or make room.',
      { unitId: id, shortages: [] },
    )
  }
  requireFuture({ unitId: id, startDate: shown.startDate }, { today })
  const { device, creative, productCode } = unit
  const fields = {
    kind: 'SERVICE' as const,
    productCode,
    startDate: shown.startDate,
    endDate: shown.endDate,
    amount: shown.amount,
    device,
    creative,
  }
  const unitId = randomUUID()
  await syncMediaMix(
    tx,
    caller,
    campaign.id,
    { baseRevision: campaign.revision, changes: [{ op: 'put', unitId, fields }] },
    at,
  )
  const [copied] = await unitsToBuy(tx, [unit])
  if (copied!.groups.length > 0)
    await putTargeting(tx, caller, campaign.id, [{ unitId, version: 1, groups: [...copied!.groups] }], at)
  await tx.insert('makegood', ['unit_id', 'for_unit_id', 'actor', 'at'], [[unitId, id, caller.id, at]])
  const row = await tx.manager.findOneByOrFail(CampaignUnit, { id: unitId })
  const { revision } = await tx.manager.findOneByOrFail(Campaign, { id: campaign.id })
  return { campaignId: campaign.id, revision, unitId, row: toRow(row) }
}

function definedOf<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

function nothingToMakeGood({ id, bookingStatus }: CampaignUnit, obstacle: 'NOT_BOOKED' | 'NOTHING_MISSING') {
  return new Problem(
    'STATUS_CONFLICT',
    obstacle === 'NOT_BOOKED'
      ? `The row is ${bookingStatus} and was never bought: nothing is guaranteed. Nothing was added.`
      : 'The row is expected to deliver what was guaranteed, or its makegood is in the MediaMix already. Nothing was added.',
    { unitId: id, bookingStatus },
  )
}

/**
 * Impressions of the service rows that were added for a row: their full impressions, or those delivered
 * before they ended.
 */
async function addedFor(tx: Transaction, unitId: string): Promise<number> {
  const rows = await tx.rows<{ status: BookingStatus; amount: number; ecpm: number; kept: number | null }>(
    `SELECT u.booking_status AS status, u.amount AS amount, u.ecpm AS ecpm, b.impressions AS kept
     FROM makegood m JOIN campaign_unit u ON u.id = m.unit_id LEFT JOIN booking b ON b.unit_id = u.id
     WHERE m.for_unit_id = ?`,
    [unitId],
  )
  return rows.reduce((sum, { status, amount, ecpm, kept }) => {
    const added = ENDED.includes(status) ? Number(kept ?? 0) : impressionsFor(Number(amount), Number(ecpm))
    return sum + added
  }, 0)
}

/** The first flight that takes all impressions, or the one that takes most. */
async function findRoom(
  tx: Transaction,
  unit: CampaignUnit,
  wanted: number,
  today: string,
): Promise<MakegoodProposal | null> {
  const [copied] = await unitsToBuy(tx, [unit])
  const { product } = copied!
  if (!product.onSale) return null
  const startDate = addDays(today, 1)
  const ends = [unit.endDate, addDays(startDate, dayCount(unit.startDate, unit.endDate) - 1)]
  let most: MakegoodProposal | null = null
  for (const endDate of [...new Set(ends)].filter((end) => end >= startDate)) {
    const flight: UnitToBuy = {
      ...copied!,
      kind: 'SERVICE',
      ecpm: product.ecpm,
      platforms: product.platforms,
      startDate,
      endDate,
    }
    const found = await fitInto(tx, flight, wanted)
    if (found?.complete) return found
    if (found && found.impressions > (most?.impressions ?? 0)) most = found
  }
  return most
}

/**
 * An offer of all wanted impressions in a flight, or of as many as the split can take of the remaining
 * inventory.
 */
async function fitInto(tx: Transaction, flight: UnitToBuy, wanted: number): Promise<MakegoodProposal | null> {
  const { product, startDate, endDate, ecpm } = flight
  const offer = (amount: number): MakegoodProposal => {
    const impressions = impressionsFor(amount, ecpm)
    const complete = impressions >= wanted
    return { productCode: product.code, startDate, endDate, amount, impressions, complete }
  }
  const planned = await planIfLoaded(tx, flight)
  if (!planned) return null
  const load = loadOf(planned)
  const amount = smallestAmountFor(wanted, ecpm)
  if (Number.isSafeInteger(amount) && isCountable(amount, ecpm)) {
    // A service row costs nothing, so no part of it is too small for its price.
    if (load.verdict(impressionsFor(amount, ecpm), () => 0) === 'FITS') return offer(amount)
  }
  const fit = largestFit(load, ecpm)
  return fit.impressions > 0 ? offer(fit.amount) : null
}

/**
 * Plans a flight; undefined when a month isn't loaded or the targeting isn't valid any more. Both count as no
 * room.
 */
async function planIfLoaded(tx: Transaction, flight: UnitToBuy): Promise<PlannedUnit | undefined> {
  try {
    return (await planUnits(tx, [flight]))[0]
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

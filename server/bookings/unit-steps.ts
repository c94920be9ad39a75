import { groupBy } from '../../shared/group-by'
import type { FieldValue } from '../../shared/merge'
import { Problem } from '../../shared/problem'
import { type BookingStatus, isEditable, nextBookingStatuses } from '../../shared/statuses'
import { type Caller, hasRole } from '../caller'
import { requireCampaign } from '../campaigns/access'
import { type Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { touchCampaign } from '../campaigns/campaigns'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { columnName } from '../database/snake-case-naming'
import { nextVersion } from '../database/versions'
import type { JournalWrite } from '../journal/journal'
import { UNIT_PROPERTIES } from '../media-mix/row-fields'
import { recordChanges } from '../media-mix/unit-history'
import { publishedEntry, refreshPublishStatuses } from '../publish-statuses/publish-statuses'
import { requestPublishing } from '../publishing/request-publishing'
import { type BookingAction, type Doer, recordBookingEvents } from '../purchases/booking-events'
import { recordSecurityEvent } from '../security-log/record-event'

/** Who acts, when and from where, with the date in Seoul. */
export interface When extends Doer {
  today: string
  /** Milliseconds since 1970: then the request ends with what it has done. */
  deadline: number
}

/** One unit's step, with the details for its history. */
export interface UnitStep {
  unit: CampaignUnit
  to: BookingStatus
  action: BookingAction
  purchaseId?: string | null
  revision?: number | null
  reason?: string | undefined
  /** The row's variant after the step; left out: it stays, also when the hold of it ends. */
  variant?: string | null
  details?: unknown
  /** Fields of the row that the step changes. */
  changes?: readonly { field: string; before: FieldValue; after: FieldValue }[]
}

/**
 * Locks a unit and its campaign, so that changes of one campaign's bookings run one after the other.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT
 */
export async function lockUnit(
  tx: Transaction,
  caller: Caller,
  id: string,
  version: number,
): Promise<{ campaign: Campaign; unit: CampaignUnit }> {
  const found = await tx.manager.findOneBy(CampaignUnit, { id })
  if (!found) throw new Problem('NOT_FOUND', 'There is no such row.')
  const campaign = await requireCampaign(tx, caller, found.campaignId, true)
  const unit = await tx.findLocked(CampaignUnit, { id })
  if (!unit) throw new Problem('NOT_FOUND', 'There is no such row any more.')
  nextVersion(unit.version, version, 'The row')
  return { campaign, unit }
}

const UNIT_COLUMNS = UNIT_PROPERTIES.map((property) => `${columnName(property)} AS ${property}`).join(', ')

/** Units of a campaign, locked in the order of their ids. */
export async function lockUnits(
  tx: Transaction,
  campaignId: string,
  ids: readonly string[],
): Promise<Map<string, CampaignUnit>> {
  const units = await inBatches(ids, (some) =>
    tx.rows<Omit<CampaignUnit, 'platforms'> & { platforms: string | null }>(
      `SELECT ${UNIT_COLUMNS} FROM campaign_unit WHERE campaign_id = ? AND id IN (${placeholders(some)})
       ORDER BY id ${tx.dialect.forUpdate}`,
      [campaignId, ...some],
    ),
  )
  return new Map(
    units.map((unit) => [
      unit.id,
      { ...unit, platforms: unit.platforms === null ? null : (JSON.parse(unit.platforms) as string[]) },
    ]),
  )
}

/** @throws Problem NOT_FOUND, VERSION_CONFLICT */
export function requireRow(
  units: ReadonlyMap<string, CampaignUnit>,
  { unitId, version }: { unitId: string; version: number },
): CampaignUnit {
  const unit = units.get(unitId)
  if (!unit) throw new Problem('NOT_FOUND', `The campaign has no row ${unitId}. Load the MediaMix again.`)
  nextVersion(unit.version, version, `The row ${unitId}`)
  return unit
}

/** @throws Problem STATUS_CONFLICT, which names the allowed steps */
export function requireStep(unit: CampaignUnit, to: BookingStatus, cannot: string): void {
  if (!nextBookingStatuses(unit.bookingStatus).includes(to)) throw forbiddenStep(unit, cannot)
}

export function forbiddenStep({ id, bookingStatus }: CampaignUnit, cannot: string): Problem {
  const allowed = nextBookingStatuses(bookingStatus)
  return new Problem(
    'STATUS_CONFLICT',
    `The row is ${bookingStatus} and cannot be ${cannot}. Allowed: ${allowed.join(', ') || 'nothing'}.`,
    { unitId: id, bookingStatus, allowed },
  )
}

/**
 * Lets an operator book a flight that begins in the past, and writes down that it was allowed.
 *
 * @throws Problem FORBIDDEN
 */
export async function requireOverrideRight(
  tx: Transaction,
  caller: Caller,
  overrideReason: string | undefined,
  { campaignId, at }: { campaignId: string; at: string },
): Promise<void> {
  if (overrideReason === undefined) return
  if (hasRole(caller, 'operator')) {
    const details = { reason: overrideReason }
    return recordSecurityEvent(tx, { at, action: 'PAST_FLIGHT_ALLOWED', subject: campaignId, details })
  }
  throw new Problem('FORBIDDEN', 'Only an operator may override. Ask one, or move the flight.', {
    cause: 'OVERRIDE',
  })
}

/**
 * Takes steps of a campaign's units: it writes status, version, and the history of row and booking,
 * aggregates the publish statuses and requests publishing. The caller has changed the bookings before.
 */
export async function takeSteps(
  tx: Transaction,
  campaign: Campaign,
  steps: readonly UnitStep[],
  when: Doer,
): Promise<Campaign> {
  for (const [variant, same] of groupBy(steps, (step) => step.variant)) {
    if (variant === undefined) continue
    const ids = same.map(({ unit }) => unit.id)
    await tx.run(`UPDATE campaign_unit SET variant = ? WHERE id IN (${placeholders(ids)})`, [variant, ...ids])
  }
  for (const [to, same] of groupBy(steps, (step) => step.to)) {
    const ids = same.map(({ unit }) => unit.id)
    // Dropped platforms belong to the booking: an editable row uses all platforms of its product again.
    const platforms = isEditable(to) ? 'platforms = NULL,' : ''
    await tx.run(
      `UPDATE campaign_unit SET booking_status = ?, ${platforms} version = version + 1, updated_at = ?
       WHERE id IN (${placeholders(ids)})`,
      [to, when.at, ...ids],
    )
  }
  const published = await refreshPublishStatuses(
    tx,
    steps.map(({ unit }) => unit.id),
    when.at,
  )
  await recordChanges(
    tx,
    campaign,
    steps.flatMap(({ unit, to, variant = unit.variant, changes = [] }) => {
      const own = [
        { field: 'bookingStatus', before: unit.bookingStatus, after: to },
        { field: 'variant', before: unit.variant, after: variant },
      ].filter(({ before, after }) => before !== after)
      return [...own, ...changes].map((change) => ({ unitId: unit.id, version: unit.version + 1, ...change }))
    }),
    when.actor,
    when.at,
  )
  await recordBookingEvents(
    tx,
    campaign.id,
    steps.map(({ unit, to, changes: _changes, variant: _variant, ...event }) => ({
      unitId: unit.id,
      before: unit.bookingStatus,
      after: to,
      ...event,
    })),
    when,
  )
  await requestPublishing(
    tx,
    steps.map(({ unit, action }) => ({ unitId: unit.id, action })),
    when.at,
  )
  return touchCampaign(tx, campaign, when.at, [
    ...steps.flatMap(({ unit, to }) => (unit.bookingStatus === to ? [] : tookStep(unit, to))),
    ...published.map(publishedEntry),
  ])
}

function tookStep({ id, campaignId, bookingStatus, version }: CampaignUnit, to: BookingStatus): JournalWrite {
  const data = { before: bookingStatus, after: to, version: version + 1 }
  return { campaignId, unitId: id, kind: 'unit.booking-status', data }
}

import { randomUUID } from 'node:crypto'
import { addDays, dayCount } from '../../shared/calendar'
import type { CampaignView } from '../../shared/contract/campaigns'
import { toPpm } from '../../shared/estimates'
import { Problem } from '../../shared/problem'
import { isCounted } from '../../shared/statuses'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import { Campaign, type CampaignUnit } from '../campaigns/campaign.entities'
import { createCampaign, viewOf } from '../campaigns/campaigns'
import { productsOf } from '../catalog/products'
import type { Transaction } from '../database/database'
import { unitsOf } from './media-mix'
import { insertRows } from './sync-media-mix'
import { ROW, recordChanges } from './unit-history'
import { groupsOf, insertGroups } from './unit-targeting'

export interface CopyRequest {
  name: string
  startDate?: string | undefined
}

/**
 * Copies a campaign that the caller may see, as the caller's own: its rows as drafts at today's rate card, with their
 * targeting and variants. What was given up (canceled, expired, declined) is left out, and nobody shares the copy yet.
 *
 * @param request `startDate`: where the copy begins; all flights move with it
 * @throws Problem NOT_FOUND, VALIDATION_FAILED when a flight would leave the calendar
 */
export async function copyCampaign(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  { name, startDate }: CopyRequest,
  at: string,
): Promise<CampaignView> {
  const source = await requireCampaign(tx, caller, campaignId)
  const days = startDate === undefined ? 0 : daysFrom(source.startDate, startDate)
  const moved = (date: string) => requireInCalendar(addDays(date, days))
  const { advertiser, agency, budget } = source
  const period = { startDate: moved(source.startDate), endDate: moved(source.endDate) }
  const { id } = await createCampaign(tx, caller, { name, advertiser, agency, budget, ...period }, at)

  const units = (await unitsOf(tx, campaignId)).filter(({ bookingStatus }) => isCounted(bookingStatus))
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  const idOf = new Map(units.map((unit) => [unit.id, randomUUID()]))
  const copies = units.map((unit, position): CampaignUnit => {
    const { ecpm, ctr, vtr } = products.get(unit.productCode)!
    return {
      ...unit,
      id: idOf.get(unit.id)!,
      campaignId: id,
      position,
      startDate: moved(unit.startDate),
      endDate: moved(unit.endDate),
      ecpm,
      ctrPpm: toPpm(ctr)!,
      vtrPpm: toPpm(vtr)!,
      platforms: null,
      bookingStatus: 'Draft',
      publishStatus: null,
      version: 1,
      updatedAt: at,
    }
  })
  await insertRows(tx, copies)
  const targeting = await groupsOf(tx, [...idOf.keys()])
  await insertGroups(
    tx,
    [...targeting].map(([unitId, groups]) => ({ unitId: idOf.get(unitId)!, groups })),
  )
  const copy = (await tx.manager.findOneBy(Campaign, { id }))!
  await recordChanges(
    tx,
    copy,
    copies.map((unit) => ({ unitId: unit.id, version: 1, field: ROW, before: null, after: 'created' })),
    caller.id,
    at,
  )
  return viewOf(tx, caller, copy)
}

/** From a date to another one, backwards below 0. */
function daysFrom(from: string, to: string): number {
  return to >= from ? dayCount(from, to) - 1 : 1 - dayCount(to, from)
}

/** @throws Problem VALIDATION_FAILED */
function requireInCalendar(date: string): string {
  if (date >= '2000-01-01' && date <= '2199-12-31') return date
  throw new Problem(
    'VALIDATION_FAILED',
    `A flight would be moved to ${date}, outside of the years 2000 to 2199. Choose another start.`,
    { errors: [{ path: 'startDate', message: 'moves a flight out of the calendar' }] },
  )
}

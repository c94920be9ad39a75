import type { CampaignView, MediaMixRow } from '../../shared/contract/campaigns'
import { countedRows } from '../../shared/counted-rows'
import { estimate, mediaMixTotals } from '../../shared/estimates'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import { CampaignUnit } from '../campaigns/campaign.entities'
import { viewOf } from '../campaigns/campaigns'
import type { Transaction } from '../database/database'
import { fieldsOf } from './row-fields'

export interface MediaMix {
  campaign: CampaignView
  revision: number
  rows: MediaMixRow[]
  totals: ReturnType<typeof mediaMixTotals>
}

/**
 * A campaign's rows in order, with their estimates and totals. The number of queries doesn't grow with the
 * rows.
 */
export async function readMediaMix(tx: Transaction, caller: Caller, campaignId: string): Promise<MediaMix> {
  const campaign = await requireCampaign(tx, caller, campaignId)
  const units = await unitsOf(tx, campaignId)
  return {
    campaign: await viewOf(tx, caller, campaign),
    revision: campaign.revision,
    rows: units.map(toRow),
    totals: mediaMixTotals([...countedRows(units)]),
  }
}

export async function unitsOf(tx: Transaction, campaignId: string): Promise<CampaignUnit[]> {
  return tx.manager.find(CampaignUnit, { where: { campaignId }, order: { position: 'ASC', id: 'ASC' } })
}

export function toRow(unit: CampaignUnit): MediaMixRow {
  return {
    unitId: unit.id,
    version: unit.version,
    ...fieldsOf(unit),
    ...estimate(unit),
    variant: unit.variant,
    bookingStatus: unit.bookingStatus,
    publishStatus: unit.publishStatus,
  }
}

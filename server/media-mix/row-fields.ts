import type { RowFields } from '../../shared/contract/campaigns'
import { fromPpm, toPpm } from '../../shared/estimates'
import { SYNCED_FIELDS } from '../../shared/sheets/media-mix/columns'
import type { CampaignUnit } from '../campaigns/campaign.entities'

/**
 * A unit's planned fields in the form of the sheets: rates are decimals there and parts per million in the
 * table.
 */
export function fieldsOf({ ctrPpm, vtrPpm, ...unit }: CampaignUnit): Required<RowFields> {
  const fields: Required<RowFields> = { ...unit, ctr: fromPpm(ctrPpm), vtr: fromPpm(vtrPpm) }
  return Object.fromEntries(SYNCED_FIELDS.map((field) => [field, fields[field]])) as Required<RowFields>
}

export function storedFields({ ctr, vtr, ...fields }: Required<RowFields>) {
  return { ...fields, ctrPpm: toPpm(ctr)!, vtrPpm: toPpm(vtr)! }
}

/** The properties of a unit; those of the sheet are in the sheet's order. */
export const UNIT_PROPERTIES = [
  'id',
  'campaignId',
  'position',
  ...SYNCED_FIELDS.map((field) => (field === 'ctr' || field === 'vtr' ? (`${field}Ppm` as const) : field)),
  'platforms',
  'bookingStatus',
  'publishStatus',
  'version',
  'updatedAt',
] as const satisfies readonly (keyof CampaignUnit)[]

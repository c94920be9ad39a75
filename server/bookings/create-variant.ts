import { randomUUID } from 'node:crypto'
import { Problem } from '../../shared/problem'
import { isBought, isCounted } from '../../shared/statuses'
import { freeVariant } from '../../shared/variants'
import type { Caller } from '../caller'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import { touchCampaign } from '../campaigns/campaigns'
import type { Transaction } from '../database/database'
import { toRow, unitsOf } from '../media-mix/media-mix'
import { placeRows } from '../media-mix/order-rows'
import { insertRows, requireCountableTotals } from '../media-mix/sync-media-mix'
import { ROW, recordChanges } from '../media-mix/unit-history'
import { groupsOf, insertGroups } from '../media-mix/unit-targeting'
import type { When } from './unit-steps'
import { lockVariants, moveToVariant, requireUnbought, requireVariant } from './variant-rows'

/** As many rows as one sync creates. */
const MOST_ROWS = 2000

export interface VariantRequest {
  revision: number
  from?: string | undefined
  name?: string | undefined
}

/**
 * Copies the rows of a variant as another variant, with their targeting, below the ones that are copied. In a campaign
 * without variants the rows that are not bought become the first variant; what is bought stays in all of them.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, ALREADY_EXISTS, STATUS_CONFLICT, AMOUNT_TOO_LARGE
 */
export async function createVariant(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  { revision, from, name }: VariantRequest,
  when: When,
) {
  const { campaign, units, names } = await lockVariants(tx, caller, campaignId, revision)
  if (from !== undefined) requireVariant(names, from)
  requireUnbought(units, 'another variant would never be counted')
  const known = from ?? names[0]
  const taken = units.flatMap(({ variant, bookingStatus }) =>
    variant === null || bookingStatus === 'Canceled' ? [] : [variant],
  )
  if (name !== undefined && taken.includes(name)) {
    throw new Problem(
      'ALREADY_EXISTS',
      `The campaign has a variant ${name} already. Choose another letter, or leave the name out.`,
    )
  }
  const source = known ?? freeLetter([...taken, name ?? ''])
  const copy = name ?? freeLetter([...taken, source])

  const originals = units.filter(({ variant, bookingStatus }) =>
    known === undefined
      ? variant === null && !isBought(bookingStatus) && bookingStatus !== 'Canceled'
      : variant === known,
  )
  const copied = originals.filter(({ bookingStatus }) => isCounted(bookingStatus))
  requireCopiable(copied.length)
  const { at, actor } = when
  if (known === undefined) await moveToVariant(tx, campaign, originals, source, when)

  const idOf = new Map(copied.map(({ id }) => [id, randomUUID()]))
  const lastPosition = Math.max(...units.map(({ position }) => position))
  const copies = copied.map(
    (unit, i): CampaignUnit => ({
      ...unit,
      id: idOf.get(unit.id)!,
      position: lastPosition + 1 + i,
      platforms: null,
      variant: copy,
      bookingStatus: 'Draft',
      publishStatus: null,
      version: 1,
      updatedAt: at,
    }),
  )
  await insertRows(tx, copies)
  const targeting = await groupsOf(tx, [...idOf.keys()])
  await insertGroups(
    tx,
    [...targeting].map(([id, groups]) => ({ unitId: idOf.get(id)!, groups })),
  )
  await placeRows(tx, campaignId, belowLastOf(units, copied, copies))
  await recordChanges(
    tx,
    campaign,
    copies.map(({ id: unitId }) => ({ unitId, version: 1, field: ROW, before: null, after: 'created' })),
    actor,
    at,
  )
  requireCountableTotals((await unitsOf(tx, campaignId)).map(toRow))
  const touched = await touchCampaign(tx, campaign, at)
  return {
    variant: copy,
    revision: touched.revision,
    source,
    units: copied.map(({ id }) => ({ unitId: idOf.get(id)!, copyOf: id })),
  }
}

/** The order of all rows, with the copies below the last row that was copied. */
function belowLastOf(
  units: readonly CampaignUnit[],
  copied: readonly CampaignUnit[],
  copies: readonly CampaignUnit[],
): string[] {
  const below = units.indexOf(copied.at(-1)!) + 1
  return [...units.slice(0, below), ...copies, ...units.slice(below)].map(({ id }) => id)
}

/** @throws Problem STATUS_CONFLICT */
function requireCopiable(rows: number): void {
  if (rows === 0) {
    throw new Problem(
      'STATUS_CONFLICT',
      'There is no row to copy: rows that are bought or ended are part of all variants. Add a row first.',
    )
  }
  if (rows > MOST_ROWS) {
    throw new Problem(
      'STATUS_CONFLICT',
      `A variant of ${rows} rows is more than the ${MOST_ROWS} that can be copied at once. Nothing was changed.`,
    )
  }
}

/** @throws Problem STATUS_CONFLICT */
function freeLetter(taken: readonly string[]): string {
  const free = freeVariant(taken)
  if (free !== undefined) return free
  throw new Problem('STATUS_CONFLICT', 'The campaign has a variant for each letter. Discard one first.')
}

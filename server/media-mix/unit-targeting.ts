import { In } from 'typeorm'
import type { UnitGroupBody, UnitTargeting } from '../../shared/contract/campaigns'
import { groupBy } from '../../shared/group-by'
import { Problem } from '../../shared/problem'
import { isEditable } from '../../shared/statuses'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import {
  CampaignUnit,
  CampaignUnitGroup,
  CampaignUnitGroupMember,
  CampaignUnitGroupOwnerRatio,
} from '../campaigns/campaign.entities'
import { touchCampaign } from '../campaigns/campaigns'
import { productsOf } from '../catalog/products'
import { targetingGroupsOf } from '../catalog/targeting-groups'
import { inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { nextVersion } from '../database/versions'
import { namedBy, resolveTargeting } from '../purchases/targeting'
import { unitsOf } from './media-mix'
import { recordChanges } from './unit-history'

/** Every unit's groups, in order; catalogue groups have their current members. */
export async function readTargeting(
  tx: Transaction,
  units: readonly CampaignUnit[],
): Promise<UnitTargeting[]> {
  const groups = await groupsOf(
    tx,
    units.map(({ id }) => id),
  )
  const catalogue = await targetingGroupsOf(
    tx,
    [...groups.values()].flatMap((all) => all.flatMap(({ code }) => code ?? [])),
  )
  return units.map(({ id, version }) => ({
    unitId: id,
    version,
    groups: (groups.get(id) ?? []).map((group) => {
      const known = group.code === undefined ? undefined : catalogue.get(group.code)
      return {
        ...group,
        ...(known ? { name: known.name } : {}),
        members: known?.members ?? group.members ?? [],
      }
    }),
  }))
}

/**
 * A group of a unit, a group's member or an owner's ratio. They share one shape, so that one statement reads
 * all three.
 */
interface TargetingRow {
  what: 'group' | 'member' | 'ratio'
  unitId: string
  groupPosition: number
  position: number
  /** The group's code, the member's content, the ratio's owner. */
  key_: string | null
  /** The group's and the member's weight, the owner's ratio. */
  number_: number
  /** For a group only. */
  name: string | null
  platforms: string | null
}

/** The groups as the planner chose them; catalogue groups by code only. One query for thousands of units. */
export async function groupsOf(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, UnitGroupBody[]>> {
  const rows = await inBatches(unitIds, (some) => {
    const where = `WHERE unit_id IN (${placeholders(some)})`
    return tx.rows<TargetingRow>(
      `SELECT 'group' AS what, unit_id AS unitId, position AS groupPosition, 0 AS position, code AS key_,
              weight AS number_, name, platforms
       FROM campaign_unit_group ${where}
       UNION ALL
       SELECT 'member', unit_id, group_position, position, meta_id, weight, NULL, NULL
       FROM campaign_unit_group_member ${where}
       UNION ALL
       SELECT 'ratio', unit_id, group_position, position, owner, ratio, NULL, NULL
       FROM campaign_unit_group_owner_ratio ${where}
       ORDER BY unitId, groupPosition, position`,
      [...some, ...some, ...some],
    )
  })
  return new Map(
    [...groupBy(rows, ({ unitId }) => unitId)].map(([unitId, of]) => [
      unitId,
      [...groupBy(of, ({ groupPosition }) => groupPosition).values()].map(groupFrom),
    ]),
  )
}

function groupFrom(rows: readonly TargetingRow[]): UnitGroupBody {
  const group = rows.find(({ what }) => what === 'group')!
  const members = rows.filter(({ what }) => what === 'member')
  const ratios = rows.filter(({ what }) => what === 'ratio')
  return {
    weight: group.number_,
    ...(group.key_ === null ? {} : { code: group.key_ }),
    ...(group.name === null ? {} : { name: group.name }),
    ...(group.key_ === null
      ? { members: members.map(({ key_, number_ }) => ({ metaId: key_!, weight: number_ })) }
      : {}),
    ...(group.platforms ? { platforms: JSON.parse(group.platforms) as string[] } : {}),
    ...(ratios.length > 0
      ? { ownerRatios: ratios.map(({ key_, number_ }) => ({ owner: key_!, ratio: number_ })) }
      : {}),
  }
}

export interface TargetingChange {
  unitId: string
  version: number
  groups: readonly UnitGroupBody[]
}

/**
 * Sets the groups of units, all of them or none.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, USE_AMEND, TARGETING_INVALID, UNKNOWN_REFERENCE
 */
export async function putTargeting(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  changes: readonly TargetingChange[],
  at: string,
): Promise<UnitTargeting[]> {
  const campaign = await requireCampaign(tx, caller, campaignId, true)
  const ids = changes.map(({ unitId }) => unitId)
  const units = new Map(
    (await tx.manager.findBy(CampaignUnit, { campaignId, id: In(ids) })).map((u) => [u.id, u]),
  )
  const missing = ids.filter((id) => !units.has(id))
  if (missing.length > 0) {
    throw new Problem('NOT_FOUND', `The campaign has no row ${missing.join(', ')}. Load the MediaMix again.`)
  }
  const locked = ids.filter((id) => !isEditable(units.get(id)!.bookingStatus))
  if (locked.length > 0) {
    throw new Problem('USE_AMEND', 'The targeting of reserved and booked rows changes by amending them.', {
      unitIds: locked,
    })
  }
  for (const { unitId, version } of changes)
    nextVersion(units.get(unitId)!.version, version, `The row ${unitId}`)
  const products = await productsOf(
    tx,
    [...units.values()].map(({ productCode }) => productCode),
  )
  const targetings = changes.map(({ unitId, groups }) => {
    const product = products.get(units.get(unitId)!.productCode)!
    return { product, platforms: product.platforms, groups }
  })
  resolveTargeting(
    targetings,
    await namedBy(
      tx,
      changes.flatMap(({ groups }) => groups),
    ),
  )
  await clearTargeting(tx, ids)
  await insertGroups(tx, changes)
  await tx.run(
    `UPDATE campaign_unit SET version = version + 1, updated_at = ? WHERE id IN (${placeholders(ids)})`,
    [at, ...ids],
  )
  await recordChanges(
    tx,
    campaign,
    changes.map(({ unitId, version }) => ({
      unitId,
      version: version + 1,
      field: 'targeting',
      before: null,
      after: null,
    })),
    caller.id,
    at,
  )
  await touchCampaign(tx, campaign, at)
  return readTargeting(tx, await unitsOf(tx, campaignId))
}

export async function clearTargeting(tx: Transaction, unitIds: readonly string[]): Promise<void> {
  if (unitIds.length === 0) return
  const where = { unitId: In([...unitIds]) }
  await tx.manager.delete(CampaignUnitGroup, where)
  await tx.manager.delete(CampaignUnitGroupMember, where)
  await tx.manager.delete(CampaignUnitGroupOwnerRatio, where)
}

export async function insertGroups(
  tx: Transaction,
  changes: readonly Omit<TargetingChange, 'version'>[],
): Promise<void> {
  const groups: SqlValue[][] = []
  const members: SqlValue[][] = []
  const ratios: SqlValue[][] = []
  for (const { unitId, groups: all } of changes) {
    all.forEach((group, position) => {
      const platforms = group.platforms ? JSON.stringify(group.platforms) : null
      groups.push([unitId, position, group.code ?? null, group.name ?? null, group.weight, platforms])
      if (!group.code) {
        group.members?.forEach(({ metaId, weight }, at) => {
          members.push([unitId, position, at, metaId, weight])
        })
      }
      group.ownerRatios?.forEach(({ owner, ratio }, at) => {
        ratios.push([unitId, position, at, owner, ratio])
      })
    })
  }
  const key = ['unit_id', 'group_position', 'position']
  await tx.insert(
    'campaign_unit_group',
    ['unit_id', 'position', 'code', 'name', 'weight', 'platforms'],
    groups,
  )
  await tx.insert('campaign_unit_group_member', [...key, 'meta_id', 'weight'], members)
  await tx.insert('campaign_unit_group_owner_ratio', [...key, 'owner', 'ratio'], ratios)
}

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

/** A group of a unit; its members and owners' ratios are JSON, so that one row has all of it. */
interface GroupRow {
  unitId: string
  code: string | null
  name: string | null
  weight: number
  platforms: string | null
  members: string | null
  ownerRatios: string | null
}

/** The groups as the planner chose them; catalogue groups by code only. One query for thousands of units. */
export async function groupsOf(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, UnitGroupBody[]>> {
  const parts = (table: string, columns: readonly string[]) =>
    `SELECT ${tx.dialect.jsonRows(['p.position', ...columns])} FROM ${table} p
     WHERE p.unit_id = g.unit_id AND p.group_position = g.position`
  const rows = await inBatches(unitIds, (some) =>
    tx.rows<GroupRow>(
      `SELECT g.unit_id AS unitId, g.code AS code, g.name AS name, g.weight AS weight, g.platforms AS platforms,
              (${parts('campaign_unit_group_member', ['p.meta_id', 'p.weight'])}) AS members,
              (${parts('campaign_unit_group_owner_ratio', ['p.owner', 'p.ratio'])}) AS ownerRatios
       FROM campaign_unit_group g WHERE g.unit_id IN (${placeholders(some)})
       ORDER BY g.unit_id, g.position`,
      [...some],
    ),
  )
  return new Map(
    [...groupBy(rows, ({ unitId }) => unitId)].map(([unitId, groups]) => [unitId, groups.map(groupFrom)]),
  )
}

function groupFrom({ code, name, weight, platforms, members, ownerRatios }: GroupRow): UnitGroupBody {
  const ratios = partsOf(ownerRatios)
  return {
    weight,
    ...(code === null ? {} : { code }),
    ...(name === null ? {} : { name }),
    ...(code === null ? { members: partsOf(members).map(([, metaId, of]) => ({ metaId, weight: of })) } : {}),
    ...(platforms ? { platforms: JSON.parse(platforms) as string[] } : {}),
    ...(ratios.length > 0 ? { ownerRatios: ratios.map(([, owner, ratio]) => ({ owner, ratio })) } : {}),
  }
}

/** Position, key and number of each, in order. */
function partsOf(json: string | null): [number, string, number][] {
  const parts = JSON.parse(json ?? '[]') as [number, string, number][]
  return parts.sort(([one], [other]) => one - other)
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

import { In } from 'typeorm'
import type { TargetingGroupBody, TargetingGroupView } from '../../shared/contract/catalog'
import { groupBy } from '../../shared/group-by'
import { RANDOM_POOL } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { inBatches } from '../database/batches'
import type { Reading, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { TargetingGroup, TargetingGroupMember } from './catalog.entities'
import { differences, type Editor, recordCatalogueChanges } from './catalogue-history'
import { requireContents, type TargetedContent } from './contents'
import { putEntry } from './put-entry'

/** What of a targeting group has a history. */
const RECORDED = ['name', 'members'] as const

/**
 * @param editor absent: the set-up, whose changes have no history
 * @throws Problem UNKNOWN_REFERENCE for an unknown content, VALIDATION_FAILED for a RANDOM one
 */
export async function putTargetingGroup(
  tx: Transaction,
  code: string,
  body: TargetingGroupBody,
  editor?: Editor,
): Promise<TargetingGroupView> {
  refuseRandom(
    await requireContents(
      tx,
      body.members.map(({ metaId }) => metaId),
    ),
  )
  const before = editor && (await targetingGroupsOf(tx, [code])).get(code)
  const { version } = await putEntry(
    tx,
    TargetingGroup,
    { code },
    { code, name: body.name },
    body.version,
    `Targeting group ${code}`,
  )
  await tx.manager.delete(TargetingGroupMember, { groupCode: code })
  await tx.insert(
    'targeting_group_member',
    ['group_code', 'position', 'meta_id', 'weight'],
    body.members.map(({ metaId, weight }, position) => [code, position, metaId, weight]),
  )
  const after = { code, name: body.name, members: body.members, version }
  if (editor)
    await recordCatalogueChanges(tx, differences('TARGETING_GROUP', code, before, after, RECORDED), editor)
  return after
}

/** @throws Problem VALIDATION_FAILED for contents that can't be targeted one by one */
export function refuseRandom(contents: readonly Pick<TargetedContent, 'metaId' | 'type'>[]): void {
  const random = contents.filter(({ type }) => type === 'RANDOM')
  if (random.length === 0) return
  throw new Problem(
    'VALIDATION_FAILED',
    `${random.map(({ metaId }) => metaId).join(', ')}: RANDOM inventory is pooled (${RANDOM_POOL}) and sold by RANDOM products only. Take it out of the list.`,
  )
}

export async function listTargetingGroups(tx: Transaction, stretch: Stretch): Promise<TargetingGroupView[]> {
  const { condition, values, end } = seek(tx, ['code'], stretch)
  const groups = await tx.rows<TargetingGroup>(
    `SELECT code, name, version FROM targeting_group WHERE ${condition} ${end}`,
    values,
  )
  return withMembers(tx, groups)
}

/** The groups with these codes that exist, members in order. */
export async function targetingGroupsOf(
  tx: Reading,
  codes: readonly string[],
): Promise<Map<string, TargetingGroupView>> {
  const groups =
    codes.length === 0 ? [] : await tx.manager.findBy(TargetingGroup, { code: In([...new Set(codes)]) })
  return new Map((await withMembers(tx, groups)).map((group) => [group.code, group]))
}

async function withMembers(tx: Reading, groups: readonly TargetingGroup[]): Promise<TargetingGroupView[]> {
  if (groups.length === 0) return []
  const codes = groups.map(({ code }) => code)
  const members = await inBatches(codes, (some) =>
    tx.manager.find(TargetingGroupMember, { where: { groupCode: In(some) }, order: { position: 'ASC' } }),
  )
  const byGroup = groupBy(members, ({ groupCode }) => groupCode)
  return groups.map(({ code, name, version }) => ({
    code,
    name,
    members: (byGroup.get(code) ?? []).map(({ metaId, weight }) => ({ metaId, weight })),
    version,
  }))
}

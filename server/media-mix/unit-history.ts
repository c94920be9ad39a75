import { groupBy } from '../../shared/group-by'
import type { FieldValue } from '../../shared/merge'
import type { Campaign } from '../campaigns/campaign.entities'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/** One field of a row changed from one value to another; the row then has `version`. */
export interface FieldChange {
  unitId: string
  version: number
  field: string
  before: FieldValue
  after: FieldValue
}

/** The pseudo-field for the creation and deletion of a row. */
export const ROW = 'unit'

/** The pseudo-field for a row's place among the others, from 1: no value of the row itself, whose version stays. */
export const POSITION = 'position'

/** @param campaign the campaign before these changes; touchCampaign then makes its next revision */
export async function recordChanges(
  tx: Transaction,
  { id: campaignId, revision }: Pick<Campaign, 'id' | 'revision'>,
  changes: readonly FieldChange[],
  actor: string,
  at: string,
): Promise<void> {
  await tx.insert(
    'campaign_unit_change',
    ['campaign_id', 'unit_id', 'version', 'revision', 'field', 'value_before', 'value_after', 'actor', 'at'],
    changes.map(({ unitId, version, field, before, after }): SqlValue[] => [
      campaignId,
      unitId,
      version,
      revision + 1,
      field,
      JSON.stringify(before),
      JSON.stringify(after),
      actor,
      at,
    ]),
  )
}

/** The change after which a row, or a field of it, stands as it is. */
export interface LastChange {
  /** E-mail of who made it. */
  by: string
  at: string
}

/** What is known of a sheet's row: its version, or the revision of the campaign that the sheet last had. */
export type Seen = { unitId: string } & ({ version: number } | { revision: number })

/** The changes of rows since a sheet has seen them, oldest first. */
export class NewerChanges {
  private constructor(private readonly changes: ReadonlyMap<string, FieldChange[]>) {}

  static async of(tx: Transaction, seen: readonly Seen[]): Promise<NewerChanges> {
    const byVersion = seen.flatMap((one) => ('version' in one ? [[one.unitId, one.version] as const] : []))
    const byRevision = seen.flatMap((one) => ('revision' in one ? [[one.unitId, one.revision] as const] : []))
    const newer = async (pairs: readonly (readonly [string, number])[], condition: string) => {
      if (pairs.length === 0) return []
      const given = tx.dialect.given({ unit_id: 'id', seen: 'whole' }, 'given')
      return tx.rows<Row>(
        `SELECT h.unit_id AS unitId, h.version AS version, h.field AS field, h.value_before AS valueBefore,
                h.value_after AS valueAfter
         FROM ${given} JOIN campaign_unit_change h ON h.unit_id = given.unit_id AND ${condition}
         WHERE h.field <> '${POSITION}'
         ORDER BY h.id`,
        [JSON.stringify(pairs)],
      )
    }
    const rows = [
      ...(await newer(byVersion, 'h.version > given.seen')),
      // A change without a revision is older than revisions are stored: it may be newer than the sheet.
      ...(await newer(byRevision, '(h.revision IS NULL OR h.revision > given.seen)')),
    ]
    const changes = rows.map(({ valueBefore, valueAfter, ...row }) => ({
      ...row,
      before: JSON.parse(valueBefore ?? 'null') as FieldValue,
      after: JSON.parse(valueAfter ?? 'null') as FieldValue,
    }))
    return new NewerChanges(groupBy(changes, ({ unitId }) => unitId))
  }

  ofRow(unitId: string): readonly FieldChange[] {
    return this.changes.get(unitId) ?? []
  }
}

interface Row {
  unitId: string
  version: number
  field: string
  valueBefore: string | null
  valueAfter: string | null
}

/** The deletions of rows that existed and were deleted, by unitId. */
export async function deletionsOf(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, LastChange>> {
  if (unitIds.length === 0) return new Map()
  const deleted = JSON.stringify('deleted')
  const rows = await tx.rows<LastChange & { unitId: string; valueAfter: string | null }>(
    `${SELECT_LAST} WHERE unit_id IN (${placeholders(unitIds)}) AND field = ? GROUP BY unit_id${END_LAST}`,
    [...unitIds, ROW],
  )
  return new Map(
    rows.flatMap(({ unitId, valueAfter, by, at }) => (valueAfter === deleted ? [[unitId, { by, at }]] : [])),
  )
}

/** The last change of each field of rows, and of the row as a whole. */
export class LastChanges {
  private constructor(private readonly changes: ReadonlyMap<string, readonly LastOfField[]>) {}

  static async of(tx: Transaction, unitIds: readonly string[]): Promise<LastChanges> {
    if (unitIds.length === 0) return new LastChanges(new Map())
    const rows = await tx.rows<LastOfField>(
      `${SELECT_LAST} WHERE unit_id IN (${placeholders(unitIds)}) GROUP BY unit_id, field${END_LAST}`,
      unitIds,
    )
    return new LastChanges(groupBy(rows, ({ unitId }) => unitId))
  }

  /** @param field {@link ROW}: any field */
  of(unitId: string, field: string): LastChange | undefined {
    return (this.changes.get(unitId) ?? []).findLast((change) => field === ROW || change.field === field)
  }
}

interface LastOfField extends LastChange {
  unitId: string
  field: string
}

const SELECT_LAST = `SELECT h.unit_id AS unitId, h.field AS field, h.value_after AS valueAfter,
  COALESCE(a.email, h.actor) AS \`by\`, h.at AS at
  FROM (SELECT MAX(id) AS id FROM campaign_unit_change`
const END_LAST = `) last JOIN campaign_unit_change h ON h.id = last.id LEFT JOIN account a ON a.id = h.actor
  ORDER BY h.id`

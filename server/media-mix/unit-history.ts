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

export interface RecordedChange extends FieldChange {
  /** The campaign's revision after the change; null: not known. */
  revision: number | null
  /** E-mail of who changed it. */
  by: string
  at: string
}

/** The pseudo-field for the creation and deletion of a row. */
export const ROW = 'unit'

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

/** The changes of rows, oldest first. */
export class UnitHistory {
  private constructor(private readonly changes: ReadonlyMap<string, RecordedChange[]>) {}

  static async of(tx: Transaction, unitIds: readonly string[]): Promise<UnitHistory> {
    if (unitIds.length === 0) return new UnitHistory(new Map())
    const rows = await tx.rows<{
      unitId: string
      version: number
      revision: number | null
      field: string
      valueBefore: string | null
      valueAfter: string | null
      actor: string
      at: string
    }>(
      `SELECT h.unit_id AS unitId, h.version AS version, h.revision AS revision, h.field AS field, h.value_before AS valueBefore,
              h.value_after AS valueAfter, COALESCE(a.email, h.actor) AS actor, h.at AS at
       FROM campaign_unit_change h LEFT JOIN account a ON a.id = h.actor
       WHERE h.unit_id IN (${placeholders(unitIds)}) ORDER BY h.id`,
      unitIds,
    )
    const changes = rows.map(({ actor, valueBefore, valueAfter, ...row }) => ({
      ...row,
      before: JSON.parse(valueBefore ?? 'null') as FieldValue,
      after: JSON.parse(valueAfter ?? 'null') as FieldValue,
      by: actor,
    }))
    return new UnitHistory(groupBy(changes, ({ unitId }) => unitId))
  }

  /** Changes of a row after a version. */
  since(unitId: string, version: number): RecordedChange[] {
    return (this.changes.get(unitId) ?? []).filter((change) => change.version > version)
  }

  /** Changes of a row after a revision of its campaign, and those without a known revision. */
  sinceRevision(unitId: string, baseRevision: number): RecordedChange[] {
    return (this.changes.get(unitId) ?? []).filter(
      ({ revision }) => revision === null || revision > baseRevision,
    )
  }

  /** The last change of a field, or of any field. */
  last(unitId: string, field?: string): RecordedChange | undefined {
    return (this.changes.get(unitId) ?? []).findLast(
      (change) => field === undefined || change.field === field,
    )
  }

  /** The deletion of a row that existed and was deleted; otherwise undefined. */
  deletion(unitId: string): RecordedChange | undefined {
    const last = this.last(unitId, ROW)
    return last?.after === 'deleted' ? last : undefined
  }
}

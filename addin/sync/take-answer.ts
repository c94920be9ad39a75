import type { MediaMixRow, RowChange, RowConflict } from '../../shared/contract/campaigns'
import { type Base, baseRow, type SheetFields } from './base-rows'

/** What a sync came to. */
export interface Taken {
  base: Base
  /** Rows that somebody else changed too: the sheet keeps the planner's values until they decide. */
  conflicts: RowConflict[]
}

/**
 * The base after an answer. Rows in conflict keep their old base: with a new one the next push would overwrite what the
 * other person wrote.
 */
export function takeAnswer(
  before: Base,
  answer: { revision: number; rows: readonly MediaMixRow[]; conflicts: readonly RowConflict[] },
): Taken {
  const conflicted = new Set(answer.conflicts.map(({ unitId }) => unitId))
  const rows = new Map(
    answer.rows.map((row) => {
      const old = before.rows.get(row.unitId)
      return [row.unitId, conflicted.has(row.unitId) && old ? old : baseRow(row)]
    }),
  )
  return {
    base: { campaignId: before.campaignId, revision: answer.revision, rows },
    conflicts: [...answer.conflicts],
  }
}

/** The planner keeps their own values: from now on the service's row is what they change. */
export function keepMine(base: Base, row: MediaMixRow): Base {
  return { ...base, rows: new Map(base.rows).set(row.unitId, baseRow(row)) }
}

/** What the sheet holds after it was read: the base, and what the planner had changed in it. */
export function withChanges(base: Base, changes: readonly RowChange[]): Base {
  const rows = new Map(base.rows)
  for (const { unitId, fields } of changes) {
    const known = rows.get(unitId)
    if (known) rows.set(unitId, { ...known, fields: { ...known.fields, ...fields } as SheetFields })
  }
  return { ...base, rows }
}

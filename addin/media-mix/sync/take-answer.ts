import type { MediaMixRow, RowChange, RowConflict, RowFields } from '../../../shared/contract/campaigns'
import { SYNCED_FIELDS } from '../../../shared/sheets/media-mix/columns'
import { type Base, type BaseRow, baseRow, isSame, UNKNOWN_VERSION } from './base-rows'

/** The result of a sync. */
export interface Taken {
  base: Base
  /** Rows that somebody else changed too: the sheet keeps the planner's values until they decide. */
  conflicts: RowConflict[]
}

/**
 * The base after an answer. Rows in conflict keep their old base: with a new one the next push would
 * overwrite what the other person wrote. Where the base wasn't known, the conflicts tell it.
 */
export function takeAnswer(
  before: Base,
  answer: { revision: number; rows: readonly MediaMixRow[]; conflicts: readonly RowConflict[] },
): Taken {
  const conflicted = new Set(answer.conflicts.map(({ unitId }) => unitId))
  const rows = new Map(
    answer.rows.map((row) => {
      if (!conflicted.has(row.unitId)) return [row.unitId, baseRow(row)]
      return [row.unitId, before.rows.get(row.unitId) ?? baseOfConflict(row, answer.conflicts)]
    }),
  )
  return {
    base: { campaignId: before.campaignId, revision: answer.revision, rows },
    conflicts: [...answer.conflicts],
  }
}

function baseOfConflict(row: MediaMixRow, conflicts: readonly RowConflict[]): BaseRow {
  const { editable, fields } = baseRow(row)
  const told = conflicts.flatMap(({ unitId, field, base }) =>
    unitId === row.unitId ? [[field, base ?? undefined]] : [],
  )
  return { version: UNKNOWN_VERSION, editable, fields: { ...fields, ...Object.fromEntries(told) } }
}

/**
 * The base after the planner has decided a conflict: in the fields in conflict it has the values of the service that
 * they saw, so that a sheet with other values changes these, and only these. The other fields keep their base, because
 * the sheet may not show yet what somebody else has written there.
 */
export function decided(base: Base, row: MediaMixRow, conflicts: readonly RowConflict[]): Base {
  const known = base.rows.get(row.unitId) ?? baseRow(row)
  const seen = conflicts.map(({ field, remote }) => [field, remote ?? undefined])
  return {
    ...base,
    rows: new Map(base.rows).set(row.unitId, {
      version: UNKNOWN_VERSION,
      editable: baseRow(row).editable,
      fields: { ...known.fields, ...Object.fromEntries(seen) },
    }),
  }
}

/**
 * The contents of the sheet's cells after a push: what they had before, plus the planner's changes. A row
 * that is now the same in the service gets the service's version; other rows keep the version that they show.
 */
export function shownAfterPush(shown: Base, changes: readonly RowChange[], base: Base): Base {
  const rows = new Map(shown.rows)
  for (const { unitId, fields } of changes) {
    const held = rows.get(unitId)
    const now = base.rows.get(unitId)
    if (held) rows.set(unitId, { ...held, fields: { ...held.fields, ...fields } })
    // A new row, or one whose base wasn't known: the sheet contains what was sent.
    else if (now) rows.set(unitId, { ...now, version: UNKNOWN_VERSION, fields: { ...now.fields, ...fields } })
  }
  for (const [unitId, held] of rows) {
    const now = base.rows.get(unitId)
    if (now && SYNCED_FIELDS.every((field) => isSame(held.fields[field], now.fields[field])))
      rows.set(unitId, now)
  }
  return { ...shown, rows }
}

/**
 * The contents of the sheet's cells after `base` was written into it, except for cells in which the planner
 * has typed meanwhile. If somebody else changed such a cell too, its row keeps the version that the planner
 * saw, so that the two changes become a conflict.
 */
export function shownAfterWriting(
  shown: Base,
  typed: readonly Pick<RowChange, 'unitId' | 'fields'>[],
  base: Base,
): Base {
  if (typed.length === 0) return base
  const rows = new Map(base.rows)
  for (const { unitId, fields } of typed) {
    const held = shown.rows.get(unitId)
    const now = base.rows.get(unitId)
    const kept = Object.keys(fields ?? {}) as (keyof RowFields)[]
    if (!held || !now || kept.every((field) => isSame(held.fields[field], now.fields[field]))) continue
    const seen = Object.fromEntries(kept.map((field) => [field, held.fields[field]]))
    rows.set(unitId, { ...now, version: held.version, fields: { ...now.fields, ...seen } })
  }
  return { ...base, rows }
}

/** Rows that were held or bought elsewhere: what was typed into them is an amendment from now on, or is restored. */
export function lockedIn(shown: Base, unitIds: readonly string[]): Base {
  const rows = new Map(shown.rows)
  for (const unitId of unitIds) {
    const held = rows.get(unitId)
    if (held) rows.set(unitId, { ...held, editable: false })
  }
  return { ...shown, rows }
}

/** Removes rows that are no longer in the sheet. */
export function without(base: Base, unitIds: readonly string[]): Base {
  const rows = new Map(base.rows)
  for (const unitId of unitIds) rows.delete(unitId)
  return { ...base, rows }
}

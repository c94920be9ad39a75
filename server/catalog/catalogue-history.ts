import type { CatalogueChangeView } from '../../shared/contract/catalog'
import { groupBy } from '../../shared/group-by'
import type { SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { recordSecurityEvents, type SecurityEventToRecord } from '../security-log/record-event'
import type { CatalogueChange as CatalogueChangeRow } from './catalog.entities'

/** The history has all of them. */
const CHANGES_TOLD = 20

/** Who changes the catalogue, and when. */
export interface Editor {
  accountId: string
  at: string
}

export type CatalogueKind = CatalogueChangeRow['kind']

/** A field of something in the catalogue that changed; null: it had, or has, no value. */
export interface CatalogueChange {
  kind: CatalogueKind
  code: string
  field: string
  before: unknown
  after: unknown
}

export async function recordCatalogueChanges(
  tx: Transaction,
  changes: readonly CatalogueChange[],
  editor: Editor,
  reason: string | null = null,
): Promise<void> {
  await tx.insert(
    'catalogue_change',
    ['kind', 'code', 'field', 'value_before', 'value_after', 'reason', 'actor', 'at'],
    changes.map(({ kind, code, field, before, after }): SqlValue[] => [
      kind,
      code,
      field,
      JSON.stringify(before),
      JSON.stringify(after),
      reason,
      editor.accountId,
      editor.at,
    ]),
  )
  await recordSecurityEvents(tx, securityEventsOf(changes, editor.at, reason))
}

/** One event for each thing that changed. */
function securityEventsOf(
  changes: readonly CatalogueChange[],
  at: string,
  reason: string | null,
): SecurityEventToRecord[] {
  return [...groupBy(changes, ({ kind, code }) => `${kind} ${code}`).values()].map((of) => {
    const { kind, code } = of[0]!
    const told = of.map(({ field, before, after }) => ({ field, before, after }))
    return {
      at,
      action: kind === 'PRODUCT' ? 'PRODUCT_CHANGED' : 'CATALOGUE_CHANGED',
      subject: code,
      details: { kind, changes: told.slice(0, CHANGES_TOLD), ...(reason === null ? {} : { reason }) },
    }
  })
}

/**
 * The fields that differ between two states of a thing.
 *
 * @param before undefined: it is new, and every field is a change from null
 */
export function differences<Thing extends object>(
  kind: CatalogueKind,
  code: string,
  before: Thing | undefined,
  after: Thing,
  fields: readonly (keyof Thing & string)[],
): CatalogueChange[] {
  return fields
    .map((field) => ({
      kind,
      code,
      field,
      before: before?.[field] ?? null,
      after: after[field] ?? null,
    }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

/** The changes of a thing, the newest first. */
export async function catalogueHistory(
  tx: Transaction,
  kind: CatalogueKind,
  code: string,
  stretch: Stretch,
): Promise<CatalogueChangeView[]> {
  const { condition, values, end } = seek(tx, ['c.id'], stretch, 'DESC')
  const rows = await tx.rows<
    Omit<CatalogueChangeView, 'before' | 'after'> & { before: string; after: string }
  >(
    `SELECT c.id AS id, c.field AS field, c.value_before AS \`before\`, c.value_after AS \`after\`, c.reason AS reason,
            COALESCE(a.email, c.actor) AS actor, c.at AS at
     FROM catalogue_change c LEFT JOIN account a ON a.id = c.actor
     WHERE c.kind = ? AND c.code = ? AND ${condition} ${end}`,
    [kind, code, ...values],
  )
  return rows.map((row) => ({ ...row, before: JSON.parse(row.before), after: JSON.parse(row.after) }))
}

import { type Demand, demandOf, type LeftOut, type Split } from '../../shared/distribution'
import { groupBy } from '../../shared/group-by'
import { countHolds, type HeldNeed } from '../../shared/holds'
import { inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { type LedgerLine, rowKey } from './ledger'
import { packJson, unpackJson } from './packed-json'
import { UnitHold } from './purchase.entities'
import type { SplitUnit } from './split-units'

/** A new hold with the split that it reserves. */
export interface NewHold {
  unitId: string
  variant: string | null
  expiresAt: string
  split: SplitUnit
}

interface HoldRow extends HeldNeed {
  metaId: string
  platform: string
  date: string
  counted: number
}

/** A change of a campaign's holds: its ledger lines, and the new rows of all holds concerned. */
export interface HoldChange {
  lines: LedgerLine[]
  removed: readonly string[]
  added: readonly NewHold[]
  rows: HoldRow[]
  /**
   * Impressions of a row that a hold of a variant may take in addition to the row's remaining inventory:
   * those that the ended holds counted, and those that the campaign's other variants already hold.
   */
  shared(variant: string | null, row: Pick<LedgerLine, 'metaId' | 'platform' | 'date'>): number
}

/** The holds of units, by unit id. */
export async function holdsOf(tx: Transaction, unitIds: readonly string[]): Promise<Map<string, UnitHold>> {
  const holds = await inBatches(unitIds, (some) =>
    tx.rows<Omit<UnitHold, 'rules'> & { rules: string }>(
      `SELECT unit_id AS unitId, campaign_id AS campaignId, variant, expires_at AS expiresAt, amount, impressions,
              rules, split, actor, at
       FROM unit_hold WHERE unit_id IN (${placeholders(some)})`,
      some,
    ),
  )
  return new Map(holds.map((hold) => [hold.unitId, { ...hold, rules: JSON.parse(hold.rules) }]))
}

/** What a hold reserves. */
export async function splitOf(hold: UnitHold): Promise<{ split: Split; warnings: LeftOut[] }> {
  return unpackJson(hold.split!)
}

/** A hold's split, to be bought exactly as it was reserved. */
export async function heldSplit(hold: UnitHold): Promise<SplitUnit> {
  const { split, warnings } = await splitOf(hold)
  return {
    unitId: hold.unitId,
    amount: hold.amount,
    impressions: hold.impressions,
    warnings,
    rules: hold.rules,
    split,
    demand: demandOf([split]),
    noInventory: [],
    // A hold is bought completely or not at all.
    fit: () => ({ amount: 0, impressions: 0 }),
  }
}

/**
 * Calculates the effect of ending and adding holds on each row, with the campaign's variants counted
 * together. The caller holds the campaign's lock and writes the change after the inventory has moved.
 */
export async function planHoldChange(
  tx: Transaction,
  campaignId: string,
  removed: readonly string[],
  added: readonly NewHold[],
): Promise<HoldChange> {
  const gone = new Set(removed)
  const before = await rowsConcerned(tx, campaignId, removed, added)
  const staying = before.filter(({ unitId }) => !gone.has(unitId))
  const wanted = [
    ...staying,
    ...added.flatMap(({ unitId, variant, split }) =>
      split.demand.map(({ quantity, ...row }: Demand) => ({
        unitId,
        variant,
        ...row,
        need: quantity,
        counted: 0,
      })),
    ),
  ]
  const rows = [...groupBy(wanted, rowKey).values()].flatMap((onRow) => {
    const counts = countHolds(onRow)
    return onRow.map((row) => ({ ...row, counted: counts.get(row.unitId)! }))
  })
  const countedOn = groupBy(before, rowKey)
  const stayingOn = groupBy(staying, rowKey)
  return {
    lines: [...differences(before, rows)],
    removed,
    added,
    rows,
    shared(variant, row) {
      const counted = (countedOn.get(rowKey(row)) ?? []).reduce((sum, one) => sum + one.counted, 0)
      return counted - besideVariant(variant, stayingOn.get(rowKey(row)) ?? [])
    },
  }
}

/**
 * Impressions that the holds on a row keep from another hold. From a hold with a variant: the whole needs of
 * the same variant. From a hold without one: everything that the holds count.
 */
function besideVariant(variant: string | null, holds: readonly HeldNeed[]): number {
  const needs =
    variant === null
      ? [...countHolds(holds).values()]
      : holds.filter((one) => one.variant === variant).map(({ need }) => need)
  return needs.reduce((sum, need) => sum + need, 0)
}

/** Writes the result of {@link planHoldChange}, except the ledger. */
export async function writeHoldChange(
  tx: Transaction,
  campaignId: string,
  { removed, added, rows }: HoldChange,
  { actor, at }: { actor: string; at: string },
): Promise<void> {
  const ended: SqlValue[] = [...removed, ...added.map(({ unitId }) => unitId)]
  if (ended.length > 0) {
    const marks = placeholders(ended)
    await tx.run(`DELETE FROM unit_hold_row WHERE unit_id IN (${marks})`, ended)
    await tx.run(`DELETE FROM unit_hold WHERE unit_id IN (${marks})`, ended)
  }
  for (const { unitId, variant, expiresAt, split } of added) {
    await tx.manager.insert(UnitHold, {
      unitId,
      campaignId,
      variant,
      expiresAt,
      amount: split.amount,
      impressions: split.impressions,
      rules: split.rules,
      split: await packJson({ split: split.split, warnings: split.warnings }),
      actor,
      at,
    })
  }
  await tx.upsert(
    {
      table: 'unit_hold_row',
      columns: ['unit_id', 'meta_id', 'platform', 'date', 'need', 'counted'],
      key: ['unit_id', 'meta_id', 'platform', 'date'],
      update: { counted: tx.dialect.incoming('counted') },
    },
    rows.map(({ unitId, metaId, platform, date, need, counted }) => [
      unitId,
      metaId,
      platform,
      date,
      need,
      counted,
    ]),
  )
}

/** Held units of the campaign's other variants: their holds end when one of the variants is bought. */
export async function alternativesTo(
  tx: Transaction,
  campaignId: string,
  bought: readonly { variant: string | null }[],
): Promise<string[]> {
  const variants = new Set(bought.flatMap(({ variant }) => variant ?? []))
  if (variants.size === 0) return []
  const holds = await tx.rows<{ unitId: string; variant: string }>(
    'SELECT unit_id AS unitId, variant FROM unit_hold WHERE campaign_id = ? AND variant IS NOT NULL',
    [campaignId],
  )
  return holds.flatMap(({ unitId, variant }) => (variants.has(variant) ? [] : unitId))
}

/**
 * The rows of the holds that end; if one of the holds has a variant, also those of all the campaign's
 * variants.
 */
async function rowsConcerned(
  tx: Transaction,
  campaignId: string,
  removed: readonly string[],
  added: readonly NewHold[],
): Promise<HoldRow[]> {
  const ended = await holdsOf(tx, removed)
  const shared = [...ended.values(), ...added].some(({ variant }) => variant !== null)
  const all = shared
    ? await tx.rows<{ unitId: string }>(
        'SELECT unit_id AS unitId FROM unit_hold WHERE campaign_id = ? AND variant IS NOT NULL',
        [campaignId],
      )
    : []
  const unitIds = [...new Set([...ended.keys(), ...all.map(({ unitId }) => unitId)])]
  return inBatches(unitIds, (some) =>
    tx.rows<HoldRow>(
      `SELECT r.unit_id AS unitId, h.variant AS variant, r.meta_id AS metaId, r.platform AS platform,
              r.date AS date, r.need AS need, r.counted AS counted
       FROM unit_hold_row r JOIN unit_hold h ON h.unit_id = r.unit_id
       WHERE r.unit_id IN (${placeholders(some)})`,
      some,
    ),
  )
}

function* differences(before: readonly HoldRow[], after: readonly HoldRow[]): Generator<LedgerLine> {
  const keyOf = (row: HoldRow) => `${row.unitId}\u0000${rowKey(row)}`
  const now = new Map(after.map((row) => [keyOf(row), row]))
  const was = new Map(before.map((row) => [keyOf(row), row]))
  for (const key of [...new Set([...was.keys(), ...now.keys()])].sort()) {
    const { unitId, metaId, platform, date } = (now.get(key) ?? was.get(key))!
    const quantity = (now.get(key)?.counted ?? 0) - (was.get(key)?.counted ?? 0)
    if (quantity !== 0)
      yield { unitId, type: quantity > 0 ? 'HOLD' : 'UNHOLD', quantity, metaId, platform, date }
  }
}

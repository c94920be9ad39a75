import { firstDayOf, monthOf } from '../../shared/calendar'
import { RANDOM_POOL } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { Content, Retirement } from '../catalog/catalog.entities'
import { differences, recordCatalogueChanges } from '../catalog/catalogue-history'
import { targetingGroupsOf } from '../catalog/targeting-groups'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { rebuildLoadedMonths } from '../inventory/group-ratios'
import { joinMonths, monthsToJoin } from './join-months'
import { campaignsOf, touchUnits } from './moved-targeting'
import { moveWeights, type WeightedLists, weightsToMove } from './moving-weights'
import { requireMergeable } from './require-mergeable'

const GROUPS: WeightedLists = {
  table: 'targeting_group_member',
  list: ['group_code'],
  name: 'meta_id',
  weight: 'weight',
}
const UNITS: WeightedLists = {
  table: 'campaign_unit_group_member',
  list: ['unit_id', 'group_position'],
  name: 'meta_id',
  weight: 'weight',
}

export interface MergeOrder {
  from: string
  into: string
  reason: string
  dryRun: boolean
}

export interface Merger {
  actor: string
  at: string
  today: string
}

/**
 * Merges a content into another of its type (decision 47). What was sold of it stays on its own rows, with its ledger and
 * its purchases; its memberships, targeting and confirmed months move, and from this month on its forecast counts for the
 * kept content.
 *
 * @returns what moves; with `dryRun` nothing has changed
 * @throws Problem UNKNOWN_REFERENCE, VALIDATION_FAILED, STATUS_CONFLICT
 */
export async function mergeContents(
  tx: Transaction,
  { from, into, reason, dryRun }: MergeOrder,
  { actor, at, today }: Merger,
) {
  const contents = await requireMergeable(tx, 'CONTENT', Content, 'metaId', from, into)
  requireOneKind(contents)
  const first = monthOf(today)
  const groups = await weightsToMove(tx, GROUPS, from, into)
  const units = await weightsToMove(tx, UNITS, from, into)
  const unitIds = [...new Set(units.map(({ list }) => String(list[0])))]
  const months = await monthsToJoin(tx, from, into, first)
  const hours = await forecastHours(tx, from, into, firstDayOf(first))
  const stays = await onTheDuplicate(tx, from, today)
  const moves = {
    metaId: from,
    into,
    dryRun,
    groups: groups.map(({ list: [code], before, after }) => ({ code: String(code), before, after })),
    units: unitIds.length,
    months: months.map(({ row, kept }) => ({
      month: row.month,
      status: row.status,
      total: row.adjustedTotal ?? row.forecastTotal,
      joined: kept !== undefined,
    })),
    ...hours,
    ...stays,
  }
  if (dryRun) return moves
  const campaigns = await campaignsOf(tx, unitIds)
  const codes = moves.groups.map(({ code }) => code)
  // Locks the groups; under the locks, the weights are read again.
  for (const code of codes)
    await tx.run('UPDATE targeting_group SET version = version + 1 WHERE code = ?', [code])
  const groupsBefore = await targetingGroupsOf(tx, codes)
  await moveWeights(tx, GROUPS, await weightsToMove(tx, GROUPS, from, into), from, into)
  const groupsAfter = await targetingGroupsOf(tx, codes)
  await moveWeights(tx, UNITS, await weightsToMove(tx, UNITS, from, into), from, into)
  await touchUnits(tx, campaigns, actor, at)
  await joinMonths(tx, months)
  await markMerged(tx, from, into, first)
  for (const code of codes) await rebuildLoadedMonths(tx, code, first)
  await recordCatalogueChanges(
    tx,
    [
      { kind: 'CONTENT', code: from, field: 'mergedInto', before: null, after: into },
      { kind: 'CONTENT', code: into, field: 'merged', before: null, after: moves },
      ...[...groupsAfter].flatMap(([code, after]) =>
        differences('TARGETING_GROUP', code, groupsBefore.get(code), after, ['members']),
      ),
    ],
    { accountId: actor, at },
    reason,
  )
  return moves
}

function requireOneKind([from, into]: readonly [Content, Content]): void {
  const wrong =
    from.metaId === RANDOM_POOL || into.metaId === RANDOM_POOL
      ? `${RANDOM_POOL} is the pool of RANDOM inventory, no content of its own`
      : from.type !== into.type
        ? `${from.metaId} is a ${from.type} and ${into.metaId} a ${into.type}: only contents of one type can be merged`
        : undefined
  if (!wrong) return
  throw new Problem('VALIDATION_FAILED', `${wrong}. Nothing was changed.`, {
    errors: [{ path: 'into', message: wrong }],
  })
}

async function forecastHours(tx: Transaction, from: string, into: string, first: string) {
  const [found] = await tx.rows<{ hours: number; same: number }>(
    `SELECT COUNT(*) AS hours, COUNT(k.meta_id) AS same
     FROM forecast_inventory f LEFT JOIN forecast_inventory k
       ON k.date = f.date AND k.part = f.part AND k.meta_id = ? AND k.hour = f.hour
     WHERE f.meta_id = ? AND f.date >= ?`,
    [into, from, first],
  )
  return { hours: Number(found!.hours), sameHours: Number(found!.same) }
}

async function onTheDuplicate(tx: Transaction, from: string, today: string) {
  const rows = await tx.rows<{ month: string; held: number; sold: number }>(
    `SELECT SUBSTR(date, 1, 7) AS month, SUM(held) AS held, SUM(sold) AS sold FROM unit_inventory
     WHERE meta_id = ? AND date >= ? GROUP BY SUBSTR(date, 1, 7) ORDER BY month`,
    [from, today],
  )
  const sum = (of: 'held' | 'sold') => rows.reduce((total, row) => total + Number(row[of]), 0)
  return { stays: { held: sum('held'), sold: sum('sold') }, unitLoad: rows.map(({ month }) => month) }
}

async function markMerged(tx: Transaction, from: string, into: string, first: string): Promise<void> {
  // What was merged into the duplicate before belongs to the kept content too.
  await tx.run("UPDATE retirement SET merged_into = ? WHERE kind = 'CONTENT' AND merged_into = ?", [
    into,
    from,
  ])
  await tx.manager.delete(Retirement, { kind: 'CONTENT', code: from })
  await tx.manager.insert(Retirement, { kind: 'CONTENT', code: from, mergedInto: into, mergedFrom: first })
  const both = [from, into]
  await tx.run(`UPDATE content SET version = version + 1 WHERE meta_id IN (${placeholders(both)})`, both)
}

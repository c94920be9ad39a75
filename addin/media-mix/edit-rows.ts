import {
  type MediaMixRow,
  putTargeting,
  type RowChange,
  type RowFields,
} from '../../shared/contract/campaigns'
import { type RoundingUnit, roundAmount } from '../../shared/round-amount'
import { isEditable } from '../../shared/statuses'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { groupsToSend } from './availability'
import { changeRows, syncNow, takeRows } from './exchange'
import { refreshRows } from './show'

/** Those of some rows of which nothing is promised, in the order of the campaign. */
export function editableOf(rows: readonly MediaMixRow[], unitIds: readonly string[]): MediaMixRow[] {
  const chosen = new Set(unitIds)
  return rows.filter(({ unitId, bookingStatus }) => chosen.has(unitId) && isEditable(bookingStatus))
}

/** Deletes those of the rows of which nothing is promised. */
export async function deleteRows(desk: Desk, unitIds: readonly string[]): Promise<boolean> {
  return editing(desk, async () => {
    const rows = editableOf(openCampaign(desk).rows, unitIds)
    await changeRows(
      desk,
      rows.map(({ unitId, version }) => ({ op: 'delete', unitId, version })),
    )
  })
}

/** Makes rows paid (집행) or free of charge (서비스). */
export async function setKind(
  desk: Desk,
  unitIds: readonly string[],
  kind: MediaMixRow['kind'],
): Promise<boolean> {
  return editing(desk, () => putFields(desk, unitIds, () => ({ kind })))
}

/** Rounds the amounts of rows to 천원 or 만원, half up. */
export async function roundAmounts(
  desk: Desk,
  unitIds: readonly string[],
  unit: RoundingUnit,
): Promise<boolean> {
  return editing(desk, () =>
    putFields(desk, unitIds, ({ amount }) => ({ amount: roundAmount(amount, unit, 'nearest') })),
  )
}

/**
 * Copies rows below the last one of them, as drafts with the same targeting.
 *
 * @returns the keys of the copies; undefined when it failed, and the failure is shown
 */
export async function copyRows(
  desk: Desk,
  unitIds: readonly string[],
  newKey: () => string = () => crypto.randomUUID(),
): Promise<string[] | undefined> {
  const chosen = new Set(unitIds)
  return busyWith(desk, 'change-rows', async () => {
    await syncNow(desk)
    const { rows } = openCampaign(desk)
    const sources = rows.filter(({ unitId }) => chosen.has(unitId))
    const copies = sources.map((row) => ({ row, unitId: newKey() }))
    const base = rows.map(({ unitId }) => unitId)
    const below = rows.indexOf(sources.at(-1)!) + 1
    const local = [...base.slice(0, below), ...copies.map(({ unitId }) => unitId), ...base.slice(below)]
    await changeRows(
      desk,
      copies.map(({ row, unitId }): RowChange => ({ op: 'put', unitId, fields: copied(row) })),
      { base, local },
    )
    await copyTargeting(
      desk,
      copies.map(({ row, unitId }) => ({ from: row.unitId, to: unitId })),
    )
    return copies.map(({ unitId }) => unitId)
  })
}

/** Moves rows by one place; those that can't move further stay. */
export async function moveRows(
  desk: Desk,
  unitIds: readonly string[],
  direction: 'up' | 'down',
): Promise<boolean> {
  return editing(desk, async () => {
    await syncNow(desk)
    const base = openCampaign(desk).rows.map(({ unitId }) => unitId)
    await changeRows(desk, [], { base, local: moved(base, new Set(unitIds), direction) })
  })
}

/** The order after each chosen row has changed places with its neighbour, if that isn't chosen too. */
export function moved(
  order: readonly string[],
  chosen: ReadonlySet<string>,
  direction: 'up' | 'down',
): string[] {
  const next = direction === 'up' ? [...order] : order.toReversed()
  for (let i = 1; i < next.length; i++) {
    const [before, here] = [next[i - 1]!, next[i]!]
    if (chosen.has(here) && !chosen.has(before)) [next[i - 1], next[i]] = [here, before]
  }
  return direction === 'up' ? next : next.reverse()
}

/** The rate card gives the prices of a copy. */
function copied({ kind, productCode, startDate, endDate, amount, device, creative, variant }: MediaMixRow) {
  return { kind, productCode, startDate, endDate, amount, device, creative, variant }
}

async function copyTargeting(desk: Desk, pairs: readonly { from: string; to: string }[]): Promise<void> {
  const { targeting, rows, view } = openCampaign(desk)
  const versions = new Map(rows.map(({ unitId, version }) => [unitId, version]))
  const units = pairs.flatMap(({ from, to }) => {
    const groups = targeting.get(from)?.groups ?? []
    const version = versions.get(to)
    return groups.length === 0 || version === undefined
      ? []
      : [{ unitId: to, version, groups: groupsToSend(groups) }]
  })
  if (units.length === 0) return
  await desk.api.call(putTargeting, { params: { id: view.id }, body: { units } })
  await takeRows(desk)
  await refreshRows(desk)
}

async function putFields(
  desk: Desk,
  unitIds: readonly string[],
  fieldsOf: (row: MediaMixRow) => RowFields,
): Promise<void> {
  // What the planner typed is what is changed.
  await syncNow(desk)
  const changes = editableOf(openCampaign(desk).rows, unitIds).flatMap((row): RowChange[] => {
    const fields = fieldsOf(row)
    const names = Object.keys(fields) as (keyof RowFields)[]
    if (names.every((name) => fields[name] === row[name])) return []
    const base = Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
    return [{ op: 'put', unitId: row.unitId, version: row.version, base, fields }]
  })
  if (changes.length > 0) await changeRows(desk, changes)
}

async function editing(desk: Desk, act: () => Promise<void>): Promise<boolean> {
  const done = await busyWith(desk, 'change-rows', async () => {
    await act()
    return true
  })
  return done === true
}

import { type Area, intersection } from './addresses'
import { readFormulas } from './cell-contents'
import { generalException, invalidArgument, itemNotFound } from './errors'
import type { Host } from './host'
import type { TableState } from './sheet-state'

export interface TableTarget {
  id: string
}

export function tablesIn(host: Host, sheetId: string): TableState[] {
  return host.sheetState(sheetId).tables
}

export function tablesAt(host: Host, sheetId: string, area: Area): TableState[] {
  return (host.state.sheets.get(sheetId)?.tables ?? []).filter((table) => intersection(table.area, area))
}

export interface Found {
  sheetId: string
  table: TableState
}

export function allTables(host: Host): Found[] {
  return host.workbook.getSheets().flatMap((sheet) => {
    const sheetId = sheet.getSheetId()
    return tablesIn(host, sheetId).map((table) => ({ sheetId, table }))
  })
}

/** By id, or by name whatever its case. */
export function findTable(host: Host, key: unknown): Found | undefined {
  const wanted = String(key).toLowerCase()
  return allTables(host).find(({ table }) => table.id === String(key) || table.name.toLowerCase() === wanted)
}

export function tableOf(host: Host, { id }: TableTarget): Found {
  const found = allTables(host).find(({ table }) => table.id === id)
  if (!found) throw itemNotFound(`table ${id}`)
  return found
}

export function bodyArea({ area, showHeaders, showTotals }: TableState): Area {
  return { ...area, top: area.top + (showHeaders ? 1 : 0), bottom: area.bottom - (showTotals ? 1 : 0) }
}

export function headerArea({ area, showHeaders }: TableState): Area {
  if (!showHeaders) throw itemNotFound('the table shows no headings')
  return { ...area, bottom: area.top }
}

export function totalsArea({ area, showTotals }: TableState): Area {
  if (!showTotals) throw itemNotFound('the table shows no totals')
  return { ...area, top: area.bottom }
}

export function rowCount(table: TableState): number {
  const { top, bottom } = bodyArea(table)
  return table.blank ? 0 : bottom - top + 1
}

export function columnNames(host: Host, { sheetId, table }: Found): string[] {
  if (!table.showHeaders) return table.columnIds.map((_, index) => `Column${index + 1}`)
  return readFormulas(host, { sheetId, ...headerArea(table) })[0]!.map(String)
}

/** The position of a column, by id or by name. */
export function columnAt(host: Host, found: Found, key: unknown): number {
  const byId = found.table.columnIds.indexOf(Number(key))
  if (typeof key === 'number') return byId
  const wanted = String(key).toLowerCase()
  const byName = columnNames(host, found).findIndex((name) => name.toLowerCase() === wanted)
  return byName >= 0 ? byName : byId
}

/** @throws OfficeError where Excel lets no table be */
export function checkPlace(host: Host, sheetId: string, area: Area, self?: TableState): void {
  const other = tablesIn(host, sheetId).find((table) => table !== self && intersection(table.area, area))
  if (other) throw generalException('A table can’t overlap another table.')
}

const NAME = /^[\p{L}_\\][\p{L}\p{N}_.\\]*$/u

export function checkName(host: Host, name: string, self?: TableState): void {
  if (!NAME.test(name)) throw invalidArgument(`table name ${name}`)
  const other = findTable(host, name)
  if (other && other.table !== self) throw invalidArgument(`there is a table ${name} already`)
}

/** Rows or columns were inserted (`count` above 0) or removed, at a place of the sheet. */
interface Shift {
  rows: boolean
  at: number
  count: number
}

/** Where a stretch of lines is after a shift; null when all of it was removed. */
function shiftedSpan([first, last]: [number, number], { at, count }: Shift): [number, number] | null {
  if (count > 0) return [at <= first ? first + count : first, at <= last ? last + count : last]
  const removedBefore = (line: number) => Math.max(0, Math.min(line, at - count) - at)
  const span: [number, number] = [first - removedBefore(first), last - removedBefore(last + 1)]
  return span[0] > span[1] ? null : span
}

function shiftedArea(area: Area, shift: Shift): Area | null {
  const span = shiftedSpan(shift.rows ? [area.top, area.bottom] : [area.left, area.right], shift)
  if (!span) return null
  const [first, last] = span
  return shift.rows ? { ...area, top: first, bottom: last } : { ...area, left: first, right: last }
}

interface Anchored {
  area: Area
}

function moved<T extends Anchored>(anchored: readonly T[], shift: Shift): T[] {
  return anchored.flatMap((each) => {
    const area = shiftedArea(each.area, shift)
    // The object itself stays, because a proxy may hold it.
    return area ? [Object.assign(each, { area })] : []
  })
}

/** Moves what a sheet has at certain cells with the cells. */
export function shiftAnchors(host: Host, sheetId: string, shift: Shift): void {
  const state = host.state.sheets.get(sheetId)
  if (!state) return
  for (const list of ['hyperlinks', 'styleNames', 'comments'] as const)
    state[list] = moved<Anchored>(state[list], shift) as never
  if (state.autoFilter) {
    const area = shiftedArea(state.autoFilter.area, shift)
    state.autoFilter = area ? { ...state.autoFilter, area } : null
  }
  state.tables = state.tables.filter((table) => {
    const { area } = table
    const after = shiftedArea(area, shift)
    if (!after) return false
    if (!shift.rows) changeColumns(table, Math.max(0, shift.at - area.left), after.right - after.left + 1)
    table.area = after
    return true
  })
}

function changeColumns(table: TableState, at: number, width: number): void {
  const change = width - table.columnIds.length
  const added = Array.from({ length: Math.max(0, change) }, () => table.nextColumnId++)
  table.columnIds.splice(at, Math.max(0, -change), ...added)
}

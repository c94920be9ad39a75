import { LANGUAGES } from '../../language'
import { longestIncreasing } from '../../longest-increasing'
import type { Arrangement } from '../arranged'
import { findKeyColumn, type PlainGrid, parseIdentityToken, parseRowKey } from '../identity'
import type { Cell, SheetLayout } from '../layout'
import { MEDIA_MIX_FIELDS } from './columns'
import { mediaMixGeometry, NOTE_BELOW_TOTAL } from './geometry'
import { MEDIA_MIX_LABELS } from './labels'
import { HIDDEN_HEADINGS, insertedRow } from './rows'
import type { SheetStep } from './sheet-steps'
import { findTable, findTotal, isTotal, type Table } from './table'

/** The parts of a planner's MediaMix; rows and columns are 0-based. */
interface Parts {
  /** The row with the identity. */
  top: number
  header: number
  total: number
  withService: boolean
  /** Below the header: the key of each row, undefined for one without; the last one is the spacer. */
  body: (string | undefined)[]
  /** Of the fields, the keys, and the hidden columns behind them; -1: deleted. */
  columns: number[]
  grid: PlainGrid
  table: Table
}

/**
 * Where the rows and columns of a planner's MediaMix are in a sheet, which may have been sorted, and in which rows
 * and columns may have been inserted. Undefined when {@link stepsTo} are needed first, or when the sheet has too
 * little of a MediaMix.
 *
 * @param grid the values of the sheet
 */
export function arrangementOf(layout: SheetLayout, grid: PlainGrid): Arrangement | undefined {
  const wanted = partsOf(plainGrid(layout))
  const present = partsOf(grid)
  if (!wanted || !present || stepsBetween(wanted, present).length > 0) return undefined
  const rows: (number | null)[] = [...frameRows(wanted, present), present.header + 1]
  const places = new Map(present.body.map((key, place) => [key, place]))
  let at = present.header
  for (const key of wanted.body.slice(0, -1)) {
    // Without rows there is one empty line.
    at = key === undefined ? at + 1 : present.header + 1 + places.get(key)!
    rows.push(at + 1)
  }
  rows.push(present.total, present.total + 1)
  const last = present.total + (wanted.withService ? 1 : 0)
  if (wanted.withService) rows.push(last + 1)
  rows.push(...noteRows(present, last + 1))
  const geometry = mediaMixGeometry(wanted.body.length - 1, wanted.withService, 'planner')
  const columns = present.columns.map((column) => column + 1)
  const inserted = { after: present.header + 1, before: present.total, row: insertedRow(geometry) }
  return { rows, columns, inserted }
}

/**
 * The steps after which a sheet has the rows of a layout in their order; rows that a planner inserted stay below the
 * row that they are below. Undefined when the sheet has too little of a MediaMix to do so.
 */
export function stepsTo(layout: SheetLayout, grid: PlainGrid): SheetStep[] | undefined {
  const wanted = partsOf(plainGrid(layout))
  const present = partsOf(grid)
  return wanted && present ? stepsBetween(wanted, present) : undefined
}

/** Whether rows, columns and totals of a MediaMix are at the same places in both, with the same keys. */
export function isArrangedAlike(one: PlainGrid, other: PlainGrid): boolean {
  return placesIn(one) === placesIn(other)
}

function placesIn(sheet: PlainGrid): string {
  const parts = partsOf(sheet)
  if (!parts) return ''
  const { top, header, total, withService, body, columns } = parts
  return JSON.stringify([top, header, total, withService, body.map((key) => key ?? ''), columns])
}

/** A layout that has only the keys, headings and labels as values. */
function plainGrid({ rows }: SheetLayout): PlainGrid {
  return Array.from(rows, ({ cells }) => cells.map((cell) => (cell?.kind === 'text' ? cell.text : '')))
}

function partsOf(grid: PlainGrid): Parts | undefined {
  const table = findTable(grid)
  const keys = findKeyColumn(grid)?.column
  if (!table || keys === undefined) return undefined
  const header = table.headerRow
  const total = findTotal(grid, table)
  const top = grid.findIndex((row) => parseIdentityToken(row[keys]) !== undefined)
  if (total === undefined || top < 0 || top >= header) return undefined
  const fields = MEDIA_MIX_FIELDS.map((field) => table.columns.get(field) ?? -1)
  const hidden = HIDDEN_HEADINGS.map((heading, i) => {
    const found = grid[header]!.indexOf(heading)
    return found >= 0 ? found : keys + 1 + i
  })
  const seen = new Set<string>()
  const body = grid.slice(header + 1, total).map((row) => {
    const key = parseRowKey(row[keys])
    if (key === undefined || seen.has(key)) return undefined
    seen.add(key)
    return key
  })
  const columns = [...fields, keys, ...hidden]
  return { top, header, total, withService: isTotal(grid[total + 1], table), body, columns, grid, table }
}

function frameRows(wanted: Parts, present: Parts): (number | null)[] {
  const height = wanted.header - wanted.top
  if (present.header - present.top === height)
    return Array.from({ length: wanted.header }, (_, row) => present.header - wanted.header + row + 1)
  // Somebody inserted rows between title and table: what can't be found again isn't drawn.
  const first = present.columns[0]!
  return Array.from({ length: wanted.header }, (_, row) => {
    if (row === wanted.top) return present.top + 1
    const label = wanted.grid[row]![0]
    if (label === '' || label === undefined) return null
    const found = present.grid.findIndex(
      (cells, at) => at > present.top && at < present.header && cells[first] === label,
    )
    return found < 0 ? null : found + 1
  })
}

/** The rows below the totals: not drawn where a planner has written something. */
function noteRows({ grid, columns }: Parts, row: number): (number | null)[] {
  const below = Array.from({ length: NOTE_BELOW_TOTAL }, (_, i) => row + i)
  const free = below.every((at) =>
    columns.every((column) => {
      const value = grid[at]?.[column] ?? ''
      return value === '' || NOTES.includes(String(value))
    }),
  )
  return below.map((at) => (free ? at + 1 : null))
}

const NOTES = LANGUAGES.flatMap((language) => {
  const { noRows, serviceNote } = MEDIA_MIX_LABELS[language]
  return [noRows, serviceNote]
})

function stepsBetween(wanted: Parts, present: Parts): SheetStep[] {
  const lost = present.columns.findIndex((column) => column < 0)
  if (lost >= 0) {
    const at = lost === 0 ? 1 : present.columns[lost - 1]! + 2
    const cells = [textCell(String(wanted.grid[wanted.header]![lost]))]
    return [
      { kind: 'insert-column', at },
      { kind: 'write', row: present.header + 1, column: at, cells },
    ]
  }
  const steps: SheetStep[] = []
  const first = present.header + 2
  const order = wanted.body.filter((key) => key !== undefined)
  const column = present.columns[MEDIA_MIX_FIELDS.length]! + 1
  const lines = present.body.slice(0, -1)
  if (present.body.length === 0 || !isBlank(present, present.total - 1)) {
    // The row above TOTAL isn't the spacer any more: sums end at it, so there must be a new one.
    steps.push({ kind: 'insert', at: present.total + 1 })
    lines.push(...present.body.slice(-1))
  }
  const places = new Map(order.map((key, place) => [key, place]))
  for (let i = lines.length - 1; i >= 0; i--) {
    const key = lines[i]
    if (key === undefined || places.has(key)) continue
    steps.push({ kind: 'delete', at: first + i })
    lines.splice(i, 1)
  }
  const here = lines.filter((key) => key !== undefined)
  const still = new Set(longestIncreasing(here.map((key) => places.get(key)!)).map((at) => here[at]!))
  // The empty line of a sheet without rows becomes its first row.
  if (here.length === 0 && order.length > 0 && lines.length > 0) {
    lines[0] = order[0]
    still.add(order[0]!)
    steps.push({ kind: 'write', row: first, column, cells: [textCell(order[0]!)] })
  }
  order.forEach((key, place) => {
    if (still.has(key)) return
    const to = place === 0 ? 0 : lines.indexOf(order[place - 1]) + 1
    const from = lines.indexOf(key)
    lines.splice(to, 0, key)
    if (from < 0) {
      steps.push({ kind: 'insert', at: first + to })
      steps.push({ kind: 'write', row: first + to, column, cells: [textCell(key)] })
    } else {
      lines.splice(from < to ? from : from + 1, 1)
      steps.push({ kind: 'move', from: first + from, to: first + to })
    }
  })
  if (lines.length === 0) {
    steps.push({ kind: 'insert', at: first })
    lines.push(undefined)
  }
  const below = first + lines.length + 2
  if (wanted.withService && !present.withService) {
    // Both labels begin with the label of the first line, by which the second one is found.
    const label = textCell(String(wanted.grid[wanted.total + 1]![0]))
    steps.push({ kind: 'insert', at: below })
    steps.push({ kind: 'write', row: below, column: present.columns[0]! + 1, cells: [label] })
  }
  if (!wanted.withService && present.withService) steps.push({ kind: 'delete', at: below })
  return steps
}

function textCell(text: string): Cell {
  return { kind: 'text', text }
}

function isBlank({ grid, columns }: Parts, row: number): boolean {
  return columns.every((column) => (grid[row]?.[column] ?? '') === '')
}

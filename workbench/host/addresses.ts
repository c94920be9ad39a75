import { invalidArgument } from './errors'

/** Excel's grid; the workbench's own sheets are smaller and grow when they are written to. */
export const EXCEL_ROWS = 1_048_576
export const EXCEL_COLUMNS = 16_384

/** 0-based, both ends included. */
export interface Area {
  top: number
  left: number
  bottom: number
  right: number
}

export interface RangeTarget extends Area {
  sheetId: string
}

export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

export function columnNumber(letters: string): number {
  let number = 0
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64
  return number - 1
}

const CELL = /^\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$/
const COLUMN = /^\$?([A-Za-z]{1,3})$/
const ROW = /^\$?([0-9]{1,7})$/

/** `A1`, `A1:C3`, `A:C` and `3:5`, with or without `$`. */
export function parseArea(address: string): Area {
  const [first = '', second = first, ...more] = address.split(':')
  if (more.length > 0) throw invalidArgument(address)
  const from = corner(first, address)
  const to = corner(second, address)
  if ((from.column === undefined) !== (to.column === undefined)) throw invalidArgument(address)
  if ((from.row === undefined) !== (to.row === undefined)) throw invalidArgument(address)
  if (second === first && (from.row === undefined || from.column === undefined) && !address.includes(':')) {
    throw invalidArgument(address)
  }
  const rows = [from.row ?? 0, to.row ?? EXCEL_ROWS - 1]
  const columns = [from.column ?? 0, to.column ?? EXCEL_COLUMNS - 1]
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  }
}

function corner(text: string, address: string): { row?: number; column?: number } {
  const cell = CELL.exec(text)
  if (cell) return { column: columnNumber(cell[1]!), row: rowNumber(cell[2]!, address) }
  const column = COLUMN.exec(text)
  if (column) return { column: columnNumber(column[1]!) }
  const row = ROW.exec(text)
  if (row) return { row: rowNumber(row[1]!, address) }
  throw invalidArgument(address)
}

function rowNumber(text: string, address: string): number {
  const number = Number(text)
  if (number < 1 || number > EXCEL_ROWS) throw invalidArgument(address)
  return number - 1
}

/** Splits `'My sheet'!A1:B2` into the sheet's name, if there is one, and the rest. */
export function splitSheet(address: string): { sheet?: string; area: string } {
  const at = address.lastIndexOf('!')
  if (at < 0) return { area: address }
  const name = address.slice(0, at)
  const sheet = name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name
  return { sheet, area: address.slice(at + 1) }
}

export function isWholeRows(area: Area): boolean {
  return area.left === 0 && area.right === EXCEL_COLUMNS - 1
}

export function isWholeColumns(area: Area): boolean {
  return area.top === 0 && area.bottom === EXCEL_ROWS - 1
}

/** The address without the sheet; `fixed` puts a `$` before each column and row. */
export function areaAddress(area: Area, fixed = false): string {
  const sign = fixed ? '$' : ''
  if (isWholeRows(area) && !isWholeColumns(area)) {
    return `${sign}${area.top + 1}:${sign}${area.bottom + 1}`
  }
  if (isWholeColumns(area) && !isWholeRows(area)) {
    return `${sign}${columnLetters(area.left)}:${sign}${columnLetters(area.right)}`
  }
  const first = `${sign}${columnLetters(area.left)}${sign}${area.top + 1}`
  if (area.top === area.bottom && area.left === area.right) return first
  return `${first}:${sign}${columnLetters(area.right)}${sign}${area.bottom + 1}`
}

/**
 * Excel quotes a sheet's name unless it has only letters, digits, `_` and dots and can't be read as a cell.
 */
export function quotedSheet(name: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !/^[A-Za-z]{1,3}[0-9]+$/.test(name)
  return plain ? name : `'${name.replaceAll("'", "''")}'`
}

export function intersection(a: Area, b: Area): Area | null {
  const area = {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
  }
  return area.top > area.bottom || area.left > area.right ? null : area
}

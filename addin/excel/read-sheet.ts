/// <reference types="office-js" />
import { cellOfAddress } from '../../shared/sheets/address'
import {
  findKeyColumn,
  IDENTITY_NAME,
  type PlainGrid,
  type PlainValue,
  ROW_KEYS_NAME,
  readIdentity,
} from '../../shared/sheets/identity'
import { type Area, areaAddress } from './areas'
import { cellsAt } from './cells-at'
import { type Ask, askExcel, runExcel, together } from './excel-run'

/** A sheet's contents from A1 on. */
export interface SheetGrid {
  sheetId: string
  name: string
  /** The values of the cells. */
  grid: PlainGrid
  /** The formula of each cell that has one, otherwise its value. */
  formulas: PlainGrid
  /** Of the areas that were asked about: those in which a cell is locked. */
  locked: readonly Area[]
}

/** A sheet with its first rows, or with all of them if the first ones don't tell whose sheet it is. */
export type SheetHead = Pick<SheetGrid, 'sheetId' | 'name' | 'grid'>

/** Identity and headings are above the table, so these rows are enough to recognise a sheet. */
const HEAD = 'A1:AZ30'

/**
 * Finds the MediaMix by the defined name of its row keys, even if its sheet was renamed, otherwise by the sheet's name.
 *
 * @param also is asked in the same round trip
 */
export async function findMediaMix<T>(
  sheetName: string,
  also: Ask<T>,
): Promise<{ found: SheetHead | null; also: T }> {
  const named = [ROW_KEYS_NAME, IDENTITY_NAME].map((name) =>
    askHead(({ names }) => names.getItemOrNullObject(name).getRangeOrNullObject().untrack().worksheet),
  )
  const byName = askHead(({ worksheets }) => worksheets.getItemOrNullObject(sheetName))
  const [heads, answer] = await askExcel(together(together(...named, byName), also))
  const head = heads.find((one) => one !== null) ?? null
  const isKnown = head && findKeyColumn(head.grid) && readIdentity({ sheets: [head.grid] }).kind !== 'none'
  return { found: head && !isKnown ? await readSheet(head.sheetId) : head, also: answer }
}

function askHead(sheetOf: (workbook: Excel.Workbook) => Excel.Worksheet): Ask<SheetHead | null> {
  return ({ workbook }) => {
    const sheet = sheetOf(workbook)
    sheet.load({ id: true, name: true })
    const rows = cellsAt(sheet, HEAD)
    rows.load({ values: true })
    return () => (sheet.isNullObject ? null : { sheetId: sheet.id, name: sheet.name, grid: rows.values })
  }
}

/** Reads the sheet that one of the defined names refers to, otherwise the sheet called `sheetName`. */
export function readNamedSheet(names: readonly string[], sheetName: string): Promise<SheetGrid | null> {
  return runExcel(async (context) => {
    const named = await sheetOfNames(context, names)
    const answer = askSheet(named ?? sheetName)(context)
    await context.sync()
    return answer()
  })
}

/**
 * Contents of one sheet; null when the workbook has none of that name or id.
 *
 * @param unlocked areas that should have no locked cell
 */
export function readSheet(nameOrId: string, unlocked: readonly Area[] = []): Promise<SheetGrid | null> {
  return askExcel(askSheet(nameOrId, unlocked))
}

function askSheet(nameOrId: string, unlocked: readonly Area[] = []): Ask<SheetGrid | null> {
  return (context) => {
    // Without the sheet everything asked of it is a null object too, so one round trip is enough.
    const sheet = context.workbook.worksheets.getItemOrNullObject(nameOrId)
    sheet.load({ id: true, name: true })
    const used = sheet.getUsedRangeOrNullObject(true).untrack()
    used.load({ values: true, formulas: true, rowIndex: true, columnIndex: true })
    const lockedOf = askLocked(sheet, unlocked)
    return () => {
      if (sheet.isNullObject) return null
      const found = { sheetId: sheet.id, name: sheet.name, grid: [], formulas: [], locked: lockedOf() }
      if (used.isNullObject) return found
      const { values, formulas, rowIndex, columnIndex } = used
      return {
        ...found,
        grid: fromA1(values, rowIndex, columnIndex),
        formulas: fromA1(formulas, rowIndex, columnIndex),
      }
    }
  }
}

/** Stands for the result of a formula that wasn't asked for. */
export const NOT_CALCULATED = '…'

/**
 * Contents of one sheet as they were typed. Results of formulas are left out, but for some cells: that is half as much,
 * and doesn't wait until Excel has calculated.
 *
 * @param unlocked areas that should have no locked cell
 * @param calculated addresses of the cells whose results are asked for
 */
export function askTyped(
  nameOrId: string,
  unlocked: readonly Area[],
  calculated: readonly string[],
): Ask<SheetGrid | null> {
  return (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(nameOrId)
    sheet.load({ id: true, name: true })
    const used = sheet.getUsedRangeOrNullObject(true).untrack()
    used.load({ formulas: true, rowIndex: true, columnIndex: true })
    const lockedOf = askLocked(sheet, unlocked)
    const results = calculated.map((address) => {
      const cell = cellsAt(sheet, address)
      cell.load({ values: true })
      return { address, cell }
    })
    return () => {
      if (sheet.isNullObject) return null
      const found = { sheetId: sheet.id, name: sheet.name, grid: [], formulas: [], locked: lockedOf() }
      if (used.isNullObject) return found
      const formulas = fromA1(used.formulas, used.rowIndex, used.columnIndex)
      const grid: PlainValue[][] = formulas.map((row) =>
        row.map((formula) => (isFormula(formula) ? NOT_CALCULATED : formula)),
      )
      for (const { address, cell } of results) {
        const { row, column } = cellOfAddress(address)!
        if (isFormula(formulas[row - 1]?.[column - 1])) grid[row - 1]![column - 1] = cell.values[0]![0]
      }
      return { ...found, grid, formulas }
    }
  }
}

/** Text that begins like a formula counts as one here. */
function isFormula(value: PlainValue): boolean {
  return typeof value === 'string' && value.startsWith('=')
}

/** Of areas: those in which a cell is locked. */
function askLocked(sheet: Excel.Worksheet, areas: readonly Area[]): () => Area[] {
  const protections = areas.map((area) => {
    const { protection } = cellsAt(sheet, areaAddress(area)).format
    protection.load({ locked: true })
    return protection
  })
  // Excel tells null of an area in which some cells are locked.
  return () => areas.filter((_, i) => protections[i]!.locked !== false)
}

/** Moves the values to begin at A1: the used range begins at the first value, but addresses count from A1. */
export function fromA1(values: PlainGrid, rowIndex: number, columnIndex: number): PlainGrid {
  const left = new Array<string>(columnIndex).fill('')
  const above = Array.from({ length: rowIndex }, () => [] as string[])
  return [...above, ...values.map((row) => [...left, ...row])]
}

async function sheetOfNames(context: Excel.RequestContext, names: readonly string[]): Promise<string | null> {
  const items = names.map((name) => {
    const item = context.workbook.names.getItemOrNullObject(name)
    item.load({ formula: true })
    return item
  })
  await context.sync()
  for (const item of items) {
    if (item.isNullObject) continue
    const name = sheetOfReference(String(item.formula))
    if (name !== null) return name
  }
  return null
}

/** `='A안'!$T$7:$T$10` → `A안`; null when the reference is lost (`#REF!`). */
export function sheetOfReference(reference: string): string | null {
  const match = /^=?(?:'((?:[^']|'')+)'|([^'!#]+))!/.exec(reference)
  if (!match || /#REF!/.test(reference)) return null
  return match[1] === undefined ? match[2]! : match[1].replaceAll("''", "'")
}

/// <reference types="office-js" />
import { IDENTITY_NAME, type PlainGrid, ROW_KEYS_NAME } from '../../shared/sheets/identity'
import { type Area, areaAddress } from './areas'
import { runExcel } from './excel-run'

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

/**
 * Reads the MediaMix. It is found by the defined name of its row keys, even if its sheet was renamed,
 * otherwise by the sheet's name.
 */
export function readMediaMixSheet(sheetName: string): Promise<SheetGrid | null> {
  return readNamedSheet([ROW_KEYS_NAME, IDENTITY_NAME], sheetName)
}

/** Reads the sheet that one of the defined names refers to, otherwise the sheet called `sheetName`. */
export function readNamedSheet(names: readonly string[], sheetName: string): Promise<SheetGrid | null> {
  return runExcel(async (context) => {
    const named = await sheetOfNames(context, names)
    return readGrid(context, named ?? sheetName)
  })
}

/**
 * Contents of one sheet; null when the workbook has none of that name or id.
 *
 * @param unlocked areas that should have no locked cell
 */
export function readSheet(nameOrId: string, unlocked: readonly Area[] = []): Promise<SheetGrid | null> {
  return runExcel((context) => readGrid(context, nameOrId, unlocked))
}

async function readGrid(
  context: Excel.RequestContext,
  nameOrId: string,
  unlocked: readonly Area[] = [],
): Promise<SheetGrid | null> {
  // Without the sheet everything asked of it is a null object too, so one round trip is enough.
  const sheet = context.workbook.worksheets.getItemOrNullObject(nameOrId)
  sheet.load({ id: true, name: true })
  const used = sheet.getUsedRangeOrNullObject(true)
  used.load({ values: true, formulas: true, rowIndex: true, columnIndex: true })
  const protections = unlocked.map((area) => {
    const { protection } = sheet.getRange(areaAddress(area)).format
    protection.load({ locked: true })
    return protection
  })
  await context.sync()
  if (sheet.isNullObject) return null
  // Excel tells null of an area in which some cells are locked.
  const locked = unlocked.filter((_, i) => protections[i]!.locked !== false)
  const found = { sheetId: sheet.id, name: sheet.name, grid: [], formulas: [], locked }
  if (used.isNullObject) return found
  const { values, formulas, rowIndex, columnIndex } = used
  return {
    ...found,
    grid: fromA1(values, rowIndex, columnIndex),
    formulas: fromA1(formulas, rowIndex, columnIndex),
  }
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

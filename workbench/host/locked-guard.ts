import {
  CanceledError,
  CommandType,
  type ICellData,
  type ICommandInfo,
  type IExecutionOptions,
  type IRange,
  ObjectMatrix,
} from '@univerjs/core'
import { MoveRangeMutation, SetRangeValuesMutation } from '@univerjs/sheets'
import {
  type Area,
  areaAddress,
  EXCEL_COLUMNS,
  EXCEL_ROWS,
  intersection,
  type RangeTarget,
} from './addresses'
import { isAdjustedFormula } from './cell-contents'
import type { Host } from './host'
import { isUnlocked, keepLocks } from './locked-cells'
import { selectedRange } from './selection'
import type { ProtectionOptions } from './sheet-state'
import type { Cells } from './writes'

/** The protection option that permits each mutation of the grid; nothing permits `never`. */
const NEEDS: Record<string, keyof ProtectionOptions | 'never'> = {
  'sheet.mutation.insert-row': 'allowInsertRows',
  'sheet.mutation.insert-col': 'allowInsertColumns',
  'sheet.mutation.remove-rows': 'allowDeleteRows',
  'sheet.mutation.remove-col': 'allowDeleteColumns',
  'sheet.mutation.move-rows': 'allowSort',
  'sheet.mutation.move-columns': 'allowSort',
  'sheet.mutation.set-worksheet-row-height': 'allowFormatRows',
  'sheet.mutation.set-row-hidden': 'allowFormatRows',
  'sheet.mutation.set-row-visible': 'allowFormatRows',
  'sheet.mutation.set-worksheet-col-width': 'allowFormatColumns',
  'sheet.mutation.set-col-hidden': 'allowFormatColumns',
  'sheet.mutation.set-col-visible': 'allowFormatColumns',
  'sheet.mutation.add-worksheet-merge': 'allowFormatCells',
  'sheet.mutation.remove-worksheet-merge': 'allowFormatCells',
  'sheet.mutation.add-conditional-rule': 'allowFormatCells',
  'sheet.mutation.set-conditional-rule': 'allowFormatCells',
  'sheet.mutation.delete-conditional-rule': 'allowFormatCells',
  'data-validation.mutation.addRule': 'allowFormatCells',
  'data-validation.mutation.updateRule': 'allowFormatCells',
  'data-validation.mutation.removeRule': 'allowFormatCells',
  'sheet.mutation.reorder-range': 'allowSort',
  'sheet.mutation.set-filter-criteria': 'allowAutoFilter',
  'sheet.mutation.set-filter-range': 'never',
  'sheet.mutation.remove-filter': 'never',
}

/** As in Excel, these are permitted only where every cell is unlocked. */
const OVER_UNLOCKED_CELLS = new Set([
  'sheet.mutation.remove-rows',
  'sheet.mutation.remove-col',
  'sheet.mutation.move-rows',
  'sheet.mutation.move-columns',
  'sheet.mutation.reorder-range',
])

/** Mutations of whole rows and columns have this last word in their names. */
const LINES: Record<string, Partial<Area>> = {
  row: { left: 0, right: EXCEL_COLUMNS - 1 },
  rows: { left: 0, right: EXCEL_COLUMNS - 1 },
  col: { top: 0, bottom: EXCEL_ROWS - 1 },
  columns: { top: 0, bottom: EXCEL_ROWS - 1 },
}

/** Undoing takes back what was permitted: an inserted row goes, a deleted one returns. */
const UNDOING = new Set(['univer.command.undo', 'univer.command.redo'])
const INSERTS_OR_REMOVES = /\.(insert|remove)-(row|rows|col)$/

interface Params {
  subUnitId?: string
  visible?: boolean
  cellValue?: Cells
  range?: IRange
  sourceRange?: IRange
  from?: Part
  to?: Part
}

interface Part {
  subUnitId: string
  value?: Cells
}

/** Mutations that move cells; the grid then adjusts the formulas that refer to them, also locked ones. */
const MOVES = new Set([
  MoveRangeMutation.id,
  'sheet.mutation.insert-row',
  'sheet.mutation.insert-col',
  'sheet.mutation.remove-rows',
  'sheet.mutation.remove-col',
  'sheet.mutation.move-rows',
  'sheet.mutation.move-columns',
  'sheet.mutation.reorder-range',
])

/** What a person does at once: a command of the grid, with all its mutations. */
class Change {
  constructor(readonly undoing = false) {}

  /** A part of it was refused, so nothing more of it may happen. */
  refused = false
  /** Cells were written or moved. */
  made = false
  moved = false
  /** Rows or columns that were inserted. */
  inserted: Area | null = null
}

/**
 * Stops a person from changing a protected sheet's locked cells by typing, pasting, filling, deleting or
 * undoing. What a person may change keeps its locks.
 */
export function guardLockedCells(host: Host): void {
  let change = new Change()
  host.commands.beforeCommandExecuted((command, options) => {
    if (host.addinIsWriting || isCalculation(options)) return
    // The mutations of a command run without a pause.
    if (command.type === CommandType.COMMAND) change = new Change(change.undoing || UNDOING.has(command.id))
    queueMicrotask(() => {
      change = new Change()
    })
    const mutates = command.type === CommandType.MUTATION
    if (mutates && change.refused) throw new CanceledError()
    const refused = refusedAddress(host, command, change)
    if (refused !== null) {
      change.refused = true
      host.onRefused(refused)
      throw new CanceledError()
    }
    if (mutates) accept(host, command, change)
  })
}

function isCalculation(options?: IExecutionOptions): boolean {
  return Boolean(options?.applyFormulaCalculationResult || options?.onlyLocal)
}

function refusedAddress(host: Host, command: Readonly<ICommandInfo>, change: Change): string | null {
  const params = (command.params ?? {}) as Params
  if (command.id === 'sheet.operation.set-cell-edit-visible') {
    if (params.visible !== true) return null
    const { sheetId, top, left } = selectedRange(host)
    return lockedAddress(host, { sheetId, top, left, bottom: top, right: left })
  }
  if (command.id === SetRangeValuesMutation.id)
    return lockedIn(host, params.subUnitId, params.cellValue, change)
  if (command.id === MoveRangeMutation.id) {
    const { from, to } = params
    return (
      lockedIn(host, from?.subUnitId, from?.value, change) ?? lockedIn(host, to?.subUnitId, to?.value, change)
    )
  }
  return forbidden(host, command.id, params, change)
}

function forbidden(host: Host, id: string, params: Params, change: Change): string | null {
  const permission = NEEDS[id]
  const protection = protectionOf(host, params.subUnitId)
  if (!permission || !protection) return null
  if (change.undoing && INSERTS_OR_REMOVES.test(id)) return null
  // As in Excel, validations, conditional formats and merges follow the cells that are pasted or moved.
  if (permission === 'allowFormatCells' && change.made) return null
  const range = params.sourceRange ?? params.range
  const area = range ? { ...areaOf(range), ...(LINES[/[a-z]+$/.exec(id)?.[0] ?? ''] ?? {}) } : null
  if (permission === 'never' || protection[permission] !== true) return area ? areaAddress(area) : ''
  if (!OVER_UNLOCKED_CELLS.has(id) || !area) return null
  return lockedAddress(host, { sheetId: params.subUnitId ?? '', ...area })
}

function accept(host: Host, { id, params }: Readonly<ICommandInfo>, change: Change): void {
  const { subUnitId, cellValue, range, from, to } = (params ?? {}) as Params
  // Cells that return into rows or columns return with their locks.
  if (id === SetRangeValuesMutation.id && !change.moved) keepLocksIn(host, subUnitId, cellValue, REMOVED)
  if (id === MoveRangeMutation.id) {
    for (const part of [from, to]) keepLocksIn(host, part?.subUnitId, part?.value, {})
  }
  change.moved ||= MOVES.has(id)
  change.made ||= change.moved || id === SetRangeValuesMutation.id
  if (/insert-(row|col)$/.test(id) && range) change.inserted = areaOf(range)
}

/** What the grid merges into a cell to empty it. */
const REMOVED = { v: null, f: null, si: null, p: null, s: null } as ICellData

function keepLocksIn(host: Host, sheetId: string | undefined, cells: Cells | undefined, removed: ICellData) {
  const sheet = sheetId ? host.workbook.getSheetBySheetId(sheetId) : null
  if (sheet && cells) keepLocks(sheet, cells, removed)
}

function protectionOf(host: Host, sheetId: string | undefined): ProtectionOptions | null {
  return sheetId ? (host.state.sheets.get(sheetId)?.protection ?? null) : null
}

function lockedIn(
  host: Host,
  sheetId: string | undefined,
  cells: Cells | undefined,
  change: Change,
): string | null {
  const protection = protectionOf(host, sheetId)
  if (!protection || !sheetId || !cells) return null
  const sheet = host.workbook.getSheetBySheetId(sheetId)
  if (!sheet) return null
  const matrix = sheet.getSheet().getCellMatrix()
  let refused: string | null = null
  new ObjectMatrix(cells).forValue((row, column, cell) => {
    const area = { top: row, left: column, bottom: row, right: column }
    if (isUnlocked(matrix.getValue(row, column))) return
    if (change.inserted && intersection(area, change.inserted)) return
    if (change.moved && isAdjustedFormula(cell)) return
    refused = areaAddress(area)
    return false
  })
  return refused
}

function lockedAddress(host: Host, target: RangeTarget): string | null {
  if (!protectionOf(host, target.sheetId) || host.allUnlocked(target)) return null
  return areaAddress(target)
}

function areaOf({ startRow, startColumn, endRow, endColumn }: IRange) {
  return {
    top: startRow || 0,
    left: startColumn || 0,
    bottom: Number.isNaN(endRow) ? EXCEL_ROWS - 1 : endRow,
    right: Number.isNaN(endColumn) ? EXCEL_COLUMNS - 1 : endColumn,
  }
}

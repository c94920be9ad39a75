import {
  CanceledError,
  type ICellData,
  type ICommandInfo,
  type IExecutionOptions,
  type IRange,
  ObjectMatrix,
} from '@univerjs/core'
import { SetRangeValuesMutation } from '@univerjs/sheets'
import { areaAddress, EXCEL_COLUMNS, EXCEL_ROWS, type RangeTarget } from './addresses'
import type { Host } from './host'
import { isUnlocked } from './locked-cells'
import { selectedRange } from './selection'
import type { ProtectionOptions } from './sheet-state'

/** The protection option that permits each mutation of the grid. */
const NEEDS: Record<string, keyof ProtectionOptions> = {
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
}

interface Params {
  subUnitId?: string
  visible?: boolean
  cellValue?: Record<number, Record<number, ICellData | null>>
  range?: IRange
  from?: { subUnitId: string; value?: Params['cellValue'] }
  to?: { subUnitId: string; value?: Params['cellValue'] }
}

/**
 * Stops a person from changing a protected sheet's locked cells by typing, pasting, filling, deleting or
 * undoing.
 */
export function guardLockedCells(host: Host): void {
  host.commands.beforeCommandExecuted((command, options) => {
    if (host.addinIsWriting || isCalculation(options)) return
    const refused = refusedAddress(host, command)
    if (refused === null) return
    host.onRefused(refused)
    throw new CanceledError()
  })
}

function isCalculation(options?: IExecutionOptions): boolean {
  return Boolean(options?.applyFormulaCalculationResult || options?.onlyLocal)
}

function refusedAddress(host: Host, command: Readonly<ICommandInfo>): string | null {
  const params = (command.params ?? {}) as Params
  if (command.id === 'sheet.operation.set-cell-edit-visible') {
    if (params.visible !== true) return null
    const { sheetId, top, left } = selectedRange(host)
    return lockedAddress(host, { sheetId, top, left, bottom: top, right: left })
  }
  if (command.id === SetRangeValuesMutation.id) return lockedIn(host, params.subUnitId, params.cellValue)
  if (command.id === 'sheet.mutation.move-range') {
    return (
      lockedIn(host, params.from?.subUnitId, params.from?.value) ??
      lockedIn(host, params.to?.subUnitId, params.to?.value)
    )
  }
  const permission = NEEDS[command.id]
  const protection = protectionOf(host, params.subUnitId)
  if (!permission || !protection || protection[permission] === true) return null
  return params.range ? areaAddress(areaOf(params.range)) : ''
}

function protectionOf(host: Host, sheetId: string | undefined): ProtectionOptions | null {
  return sheetId ? (host.state.sheets.get(sheetId)?.protection ?? null) : null
}

function lockedIn(host: Host, sheetId: string | undefined, cells: Params['cellValue']): string | null {
  const protection = protectionOf(host, sheetId)
  if (!protection || !sheetId || !cells) return null
  const sheet = host.workbook.getSheetBySheetId(sheetId)
  if (!sheet) return null
  const matrix = sheet.getSheet().getCellMatrix()
  let refused: string | null = null
  new ObjectMatrix(cells).forValue((row, column) => {
    if (isUnlocked(matrix.getValue(row, column) ?? null)) return
    refused = areaAddress({ top: row, left: column, bottom: row, right: column })
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

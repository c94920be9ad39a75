import { type ICellData, ICommandService, type IObjectMatrixPrimitiveType } from '@univerjs/core'
import { SetRangeValuesMutation, SetStyleCommand } from '@univerjs/sheets'
import type { FWorksheet } from '@univerjs/sheets/facade'

export type Cells = IObjectMatrixPrimitiveType<ICellData | null>

/**
 * Writes cells without the grid's own commands: a proposal is thousands of cells, and a command for each would
 * measure rows, ask permissions and fill the undo stack each time. The mutation still draws and recalculates.
 *
 * @param content false: only looks change, so nothing is recalculated and no change event is due
 */
export function writeCells(sheet: FWorksheet, cells: Cells, content: boolean): void {
  sheet
    .getInject()
    .get(ICommandService)
    .syncExecuteCommand(SetRangeValuesMutation.id, {
      unitId: sheet.getWorkbook().getUnitId(),
      subUnitId: sheet.getSheetId(),
      cellValue: cells,
      ...(content ? { trigger: ADDIN_VALUES } : { trigger: SetStyleCommand.id }),
    })
}

/** Marks the add-in's own values where the grid names the command that wrote them. */
export const ADDIN_VALUES = 'workbench.values'

export function runMutation(sheet: FWorksheet, id: string, params: Record<string, unknown>): void {
  sheet
    .getInject()
    .get(ICommandService)
    .syncExecuteCommand(id, {
      unitId: sheet.getWorkbook().getUnitId(),
      subUnitId: sheet.getSheetId(),
      ...params,
    })
}

/** Makes room for an area that lies beyond the sheet's end. */
export function growTo(sheet: FWorksheet, lastRow: number, lastColumn: number): void {
  if (lastRow >= sheet.getMaxRows()) sheet.setRowCount(lastRow + 51)
  if (lastColumn >= sheet.getMaxColumns()) sheet.setColumnCount(lastColumn + 6)
}

import { type ICellData, ICommandService, type IObjectMatrixPrimitiveType } from '@univerjs/core'
import { SetRangeValuesMutation, SetStyleCommand } from '@univerjs/sheets'
import type { FWorksheet } from '@univerjs/sheets/facade'

export type Cells = IObjectMatrixPrimitiveType<ICellData | null>

/**
 * Writes cells without the grid's own commands: a proposal has thousands of cells, and a command for each
 * would measure rows, check permissions and fill the undo stack each time. The mutation still draws and
 * recalculates.
 *
 * @param content false: only styles change, so nothing is recalculated and no change event is sent
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

/** Marks the add-in's values in the field where the grid names the command that wrote them. */
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

/** Makes the sheet larger when the area reaches beyond its end. */
export function growTo(sheet: FWorksheet, lastRow: number, lastColumn: number): void {
  if (lastRow >= sheet.getMaxRows()) sheet.setRowCount(lastRow + 51)
  if (lastColumn >= sheet.getMaxColumns()) sheet.setColumnCount(lastColumn + 6)
}

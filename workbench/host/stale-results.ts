import { type ICellData, type IExecutionOptions, ObjectMatrix } from '@univerjs/core'
import { SetRangeValuesMutation } from '@univerjs/sheets'
import { cellAt } from './cell-contents'
import type { Host } from './host'
import type { Cells } from './writes'

/**
 * Drops results of formulas for cells without one. The grid calculates in the background and writes the results to where
 * the formulas were when it began: if rows were inserted or deleted meanwhile, into other cells. There the next
 * calculation, which the change has already started, puts formulas right, but not cells without one.
 */
export function dropStaleResults(host: Host): void {
  host.commands.beforeCommandExecuted(({ id, params }, options?: IExecutionOptions) => {
    if (id !== SetRangeValuesMutation.id || !options?.applyFormulaCalculationResult) return
    const { subUnitId, cellValue } = params as { subUnitId: string; cellValue?: Cells }
    const sheet = host.workbook.getSheetBySheetId(subUnitId)
    if (!sheet || !cellValue) return
    const results = new ObjectMatrix<ICellData | null>(cellValue)
    const stale: [row: number, column: number][] = []
    results.forValue((row, column) => {
      const cell = cellAt(sheet, row, column)
      if (!cell?.f && !cell?.si) stale.push([row, column])
    })
    for (const [row, column] of stale) delete cellValue[row]?.[column]
  })
}

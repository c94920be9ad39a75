import {
  type ICellData,
  ICommandService,
  type IMutationInfo,
  type IObjectMatrixPrimitiveType,
  IUndoRedoService,
} from '@univerjs/core'
import { SetRangeValuesMutation, SetStyleCommand } from '@univerjs/sheets'
import type { FWorksheet } from '@univerjs/sheets/facade'
import { inverseOf } from './inverse-mutations'

export type Cells = IObjectMatrixPrimitiveType<ICellData | null>

/**
 * Writes cells without the grid's own commands: a proposal has thousands of cells, and a command for each
 * would measure rows and check permissions each time. The mutation still draws and recalculates.
 *
 * @param content false: only styles change, so nothing is recalculated and no change event is sent
 */
export function writeCells(sheet: FWorksheet, cells: Cells, content: boolean): void {
  runMutation(sheet, SetRangeValuesMutation.id, cellParams(cells, content))
}

/** As `writeCells`, but for cells that get their contents back at once: it can't be undone. */
export function writePassingCells(sheet: FWorksheet, cells: Cells): void {
  execute(sheet, mutationOf(sheet, SetRangeValuesMutation.id, cellParams(cells, true)))
}

/** Marks that a larger sheet has from the beginning: they can't be undone. */
export function writePassingStyles(sheet: FWorksheet, cells: Cells): void {
  execute(sheet, mutationOf(sheet, SetRangeValuesMutation.id, cellParams(cells, false)))
}

function cellParams(cellValue: Cells, content: boolean) {
  return { cellValue, trigger: content ? ADDIN_VALUES : SetStyleCommand.id }
}

/** Marks the add-in's values in the field where the grid names the command that wrote them. */
const ADDIN_VALUES = 'workbench.values'

/** Runs a mutation, which becomes a part of the add-in's present step of undo. */
export function runMutation(sheet: FWorksheet, id: string, params: Record<string, unknown>): void {
  const mutation = mutationOf(sheet, id, params)
  const inverse = inverseOf(sheet, mutation)
  execute(sheet, mutation)
  if (!inverse) return
  sheet
    .getInject()
    .get(IUndoRedoService)
    .pushUndoRedo({
      unitID: sheet.getWorkbook().getUnitId(),
      undoMutations: [inverse],
      redoMutations: [mutation],
    })
}

function mutationOf(sheet: FWorksheet, id: string, params: Record<string, unknown>): IMutationInfo {
  const where = { unitId: sheet.getWorkbook().getUnitId(), subUnitId: sheet.getSheetId() }
  return { id, params: { ...where, ...params } }
}

function execute(sheet: FWorksheet, { id, params }: IMutationInfo): void {
  sheet.getInject().get(ICommandService).syncExecuteCommand(id, params)
}

import { type ICellData, type IMutationInfo, type IRange, ObjectMatrix } from '@univerjs/core'
import { ReorderRangeCommand, SetRangeValuesMutation, SheetInterceptorService } from '@univerjs/sheets'
import { SheetsSortService } from '@univerjs/sheets-sort'
import { cellAt, formulaOf } from './cell-contents'
import type { Host } from './host'
import { isUnlocked, lockMark } from './locked-cells'
import { movedFormula } from './moved-formulas'
import { compareCells } from './sort-order'
import type { Cells } from './writes'

interface Mutations {
  redos: IMutationInfo[]
  undos: IMutationInfo[]
}

interface Params {
  unitId?: string
  subUnitId?: string
  range?: IRange
  order?: Record<number, number>
}

/**
 * Adds what Excel does beside the grid's own commands: inserted rows and columns are unlocked where the ones before
 * them are, and a sort moves relative references with their row.
 */
export function followExcel(host: Host): void {
  host.injector.get(SheetsSortService).registerCompareFn((type, a, b) => {
    return compareCells(a, b, { ascending: type === 'asc' })
  })
  host.injector.get(SheetInterceptorService).interceptCommand({
    getMutations: ({ id, params }) => {
      const { range, order, ...where } = (params ?? {}) as Params
      const sheetId = where.subUnitId ?? host.workbook.getActiveSheet().getSheetId()
      const written = (cells: Cells | null): IMutationInfo[] =>
        cells
          ? [
              {
                id: SetRangeValuesMutation.id,
                params: { unitId: host.workbook.getId(), subUnitId: sheetId, cellValue: cells },
              },
            ]
          : []
      if (!range) return NOTHING
      if (id === 'sheet.command.insert-row' || id === 'sheet.command.insert-col') {
        return { redos: written(inheritedLocks(host, sheetId, range, id.endsWith('row'))), undos: [] }
      }
      if (id === ReorderRangeCommand.id && order) {
        const { before, after } = sortedFormulas(host, sheetId, range, order)
        return { redos: written(after), undos: written(before) }
      }
      return NOTHING
    },
  })
}

const NOTHING: Mutations = { redos: [], undos: [] }

/** Marks for the inserted cells; null when none is unlocked. */
function inheritedLocks(host: Host, sheetId: string, range: IRange, rows: boolean): Cells | null {
  const before = rows ? range.startRow - 1 : range.startColumn - 1
  if (before < 0) return null
  const sheet = host.sheet(sheetId)
  const across = rows ? sheet.getMaxColumns() : sheet.getMaxRows()
  const marks = new ObjectMatrix<ICellData>()
  for (let line = 0; line < across; line++) {
    if (!isUnlocked(rows ? cellAt(sheet, before, line) : cellAt(sheet, line, before))) continue
    const [first, last] = rows ? [range.startRow, range.endRow] : [range.startColumn, range.endColumn]
    for (let at = first; at <= last; at++) {
      marks.setValue(rows ? at : line, rows ? line : at, { custom: lockMark(false) })
    }
  }
  return marks.getSizeOf() > 0 ? marks.getMatrix() : null
}

/** The formulas of the rows that a sort moves: in their present places, and as they are afterwards. */
function sortedFormulas(host: Host, sheetId: string, range: IRange, order: Record<number, number>) {
  const sheet = host.sheet(sheetId)
  const before = new ObjectMatrix<ICellData>()
  const after = new ObjectMatrix<ICellData>()
  for (const [place, from] of Object.entries(order)) {
    const row = Number(place)
    if (row === from) continue
    for (let column = range.startColumn; column <= range.endColumn; column++) {
      const formula = formulaOf(sheet, cellAt(sheet, from, column), from, column)
      if (formula === undefined) continue
      before.setValue(from, column, { f: formula, si: null } as unknown as ICellData)
      const f = movedFormula(host, sheetId, { row: from, column }, { row, column })
      after.setValue(row, column, { f, si: null } as unknown as ICellData)
    }
  }
  const some = (cells: ObjectMatrix<ICellData>) => (cells.getSizeOf() > 0 ? cells.getMatrix() : null)
  return { before: some(before), after: some(after) }
}

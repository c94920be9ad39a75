import type { ICellData } from '@univerjs/core'
import { cellAt, formulaOf } from './cell-contents'
import type { Host } from './host'

interface Place {
  row: number
  column: number
}

/** A cell as it is after sorting or copying it elsewhere: its relative references move with it. */
export function movedCell(host: Host, sheetId: string, from: Place, to: Place): ICellData {
  const sheet = host.sheet(sheetId)
  const cell = cellAt(sheet, from.row, from.column)
  const style = sheet.getWorkbook().getStyles().getStyleByCell(cell)
  return {
    v: cell?.v ?? null,
    ...(cell?.t ? { t: cell.t } : {}),
    p: cell?.p ?? null,
    si: null,
    f: movedFormula(host, sheetId, from, to),
    s: style ?? null,
    custom: cell?.custom ?? null,
  } as unknown as ICellData
}

export function movedFormula(host: Host, sheetId: string, from: Place, to: Place): string | null {
  const sheet = host.sheet(sheetId)
  const formula = formulaOf(sheet, cellAt(sheet, from.row, from.column), from.row, from.column)
  if (formula === undefined) return null
  return host.univerAPI.getFormula().moveFormulaRefOffset(formula, to.column - from.column, to.row - from.row)
}

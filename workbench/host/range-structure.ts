import { Dimension, type ICellData, type IRange } from '@univerjs/core'
import {
  AddWorksheetMergeMutation,
  DeleteRangeMoveLeftCommand,
  DeleteRangeMoveUpCommand,
  InsertRangeMoveDownCommand,
  InsertRangeMoveRightCommand,
  MoveRangeCommand,
  RemoveWorksheetMergeMutation,
} from '@univerjs/sheets'
import { type Area, intersection, isWholeColumns, isWholeRows, type RangeTarget } from './addresses'
import { cellAt, clearContents, contentOf, formulaOf } from './cell-contents'
import { clearConditionalFormats } from './conditional-formats'
import { clearValidation } from './data-validation'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { removeHyperlinks } from './hyperlinks'
import { growTo } from './sheet-size'
import type { ProtectionOptions } from './sheet-state'
import { type Cells, runMutation, writeCells } from './writes'

function gridRange({ top, left, bottom, right }: Area): IRange {
  return { startRow: top, startColumn: left, endRow: bottom, endColumn: right }
}

/** Keeps the content of the upper left cell and removes the content of the others, as Excel does. */
export function mergeRange(host: Host, target: RangeTarget, across: boolean): null {
  host.mustAllow(target.sheetId, 'allowFormatCells')
  const sheet = host.sheet(target.sheetId)
  growTo(sheet, target.bottom, target.right)
  const area = host.room(target)
  if (!area) return null
  const lines: Area[] = []
  if (across) {
    for (let row = area.top; row <= area.bottom; row++) lines.push({ ...area, top: row, bottom: row })
  } else lines.push(area)
  const merges = lines.filter((line) => line.top < line.bottom || line.left < line.right)
  if (merges.length === 0) return null
  const overlapped = sheet
    .getSheet()
    .getMergeData()
    .filter((merge) => merges.some((area) => intersection(area, areaOf(merge))))
  if (overlapped.length > 0) runMutation(sheet, RemoveWorksheetMergeMutation.id, { ranges: overlapped })
  const covered: Cells = {}
  let any = false
  for (const area of merges) {
    for (let row = area.top; row <= area.bottom; row++) {
      for (let column = area.left; column <= area.right; column++) {
        if (row === area.top && column === area.left) continue
        const cell = cellAt(sheet, row, column)
        if (!cell || (cell.v === undefined && !cell.f && !cell.si && !cell.p)) continue
        any = true
        covered[row] = {
          ...covered[row],
          [column]: { v: null, f: null, si: null, p: null } as ICellData,
        }
      }
    }
  }
  if (any) writeCells(sheet, covered, true)
  runMutation(sheet, AddWorksheetMergeMutation.id, { ranges: merges.map(gridRange) })
  return null
}

export function unmergeRange(host: Host, target: RangeTarget): null {
  host.mustAllow(target.sheetId, 'allowFormatCells')
  const sheet = host.sheet(target.sheetId)
  const ranges = sheet
    .getSheet()
    .getMergeData()
    .filter((merge) => intersection(target, areaOf(merge)))
  if (ranges.length > 0) runMutation(sheet, RemoveWorksheetMergeMutation.id, { ranges })
  return null
}

function areaOf(merge: IRange): Area {
  return { top: merge.startRow, left: merge.startColumn, bottom: merge.endRow, right: merge.endColumn }
}

/**
 * Clears contents, formats or all. `Formats` also removes conditional formats and merges, `All` also
 * validations.
 */
export function clearRange(host: Host, target: RangeTarget, applyTo: string): null {
  host.mustBeWritable(target)
  if (!['All', 'Contents', 'Formats', 'RemoveHyperlinks', 'Hyperlinks'].includes(applyTo)) {
    throw invalidArgument(`clear ${applyTo}`)
  }
  if (applyTo === 'All' || applyTo === 'Contents') clearContents(host, target)
  if (applyTo === 'All' || applyTo === 'Formats') {
    clearFormats(host, target)
    clearConditionalFormats(host, target)
    unmergeRange(host, target)
  }
  if (applyTo === 'All') clearValidation(host, target)
  if (applyTo !== 'Contents' && applyTo !== 'Formats') removeHyperlinks(host, target)
  return null
}

function clearFormats(host: Host, target: RangeTarget): void {
  const area = host.room(target)
  if (!area) return
  const sheet = host.sheet(target.sheetId)
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    for (let column = area.left; column <= area.right; column++) {
      if (cellAt(sheet, row, column)) line[column] = { s: null, custom: null } as unknown as ICellData
    }
    cells[row] = line
  }
  writeCells(sheet, cells, false)
}

export async function insertRange(host: Host, target: RangeTarget, shift: string): Promise<void> {
  const sheet = host.sheet(target.sheetId)
  if (isWholeRows(target)) {
    host.mustAllow(target.sheetId, 'allowInsertRows')
    sheet.insertRows(target.top, target.bottom - target.top + 1)
  } else if (isWholeColumns(target)) {
    host.mustAllow(target.sheetId, 'allowInsertColumns')
    sheet.insertColumns(target.left, target.right - target.left + 1)
  } else {
    host.mustBeWritable(target)
    growTo(sheet, target.bottom, target.right)
    const command =
      direction(shift, 'Down', 'Right') === Dimension.ROWS
        ? InsertRangeMoveDownCommand
        : InsertRangeMoveRightCommand
    await onItsSheet(host, target, command.id)
  }
}

export async function deleteRange(host: Host, target: RangeTarget, shift: string): Promise<null> {
  const sheet = host.sheet(target.sheetId)
  const area = host.room(target)
  if (!area) return null
  if (isWholeRows(target)) {
    mustBeDeletable(host, target, 'allowDeleteRows')
    sheet.deleteRows(area.top, area.bottom - area.top + 1)
  } else if (isWholeColumns(target)) {
    mustBeDeletable(host, target, 'allowDeleteColumns')
    sheet.deleteColumns(area.left, area.right - area.left + 1)
  } else {
    host.mustBeWritable(target)
    const command =
      direction(shift, 'Up', 'Left') === Dimension.ROWS
        ? DeleteRangeMoveUpCommand
        : DeleteRangeMoveLeftCommand
    await onItsSheet(host, target, command.id)
  }
  return null
}

/** On a protected sheet Excel deletes rows and columns only where every cell is unlocked. */
function mustBeDeletable(host: Host, target: RangeTarget, permission: keyof ProtectionOptions): void {
  host.mustAllow(target.sheetId, permission)
  host.mustBeWritable(target)
}

function direction(shift: string, rows: string, columns: string): Dimension {
  if (shift === rows) return Dimension.ROWS
  if (shift === columns) return Dimension.COLUMNS
  throw invalidArgument(`shift ${shift}`)
}

/** The grid moves cells on the sheet that it shows only. */
async function onItsSheet(host: Host, target: RangeTarget, command: string): Promise<void> {
  const workbook = host.workbook.getWorkbook()
  const showing = workbook.getActiveSheet()
  const sheet = host.sheet(target.sheetId).getSheet()
  if (sheet !== showing) workbook.setActiveSheet(sheet)
  try {
    await host.asAddinUntilDone(() => host.commands.executeCommand(command, { range: gridRange(target) }))
  } finally {
    if (sheet !== showing) workbook.setActiveSheet(showing)
  }
}

/** Moves cells with their formats; formulas that refer to them follow. */
export async function moveRange(host: Host, target: RangeTarget, to: RangeTarget): Promise<null> {
  const area = host.room(target)
  if (!area) return null
  const there = {
    ...to,
    bottom: to.top + area.bottom - area.top,
    right: to.left + area.right - area.left,
  }
  host.mustBeWritable(target)
  host.mustBeWritable(there)
  growTo(host.sheet(to.sheetId), there.bottom, there.right)
  const unitId = host.workbook.getId()
  await host.asAddinUntilDone(() =>
    host.commands.executeCommand(MoveRangeCommand.id, {
      fromUnitId: unitId,
      toUnitId: unitId,
      fromSubUnitId: target.sheetId,
      toSubUnitId: to.sheetId,
      fromRange: gridRange(area),
      toRange: gridRange(there),
    }),
  )
  return null
}

/** How a range is pasted. */
export interface Pasting {
  /** `Excel.RangeCopyType` */
  type: string
  /** Empty cells of the source leave what is in the target. */
  skipBlanks?: boolean
  /** Rows become columns. */
  transposed?: boolean
}

/** Repeats a smaller source over the target, as pasting does; relative references in formulas are shifted. */
export function copyRange(
  host: Host,
  target: RangeTarget,
  source: RangeTarget,
  { type, skipBlanks = false, transposed = false }: Pasting,
): null {
  host.mustBeWritable(target)
  if (!['All', 'Values', 'Formulas', 'Formats'].includes(type)) throw invalidArgument(`copyFrom ${type}`)
  const from = host.sheet(source.sheetId)
  const to = host.sheet(target.sheetId)
  const styles = from.getWorkbook().getStyles()
  const rows = source.bottom - source.top + 1
  const columns = source.right - source.left + 1
  const [height, width] = transposed ? [columns, rows] : [rows, columns]
  const bottom = Math.max(target.bottom, target.top + height - 1)
  const right = Math.max(target.right, target.left + width - 1)
  growTo(to, bottom, right)
  if (isWholeRows(source)) growTo(to, 0, from.getMaxColumns() - 1)
  if (isWholeColumns(source)) growTo(to, from.getMaxRows() - 1, 0)
  const area = host.room({ ...target, bottom, right })
  if (!area) return null
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    for (let column = area.left; column <= area.right; column++) {
      const [down, across] = [(row - target.top) % height, (column - target.left) % width]
      const sourceRow = source.top + (transposed ? across : down)
      const sourceColumn = source.left + (transposed ? down : across)
      const cell = cellAt(from, sourceRow, sourceColumn)
      const formula = formulaOf(from, cell, sourceRow, sourceColumn)
      if (skipBlanks && !formula && contentOf(cell) === '') continue
      const content = { v: cell?.v ?? null, ...(cell?.t ? { t: cell.t } : {}), p: cell?.p ?? null, si: null }
      const moved = formula
        ? host.univerAPI.getFormula().moveFormulaRefOffset(formula, column - sourceColumn, row - sourceRow)
        : null
      line[column] = {
        ...(type === 'Formats' ? {} : { ...content, f: type === 'Values' ? null : moved }),
        ...(type === 'All' || type === 'Formats'
          ? { s: styles.getStyleByCell(cell) ?? null, custom: cell?.custom ?? null }
          : {}),
      } as ICellData
    }
    cells[row] = line
  }
  writeCells(to, cells, type !== 'Formats')
  return null
}

/** `copyFrom(source, copyType, skipBlanks, transpose)`, of a range or of several. */
export async function paste(
  host: Host,
  targets: readonly RangeTarget[],
  source: RangeTarget,
  [, copyType, skipBlanks, transpose]: readonly unknown[],
): Promise<null> {
  // Results that are copied as values may still have to be calculated. A person must not act between the steps of a
  // request, so that nothing else waits.
  if (copyType === 'Values') await host.calculation.settled()
  const pasting = {
    type: String(copyType ?? 'All'),
    skipBlanks: skipBlanks === true,
    transposed: transpose === true,
  }
  host.asAddin(() => {
    for (const target of targets) copyRange(host, target, source, pasting)
  })
  return null
}

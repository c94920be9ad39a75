import {
  type BooleanNumber,
  type ICellData,
  type ICommandInfo,
  type IExecutionOptions,
  type IRange,
  ObjectMatrix,
} from '@univerjs/core'
import {
  DeleteRangeMoveLeftCommand,
  DeleteRangeMoveUpCommand,
  InsertRangeMoveDownCommand,
  InsertRangeMoveRightCommand,
  SetRangeValuesMutation,
  SetStyleCommand,
} from '@univerjs/sheets'
import { type Area, areaAddress, EXCEL_COLUMNS, EXCEL_ROWS } from './addresses'
import { contentOf, isAdjustedFormula } from './cell-contents'
import { EVENT } from './event-channel'
import type { Host } from './host'
import { selectedRange } from './selection'
import { movedLines } from './sort'
import { shiftAnchors, tablesAt } from './table-state'

/** Turns the grid's commands into Excel's events. */
export function listenToGrid(host: Host): void {
  const selection = { last: '' }
  const sheets = { active: host.workbook.getActiveSheet().getSheetId(), nameBefore: '' }
  const before = new BeforeEdit()
  host.commands.beforeCommandExecuted((command, options) => {
    if (CELLS_MOVE[command.id]) before.cellsMoveNow()
    if (isContentChange(command, options)) before.remember(host, command)
    if (command.id === 'sheet.mutation.set-worksheet-name') {
      const { subUnitId = '' } = command.params as { subUnitId?: string }
      sheets.nameBefore = host.workbook.getSheetBySheetId(subUnitId)?.getSheetName() ?? ''
    }
  })
  host.commands.onCommandExecuted((command, options) => {
    if (CELLS_MOVE[command.id]) cellsMoved(host, command)
    else if (before.cellsMove) return
    else if (isContentChange(command, options)) contentChanged(host, command, before)
    else if (structureChanged(host, command)) before.restructuredNow()
    sheetChanged(host, command, sheets)
    selectionChanged(host, command, selection)
  })
}

interface CellParams {
  subUnitId: string
  cellValue?: Record<number, Record<number, ICellData | null>>
  trigger?: string
}

function isContentChange(command: Readonly<ICommandInfo>, options?: IExecutionOptions): boolean {
  if (command.id !== SetRangeValuesMutation.id) return false
  if (options?.applyFormulaCalculationResult || options?.onlyLocal) return false
  return (command.params as CellParams).trigger !== SetStyleCommand.id
}

/**
 * A single cell's value before a change: the details of Excel's event contain the values before and after.
 */
class BeforeEdit {
  value: unknown
  /**
   * Rows or columns were just inserted or removed: the formulas that the grid adjusts for this are no edits.
   */
  restructured = false
  /** Cells were just inserted or deleted: their commands' own mutations are no edits. */
  cellsMove = false
  cellsMoveNow(): void {
    this.cellsMove = true
    queueMicrotask(() => {
      this.cellsMove = false
    })
  }

  restructuredNow(): void {
    this.restructured = true
    queueMicrotask(() => {
      this.restructured = false
    })
  }

  remember(host: Host, command: Readonly<ICommandInfo>): void {
    const params = command.params as CellParams
    const area = changedArea(params)
    this.value = ''
    if (!area || area.top !== area.bottom || area.left !== area.right) return
    const sheet = host.workbook.getSheetBySheetId(params.subUnitId)
    this.value = contentOf(sheet?.getSheet().getCellMatrix().getValue(area.top, area.left) ?? null)
  }
}

const CONTENT_KEYS = ['v', 'f', 'p', 'si', 't'] as const

/** The area around all cells whose content was written; a change of style alone doesn't count. */
function changedArea({ cellValue }: CellParams): Area | null {
  let area: Area | null = null
  if (!cellValue) return null
  new ObjectMatrix(cellValue).forValue((row, column, cell) => {
    if (cell && !CONTENT_KEYS.some((key) => key in cell)) return
    area = area
      ? {
          top: Math.min(area.top, row),
          left: Math.min(area.left, column),
          bottom: Math.max(area.bottom, row),
          right: Math.max(area.right, column),
        }
      : { top: row, left: column, bottom: row, right: column }
  })
  return area
}

function contentChanged(host: Host, command: Readonly<ICommandInfo>, before: BeforeEdit): void {
  const params = command.params as CellParams
  const area = changedArea(params)
  if (!area || (before.restructured && onlyAdjusted(params))) return
  const single = area.top === area.bottom && area.left === area.right
  const cell = single
    ? host.workbook
        .getSheetBySheetId(params.subUnitId)
        ?.getSheet()
        .getCellMatrix()
        .getValue(area.top, area.left)
    : null
  const after = contentOf(cell ?? null)
  fireChanged(host, params.subUnitId, area, 'RangeEdited', {
    ...(single
      ? {
          valueBefore: before.value,
          valueAfter: after,
          valueTypeBefore: typeName(before.value),
          valueTypeAfter: typeName(after),
        }
      : {}),
  })
}

function typeName(value: unknown): string {
  if (value === '' || value === undefined) return 'Empty'
  if (typeof value === 'boolean') return 'Boolean'
  return typeof value === 'number' ? 'Double' : 'String'
}

/** The grid's commands that insert and delete cells, with the direction in which others move. */
const CELLS_MOVE: Record<string, { changeType: string; shiftDirection: string }> = {
  [InsertRangeMoveDownCommand.id]: { changeType: 'CellInserted', shiftDirection: 'Down' },
  [InsertRangeMoveRightCommand.id]: { changeType: 'CellInserted', shiftDirection: 'Right' },
  [DeleteRangeMoveUpCommand.id]: { changeType: 'CellDeleted', shiftDirection: 'Up' },
  [DeleteRangeMoveLeftCommand.id]: { changeType: 'CellDeleted', shiftDirection: 'Left' },
}

function cellsMoved(host: Host, command: Readonly<ICommandInfo>): void {
  const { changeType, shiftDirection } = CELLS_MOVE[command.id]!
  const { range } = command.params as { range?: IRange }
  const sheetId = host.workbook.getWorkbook().getActiveSheet().getSheetId()
  const area = range
    ? { top: range.startRow, left: range.startColumn, bottom: range.endRow, right: range.endColumn }
    : selectedRange(host)
  fireChanged(host, sheetId, area, changeType, { shiftDirection })
}

const STRUCTURE: Record<string, { changeType: string; rows: boolean }> = {
  'sheet.mutation.insert-row': { changeType: 'RowInserted', rows: true },
  'sheet.mutation.remove-rows': { changeType: 'RowDeleted', rows: true },
  'sheet.mutation.insert-col': { changeType: 'ColumnInserted', rows: false },
  'sheet.mutation.remove-col': { changeType: 'ColumnDeleted', rows: false },
}

function structureChanged(host: Host, command: Readonly<ICommandInfo>): boolean {
  if (command.id === 'sheet.mutation.move-range') {
    const { to, from } = command.params as Record<
      'to' | 'from',
      { subUnitId: string; value?: CellParams['cellValue'] }
    >
    for (const side of [from, to]) {
      const area = changedArea({ subUnitId: side.subUnitId, cellValue: side.value ?? {} })
      if (area) fireChanged(host, side.subUnitId, area, 'RangeEdited')
    }
    return true
  }
  if (command.id === 'sheet.mutation.reorder-range') return rowsSorted(host, command)
  if (command.id === 'sheet.mutation.move-rows' || command.id === 'sheet.mutation.move-columns')
    return linesMoved(host, command)
  const known = STRUCTURE[command.id]
  if (!known) return false
  const { subUnitId, range } = command.params as { subUnitId: string; range?: IRange }
  if (!range) return false
  const area = known.rows
    ? { top: range.startRow, bottom: range.endRow, left: 0, right: EXCEL_COLUMNS - 1 }
    : { top: 0, bottom: EXCEL_ROWS - 1, left: range.startColumn, right: range.endColumn }
  const [first, last] = known.rows ? [area.top, area.bottom] : [area.left, area.right]
  const inserted = known.changeType.endsWith('Inserted')
  const shift = { rows: known.rows, at: first, count: (last - first + 1) * (inserted ? 1 : -1) }
  if (inserted) shiftAnchors(host, subUnitId, shift)
  fireChanged(host, subUnitId, area, known.changeType)
  if (!inserted) shiftAnchors(host, subUnitId, shift)
  return true
}

/** Excel tells of a sort twice: as a change of the cells, and as a sort. */
function rowsSorted(host: Host, command: Readonly<ICommandInfo>): boolean {
  const { subUnitId, range, order } = command.params as {
    subUnitId: string
    range: IRange
    order: Record<number, number>
  }
  const moved = movedLines(order).map(([top, bottom]) => ({
    top,
    bottom,
    left: range.startColumn,
    right: range.endColumn,
  }))
  if (moved.length === 0) return true
  const [first, last] = [moved[0]!, moved.at(-1)!]
  fireChanged(host, subUnitId, { ...first, bottom: last.bottom }, 'RangeEdited')
  const address = moved.map((area) => areaAddress(area)).join(',')
  host.events.fire(EVENT.rowSorted, subUnitId, { address, source: 'Local' })
  return true
}

/** Rows or columns that a person dragged elsewhere, and those that made room. */
function linesMoved(host: Host, command: Readonly<ICommandInfo>): boolean {
  const { subUnitId, sourceRange, targetRange } = command.params as {
    subUnitId: string
    sourceRange: IRange
    targetRange: IRange
  }
  const rows = command.id === 'sheet.mutation.move-rows'
  const starts = rows
    ? [sourceRange.startRow, targetRange.startRow]
    : [sourceRange.startColumn, targetRange.startColumn]
  const ends = rows
    ? [sourceRange.endRow, targetRange.startRow - 1]
    : [sourceRange.endColumn, targetRange.startColumn - 1]
  const [first, last] = [Math.min(...starts), Math.max(...ends)]
  fireChanged(
    host,
    subUnitId,
    rows
      ? { top: first, bottom: last, left: 0, right: EXCEL_COLUMNS - 1 }
      : { top: 0, bottom: EXCEL_ROWS - 1, left: first, right: last },
    'RangeEdited',
  )
  return true
}

function onlyAdjusted({ cellValue }: CellParams): boolean {
  let only = true
  new ObjectMatrix(cellValue ?? {}).forValue((_row, _column, cell) => {
    if (!isAdjustedFormula(cell)) only = false
  })
  return only
}

function fireChanged(
  host: Host,
  sheetId: string,
  area: Area,
  changeType: string,
  details: Record<string, unknown> = {},
): void {
  host.events.fire(EVENT.changed, sheetId, {
    address: areaAddress(area),
    changeType,
    source: 'Local',
    triggerSource: host.addinIsWriting ? 'ThisLocalAddin' : 'Unknown',
    shiftDirection: 'None',
    ...details,
  })
  for (const { id } of tablesAt(host, sheetId, area)) {
    const payload = { address: areaAddress(area), changeType, source: 'Local', tableId: id, ...details }
    host.events.fire(EVENT.tableChanged, sheetId, payload, id)
  }
}

function sheetChanged(
  host: Host,
  command: Readonly<ICommandInfo>,
  sheets: { active: string; nameBefore: string },
): void {
  const params = (command.params ?? {}) as {
    subUnitId?: string
    sheet?: { id: string }
    name?: string
    hidden?: BooleanNumber
  }
  const source = 'Local'
  switch (command.id) {
    case 'sheet.mutation.insert-sheet':
      if (params.sheet) host.events.fire(EVENT.added, params.sheet.id, { source })
      break
    case 'sheet.mutation.remove-sheet':
      if (params.subUnitId) host.events.fire(EVENT.deleted, params.subUnitId, { source })
      break
    case 'sheet.mutation.set-worksheet-name':
      host.events.fire(EVENT.nameChanged, params.subUnitId ?? '', {
        source,
        nameBefore: sheets.nameBefore,
        nameAfter: params.name,
      })
      break
    case 'sheet.mutation.set-worksheet-hidden': {
      const { subUnitId = '', hidden } = params
      const asHidden = host.sheetState(subUnitId).veryHidden ? 'VeryHidden' : 'Hidden'
      const [visibilityBefore, visibilityAfter] = hidden ? ['Visible', asHidden] : [asHidden, 'Visible']
      host.events.fire(EVENT.visibilityChanged, subUnitId, { source, visibilityBefore, visibilityAfter })
      break
    }
    case 'sheet.operation.set-worksheet-active': {
      const { subUnitId = '' } = params
      if (subUnitId === sheets.active) break
      const previous = sheets.active
      sheets.active = subUnitId
      host.events.fire(EVENT.deactivated, previous, {})
      host.events.fire(EVENT.activated, subUnitId, {})
    }
  }
}

/** 0 and 1 while the mouse is still drawing the selection. */
const DRAWING = new Set([0, 1])

/** The grid reports the same selection several times, Excel once. */
function selectionChanged(host: Host, command: Readonly<ICommandInfo>, selection: { last: string }): void {
  if (command.id !== 'sheet.operation.set-selections') return
  const { type, selections } = command.params as { type?: number; selections?: unknown[] }
  if ((type !== undefined && DRAWING.has(type)) || !selections?.length) return
  const target = selectedRange(host)
  const address = areaAddress(target)
  const key = `${target.sheetId}!${address}`
  if (key === selection.last) return
  selection.last = key
  const tables = tablesAt(host, target.sheetId, target)
  host.events.fire(EVENT.selectionChanged, target.sheetId, { address, isInsideTable: tables.length > 0 })
  for (const { id } of tables) {
    const payload = { address, isInsideTable: true, tableId: id }
    host.events.fire(EVENT.tableSelectionChanged, target.sheetId, payload, id)
  }
}

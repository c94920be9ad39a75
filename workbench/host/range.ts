import {
  type Area,
  areaAddress,
  EXCEL_COLUMNS,
  EXCEL_ROWS,
  intersection,
  isWholeColumns,
  isWholeRows,
  quotedSheet,
  type RangeTarget,
} from './addresses'
import { autoFill } from './auto-fill'
import { readFormulas, readText, readValues, writeEntries } from './cell-contents'
import { getProperties, setProperties } from './cell-properties'
import { conditionalFormatsType } from './conditional-formats'
import { dataValidationType } from './data-validation'
import { dependents, precedents } from './dependents'
import { invalidArgument, itemNotFound } from './errors'
import { findOne, replaceAll, type SearchCriteria } from './find'
import type { Host } from './host'
import { type HostObject, type HostProperty, HostType } from './host-type'
import { hyperlinkOf, setHyperlink } from './hyperlinks'
import { applyStyle, styleNameOf } from './named-styles'
import { readNumberFormats, writeNumberFormats } from './number-formats'
import { otherRange } from './other-range'
import { group, showDetails } from './outline'
import { fromR1C1, toR1C1 } from './r1c1'
import { areasOrNull } from './range-areas'
import { edgeFrom, extended, surroundingRegion } from './range-edges'
import { rangeFormatType } from './range-format'
import {
  clearRange,
  deleteRange,
  insertRange,
  mergeRange,
  moveRange,
  paste,
  unmergeRange,
} from './range-structure'
import { removeDuplicates } from './remove-duplicates'
import { columnsHidden, rowsHidden, setColumnsHidden, setRowsHidden } from './row-and-column-sizes'
import type { Hyperlink } from './sheet-state'
import { rangeSortType } from './sort'
import { specialCells } from './special-cells'
import { spillingTo, spillParent } from './spill'
import { tablesOn } from './tables'
import { usedArea } from './used-range'
import { worksheetReference } from './worksheet-reference'

function shape(read: (target: RangeTarget) => unknown): HostProperty<RangeTarget> {
  return { get: (target) => read(target) }
}

export const rangeType: HostType<RangeTarget> = new HostType<RangeTarget>('Range', {
  referenced: true,
  properties: {
    address: { get: fullAddress },
    addressLocal: { get: fullAddress },
    rowIndex: shape(({ top }) => top),
    columnIndex: shape(({ left }) => left),
    rowCount: shape(({ top, bottom }) => bottom - top + 1),
    columnCount: shape(({ left, right }) => right - left + 1),
    cellCount: shape(({ top, bottom, left, right }) => {
      const count = (bottom - top + 1) * (right - left + 1)
      // Excel returns -1 when the number is above 2^31 - 1.
      return count > 2 ** 31 - 1 ? -1 : count
    }),
    isEntireColumn: shape(isWholeColumns),
    isEntireRow: shape(isWholeRows),
    values: {
      get: (target, host) => readValues(host, target),
      set: (target, value, host) => writeEntries(host, target, value),
    },
    formulas: {
      get: (target, host) => readFormulas(host, target),
      set: (target, value, host) => writeEntries(host, target, value),
    },
    formulasLocal: {
      get: (target, host) => readFormulas(host, target),
      set: (target, value, host) => writeEntries(host, target, value),
    },
    formulasR1C1: {
      get: (target, host) =>
        readFormulas(host, target).map((line, down) =>
          line.map((formula, across) =>
            typeof formula === 'string' && formula.startsWith('=')
              ? toR1C1(formula, target.top + down, target.left + across)
              : formula,
          ),
        ),
      set: (target, value, host) => {
        if (!Array.isArray(value)) throw invalidArgument('formulasR1C1')
        const formulas = (value as unknown[][]).map((line, down) =>
          line.map((formula, across) =>
            typeof formula === 'string'
              ? fromR1C1(formula, target.top + down, target.left + across)
              : formula,
          ),
        )
        writeEntries(host, target, formulas)
      },
    },
    hyperlink: {
      get: (target, host) => hyperlinkOf(host, target),
      set: (target, value, host) => setHyperlink(host, target, value as Hyperlink),
    },
    style: {
      get: (target, host) => styleNameOf(host, target),
      set: (target, value, host) => applyStyle(host, target, String(value)),
    },
    text: { get: (target, host) => readText(host, target) },
    valueTypes: {
      get: async (target, host) =>
        (await readValues(host, target)).map((line) =>
          line.map((value) => {
            if (value === '') return 'Empty'
            if (typeof value === 'boolean') return 'Boolean'
            return typeof value === 'number' ? 'Double' : value.startsWith('#') ? 'Error' : 'String'
          }),
        ),
    },
    numberFormat: {
      get: (target, host) => readNumberFormats(host, target),
      set: (target, value, host) => writeNumberFormats(host, target, value),
    },
    numberFormatLocal: {
      get: (target, host) => readNumberFormats(host, target),
      set: (target, value, host) => writeNumberFormats(host, target, value),
    },
    rowHidden: {
      get: (target, host) => rowsHidden(host, target),
      set: (target, value, host) => setRowsHidden(host, target, value === true),
    },
    columnHidden: {
      get: (target, host) => columnsHidden(host, target),
      set: (target, value, host) => setColumnsHidden(host, target, value === true),
    },
    hidden: {
      get: (target, host) => {
        const rows = rowsHidden(host, target)
        const columns = columnsHidden(host, target)
        if (rows === true || columns === true) return true
        return rows === null || columns === null ? null : false
      },
    },
  },
  objects: {
    format: (target) => rangeFormatType.of(target),
    conditionalFormats: (target) => conditionalFormatsType.of(target),
    dataValidation: (target) => dataValidationType.of(target),
    sort: (target) => rangeSortType.of(target),
    worksheet: (target) => worksheetReference(target.sheetId),
  },
  methods: {
    getCell: (target, [row, column]) =>
      at(target, target.top + Number(row), target.left + Number(column), 1, 1),
    getRow: (target, [row]) => rangeType.of({ ...target, ...rows(target, Number(row)) }),
    getColumn: (target, [column]) => rangeType.of({ ...target, ...columns(target, Number(column)) }),
    getLastRow: (target) => rangeType.of({ ...target, top: target.bottom }),
    getLastColumn: (target) => rangeType.of({ ...target, left: target.right }),
    getLastCell: (target) => rangeType.of({ ...target, top: target.bottom, left: target.right }),
    getEntireRow: (target) => rangeType.of({ ...target, left: 0, right: EXCEL_COLUMNS - 1 }),
    getEntireColumn: (target) => rangeType.of({ ...target, top: 0, bottom: EXCEL_ROWS - 1 }),
    getOffsetRange: (target, [down, across]) =>
      within({
        ...target,
        top: target.top + Number(down),
        bottom: target.bottom + Number(down),
        left: target.left + Number(across),
        right: target.right + Number(across),
      }),
    getResizedRange: (target, [down, across]) =>
      within({
        ...target,
        bottom: target.bottom + Number(down),
        right: target.right + Number(across),
      }),
    getAbsoluteResizedRange: (target, [height, width]) =>
      at(target, target.top, target.left, Number(height), Number(width)),
    getBoundingRect: (target, [other], host) => {
      const area = otherRange(host, target, other)
      return rangeType.of({
        sheetId: target.sheetId,
        top: Math.min(target.top, area.top),
        left: Math.min(target.left, area.left),
        bottom: Math.max(target.bottom, area.bottom),
        right: Math.max(target.right, area.right),
      })
    },
    getIntersection: (target, [other], host) => {
      const area = intersection(target, otherRange(host, target, other))
      if (!area) throw invalidArgument('the ranges have nothing in common')
      return rangeType.of({ sheetId: target.sheetId, ...area })
    },
    getIntersectionOrNullObject: (target, [other], host) => {
      const range = otherRange(host, target, other)
      const area = range.sheetId === target.sheetId ? intersection(target, range) : null
      return area ? rangeType.of({ sheetId: target.sheetId, ...area }) : null
    },
    getRowsAbove: (target, [count]) => beside(target, 'top', 'bottom', -Number(count ?? 1)),
    getRowsBelow: (target, [count]) => beside(target, 'top', 'bottom', Number(count ?? 1)),
    getColumnsBefore: (target, [count]) => beside(target, 'left', 'right', -Number(count ?? 1)),
    getColumnsAfter: (target, [count]) => beside(target, 'left', 'right', Number(count ?? 1)),
    getRangeEdge: (target, [direction, activeCell], host) => {
      const from =
        activeCell === undefined || activeCell === null ? target : otherRange(host, target, activeCell)
      const { row, column } = edgeFrom(host, target, direction, from)
      return at(target, row, column, 1, 1)
    },
    getExtendedRange: (target, [direction, activeCell], host) => {
      const from =
        activeCell === undefined || activeCell === null ? target : otherRange(host, target, activeCell)
      return rangeType.of(extended(host, target, direction, from))
    },
    getSurroundingRegion: (target, _args, host) => rangeType.of(surroundingRegion(host, target)),
    getSpecialCells: async (target, [type, valueType], host) => {
      const areas = await specialCells(host, target, String(type), String(valueType ?? 'All'))
      if (areas.length === 0) throw itemNotFound('there are no such cells')
      return areasOrNull(target.sheetId, areas)
    },
    getSpecialCellsOrNullObject: async (target, [type, valueType], host) =>
      areasOrNull(target.sheetId, await specialCells(host, target, String(type), String(valueType ?? 'All'))),
    getVisibleView: (target) => rangeViewType.of(target),
    getTables: (target, [fully], host) => tablesOn(host, target, fully === true),
    getPrecedents: (target, _args, host) => precedents(host, target, false),
    getDirectPrecedents: (target, _args, host) => precedents(host, target, true),
    getDependents: (target, _args, host) => dependents(host, target, false),
    getDirectDependents: (target, _args, host) => dependents(host, target, true),
    getSpillingToRange: async (target, _args, host) => {
      const range = await spillingTo(host, target)
      if (!range) throw itemNotFound('the cell does not spill')
      return rangeType.of(range)
    },
    getSpillingToRangeOrNullObject: async (target, _args, host) => {
      const range = await spillingTo(host, target)
      return range ? rangeType.of(range) : null
    },
    getSpillParent: async (target, _args, host) => {
      const range = await spillParent(host, target)
      if (!range) throw itemNotFound('nothing spills into the cell')
      return rangeType.of(range)
    },
    getSpillParentOrNullObject: async (target, _args, host) => {
      const range = await spillParent(host, target)
      return range ? rangeType.of(range) : null
    },
    find: (target, [text, criteria], host) => {
      const area = findOne(host, target, String(text), (criteria ?? {}) as SearchCriteria)
      if (!area) throw itemNotFound(String(text))
      return rangeType.of({ sheetId: target.sheetId, ...area })
    },
    findOrNullObject: (target, [text, criteria], host) => {
      const area = findOne(host, target, String(text), (criteria ?? {}) as SearchCriteria)
      return area ? rangeType.of({ sheetId: target.sheetId, ...area }) : null
    },
    replaceAll: (target, [text, replacement, criteria], host) =>
      replaceAll(host, target, String(text), String(replacement), (criteria ?? {}) as SearchCriteria),
    autoFill: (target, [destination, type], host) => {
      const to =
        destination === undefined || destination === null ? target : otherRange(host, target, destination)
      return autoFill(host, target, to, String(type ?? 'FillDefault'))
    },
    setCellProperties: (target, [data], host) => setProperties(host, target, 'cell', data),
    setRowProperties: (target, [data], host) => setProperties(host, target, 'row', data),
    setColumnProperties: (target, [data], host) => setProperties(host, target, 'column', data),
    getCellProperties: (target, [options], host) => getProperties(host, target, 'cell', options),
    getRowProperties: (target, [options], host) => getProperties(host, target, 'row', options),
    getColumnProperties: (target, [options], host) => getProperties(host, target, 'column', options),
    removeDuplicates: (target, [columns, includesHeader], host) =>
      removeDuplicates(host, target, columns as number[], includesHeader === true),
    moveTo: (target, [destination], host) => moveRange(host, target, otherRange(host, target, destination)),
    group: (target, [option], host) => group(host, target, option, 1),
    ungroup: (target, [option], host) => group(host, target, option, -1),
    showGroupDetails: (target, [option], host) => showDetails(host, target, option, true),
    hideGroupDetails: (target, [option], host) => showDetails(host, target, option, false),
    getUsedRange: (target, [valuesOnly], host) => {
      const used = usedArea(host, target, valuesOnly === true)
      return rangeType.of({
        sheetId: target.sheetId,
        ...(used ?? { ...target, bottom: target.top, right: target.left }),
      })
    },
    getUsedRangeOrNullObject: (target, [valuesOnly], host) => {
      const used = usedArea(host, target, valuesOnly === true)
      return used ? rangeType.of({ sheetId: target.sheetId, ...used }) : null
    },
    getMergedAreasOrNullObject: (target, _args, host) => mergedAreas(host, target),
    select: (target, _args, host) => {
      const area = host.room(target)
      if (!area) throw invalidArgument('beyond the sheet')
      const sheet = host.sheet(target.sheetId)
      sheet.activate()
      sheet.getRange(area.top, area.left, area.bottom - area.top + 1, area.right - area.left + 1).activate()
      return null
    },
    merge: (target, [across], host) => mergeRange(host, target, across === true),
    unmerge: (target, _args, host) => unmergeRange(host, target),
    clear: (target, [applyTo], host) => clearRange(host, target, String(applyTo ?? 'All')),
    delete: (target, [shift], host) => deleteRange(host, target, String(shift)),
    insert: async (target, [shift], host) => {
      await insertRange(host, target, String(shift))
      return rangeType.of({ ...target })
    },
    copyFrom: (target, args, host) => paste(host, [target], otherRange(host, target, args[0]), args),
    // The client calls this before it sends a large grid in parts.
    _ValidateArraySize: (target, [height, width]) => {
      if (
        Number(height) !== target.bottom - target.top + 1 ||
        Number(width) !== target.right - target.left + 1
      ) {
        throw invalidArgument("the values' rows and columns must match the range's")
      }
      return null
    },
    calculate: (_target, _args, host) => host.calculation.recalculate().then(() => null),
  },
})

function mergedAreas(host: Host, target: RangeTarget): HostObject | null {
  const areas = host
    .sheet(target.sheetId)
    .getSheet()
    .getMergeData()
    .map((merge) => ({
      top: merge.startRow,
      left: merge.startColumn,
      bottom: merge.endRow,
      right: merge.endColumn,
    }))
    .filter((area) => intersection(area, target))
  return areasOrNull(target.sheetId, areas)
}

/** Rows or columns before (`count` below 0) or after a range. */
function beside(
  target: RangeTarget,
  first: 'top' | 'left',
  last: 'bottom' | 'right',
  count: number,
): HostObject {
  if (count === 0) throw invalidArgument('0 rows or columns')
  return within(
    count < 0
      ? { ...target, [first]: target[first] + count, [last]: target[first] - 1 }
      : { ...target, [first]: target[last] + 1, [last]: target[last] + count },
  )
}

/** The rows and columns of a range that are not hidden. */
const rangeViewType = new HostType<RangeTarget>('RangeView', {
  properties: {
    values: { get: async (target, host) => visible(host, target, await readValues(host, target)) },
    formulas: { get: (target, host) => visible(host, target, readFormulas(host, target)) },
    text: { get: async (target, host) => visible(host, target, await readText(host, target)) },
    numberFormat: { get: (target, host) => visible(host, target, readNumberFormats(host, target)) },
    rowCount: { get: (target, host) => visible(host, target, readFormulas(host, target)).length },
    columnCount: { get: (target, host) => visible(host, target, readFormulas(host, target))[0]?.length ?? 0 },
  },
})

function visible<T>(host: Host, target: RangeTarget, grid: T[][]): T[][] {
  const sheet = host.sheet(target.sheetId).getSheet()
  return grid
    .filter((_, row) => sheet.getRowRawVisible(target.top + row))
    .map((line) => line.filter((_, column) => sheet.getColVisible(target.left + column)))
}

function fullAddress(target: RangeTarget, host: Host): string {
  return `${quotedSheet(host.sheet(target.sheetId).getSheetName())}!${areaAddress(target)}`
}

function at(target: RangeTarget, top: number, left: number, height: number, width: number): HostObject {
  return within({ sheetId: target.sheetId, top, left, bottom: top + height - 1, right: left + width - 1 })
}

function within(target: RangeTarget): HostObject {
  const { top, left, bottom, right } = target
  if (top < 0 || left < 0 || bottom < top || right < left || bottom >= EXCEL_ROWS || right >= EXCEL_COLUMNS) {
    throw invalidArgument('beyond the sheet')
  }
  return rangeType.of(target)
}

function rows(target: RangeTarget, row: number): Pick<Area, 'top' | 'bottom'> {
  return { top: target.top + row, bottom: target.top + row }
}

function columns(target: RangeTarget, column: number): Pick<Area, 'left' | 'right'> {
  return { left: target.left + column, right: target.left + column }
}

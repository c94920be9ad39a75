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
import { readFormulas, readText, readValues, writeEntries } from './cell-contents'
import { conditionalFormatsType } from './conditional-formats'
import { dataValidationType } from './data-validation'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { type HostObject, type HostProperty, HostType } from './host-type'
import { readNumberFormats, writeNumberFormats } from './number-formats'
import { otherRange } from './other-range'
import { rangeFormatType } from './range-format'
import { clearRange, copyRange, deleteRange, insertRange, mergeRange, unmergeRange } from './range-structure'
import { columnsHidden, rowsHidden, setColumnsHidden, setRowsHidden } from './row-and-column-sizes'
import { rangeSortType } from './sort'
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
    copyFrom: (target, [source, copyType], host) =>
      copyRange(host, target, otherRange(host, target, source), String(copyType ?? 'All')),
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

/** Several areas of one sheet. */
const rangeAreasType = new HostType<{ sheetId: string; areas: Area[] }>('RangeAreas', {
  referenced: true,
  properties: {
    address: {
      get: ({ sheetId, areas }, host) =>
        areas.map((area) => fullAddress({ sheetId, ...area }, host)).join(','),
    },
    areaCount: { get: ({ areas }) => areas.length },
    cellCount: {
      get: ({ areas }) =>
        areas.reduce((sum, area) => sum + (area.bottom - area.top + 1) * (area.right - area.left + 1), 0),
    },
  },
  objects: { areas: (target) => rangeCollectionType.of(target) },
})

const rangeCollectionType = new HostType<{ sheetId: string; areas: Area[] }>('RangeCollection', {
  items: ({ sheetId, areas }) => areas.map((area) => rangeType.of({ sheetId, ...area })),
  item: ({ sheetId, areas }, index) => rangeType.of({ sheetId, ...areas[Number(index)]! }),
  methods: { getCount: ({ areas }) => areas.length },
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
  return areas.length > 0 ? rangeAreasType.of({ sheetId: target.sheetId, areas }) : null
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

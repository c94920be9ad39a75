import { BooleanNumber, HorizontalAlign, type IStyleData, VerticalAlign, WrapStrategy } from '@univerjs/core'
import type { RangeTarget } from './addresses'
import { bordersType } from './borders'
import { cellAt } from './cell-contents'
import { color, commonStyle, hexColor, writeStyle } from './cell-styles'
import { invalidArgument } from './errors'
import { type HostProperty, HostType } from './host-type'
import { isUnlocked, lockedCells } from './locked-cells'
import { DEFAULT_FONT, DEFAULT_FONT_SIZE } from './new-sheet'
import type { StylePart } from './pending-styles'
import {
  autofitColumns,
  autofitRows,
  columnWidth,
  rowHeight,
  setColumnWidth,
  setRowHeight,
} from './row-and-column-sizes'
import { growTo } from './sheet-size'
import { writeCells } from './writes'

type Read = (style: IStyleData | undefined) => unknown

function looks(read: Read, write: (value: unknown) => StylePart): HostProperty<RangeTarget> {
  return {
    get: (target, host) => commonStyle(host, target, read),
    set: (target, value, host) => writeStyle(host, target, write(value)),
  }
}

const HORIZONTAL: Record<string, HorizontalAlign> = {
  General: HorizontalAlign.UNSPECIFIED,
  Left: HorizontalAlign.LEFT,
  Center: HorizontalAlign.CENTER,
  Right: HorizontalAlign.RIGHT,
  Justify: HorizontalAlign.JUSTIFIED,
  Distributed: HorizontalAlign.DISTRIBUTED,
  // The nearest alignments that the grid has.
  CenterAcrossSelection: HorizontalAlign.CENTER,
  Fill: HorizontalAlign.LEFT,
}
const VERTICAL: Record<string, VerticalAlign> = {
  Top: VerticalAlign.TOP,
  Center: VerticalAlign.MIDDLE,
  Bottom: VerticalAlign.BOTTOM,
  Justify: VerticalAlign.MIDDLE,
  Distributed: VerticalAlign.MIDDLE,
}

function named<T>(table: Record<string, T>, value: T | null | undefined, fallback: string): string {
  return Object.keys(table).find((name) => table[name] === value) ?? fallback
}

function numbered<T>(table: Record<string, T>, name: unknown): T {
  const value = table[String(name)]
  if (value === undefined) throw invalidArgument(String(name))
  return value
}

/** A level of indentation, in pixels; the grid has padding only. */
export const INDENT_PIXELS = 9

export const rangeFormatType = new HostType<RangeTarget>('RangeFormat', {
  properties: {
    horizontalAlignment: looks(
      (style) => named(HORIZONTAL, style?.ht, 'General'),
      (value) => ({ ht: numbered(HORIZONTAL, value) || null }),
    ),
    verticalAlignment: looks(
      (style) => named(VERTICAL, style?.vt, 'Center'),
      (value) => ({ vt: numbered(VERTICAL, value) }),
    ),
    wrapText: looks(
      (style) => style?.tb === WrapStrategy.WRAP,
      (value) => ({ tb: value === true ? WrapStrategy.WRAP : null }),
    ),
    indentLevel: looks(
      (style) => Math.round(Math.max(style?.pd?.l ?? 0, style?.pd?.r ?? 0) / INDENT_PIXELS),
      (value) => {
        const level = Number(value)
        return { pd: level > 0 ? { l: level * INDENT_PIXELS, r: level * INDENT_PIXELS } : null }
      },
    ),
    rowHeight: {
      get: (target, host) => rowHeight(host, target),
      set: (target, value, host) => setRowHeight(host, target, Number(value)),
    },
    columnWidth: {
      get: (target, host) => columnWidth(host, target),
      set: (target, value, host) => setColumnWidth(host, target, Number(value)),
    },
    textOrientation: looks(
      (style) => style?.tr?.a ?? 0,
      (value) => ({ tr: { a: Number(value) } }),
    ),
    shrinkToFit: { get: () => false, set: () => undefined },
  },
  objects: {
    fill: (target) => fillType.of(target),
    font: (target) => fontType.of(target),
    borders: (target) => bordersType.of(target),
    protection: (target) => formatProtectionType.of(target),
  },
  methods: {
    autofitRows: (target, _args, host) => {
      autofitRows(host, target)
      return null
    },
    autofitColumns: async (target, _args, host) => {
      await host.calculation.settled()
      autofitColumns(host, target)
      return null
    },
  },
})

const fillType = new HostType<RangeTarget>('RangeFill', {
  properties: {
    color: looks(
      (style) => hexColor(style?.bg?.rgb) ?? '#FFFFFF',
      (value) => ({ bg: value === '' || value === null ? null : { rgb: color(value) } }),
    ),
    pattern: { get: () => 'Solid', set: () => undefined },
  },
  methods: {
    clear: (target, _args, host) => {
      writeStyle(host, target, { bg: null })
      return null
    },
  },
})

const fontType = new HostType<RangeTarget>('RangeFont', {
  properties: {
    name: looks(
      (style) => style?.ff ?? DEFAULT_FONT,
      (value) => ({ ff: String(value) }),
    ),
    size: looks(
      (style) => style?.fs ?? DEFAULT_FONT_SIZE,
      (value) => ({ fs: Number(value) }),
    ),
    bold: looks(
      (style) => style?.bl === BooleanNumber.TRUE,
      (value) => ({ bl: value === true ? BooleanNumber.TRUE : BooleanNumber.FALSE }),
    ),
    italic: looks(
      (style) => style?.it === BooleanNumber.TRUE,
      (value) => ({ it: value === true ? BooleanNumber.TRUE : BooleanNumber.FALSE }),
    ),
    color: looks(
      (style) => hexColor(style?.cl?.rgb) ?? '#000000',
      (value) => ({ cl: { rgb: color(value) } }),
    ),
    underline: looks(
      (style) => (style?.ul?.s === BooleanNumber.TRUE ? 'Single' : 'None'),
      (value) => ({ ul: value === 'None' ? null : { s: BooleanNumber.TRUE } }),
    ),
    strikethrough: looks(
      (style) => style?.st?.s === BooleanNumber.TRUE,
      (value) => ({ st: value === true ? { s: BooleanNumber.TRUE } : null }),
    ),
  },
})

const formatProtectionType = new HostType<RangeTarget>('FormatProtection', {
  properties: {
    locked: {
      get: (target, host) => {
        const sheet = host.sheet(target.sheetId)
        return commonStyle(host, target, (_style, row, column) => !isUnlocked(cellAt(sheet, row, column)))
      },
      set: (target, value, host) => {
        host.mustAllow(target.sheetId, 'allowFormatCells')
        const sheet = host.sheet(target.sheetId)
        if (target.bottom < 20_000 && target.right < 500) growTo(sheet, target.bottom, target.right)
        const area = host.room(target)
        if (area) writeCells(sheet, lockedCells(area, value === true), false)
      },
    },
    formulaHidden: { get: () => false, set: () => undefined },
  },
})

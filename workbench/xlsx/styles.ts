import {
  BooleanNumber,
  BorderStyleTypes,
  HorizontalAlign,
  type IBorderStyleData,
  type IStyleData,
  VerticalAlign,
  WrapStrategy,
} from '@univerjs/core'
import type { Alignment, Border, Borders, Color, Style } from 'exceljs'
import { hexColor } from '../host/cell-styles'
import { INDENT_PIXELS } from '../host/range-format'

const BORDERS: Record<string, BorderStyleTypes> = {
  thin: BorderStyleTypes.THIN,
  hair: BorderStyleTypes.HAIR,
  dotted: BorderStyleTypes.DOTTED,
  dashed: BorderStyleTypes.DASHED,
  dashDot: BorderStyleTypes.DASH_DOT,
  dashDotDot: BorderStyleTypes.DASH_DOT_DOT,
  double: BorderStyleTypes.DOUBLE,
  medium: BorderStyleTypes.MEDIUM,
  mediumDashed: BorderStyleTypes.MEDIUM_DASHED,
  mediumDashDot: BorderStyleTypes.MEDIUM_DASH_DOT,
  mediumDashDotDot: BorderStyleTypes.MEDIUM_DASH_DOT_DOT,
  slantDashDot: BorderStyleTypes.SLANT_DASH_DOT,
  thick: BorderStyleTypes.THICK,
}
const SIDES = { top: 't', right: 'r', bottom: 'b', left: 'l' } as const
const HORIZONTAL: Record<string, HorizontalAlign> = {
  left: HorizontalAlign.LEFT,
  center: HorizontalAlign.CENTER,
  right: HorizontalAlign.RIGHT,
  justify: HorizontalAlign.JUSTIFIED,
}
const VERTICAL: Record<string, VerticalAlign> = {
  top: VerticalAlign.TOP,
  middle: VerticalAlign.MIDDLE,
  bottom: VerticalAlign.BOTTOM,
}

export function gridStyle(style: Partial<Style>): IStyleData {
  const { font, fill, border, alignment, numFmt } = style
  const made: IStyleData = {}
  if (font?.name) made.ff = font.name
  if (font?.size) made.fs = font.size
  if (font?.bold) made.bl = BooleanNumber.TRUE
  if (font?.italic) made.it = BooleanNumber.TRUE
  if (font?.underline) made.ul = { s: BooleanNumber.TRUE }
  if (font?.strike) made.st = { s: BooleanNumber.TRUE }
  const ink = rgb(font?.color)
  if (ink) made.cl = { rgb: ink }
  if (fill?.type === 'pattern' && fill.pattern === 'solid') {
    const color = rgb(fill.fgColor)
    if (color) made.bg = { rgb: color }
  }
  if (border) made.bd = gridBorders(border)
  if (alignment) Object.assign(made, gridAlignment(alignment))
  if (numFmt && numFmt !== 'General') made.n = { pattern: numFmt }
  return made
}

function gridBorders(border: Partial<Borders>): IStyleData['bd'] {
  const made: Record<string, IBorderStyleData> = {}
  for (const [name, side] of Object.entries(SIDES)) {
    const edge = border[name as keyof typeof SIDES]
    if (edge?.style)
      made[side] = {
        s: BORDERS[edge.style] ?? BorderStyleTypes.THIN,
        cl: { rgb: rgb(edge.color) ?? '#000000' },
      }
  }
  return made
}

function gridAlignment(alignment: Partial<Alignment>): IStyleData {
  const made: IStyleData = {}
  const horizontal = HORIZONTAL[alignment.horizontal ?? '']
  const vertical = VERTICAL[alignment.vertical ?? '']
  if (horizontal) made.ht = horizontal
  if (vertical) made.vt = vertical
  if (alignment.wrapText) made.tb = WrapStrategy.WRAP
  if (alignment.indent) made.pd = { l: alignment.indent * INDENT_PIXELS, r: alignment.indent * INDENT_PIXELS }
  return made
}

/** Theme colours aren't looked up: files of this product contain plain colours. */
export function rgb(color: Partial<Color> | undefined): string | undefined {
  return color?.argb ? `#${color.argb.slice(-6).toUpperCase()}` : undefined
}

export function argb(color: string): string {
  return `FF${(hexColor(color) ?? '#000000').slice(1)}`
}

export function fileStyle(style: IStyleData, locked: boolean): Partial<Style> {
  const made: Partial<Style> = {}
  made.font = {
    name: style.ff ?? '맑은 고딕',
    size: style.fs ?? 11,
    ...(style.bl ? { bold: true } : {}),
    ...(style.it ? { italic: true } : {}),
    ...(style.ul?.s ? { underline: true } : {}),
    ...(style.st?.s ? { strike: true } : {}),
    ...(style.cl?.rgb ? { color: { argb: argb(style.cl.rgb) } } : {}),
  }
  if (style.bg?.rgb) made.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: argb(style.bg.rgb) } }
  if (style.n?.pattern) made.numFmt = style.n.pattern
  const border: Partial<Record<keyof typeof SIDES, Partial<Border>>> = {}
  for (const [name, side] of Object.entries(SIDES)) {
    const edge = style.bd?.[side]
    const kind = edge && Object.keys(BORDERS).find((each) => BORDERS[each] === edge.s)
    if (edge && kind) {
      border[name as keyof typeof SIDES] = {
        style: kind as Border['style'],
        color: { argb: argb(edge.cl?.rgb ?? '#000000') },
      }
    }
  }
  if (Object.keys(border).length > 0) made.border = border
  const indent = Math.round(Math.max(style.pd?.l ?? 0, style.pd?.r ?? 0) / INDENT_PIXELS)
  made.alignment = {
    ...named(HORIZONTAL, style.ht, 'horizontal'),
    ...named(VERTICAL, style.vt, 'vertical'),
    ...(style.tb === WrapStrategy.WRAP ? { wrapText: true } : {}),
    ...(indent > 0 ? { indent } : {}),
  }
  if (!locked) made.protection = { locked: false }
  return made
}

function named<T>(
  table: Record<string, T>,
  value: T | null | undefined,
  key: string,
): Record<string, string> {
  const name = value ? Object.keys(table).find((each) => table[each] === value) : undefined
  return name ? { [key]: name } : {}
}

/// <reference types="office-js" />
import type { BorderEdge, CellStyle, RowLayout } from '../../shared/sheets/layout'
import { type Area, areaAddress, areaSize, areasByValue } from './areas'
import { cellsAt } from './cells-at'

/** Rows of a layout that are painted together; `top` is the 0-based row of the first in the sheet. */
export interface Block {
  top: number
  rows: readonly RowLayout[]
  columns: number
  styles: Readonly<Record<string, CellStyle>>
  /** True: the cells have just been cleared, so Excel's default values needn't be written. */
  cleared: boolean
}

type Value = string | number | boolean
type Paint = (range: Excel.Range, value: Value) => void

interface Attribute {
  of: (style: CellStyle) => Value | undefined
  /** The value of a cleared cell. */
  initial: Value
  paint: Paint
}

const NO_FILL = ''

/**
 * Each property is painted separately: many styles share a font or a fill, so each property needs only few
 * rectangles.
 */
const ATTRIBUTES: readonly Attribute[] = [
  { of: ({ font }) => font?.name, initial: '', paint: fontName },
  { of: ({ font }) => font?.size, initial: 0, paint: fontSize },
  {
    of: ({ font }) => font?.color,
    initial: '000000',
    paint: (range, color) => {
      range.format.font.color = `#${color}`
    },
  },
  {
    of: ({ font }) => font?.bold,
    initial: false,
    paint: (range, bold) => {
      range.format.font.bold = bold as boolean
    },
  },
  {
    of: ({ font }) => font?.italic,
    initial: false,
    paint: (range, italic) => {
      range.format.font.italic = italic as boolean
    },
  },
  {
    of: ({ fill }) => fill,
    initial: NO_FILL,
    paint: (range, fill) => {
      if (fill === NO_FILL) range.format.fill.clear()
      else range.format.fill.color = `#${fill}`
    },
  },
  {
    of: ({ alignment }) => alignment?.horizontal,
    initial: 'general',
    paint: (range, where) => {
      range.format.horizontalAlignment = HORIZONTAL[where as keyof typeof HORIZONTAL]
    },
  },
  {
    of: ({ alignment }) => alignment?.vertical ?? 'bottom',
    // Always written: a cleared cell is aligned to the middle in Korean Excel, and to the bottom elsewhere.
    initial: '',
    paint: (range, where) => {
      range.format.verticalAlignment = VERTICAL[where as keyof typeof VERTICAL]
    },
  },
  {
    of: ({ alignment }) => alignment?.wrap,
    initial: false,
    paint: (range, wrap) => {
      range.format.wrapText = wrap as boolean
    },
  },
  {
    of: ({ alignment }) => alignment?.indent,
    initial: 0,
    paint: (range, indent) => {
      range.format.indentLevel = indent as number
    },
  },
  {
    of: ({ numberFormat }) => numberFormat,
    initial: 'General',
    // Excel accepts one value for a whole range; the type allows only tables.
    paint: (range, format) => {
      range.numberFormat = format as unknown as string[][]
    },
  },
  {
    of: ({ locked }) => locked,
    initial: true,
    paint: (range, locked) => {
      range.format.protection.locked = locked as boolean
    },
  },
]

const HORIZONTAL = { general: 'General', left: 'Left', center: 'Center', right: 'Right' } as const
const VERTICAL = { top: 'Top', middle: 'Center', bottom: 'Bottom' } as const

function fontName(range: Excel.Range, name: Value): void {
  if (name !== '') range.format.font.name = name as string
}

function fontSize(range: Excel.Range, size: Value): void {
  if (size !== 0) range.format.font.size = size as number
}

/** Formats the cells of a block in few calls. */
export function paint(sheet: Excel.Worksheet, block: Block): void {
  // Null: a cell that stays as it is.
  const styles = block.rows.map(({ cells }) =>
    Array.from({ length: block.columns }, (_, i): CellStyle | null =>
      cells[i] === null ? null : styleOf(cells[i]?.style, block),
    ),
  )
  const whole = styles.every((row) => !row.includes(null))
  const all: Area = { top: 0, left: 0, bottom: block.rows.length - 1, right: block.columns - 1 }
  const rangeOf = (area: Area) => cellsAt(sheet, areaAddress(area, block.top))
  for (const { of, initial, paint } of ATTRIBUTES) {
    const areas = areasByValue(
      styles.map((row) => row.map((style) => (style ? (of(style) ?? initial) : null))),
    )
    areas.delete(null)
    const values = areas as Map<Value, Area[]>
    // The most common value is first painted over the whole block; only the others need their own rectangles.
    const most = whole ? mostOf(values) : null
    if (most !== null && !(block.cleared && most === initial)) paint(rangeOf(all), most)
    for (const [value, list] of values) {
      if (value === most || (block.cleared && value === initial && !whole)) continue
      for (const area of list) paint(rangeOf(area), value)
    }
  }
  paintBorders(styles, block, rangeOf)
}

function styleOf(key: string | undefined, { styles }: Block): CellStyle {
  if (key === undefined) return {}
  const style = styles[key]
  if (!style) throw new RangeError(`the layout has no style ${key}`)
  return style
}

function mostOf(areas: ReadonlyMap<Value, readonly Area[]>): Value {
  let most: Value = ''
  let size = -1
  for (const [value, list] of areas) {
    const cells = list.reduce((sum, area) => sum + areaSize(area), 0)
    if (cells > size) {
      most = value
      size = cells
    }
  }
  return most
}

const SIDES = ['top', 'right', 'bottom', 'left'] as const
const EDGE = { top: 'EdgeTop', right: 'EdgeRight', bottom: 'EdgeBottom', left: 'EdgeLeft' } as const
const WEIGHT = { hair: 'Hairline', thin: 'Thin', medium: 'Medium' } as const

/** Instead of the key of an edge. */
const AS_IT_IS = 'as it is'

function paintBorders(
  styles: readonly (readonly (CellStyle | null)[])[],
  { cleared }: Block,
  rangeOf: (area: Area) => Excel.Range,
): void {
  const jobs: { area: Area; side: (typeof SIDES)[number]; edge: BorderEdge | null }[] = []
  for (const side of SIDES) {
    const edges = new Map<string, BorderEdge>()
    const keys = styles.map((row) =>
      row.map((style) => {
        if (!style) return AS_IT_IS
        const edge = style.border?.[side]
        if (!edge) return ''
        const key = `${edge.weight} ${edge.color}`
        edges.set(key, edge)
        return key
      }),
    )
    for (const [key, areas] of areasByValue(keys)) {
      if (key === AS_IT_IS || (key === '' && cleared)) continue
      for (const area of areas) jobs.push({ area, side, edge: edges.get(key) ?? null })
    }
  }
  // Neighbouring cells share an edge: first remove borders, then draw thin lines, then strong ones, which
  // stay on top.
  const rank = { hair: 1, thin: 2, medium: 3 } as const
  jobs.sort((a, b) => (a.edge ? rank[a.edge.weight] : 0) - (b.edge ? rank[b.edge.weight] : 0))
  for (const { area, side, edge } of jobs) {
    const { borders } = rangeOf(area).format
    drawEdge(borders.getItem(EDGE[side]), edge)
    const across = side === 'top' || side === 'bottom'
    if (across && area.bottom > area.top) drawEdge(borders.getItem('InsideHorizontal'), edge)
    if (!across && area.right > area.left) drawEdge(borders.getItem('InsideVertical'), edge)
  }
}

function drawEdge(border: Excel.RangeBorder, edge: BorderEdge | null): void {
  if (!edge) {
    border.style = 'None'
    return
  }
  border.style = 'Continuous'
  border.color = `#${edge.color}`
  border.weight = WEIGHT[edge.weight]
}

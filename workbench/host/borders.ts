import { BorderStyleTypes, type IBorderStyleData } from '@univerjs/core'
import type { RangeTarget } from './addresses'
import { color, hexColor, styleAt, writeStyles } from './cell-styles'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'

type Side = 't' | 'r' | 'b' | 'l'

interface BorderTarget extends RangeTarget {
  edge: string
}

/** The cell sides that form one edge of a range. */
interface Edge {
  sides: readonly Side[]
  has(target: RangeTarget, row: number, column: number, side: Side): boolean
}

const EDGES: Record<string, Edge> = {
  EdgeTop: { sides: ['t'], has: ({ top }, row) => row === top },
  EdgeBottom: { sides: ['b'], has: ({ bottom }, row) => row === bottom },
  EdgeLeft: { sides: ['l'], has: ({ left }, _row, column) => column === left },
  EdgeRight: { sides: ['r'], has: ({ right }, _row, column) => column === right },
  InsideHorizontal: {
    sides: ['t', 'b'],
    has: ({ top, bottom }, row, _column, side) => (side === 't' ? row > top : row < bottom),
  },
  InsideVertical: {
    sides: ['l', 'r'],
    has: ({ left, right }, _row, column, side) => (side === 'l' ? column > left : column < right),
  },
  // The grid draws no diagonals, but an add-in may remove them.
  DiagonalDown: { sides: [], has: () => false },
  DiagonalUp: { sides: [], has: () => false },
}

const WEIGHT: Record<string, BorderStyleTypes> = {
  Hairline: BorderStyleTypes.HAIR,
  Thin: BorderStyleTypes.THIN,
  Medium: BorderStyleTypes.MEDIUM,
  Thick: BorderStyleTypes.THICK,
}
const STYLE: Record<string, BorderStyleTypes> = {
  Continuous: BorderStyleTypes.THIN,
  Dash: BorderStyleTypes.DASHED,
  DashDot: BorderStyleTypes.DASH_DOT,
  DashDotDot: BorderStyleTypes.DASH_DOT_DOT,
  Dot: BorderStyleTypes.DOTTED,
  Double: BorderStyleTypes.DOUBLE,
  SlantDashDot: BorderStyleTypes.SLANT_DASH_DOT,
}

export const borderType = new HostType<BorderTarget>('RangeBorder', {
  identity: ({ edge }) => ({ SideIndex: edge }),
  properties: {
    sideIndex: { get: ({ edge }) => edge },
    style: {
      get: (target, host) => styleName(firstBorder(host, target)),
      set: (target, value, host) => {
        if (value === 'None') return change(host, target, () => null)
        const style = STYLE[String(value)]
        if (style === undefined) throw invalidArgument(String(value))
        change(host, target, (old) => {
          const keepsWeight = value === 'Continuous' && old && Object.values(WEIGHT).includes(old.s)
          return { s: keepsWeight ? old.s : style, cl: old?.cl ?? { rgb: '#000000' } }
        })
      },
    },
    weight: {
      get: (target, host) => {
        const border = firstBorder(host, target)
        return Object.keys(WEIGHT).find((name) => WEIGHT[name] === border?.s) ?? 'Thin'
      },
      set: (target, value, host) => {
        const weight = WEIGHT[String(value)]
        if (weight === undefined) throw invalidArgument(String(value))
        change(host, target, (old) => ({ s: weight, cl: old?.cl ?? { rgb: '#000000' } }))
      },
    },
    color: {
      get: (target, host) => hexColor(firstBorder(host, target)?.cl?.rgb) ?? '#000000',
      set: (target, value, host) => {
        change(host, target, (old) => ({ s: old?.s ?? BorderStyleTypes.THIN, cl: { rgb: color(value) } }))
      },
    },
  },
})

export const bordersType = new HostType<RangeTarget>('RangeBorderCollection', {
  items: (target) => Object.keys(EDGES).map((edge) => borderType.of({ ...target, edge })),
  item: (target, edge) => edgeOf(target, edge),
  methods: {
    getItemAt: (target, [index]) => edgeOf(target, Object.keys(EDGES)[Number(index)]),
    getCount: () => Object.keys(EDGES).length,
  },
})

function edgeOf(target: RangeTarget, edge: unknown): HostObject {
  if (!EDGES[String(edge)]) throw invalidArgument(`border ${edge}`)
  return borderType.of({ ...target, edge: String(edge) })
}

function firstBorder(host: Host, target: BorderTarget): IBorderStyleData | null {
  const edge = EDGES[target.edge]!
  const side = edge.sides[0]
  if (!side) return null
  const row =
    target.edge === 'EdgeBottom' ? target.bottom : target.top + (target.edge === 'InsideHorizontal' ? 1 : 0)
  const column =
    target.edge === 'EdgeRight' ? target.right : target.left + (target.edge === 'InsideVertical' ? 1 : 0)
  const border = styleAt(host, target.sheetId, row, column)?.bd?.[side]
  return border && border.s !== BorderStyleTypes.NONE ? border : null
}

function styleName(border: IBorderStyleData | null): string {
  if (!border) return 'None'
  return Object.keys(STYLE).find((name) => STYLE[name] === border.s) ?? 'Continuous'
}

function change(
  host: Host,
  target: BorderTarget,
  next: (old: IBorderStyleData | null) => IBorderStyleData | null,
): void {
  const edge = EDGES[target.edge]!
  const cells = strip(target)
  writeStyles(host, cells, (row, column) => {
    const sides = edge.sides.filter((side) => edge.has(target, row, column, side))
    if (sides.length === 0) return null
    const old = styleAt(host, target.sheetId, row, column)?.bd
    return { bd: Object.fromEntries(sides.map((side) => [side, next(old?.[side] ?? null)])) }
  })
}

/** Only the cells along an outer edge, so that one line doesn't visit every cell of a large range. */
function strip(target: BorderTarget): RangeTarget {
  const { sheetId, top, left, bottom, right } = target
  switch (target.edge) {
    case 'EdgeTop':
      return { sheetId, top, left, bottom: top, right }
    case 'EdgeBottom':
      return { sheetId, top: bottom, left, bottom, right }
    case 'EdgeLeft':
      return { sheetId, top, left, bottom, right: left }
    case 'EdgeRight':
      return { sheetId, top, left: right, bottom, right }
    default:
      return { sheetId, top, left, bottom, right }
  }
}

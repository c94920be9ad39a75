import { BooleanNumber, HorizontalAlign, type IStyleData, VerticalAlign } from '@univerjs/core'
import { intersection, type RangeTarget } from './addresses'
import { color, hexColor, writeStyle } from './cell-styles'
import { invalidArgument, itemNotFound } from './errors'
import type { Host } from './host'
import { type HostObject, type HostProperty, HostType } from './host-type'
import { DEFAULT_FONT, DEFAULT_FONT_SIZE } from './new-sheet'
import type { NamedStyle } from './sheet-state'

/** The looks of those of Excel's own styles that cells are given most. */
const BUILT_IN: Record<string, IStyleData> = {
  Normal: {},
  Good: { cl: { rgb: '#006100' }, bg: { rgb: '#C6EFCE' } },
  Bad: { cl: { rgb: '#9C0006' }, bg: { rgb: '#FFC7CE' } },
  Neutral: { cl: { rgb: '#9C5700' }, bg: { rgb: '#FFEB9C' } },
  Input: { cl: { rgb: '#3F3F76' }, bg: { rgb: '#FFCC99' } },
  Output: { cl: { rgb: '#3F3F3F' }, bg: { rgb: '#F2F2F2' }, bl: BooleanNumber.TRUE },
  Calculation: { cl: { rgb: '#FA7D00' }, bg: { rgb: '#F2F2F2' }, bl: BooleanNumber.TRUE },
  CheckCell: { cl: { rgb: '#FFFFFF' }, bg: { rgb: '#A5A5A5' }, bl: BooleanNumber.TRUE },
  ExplanatoryText: { cl: { rgb: '#7F7F7F' }, it: BooleanNumber.TRUE },
  Note: { bg: { rgb: '#FFFFCC' } },
  WarningText: { cl: { rgb: '#FF0000' } },
  Title: { fs: 18, cl: { rgb: '#44546A' } },
  Heading1: { fs: 15, cl: { rgb: '#44546A' }, bl: BooleanNumber.TRUE },
  Heading2: { fs: 13, cl: { rgb: '#44546A' }, bl: BooleanNumber.TRUE },
  Heading3: { cl: { rgb: '#44546A' }, bl: BooleanNumber.TRUE },
  Heading4: { cl: { rgb: '#44546A' }, bl: BooleanNumber.TRUE },
  Total: { bl: BooleanNumber.TRUE },
  Currency: { n: { pattern: '$#,##0.00' } },
  Comma: { n: { pattern: '#,##0.00' } },
  Percent: { n: { pattern: '0%' } },
  Hyperlink: { cl: { rgb: '#0563C1' }, ul: { s: BooleanNumber.TRUE } },
}

const plainName = (name: string) => name.replaceAll(' ', '').toLowerCase()

function styleNamed(host: Host, name: string): NamedStyle | undefined {
  const wanted = plainName(name)
  const own = [...host.state.styles.values()].find((style) => plainName(style.name) === wanted)
  if (own) return own
  const builtIn = Object.keys(BUILT_IN).find((key) => plainName(key) === wanted)
  return builtIn ? { name: builtIn, builtIn: true, look: BUILT_IN[builtIn]!, flags: {} } : undefined
}

/** The name of the style that a range was given; null when its cells were given different ones. */
export function styleNameOf(host: Host, target: RangeTarget): string | null {
  const given = host.sheetState(target.sheetId).styleNames.filter(({ area }) => intersection(area, target))
  const [last] = given.slice(-1)
  if (!last) return 'Normal'
  const { area, name } = last
  const whole =
    area.top <= target.top &&
    area.left <= target.left &&
    area.bottom >= target.bottom &&
    area.right >= target.right
  return whole ? name : null
}

export function applyStyle(host: Host, target: RangeTarget, name: string): void {
  const style = styleNamed(host, name)
  if (!style) throw invalidArgument(`style ${name}`)
  writeStyle(host, target, { bg: null, cl: null, bl: null, it: null, ul: null, st: null, ...style.look })
  const { sheetId, ...area } = target
  host.sheetState(sheetId).styleNames.push({ area, name: style.name })
}

interface StyleTarget {
  name: string
}

export const stylesType = new HostType<Host>('StyleCollection', {
  items: (host) =>
    [...Object.keys(BUILT_IN), ...[...host.state.styles.values()].map(({ name }) => name)].map(reference),
  item: (host, key) => {
    const style = styleNamed(host, String(key))
    if (!style) throw itemNotFound(`style ${key}`)
    return reference(style.name)
  },
  methods: {
    add: (host, [name]) => {
      if (styleNamed(host, String(name))) throw invalidArgument(`there is a style ${name} already`)
      host.state.styles.set(String(name), { name: String(name), builtIn: false, look: {}, flags: {} })
      return null
    },
    getItemOrNullObject: (host, [key]) => {
      const style = styleNamed(host, String(key))
      return style ? reference(style.name) : null
    },
    getCount: (host) => Object.keys(BUILT_IN).length + host.state.styles.size,
  },
})

const reference = (name: string): HostObject => styleType.of({ name })

function found(host: Host, { name }: StyleTarget): NamedStyle {
  const style = styleNamed(host, name)
  if (!style) throw itemNotFound(`style ${name}`)
  return style
}

function change(host: Host, target: StyleTarget, look: IStyleData): void {
  const style = found(host, target)
  host.state.styles.set(style.name, { ...style, look: { ...style.look, ...look } })
}

function look(
  read: (style: IStyleData) => unknown,
  write: (value: unknown) => IStyleData,
): HostProperty<StyleTarget> {
  return {
    get: (target, host) => read(found(host, target).look),
    set: (target, value, host) => change(host, target, write(value)),
  }
}

/** Properties that the grid draws nothing for. */
function flag(name: string, initial: unknown): HostProperty<StyleTarget> {
  return {
    get: (target, host) => found(host, target).flags[name] ?? initial,
    set: (target, value, host) => {
      const style = found(host, target)
      host.state.styles.set(style.name, { ...style, flags: { ...style.flags, [name]: value } })
    },
  }
}

const ALIGN: Record<string, HorizontalAlign> = {
  General: HorizontalAlign.UNSPECIFIED,
  Left: HorizontalAlign.LEFT,
  Center: HorizontalAlign.CENTER,
  Right: HorizontalAlign.RIGHT,
  Justify: HorizontalAlign.JUSTIFIED,
}
const UP_DOWN: Record<string, VerticalAlign> = {
  Top: VerticalAlign.TOP,
  Center: VerticalAlign.MIDDLE,
  Bottom: VerticalAlign.BOTTOM,
}
const nameIn = (table: Record<string, unknown>, value: unknown, fallback: string) =>
  Object.keys(table).find((name) => table[name] === value) ?? fallback

const FLAGS = {
  autoIndent: false,
  formulaHidden: false,
  includeAlignment: true,
  includeBorder: true,
  includeFont: true,
  includeNumber: true,
  includePatterns: true,
  includeProtection: true,
  indentLevel: 0,
  locked: true,
  readingOrder: 'Context',
  shrinkToFit: false,
  textOrientation: 0,
  wrapText: false,
}

const styleType = new HostType<StyleTarget>('Style', {
  identity: ({ name }) => ({ _Id: name, Name: name }),
  properties: {
    name: { get: ({ name }) => name },
    builtIn: { get: (target, host) => found(host, target).builtIn },
    horizontalAlignment: look(
      ({ ht }) => nameIn(ALIGN, ht, 'General'),
      (value) => ({ ht: ALIGN[String(value)] ?? HorizontalAlign.UNSPECIFIED }),
    ),
    verticalAlignment: look(
      ({ vt }) => nameIn(UP_DOWN, vt, 'Center'),
      (value) => ({ vt: UP_DOWN[String(value)] ?? VerticalAlign.MIDDLE }),
    ),
    numberFormat: look(
      ({ n }) => n?.pattern ?? 'General',
      (value) => ({ n: { pattern: String(value) } }),
    ),
    ...Object.fromEntries(Object.entries(FLAGS).map(([name, initial]) => [name, flag(name, initial)])),
    // The client writes `textOrientation` under this name.
    orientation: flag('textOrientation', FLAGS.textOrientation),
  },
  objects: { font: (target) => fontType.of(target), fill: (target) => fillType.of(target) },
  methods: {
    delete: (target, _args, host) => {
      const { name, builtIn } = found(host, target)
      if (builtIn) throw invalidArgument(`${name} belongs to Excel`)
      host.state.styles.delete(name)
      // The cells keep no look of a style that is gone.
      for (const [sheetId, state] of host.state.sheets) {
        for (const given of state.styleNames.filter((each) => each.name === name)) {
          applyStyle(host, { sheetId, ...given.area }, 'Normal')
        }
        state.styleNames = state.styleNames.filter((each) => each.name !== name && each.name !== 'Normal')
      }
      return null
    },
  },
})

const fontType = new HostType<StyleTarget>(
  'RangeFont',
  {
    properties: {
      name: look(
        ({ ff }) => ff ?? DEFAULT_FONT,
        (value) => ({ ff: String(value) }),
      ),
      size: look(
        ({ fs }) => fs ?? DEFAULT_FONT_SIZE,
        (value) => ({ fs: Number(value) }),
      ),
      bold: look(
        ({ bl }) => bl === BooleanNumber.TRUE,
        (value) => ({ bl: value === true ? BooleanNumber.TRUE : BooleanNumber.FALSE }),
      ),
      italic: look(
        ({ it }) => it === BooleanNumber.TRUE,
        (value) => ({ it: value === true ? BooleanNumber.TRUE : BooleanNumber.FALSE }),
      ),
      color: look(
        ({ cl }) => hexColor(cl?.rgb) ?? '#000000',
        (value) => ({ cl: { rgb: color(value) } }),
      ),
    },
  },
  true,
)

const fillType = new HostType<StyleTarget>(
  'RangeFill',
  {
    properties: {
      color: look(
        ({ bg }) => hexColor(bg?.rgb) ?? '#FFFFFF',
        (value) => ({ bg: { rgb: color(value) } }),
      ),
    },
  },
  true,
)

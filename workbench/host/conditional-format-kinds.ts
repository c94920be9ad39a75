import type { IStyleBase } from '@univerjs/core'
import {
  CFNumberOperator,
  CFRuleType,
  CFSubRuleType,
  CFValueType,
  type IConditionalFormattingRuleConfig,
  type IValueConfig,
} from '@univerjs/sheets-conditional-formatting'
import { color } from './cell-styles'
import { cellValueFormula } from './conditional-format-rule'
import type { ConditionalFormatWish } from './conditional-format-store'
import { invalidArgument } from './errors'

type Criterion = { type?: string; formula?: unknown; color?: string; operator?: string }

const quoted = (text: unknown) => `"${String(text).replaceAll('"', '""')}"`

const TEXT: Record<string, (cell: string, text: string) => string> = {
  Contains: (cell, text) => `ISNUMBER(SEARCH(${text},${cell}))`,
  NotContains: (cell, text) => `ISERROR(SEARCH(${text},${cell}))`,
  BeginsWith: (cell, text) => `LEFT(${cell},LEN(${text}))=${text}`,
  EndsWith: (cell, text) => `RIGHT(${cell},LEN(${text}))=${text}`,
}

const day = (cell: string, from: string, to: string) =>
  `AND(ISNUMBER(${cell}),${cell}>=${from},${cell}<${to})`
const PRESET: Record<string, (cell: string) => string> = {
  Blanks: (cell) => `LEN(TRIM(${cell}))=0`,
  NonBlanks: (cell) => `LEN(TRIM(${cell}))>0`,
  Errors: (cell) => `ISERROR(${cell})`,
  NonErrors: (cell) => `NOT(ISERROR(${cell}))`,
  Yesterday: (cell) => day(cell, 'TODAY()-1', 'TODAY()'),
  Today: (cell) => day(cell, 'TODAY()', 'TODAY()+1'),
  Tomorrow: (cell) => day(cell, 'TODAY()+1', 'TODAY()+2'),
  LastSevenDays: (cell) => day(cell, 'TODAY()-6', 'TODAY()+1'),
}
const AVERAGE: Record<string, CFNumberOperator> = {
  AboveAverage: CFNumberOperator.greaterThan,
  BelowAverage: CFNumberOperator.lessThan,
  EqualOrAboveAverage: CFNumberOperator.greaterThanOrEqual,
  EqualOrBelowAverage: CFNumberOperator.lessThanOrEqual,
}

/**
 * What the grid shows for a conditional format.
 *
 * @param cell the upper left cell of its range, relative
 * @param range the whole range, fixed
 */
export function gridConfig(
  wish: ConditionalFormatWish,
  cell: string,
  range: string,
  style: IStyleBase,
): IConditionalFormattingRuleConfig {
  const highlight = { type: CFRuleType.highlightCell as const, style }
  const byFormula = (formula: string | undefined): IConditionalFormattingRuleConfig => ({
    ...highlight,
    subType: CFSubRuleType.formula,
    value: formula ? (formula.startsWith('=') ? formula : `=${formula}`) : '=FALSE',
  })
  const rule = (wish.rule ?? {}) as Record<string, unknown>
  switch (wish.kind) {
    case 'Custom':
      return byFormula(wish.formula)
    case 'CellValue':
      return byFormula(wish.cellValue && cellValueFormula(cell, wish.cellValue))
    case 'ContainsText': {
      if (!wish.rule) return byFormula(undefined)
      const compare = TEXT[String(rule.operator)]
      if (!compare) throw invalidArgument(`operator ${rule.operator}`)
      return byFormula(compare(cell, quoted(rule.text)))
    }
    case 'TopBottom':
      return {
        ...highlight,
        subType: CFSubRuleType.rank,
        isBottom: String(rule.type ?? 'TopItems').startsWith('Bottom'),
        isPercent: String(rule.type ?? 'TopItems').endsWith('Percent'),
        value: Number(rule.rank ?? 10),
      }
    case 'PresetCriteria': {
      const criterion = String(rule.criterion ?? '')
      if (AVERAGE[criterion]) {
        return { ...highlight, subType: CFSubRuleType.average, operator: AVERAGE[criterion] } as never
      }
      if (criterion === 'DuplicateValues') return { ...highlight, subType: CFSubRuleType.duplicateValues }
      if (criterion === 'UniqueValues') return { ...highlight, subType: CFSubRuleType.uniqueValues }
      const formula = PRESET[criterion] ?? deviation(criterion, range)
      if (wish.rule && !formula) throw invalidArgument(`criterion ${criterion}`)
      return byFormula(formula?.(cell))
    }
    case 'ColorScale':
      return colorScale(wish.criteria as Record<'minimum' | 'midpoint' | 'maximum', Criterion> | undefined)
    case 'DataBar':
      return {
        type: CFRuleType.dataBar,
        isShowValue: wish.flags.showDataBarOnly !== true,
        config: {
          min: bound(wish.flags.lowerBoundRule as Criterion, CFValueType.min),
          max: bound(wish.flags.upperBoundRule as Criterion, CFValueType.max),
          isGradient: wish.flags.positiveGradientFill !== false,
          positiveColor: color(wish.flags.positiveFillColor ?? '#638EC6'),
          nativeColor: color(wish.flags.negativeFillColor ?? '#FF0000'),
        },
      }
    case 'IconSet':
      return iconSet(wish)
  }
}

const DEVIATIONS: Record<string, number> = { One: 1, Two: 2, Three: 3 }

/** Cells that lie so many standard deviations away from the average. */
function deviation(criterion: string, range: string): ((cell: string) => string) | undefined {
  const [, count = '', side] = /^(One|Two|Three)StdDev(Above|Below)Average$/.exec(criterion) ?? []
  const distance = DEVIATIONS[count]
  if (!distance) return undefined
  const [comparison, sign] = side === 'Above' ? ['>', '+'] : ['<', '-']
  return (cell) => `${cell}${comparison}AVERAGE(${range})${sign}${distance}*STDEVP(${range})`
}

function colorScale(
  criteria: Partial<Record<'minimum' | 'midpoint' | 'maximum', Criterion>> | undefined,
): IConditionalFormattingRuleConfig {
  const { minimum, midpoint, maximum } = criteria ?? {}
  const points = [
    { point: minimum, otherwise: CFValueType.min, color: '#F8696B' },
    ...(midpoint ? [{ point: midpoint, otherwise: CFValueType.percentile, color: '#FFEB84' }] : []),
    { point: maximum, otherwise: CFValueType.max, color: '#63BE7B' },
  ]
  return {
    type: CFRuleType.colorScale,
    config: points.map(({ point, otherwise, color: initial }, index) => ({
      index,
      color: color(point?.color ?? initial),
      value: bound(point, otherwise),
    })),
  }
}

const VALUE_TYPES: Record<string, CFValueType> = {
  LowestValue: CFValueType.min,
  HighestValue: CFValueType.max,
  Number: CFValueType.num,
  Percent: CFValueType.percent,
  Percentile: CFValueType.percentile,
  Formula: CFValueType.formula,
}

function bound(criterion: Criterion | undefined, otherwise: CFValueType): IValueConfig {
  const type = VALUE_TYPES[criterion?.type ?? ''] ?? otherwise
  if (type === CFValueType.min || type === CFValueType.max) return { type }
  const text = String(criterion?.formula ?? 50)
  const number = Number(text.replace(/^=/, ''))
  return { type, value: Number.isNaN(number) ? text : number }
}

const COUNTS: Record<string, number> = { Three: 3, Four: 4, Five: 5 }

/** Excel's criteria rise from the second icon on; the grid's fall, and the last one takes the rest. */
function iconSet(wish: ConditionalFormatWish): IConditionalFormattingRuleConfig {
  const style = String(wish.flags.style ?? 'ThreeArrows')
  const count = COUNTS[/^(Three|Four|Five)/.exec(style)?.[1] ?? 'Three'] ?? 3
  const criteria = (wish.criteria as Criterion[] | undefined) ?? []
  const iconType = `${count}Arrows` as never
  const icons = Array.from({ length: count }, (_, i) => count - 1 - i)
  return {
    type: CFRuleType.iconSet,
    isShowValue: wish.flags.showIconOnly !== true,
    config: icons.map((icon, place) => ({
      operator:
        criteria[icon]?.operator === 'GreaterThan'
          ? CFNumberOperator.greaterThan
          : CFNumberOperator.greaterThanOrEqual,
      value:
        icon === 0
          ? { type: CFValueType.num, value: Number.MIN_SAFE_INTEGER }
          : criteria[icon]
            ? bound(criteria[icon], CFValueType.percent)
            : { type: CFValueType.percent, value: Math.round((100 * icon) / count) },
      iconType,
      iconId: String(place),
    })),
  }
}

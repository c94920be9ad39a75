import { BooleanNumber, type IRange, type IStyleBase } from '@univerjs/core'
import {
  AddConditionalRuleMutation,
  ConditionalFormattingRuleModel,
  DeleteConditionalRuleMutation,
  type IConditionFormattingRule,
  SetConditionalRuleMutation,
} from '@univerjs/sheets-conditional-formatting'
import { type Area, areaAddress, columnLetters, intersection, type RangeTarget } from './addresses'
import { color } from './cell-styles'
import { gridConfig } from './conditional-format-kinds'
import {
  CONDITIONAL_FORMAT_KINDS,
  type ConditionalFormatKind,
  type ConditionalFormatWish,
} from './conditional-format-store'
import { invalidArgument, itemNotFound } from './errors'
import type { Host } from './host'
import { type HostObject, type HostProperty, HostType } from './host-type'
import { rangeReference } from './range-reference'
import { growTo } from './sheet-size'
import { runMutation } from './writes'

interface FormatTarget extends RangeTarget {
  id: string
}

export const conditionalFormatsType = new HostType<RangeTarget>('ConditionalFormatCollection', {
  items: (target, host) => rulesOn(host, target).map((rule) => formatType.of({ ...target, id: rule.cfId })),
  item: (target, id, host) => {
    if (!rulesOn(host, target).some((rule) => rule.cfId === id))
      throw itemNotFound(`conditional format ${id}`)
    return formatType.of({ ...target, id: String(id) })
  },
  methods: {
    add: (target, [type], host) => {
      host.mustAllow(target.sheetId, 'allowFormatCells')
      const kind = CONDITIONAL_FORMAT_KINDS.find((each) => each === type)
      if (!kind) throw invalidArgument(`conditional format ${type}`)
      const wish = host.conditionalFormats.create(kind)
      // It is shown once it has a rule, but takes its place in the order now.
      addRule(host, target, wish)
      return formatType.of({ ...target, id: wish.id })
    },
    getCount: (target, _args, host) => rulesOn(host, target).length,
    getItemOrNullObject: (target, [id], host) =>
      rulesOn(host, target).some((rule) => rule.cfId === id)
        ? formatType.of({ ...target, id: String(id) })
        : null,
    getItemAt: (target, [index], host) => {
      const rule = rulesOn(host, target)[Number(index)]
      if (!rule) throw itemNotFound(`conditional format ${index}`)
      return formatType.of({ ...target, id: rule.cfId })
    },
    clearAll: (target, _args, host) => {
      host.mustAllow(target.sheetId, 'allowFormatCells')
      clearConditionalFormats(host, target)
      return null
    },
  },
})

const formatType = new HostType<FormatTarget>('ConditionalFormat', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }) => id },
    type: { get: (target, host) => wishOf(host, target).kind },
    priority: {
      get: ({ sheetId, id }, host) => rulesOf(host, sheetId).findIndex((rule) => rule.cfId === id),
      set: ({ sheetId, id }, value, host) => setPriority(host, sheetId, id, Number(value)),
    },
    stopIfTrue: {
      get: (target, host) => wishOf(host, target).stopIfTrue,
      set: (target, value, host) => changeWish(host, target, { stopIfTrue: value === true }),
    },
  },
  objects: {
    ...ofKind('custom', 'Custom', (target) => customType.of(target)),
    ...ofKind('cellValue', 'CellValue', (target) => cellValueType.of(target)),
    ...ofKind('textComparison', 'ContainsText', (target) => textType.of(target)),
    ...ofKind('topBottom', 'TopBottom', (target) => topBottomType.of(target)),
    ...ofKind('preset', 'PresetCriteria', (target) => presetType.of(target)),
    ...ofKind('colorScale', 'ColorScale', (target) => colorScaleType.of(target)),
    ...ofKind('dataBar', 'DataBar', (target) => dataBarType.of(target)),
    ...ofKind('iconSet', 'IconSet', (target) => iconSetType.of(target)),
  },
  methods: {
    delete: ({ sheetId, id }, _args, host) => {
      deleteRule(host, sheetId, id)
      return null
    },
    getRange: ({ sheetId, id }, _args, host) => {
      const [range] = rulesOf(host, sheetId).find((rule) => rule.cfId === id)?.ranges ?? []
      if (!range) throw itemNotFound(`conditional format ${id}`)
      return rangeReference({ sheetId, ...areaOf(range) })
    },
  },
})

/** The part of a format that only one kind has, and its twin for the others. */
function ofKind(name: string, kind: ConditionalFormatKind, part: (target: FormatTarget) => HostObject) {
  return {
    [name]: (target: FormatTarget, host: Host) => {
      if (wishOf(host, target).kind !== kind) throw invalidArgument(`the conditional format is no ${kind}`)
      return part(target)
    },
    [`${name}OrNullObject`]: (target: FormatTarget, host: Host) =>
      wishOf(host, target).kind === kind ? part(target) : null,
  }
}

function wished(key: 'rule' | 'criteria'): HostProperty<FormatTarget> {
  return {
    get: (target, host) => wishOf(host, target)[key] ?? null,
    set: (target, value, host) => changeWish(host, target, { [key]: value }),
  }
}

function flag(name: string, initial: unknown): HostProperty<FormatTarget> {
  return {
    get: (target, host) => wishOf(host, target).flags[name] ?? initial,
    set: (target, value, host) => {
      const { flags } = wishOf(host, target)
      changeWish(host, target, { flags: { ...flags, [name]: value } })
    },
  }
}

function styledRule(name: string): HostType<FormatTarget> {
  return new HostType<FormatTarget>(name, {
    properties: { rule: wished('rule') },
    objects: { format: (target) => rangeFormatType.of(target) },
  })
}

const textType = styledRule('TextConditionalFormat')
const topBottomType = styledRule('TopBottomConditionalFormat')
const presetType = styledRule('PresetCriteriaConditionalFormat')

const colorScaleType = new HostType<FormatTarget>('ColorScaleConditionalFormat', {
  properties: {
    criteria: wished('criteria'),
    threeColorScale: {
      get: (target, host) =>
        Boolean((wishOf(host, target).criteria as { midpoint?: unknown } | undefined)?.midpoint),
    },
  },
})

const iconSetType = new HostType<FormatTarget>('IconSetConditionalFormat', {
  properties: {
    criteria: wished('criteria'),
    style: flag('style', 'ThreeTrafficLights1'),
    showIconOnly: flag('showIconOnly', false),
    reverseIconOrder: flag('reverseIconOrder', false),
  },
})

const dataBarType = new HostType<FormatTarget>('DataBarConditionalFormat', {
  properties: {
    barDirection: flag('barDirection', 'Context'),
    showDataBarOnly: flag('showDataBarOnly', false),
    axisColor: flag('axisColor', '#000000'),
    axisFormat: flag('axisFormat', 'Automatic'),
    lowerBoundRule: flag('lowerBoundRule', { type: 'LowestValue' }),
    upperBoundRule: flag('upperBoundRule', { type: 'HighestValue' }),
  },
  objects: {
    positiveFormat: (target) => positiveType.of(target),
    negativeFormat: (target) => negativeType.of(target),
  },
})

const positiveType = new HostType<FormatTarget>('ConditionalDataBarPositiveFormat', {
  properties: {
    fillColor: flag('positiveFillColor', '#638EC6'),
    borderColor: flag('positiveBorderColor', ''),
    gradientFill: flag('positiveGradientFill', true),
  },
})

const negativeType = new HostType<FormatTarget>('ConditionalDataBarNegativeFormat', {
  properties: {
    fillColor: flag('negativeFillColor', '#FF0000'),
    borderColor: flag('negativeBorderColor', ''),
    matchPositiveFillColor: flag('matchPositiveFillColor', false),
    matchPositiveBorderColor: flag('matchPositiveBorderColor', false),
  },
})

const customType = new HostType<FormatTarget>('CustomConditionalFormat', {
  objects: { rule: (target) => ruleType.of(target), format: (target) => rangeFormatType.of(target) },
})

const ruleType = new HostType<FormatTarget>('ConditionalFormatRule', {
  properties: {
    formula: {
      get: (target, host) => wishOf(host, target).formula ?? '',
      set: (target, value, host) => changeWish(host, target, { formula: String(value) }),
    },
  },
})

const cellValueType = new HostType<FormatTarget>('CellValueConditionalFormat', {
  properties: {
    rule: {
      get: (target, host) => wishOf(host, target).cellValue ?? null,
      set: (target, value, host) =>
        changeWish(host, target, { cellValue: value as ConditionalFormatWish['cellValue'] }),
    },
  },
  objects: { format: (target) => rangeFormatType.of(target) },
})

const rangeFormatType = new HostType<FormatTarget>('ConditionalRangeFormat', {
  objects: { fill: (target) => fillType.of(target), font: (target) => fontType.of(target) },
})

function look<K extends keyof ConditionalFormatWish['style']>(
  name: K,
  convert: (value: unknown) => ConditionalFormatWish['style'][K],
): HostProperty<FormatTarget> {
  return {
    get: (target, host) => wishOf(host, target).style[name] ?? null,
    set: (target, value, host) => {
      const { style } = wishOf(host, target)
      changeWish(host, target, { style: { ...style, [name]: convert(value) } })
    },
  }
}

const fillType = new HostType<FormatTarget>('ConditionalRangeFill', {
  properties: { color: look('fill', color) },
  methods: {
    clear: (target, _args, host) => {
      changeWish(host, target, { style: { ...wishOf(host, target).style, fill: undefined } })
      return null
    },
  },
})

const fontType = new HostType<FormatTarget>('ConditionalRangeFont', {
  properties: {
    color: look('fontColor', color),
    bold: look('bold', (value) => value === true),
    italic: look('italic', (value) => value === true),
    underline: look('underline', (value) => value !== 'None'),
  },
})

function wishOf(host: Host, { id }: FormatTarget): ConditionalFormatWish {
  const wish = host.conditionalFormats.get(id)
  if (!wish) throw itemNotFound(`conditional format ${id}`)
  return wish
}

function changeWish(host: Host, target: FormatTarget, change: Partial<ConditionalFormatWish>): void {
  host.mustAllow(target.sheetId, 'allowFormatCells')
  const wish = Object.assign(wishOf(host, target), change)
  const rule = rulesOf(host, target.sheetId).find((each) => each.cfId === wish.id)
  if (!rule) throw itemNotFound(`conditional format ${wish.id}`)
  runMutation(host.sheet(target.sheetId), SetConditionalRuleMutation.id, {
    cfId: wish.id,
    rule: gridRule(wish, rule.ranges),
  })
}

export function addRule(host: Host, target: RangeTarget, wish: ConditionalFormatWish): void {
  const sheet = host.sheet(target.sheetId)
  growTo(sheet, Math.min(target.bottom, 20_000), Math.min(target.right, 500))
  const area = host.room(target)
  if (!area) return
  const range = { startRow: area.top, startColumn: area.left, endRow: area.bottom, endColumn: area.right }
  runMutation(sheet, AddConditionalRuleMutation.id, { rule: gridRule(wish, [range]) })
}

function gridRule(wish: ConditionalFormatWish, ranges: IRange[]): IConditionFormattingRule {
  const { startRow = 0, startColumn = 0 } = ranges[0] ?? {}
  const { fill, fontColor, bold, italic, underline } = wish.style
  const style: IStyleBase = {
    ...(fill ? { bg: { rgb: fill } } : {}),
    ...(fontColor ? { cl: { rgb: fontColor } } : {}),
    ...(bold ? { bl: BooleanNumber.TRUE } : {}),
    ...(italic ? { it: BooleanNumber.TRUE } : {}),
    ...(underline ? { ul: { s: BooleanNumber.TRUE } } : {}),
  }
  const cell = `${columnLetters(startColumn)}${startRow + 1}`
  return {
    cfId: wish.id,
    ranges,
    stopIfTrue: wish.stopIfTrue,
    rule: gridConfig(wish, cell, fixedRange(ranges), style),
  }
}

function fixedRange([range]: IRange[]): string {
  return range ? areaAddress(areaOf(range), true) : 'A1'
}

/** In Excel's order: the first wins, and the one added last is the first. */
export function rulesOf(host: Host, sheetId: string): IConditionFormattingRule[] {
  return (
    host.injector.get(ConditionalFormattingRuleModel).getSubunitRules(host.workbook.getId(), sheetId) ?? []
  )
}

function rulesOn(host: Host, target: RangeTarget): IConditionFormattingRule[] {
  return rulesOf(host, target.sheetId).filter((rule) =>
    rule.ranges.some((range) => intersection(areaOf(range), target)),
  )
}

function areaOf(range: IRange): Area {
  return { top: range.startRow, left: range.startColumn, bottom: range.endRow, right: range.endColumn }
}

function deleteRule(host: Host, sheetId: string, cfId: string): void {
  runMutation(host.sheet(sheetId), DeleteConditionalRuleMutation.id, { cfId })
  host.conditionalFormats.delete(cfId)
}

function setPriority(host: Host, sheetId: string, id: string, priority: number): void {
  const rules = [...rulesOf(host, sheetId)]
  const at = rules.findIndex((rule) => rule.cfId === id)
  if (at < 0) throw itemNotFound(`conditional format ${id}`)
  const [moved] = rules.splice(at, 1)
  rules.splice(Math.max(0, Math.min(priority, rules.length)), 0, moved!)
  // The grid puts a new rule first, so the last rule is added first.
  const sheet = host.sheet(sheetId)
  for (const rule of rules) runMutation(sheet, DeleteConditionalRuleMutation.id, { cfId: rule.cfId })
  for (const rule of rules.reverse()) runMutation(sheet, AddConditionalRuleMutation.id, { rule })
}

/** A rule that reaches beyond the range keeps its part outside. */
export function clearConditionalFormats(host: Host, target: RangeTarget): void {
  const sheet = host.sheet(target.sheetId)
  for (const rule of [...rulesOn(host, target)]) {
    const rest = rule.ranges.flatMap((range) => without(areaOf(range), target))
    if (rest.length === 0) deleteRule(host, target.sheetId, rule.cfId)
    else {
      const ranges = rest.map(({ top, left, bottom, right }) => ({
        startRow: top,
        startColumn: left,
        endRow: bottom,
        endColumn: right,
      }))
      runMutation(sheet, SetConditionalRuleMutation.id, { cfId: rule.cfId, rule: { ...rule, ranges } })
    }
  }
}

/** What is left of `area` without `taken`: up to four areas around it. */
function without(area: Area, taken: Area): Area[] {
  const common = intersection(area, taken)
  if (!common) return [area]
  return [
    { ...area, bottom: common.top - 1 },
    { ...area, top: common.bottom + 1 },
    { top: common.top, bottom: common.bottom, left: area.left, right: common.left - 1 },
    { top: common.top, bottom: common.bottom, left: common.right + 1, right: area.right },
  ].filter(({ top, bottom, left, right }) => top <= bottom && left <= right)
}

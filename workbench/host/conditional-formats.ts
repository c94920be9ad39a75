import { BooleanNumber, type IRange, type IStyleBase } from '@univerjs/core'
import {
  AddConditionalRuleMutation,
  CFRuleType,
  CFSubRuleType,
  ConditionalFormattingRuleModel,
  DeleteConditionalRuleMutation,
  type IConditionFormattingRule,
  SetConditionalRuleMutation,
} from '@univerjs/sheets-conditional-formatting'
import { type Area, columnLetters, intersection, type RangeTarget } from './addresses'
import { color } from './cell-styles'
import { cellValueFormula } from './conditional-format-rule'
import type { ConditionalFormatWish } from './conditional-format-store'
import { invalidArgument, itemNotFound, notImplemented } from './errors'
import type { Host } from './host'
import { type HostProperty, HostType } from './host-type'
import { rangeReference } from './range-reference'
import { growTo, runMutation } from './writes'

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
      if (type !== 'Custom' && type !== 'CellValue') throw notImplemented(`ConditionalFormatType.${type}`)
      const wish = host.conditionalFormats.create(type)
      // It is shown once it has a rule, but takes its place in the order now.
      addRule(host, target, wish)
      return formatType.of({ ...target, id: wish.id })
    },
    getCount: (target, _args, host) => rulesOn(host, target).length,
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
    custom: (target, host) => {
      if (wishOf(host, target).kind !== 'Custom')
        throw invalidArgument('the conditional format is not custom')
      return customType.of(target)
    },
    customOrNullObject: (target, host) =>
      wishOf(host, target).kind === 'Custom' ? customType.of(target) : null,
    cellValue: (target, host) => {
      if (wishOf(host, target).kind !== 'CellValue') {
        throw invalidArgument('the conditional format is not about a cell value')
      }
      return cellValueType.of(target)
    },
    cellValueOrNullObject: (target, host) =>
      wishOf(host, target).kind === 'CellValue' ? cellValueType.of(target) : null,
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
  const formula =
    wish.kind === 'Custom' ? wish.formula : wish.cellValue && cellValueFormula(cell, wish.cellValue)
  return {
    cfId: wish.id,
    ranges,
    stopIfTrue: wish.stopIfTrue,
    rule: {
      type: CFRuleType.highlightCell,
      subType: CFSubRuleType.formula,
      value: formula ? (formula.startsWith('=') ? formula : `=${formula}`) : '=FALSE',
      style,
    },
  }
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

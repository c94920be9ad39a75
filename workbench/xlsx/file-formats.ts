import type { ConditionalFormattingRule, Style, Worksheet } from 'exceljs'
import { areaAddress, parseArea } from '../host/addresses'
import type { ConditionalFormatWish } from '../host/conditional-format-store'
import { addRule, rulesOf } from '../host/conditional-formats'
import type { Host } from '../host/host'
import { argb, rgb } from './styles'

const OPERATORS: Record<string, string> = {
  equal: 'EqualTo',
  notEqual: 'NotEqualTo',
  greaterThan: 'GreaterThan',
  greaterThanOrEqual: 'GreaterThanOrEqual',
  lessThan: 'LessThan',
  lessThanOrEqual: 'LessThanOrEqual',
  between: 'Between',
  notBetween: 'NotBetween',
}

interface FileRule {
  type: string
  operator?: string
  formulae?: unknown[]
  priority?: number
  stopIfTrue?: boolean
  style?: Partial<Style>
}

interface FileFormats {
  ref: string
  rules: FileRule[]
}

/** exceljs reads conditional formats, but its types describe only writing. */
function formatsIn(sheet: Worksheet): FileFormats[] {
  return (sheet as Worksheet & { conditionalFormattings?: FileFormats[] }).conditionalFormattings ?? []
}

/** Adds rules about a cell's value and rules by formula; other rules are left out. */
export function addFileFormats(host: Host, sheetId: string, sheet: Worksheet): void {
  const rules = formatsIn(sheet).flatMap(({ ref, rules: own }) => own.map((rule) => ({ ref, rule })))
  // The rule added last comes first, so the one with the lowest priority is added first.
  rules.sort((a, b) => (b.rule.priority ?? 0) - (a.rule.priority ?? 0))
  for (const { ref, rule } of rules) {
    const operator = OPERATORS[rule.operator ?? '']
    const custom = rule.type === 'expression'
    if (!custom && !(rule.type === 'cellIs' && operator)) continue
    const [formula1, formula2] = (rule.formulae ?? []).map((formula) => `=${String(formula)}`)
    if (formula1 === undefined) continue
    const wish = host.conditionalFormats.create(custom ? 'Custom' : 'CellValue')
    const change: Partial<ConditionalFormatWish> = custom
      ? { formula: formula1 }
      : { cellValue: { formula1, operator: operator!, ...(formula2 === undefined ? {} : { formula2 }) } }
    Object.assign(wish, change, { style: lookOf(rule.style), stopIfTrue: rule.stopIfTrue === true })
    const [first = ref] = ref.split(' ')
    addRule(host, { sheetId, ...parseArea(first) }, wish)
  }
}

function lookOf(style: Partial<Style> | undefined): ConditionalFormatWish['style'] {
  const fill =
    style?.fill?.type === 'pattern' ? (rgb(style.fill.bgColor) ?? rgb(style.fill.fgColor)) : undefined
  const fontColor = rgb(style?.font?.color)
  return {
    ...(fill ? { fill } : {}),
    ...(fontColor ? { fontColor } : {}),
    ...(style?.font?.bold ? { bold: true } : {}),
    ...(style?.font?.italic ? { italic: true } : {}),
  }
}

export function writeFileFormats(host: Host, sheetId: string, sheet: Worksheet): void {
  rulesOf(host, sheetId).forEach((rule, i) => {
    const wish = host.conditionalFormats.get(rule.cfId)
    // A rule that a person made in the grid's own panel has no wish and isn't saved.
    if (!wish) return
    const { fill, fontColor, bold, italic } = wish.style
    const style: Partial<Style> = {
      ...(fill ? { fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: argb(fill) } } } : {}),
      font: {
        ...(fontColor ? { color: { argb: argb(fontColor) } } : {}),
        ...(bold ? { bold } : {}),
        ...(italic ? { italic } : {}),
      },
    }
    const { subType, value } = rule.rule as { subType?: string; value?: unknown }
    // exceljs writes no scales, bars, icons and ranks as Excel has them.
    if (wish.kind !== 'CellValue' && subType !== 'formula') return
    const operator = Object.keys(OPERATORS).find((name) => OPERATORS[name] === wish.cellValue?.operator)
    const made: FileRule =
      wish.kind !== 'CellValue'
        ? { type: 'expression', formulae: [plain(String(value))] }
        : {
            type: 'cellIs',
            operator,
            formulae: [plain(wish.cellValue?.formula1), plain(wish.cellValue?.formula2)].filter(
              (each) => each !== '',
            ),
          }
    for (const { startRow, startColumn, endRow, endColumn } of rule.ranges) {
      sheet.addConditionalFormatting({
        ref: areaAddress({ top: startRow, left: startColumn, bottom: endRow, right: endColumn }),
        rules: [{ ...made, style, priority: i + 1 } as ConditionalFormattingRule],
      })
    }
  })
}

function plain(formula: unknown): string {
  return formula === undefined || formula === null ? '' : String(formula).replace(/^=/, '')
}

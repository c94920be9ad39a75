/// <reference types="office-js" />
import type { ConditionalFormat, DataValidation } from '../../shared/sheets/layout'
import { cellsAt } from './cells-at'

/** Excel puts each new rule in front of the others, so they are added from the last to the first. */
export function addConditionalFormats(sheet: Excel.Worksheet, formats: readonly ConditionalFormat[]): void {
  for (const { range, rule, style } of formats.toReversed()) {
    const { conditionalFormats } = cellsAt(sheet, range)
    if (rule.type === 'custom') {
      const { custom } = conditionalFormats.add('Custom')
      dress(custom.format, style)
      custom.rule.formula = `=${rule.formula}`
      continue
    }
    const { cellValue } = conditionalFormats.add('CellValue')
    dress(cellValue.format, style)
    cellValue.rule =
      rule.operator === 'between'
        ? { operator: 'Between', formula1: `=${rule.formula}`, formula2: `=${rule.formula2}` }
        : { operator: OPERATORS[rule.operator], formula1: `=${rule.formula}` }
  }
}

const OPERATORS = { equal: 'EqualTo', greaterThan: 'GreaterThan', lessThan: 'LessThan' } as const

function dress(format: Excel.ConditionalRangeFormat, style: ConditionalFormat['style']): void {
  if (style.fill) format.fill.color = `#${style.fill}`
  if (style.fontColor) format.font.color = `#${style.fontColor}`
  if (style.bold) format.font.bold = true
  if (style.italic) format.font.italic = true
}

export function addValidations(sheet: Excel.Worksheet, validations: readonly DataValidation[]): void {
  for (const { range, rule, allowBlank, alert } of validations) {
    const { dataValidation } = cellsAt(sheet, range)
    dataValidation.rule = validationRule(rule)
    dataValidation.ignoreBlanks = allowBlank
    dataValidation.errorAlert = {
      showAlert: true,
      style: alert.style === 'stop' ? 'Stop' : 'Warning',
      title: alert.title,
      message: alert.message,
    }
  }
}

function validationRule(rule: DataValidation['rule']): Excel.DataValidationRule {
  switch (rule.type) {
    case 'list':
      return { list: { inCellDropDown: true, source: rule.values.join(',') } }
    case 'wholeNumber':
      return { wholeNumber: { operator: 'Between', formula1: rule.min, formula2: rule.max } }
    case 'date':
      return { date: { operator: 'Between', formula1: rule.min, formula2: rule.max } }
    case 'custom':
      return { custom: { formula: `=${rule.formula}` } }
  }
}

import {
  DataValidationErrorStyle,
  DataValidationOperator,
  DataValidationType,
  type IDataValidationRule,
} from '@univerjs/core'
import type { DataValidation, Worksheet } from 'exceljs'
import { type Area, areaAddress, parseArea } from '../host/addresses'
import { validationsOf, writeRule } from '../host/data-validation'
import type { Host } from '../host/host'

const TYPES: Record<string, DataValidationType> = {
  list: DataValidationType.LIST,
  whole: DataValidationType.WHOLE,
  decimal: DataValidationType.DECIMAL,
  date: DataValidationType.DATE,
  textLength: DataValidationType.TEXT_LENGTH,
  custom: DataValidationType.CUSTOM,
}
const STYLES = {
  stop: DataValidationErrorStyle.STOP,
  warning: DataValidationErrorStyle.WARNING,
  information: DataValidationErrorStyle.INFO,
} as const

/**
 * The types with an operator: on a list or a formula, the grid would take an operator as a reason to refuse
 * values.
 */
const COMPARED = new Set<string>([
  DataValidationType.WHOLE,
  DataValidationType.DECIMAL,
  DataValidationType.DATE,
  DataValidationType.TEXT_LENGTH,
])

interface Validations {
  model: Record<string, DataValidation>
  add(range: string, model: DataValidation): void
}

/** exceljs has validations by range, but its types describe only validations by cell. */
function validationsIn(sheet: Worksheet): Validations {
  return (sheet as Worksheet & { dataValidations: Validations }).dataValidations
}

export function addFileValidations(host: Host, sheetId: string, sheet: Worksheet): void {
  for (const { area, model } of joined(validationsIn(sheet).model)) {
    const type = TYPES[model.type]
    if (!type) continue
    const [formula1, formula2] = (model.formulae ?? []).map((formula) => gridFormula(type, formula))
    const rule: Omit<IDataValidationRule, 'ranges'> = {
      uid: crypto.randomUUID().slice(0, 8),
      type,
      formula1: formula1 ?? '',
      ...(formula2 === undefined ? {} : { formula2 }),
      ...(COMPARED.has(type)
        ? {
            operator:
              (model.operator as DataValidationOperator | undefined) ?? DataValidationOperator.BETWEEN,
          }
        : {}),
      allowBlank: model.allowBlank !== false,
      showErrorMessage: model.showErrorMessage === true,
      errorStyle:
        STYLES[(model.errorStyle ?? 'stop') as keyof typeof STYLES] ?? DataValidationErrorStyle.STOP,
      errorTitle: model.errorTitle ?? '',
      error: model.error ?? '',
      showInputMessage: model.showInputMessage === true,
      promptTitle: model.promptTitle ?? '',
      prompt: model.prompt ?? '',
      showDropDown: true,
    }
    // A protected sheet refuses validations, but the file's were there before it was protected.
    const state = host.sheetState(sheetId)
    const { protection } = state
    state.protection = null
    writeRule(host, { sheetId, ...area }, rule)
    state.protection = protection
  }
}

/** exceljs gives each cell its rule: adjacent cells of a column with the same rule become one range again. */
function joined(models: Record<string, DataValidation>): { area: Area; model: DataValidation }[] {
  const made: { area: Area; model: DataValidation; text: string }[] = []
  const cells = Object.entries(models)
    .map(([address, model]) => ({
      area: parseArea(address.replace(/^range:/, '')),
      model,
      text: JSON.stringify(model),
    }))
    .sort((a, b) => a.area.left - b.area.left || a.area.top - b.area.top)
  for (const { area, model, text } of cells) {
    const last = made.at(-1)
    if (last && last.text === text && last.area.left === area.left && last.area.bottom + 1 === area.top) {
      last.area.bottom = area.bottom
    } else made.push({ area: { ...area }, model, text })
  }
  return made
}

function gridFormula(type: DataValidationType, formula: unknown): string {
  if (formula instanceof Date) return formula.toISOString().slice(0, 10)
  const text = String(formula)
  if (type === DataValidationType.LIST) return text.startsWith('"') ? text.slice(1, -1) : `=${text}`
  if (type === DataValidationType.CUSTOM) return `=${text}`
  return text
}

export function writeFileValidations(host: Host, sheetId: string, sheet: Worksheet): void {
  for (const rule of validationsOf(host, sheetId)) {
    const type = Object.keys(TYPES).find((name) => TYPES[name] === rule.type)
    if (!type) continue
    const style = (Object.keys(STYLES) as (keyof typeof STYLES)[]).find(
      (name) => STYLES[name] === rule.errorStyle,
    )
    const model = {
      type,
      formulae: [rule.formula1, rule.formula2]
        .filter((formula) => formula !== undefined && formula !== '')
        .map((formula) => fileFormula(rule.type, formula!)),
      ...(rule.operator && type !== 'list' && type !== 'custom' ? { operator: rule.operator } : {}),
      allowBlank: rule.allowBlank !== false,
      showErrorMessage: rule.showErrorMessage === true,
      errorStyle: style ?? 'stop',
      ...(rule.errorTitle ? { errorTitle: rule.errorTitle } : {}),
      ...(rule.error ? { error: rule.error } : {}),
    } as unknown as DataValidation
    for (const { startRow, startColumn, endRow, endColumn } of rule.ranges) {
      const area = { top: startRow, left: startColumn, bottom: endRow, right: endColumn }
      validationsIn(sheet).add(areaAddress(area), model)
    }
  }
}

function fileFormula(type: string, formula: string): unknown {
  if (type === DataValidationType.LIST) return formula.startsWith('=') ? formula.slice(1) : `"${formula}"`
  if (type === DataValidationType.CUSTOM) return formula.replace(/^=/, '')
  if (type === DataValidationType.DATE && /^\d{4}-\d{2}-\d{2}$/.test(formula))
    return new Date(`${formula}T00:00:00Z`)
  return Number.isNaN(Number(formula)) ? formula.replace(/^=/, '') : Number(formula)
}

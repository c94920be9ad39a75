import {
  CellValueType,
  DataValidationErrorStyle,
  DataValidationType,
  type IDataValidationRule,
} from '@univerjs/core'
import {
  type BaseValueObject,
  type CalculateFormulaService,
  generateStringWithSequence,
  ICalculateFormulaService,
  LexerTreeBuilder,
  sequenceNodeType,
} from '@univerjs/engine-formula'
import { SheetInterceptorService, VALIDATE_CELL } from '@univerjs/sheets'
import {
  DataValidationCustomFormulaService,
  SheetDataValidationModel,
} from '@univerjs/sheets-data-validation'
import { parseArea } from './addresses'
import { cellAt, contentOf } from './cell-contents'
import type { Host } from './host'

interface Place {
  sheetId: string
  row: number
  column: number
}

/** The grid's own validations come later. */
const FIRST = 1_000

/**
 * Validations with a formula judge what a person types, as in Excel: at once, and only that. The grid would calculate
 * them for every cell after every change, which takes seconds over thousands of rows.
 */
export function judgeEntries(host: Host): void {
  const formulas = host.injector.get(DataValidationCustomFormulaService)
  const { addRule, getCellFormulaValue } = formulas
  formulas.addRule = (unitId, sheetId, rule) => {
    if (rule.type !== DataValidationType.CUSTOM) addRule.call(formulas, unitId, sheetId, rule)
  }
  formulas.getCellFormulaValue = async (unitId, sheetId, ruleId, row, column) => {
    if (
      host.injector.get(SheetDataValidationModel).getRuleById(unitId, sheetId, ruleId)?.type ===
      DataValidationType.CUSTOM
    )
      return PASSED
    return getCellFormulaValue.call(formulas, unitId, sheetId, ruleId, row, column)
  }
  host.injector.get(SheetInterceptorService).writeCellInterceptor.intercept(VALIDATE_CELL, {
    priority: FIRST,
    // `next` must be called at once.
    handler: (before, { subUnitId, row, col }, next) =>
      next(judged(host, before, { sheetId: subUnitId, row, column: col })),
  })
}

async function judged(host: Host, before: unknown, place: Place): Promise<boolean> {
  if ((await before) === false) return false
  const rule = customRuleAt(host, place)
  if (!rule || !refuses(rule) || (await passesFormula(host, rule, place))) return true
  host.onInvalid(rule.error ?? '')
  return false
}

const PASSED = { v: 1, t: CellValueType.BOOLEAN }

function customRuleAt(host: Host, { sheetId, row, column }: Place): IDataValidationRule | undefined {
  const unitId = host.workbook.getId()
  const rule = host.injector.get(SheetDataValidationModel).getRuleByLocation(unitId, sheetId, row, column)
  return rule?.type === DataValidationType.CUSTOM ? rule : undefined
}

/** The other kinds of alerts let the entry stay. */
function refuses({ errorStyle, showErrorMessage }: IDataValidationRule): boolean {
  return showErrorMessage !== false && errorStyle === DataValidationErrorStyle.STOP
}

/** Whether what a cell contains passes the formula of its validation. */
export async function passesFormula(host: Host, rule: IDataValidationRule, place: Place): Promise<boolean> {
  const cell = cellAt(host.sheet(place.sheetId), place.row, place.column)
  const { ranges, formula1 = '', allowBlank } = rule
  if (allowBlank !== false && contentOf(cell) === '') return true
  const { startRow, startColumn } = ranges[0]!
  const formula = host.univerAPI
    .getFormula()
    .moveFormulaRefOffset(formula1, place.column - startColumn, place.row - startRow)
  const filled = withValues(host, place.sheetId, formula)
  if (!filled) return isTrue((await host.evaluated(formula))?.v)
  // As Excel's help says: where blanks are ignored, a blank cell in the formula lets every entry pass.
  if (filled.hasBlank && allowBlank !== false) return true
  const calculation = host.injector.get(ICalculateFormulaService) as CalculateFormulaService
  const result = await calculation.calculate(filled.formula)
  return isTrue((result as BaseValueObject | undefined)?.getValue())
}

/**
 * The formula with the values of the cells that it refers to, which can be calculated at once. Undefined when it refers
 * to more than single cells of its sheet.
 */
function withValues(
  host: Host,
  sheetId: string,
  formula: string,
): { formula: string; hasBlank: boolean } | undefined {
  const nodes = host.injector.get(LexerTreeBuilder).sequenceNodesBuilder(formula) ?? []
  const sheet = host.sheet(sheetId)
  let hasBlank = false
  const filled: typeof nodes = []
  for (const node of nodes) {
    if (typeof node === 'string' || !REFERS.has(node.nodeType)) {
      filled.push(node)
      continue
    }
    if (!SINGLE_CELL.test(node.token)) return undefined
    const { top, left } = parseArea(node.token)
    const value = contentOf(cellAt(sheet, top, left))
    hasBlank ||= value === ''
    filled.push(typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value).toUpperCase())
  }
  return { formula: `=${generateStringWithSequence(filled)}`, hasBlank }
}

const REFERS = new Set([sequenceNodeType.REFERENCE, sequenceNodeType.DEFINED_NAME, sequenceNodeType.TABLE])
const SINGLE_CELL = /^\$?[A-Z]{1,3}\$?\d+$/i

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value !== 0)
}

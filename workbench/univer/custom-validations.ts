import { CellValueType, DataValidationType, type Injector } from '@univerjs/core'
import {
  DataValidationCustomFormulaService,
  SheetDataValidationModel,
} from '@univerjs/sheets-data-validation'

/**
 * Lets every entry pass a validation with a formula, and calculates no such formula. The grid would calculate it for
 * every cell after every change, which takes seconds over thousands of rows, and with the value that the cell had
 * before the entry.
 */
export function passCustomValidations(injector: Injector): void {
  const formulas = injector.get(DataValidationCustomFormulaService)
  const model = injector.get(SheetDataValidationModel)
  const { addRule, getCellFormulaValue } = formulas
  formulas.addRule = (unitId, sheetId, rule) => {
    if (rule.type !== DataValidationType.CUSTOM) addRule.call(formulas, unitId, sheetId, rule)
  }
  formulas.getCellFormulaValue = async (unitId, sheetId, ruleId, row, column) => {
    if (model.getRuleById(unitId, sheetId, ruleId)?.type === DataValidationType.CUSTOM) return PASSED
    return getCellFormulaValue.call(formulas, unitId, sheetId, ruleId, row, column)
  }
}

const PASSED = { v: 1, t: CellValueType.BOOLEAN }

import { DataValidationType, type Injector } from '@univerjs/core'
import { SheetInterceptorService, VALIDATE_CELL } from '@univerjs/sheets'
import { SheetDataValidationModel } from '@univerjs/sheets-data-validation'

/**
 * Lets entries pass that a validation with a formula would stop: the grid calculates such a formula with the value
 * that the cell had before the entry, and the entry waits for it.
 */
export function passCustomValidations(injector: Injector): void {
  const model = injector.get(SheetDataValidationModel)
  injector.get(SheetInterceptorService).writeCellInterceptor.intercept(VALIDATE_CELL, {
    priority: 1000,
    handler: (verdict, { unitId, subUnitId, row, col }, next) => {
      const id = model.getRuleIdByLocation(unitId, subUnitId, row, col)
      const rule = id ? model.getRuleById(unitId, subUnitId, id) : undefined
      return rule?.type === DataValidationType.CUSTOM ? verdict : next(verdict)
    },
  })
}

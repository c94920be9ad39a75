import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, Model } from '@ironcalc/wasm'
import { cellAddress } from '../../shared/sheets/address'
import type { Cell, SheetLayout } from '../../shared/sheets/layout'
import { formulaString } from '../../shared/sheets/text'

const wasm = createRequire(import.meta.url).resolve('@ironcalc/wasm/wasm_bg.wasm')
initSync({ module: readFileSync(wasm) })

/** Of shares, which are plain ratios. Money and impressions are exact. */
const TOLERANCE = 1e-12

/**
 * Calculates the formulas of a workbook with IronCalc, without their results.
 *
 * @returns a line for each formula with another result than the layout has, and the number of formulas
 */
export function recalculateInIronCalc(layouts: readonly SheetLayout[]): {
  formulas: number
  wrong: string[]
} {
  const model = new Model('workbook', 'en', 'UTC', 'en')
  try {
    model.pauseEvaluation()
    layouts.forEach(({ name }, sheet) => {
      if (sheet > 0) model.newSheet()
      model.renameSheet(sheet, name)
    })
    model.newSheet()
    const checks: [cell: string, sheet: number, row: number, column: number][] = []
    layouts.forEach((layout, sheet) => {
      let row = 0
      for (const { cells } of layout.rows) {
        row += 1
        cells.forEach((cell, i) => {
          const input = cell && inputOf(cell)
          if (input !== undefined && input !== null) model.setUserInput(sheet, row, i + 1, input)
          if (cell?.kind !== 'formula') return
          const address = cellAddress(i + 1, row)
          checks.push([`${layout.name}!${address}`, sheet, row, i + 1])
          const place = `'${layout.name.replaceAll("'", "''")}'!${address}`
          model.setUserInput(layouts.length, checks.length, 1, `=${isAsExpected(place, cell.result)}`)
        })
      }
    })
    model.resumeEvaluation()
    model.evaluate()
    const wrong = checks.flatMap(([cell, sheet, row, column], i) => {
      const same = model.getFormattedCellValue(layouts.length, i + 1, 1)
      if (same === 'TRUE') return []
      const shown = model.getFormattedCellValue(sheet, row, column)
      return [`${cell} ${model.getCellContent(sheet, row, column)}: ${shown}`]
    })
    return { formulas: checks.length, wrong }
  } finally {
    model.free()
  }
}

function inputOf(cell: Cell): string | undefined {
  switch (cell.kind) {
    case 'text':
      return `'${cell.text}`
    case 'number':
      return String(cell.value)
    case 'formula':
      return `=${cell.formula}`
    default:
      return undefined
  }
}

/** Compared inside IronCalc, which shows fewer digits than it calculates. */
function isAsExpected(place: string, result: number | string): string {
  if (typeof result === 'string') return `EXACT(${place},${formulaString(result)})`
  const tolerance = Number.isInteger(result) ? 0 : TOLERANCE * Math.max(1, Math.abs(result))
  return `AND(ISNUMBER(${place}),ABS(${place}-${result})<=${tolerance})`
}

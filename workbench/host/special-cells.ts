import type { Area, RangeTarget } from './addresses'
import { cellAt, contentOf, formulaOf } from './cell-contents'
import { rulesOf } from './conditional-formats'
import { hasValidation } from './data-validation'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { areasOfCells } from './range-areas'
import { usedArea } from './used-range'

/** Cells of a kind within a range, such as all formulas with numbers. */
export async function specialCells(
  host: Host,
  target: RangeTarget,
  type: string,
  valueType = 'All',
): Promise<Area[]> {
  await host.calculation.settled()
  const area = usedArea(host, target, false)
  if (!area) return []
  const sheet = host.sheet(target.sheetId)
  const cells: { row: number; column: number }[] = []
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      const cell = cellAt(sheet, row, column)
      const content = contentOf(cell)
      const formula = formulaOf(sheet, cell, row, column) !== undefined
      if (isSpecial(host, target.sheetId, { row, column, content, formula }, type, valueType))
        cells.push({ row, column })
    }
  }
  return areasOfCells(cells)
}

interface Found {
  row: number
  column: number
  content: string | number | boolean
  formula: boolean
}

function isSpecial(host: Host, sheetId: string, cell: Found, type: string, valueType: string): boolean {
  const { row, column, content, formula } = cell
  switch (type) {
    case 'Blanks':
      return content === '' && !formula
    case 'Constants':
      return content !== '' && !formula && isOfType(content, valueType)
    case 'Formulas':
      return formula && isOfType(content, valueType)
    case 'Visible': {
      const sheet = host.sheet(sheetId).getSheet()
      return sheet.getRowRawVisible(row) && sheet.getColVisible(column)
    }
    case 'ConditionalFormats':
      return rulesOf(host, sheetId).some(({ ranges }) =>
        ranges.some(
          (range) =>
            range.startRow <= row &&
            row <= range.endRow &&
            range.startColumn <= column &&
            column <= range.endColumn,
        ),
      )
    case 'DataValidations':
      return hasValidation(host, { sheetId, top: row, left: column, bottom: row, right: column })
    default:
      throw invalidArgument(`special cells ${type}`)
  }
}

/** `LogicalText` and similar names list the types that count. */
function isOfType(content: string | number | boolean, valueType: string): boolean {
  if (valueType === 'All') return true
  const type =
    typeof content === 'number'
      ? 'Number'
      : typeof content === 'boolean'
        ? 'Logical'
        : content.startsWith('#')
          ? 'Error'
          : 'Text'
  return valueType.includes(type)
}

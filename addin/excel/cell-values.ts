import type { Cell } from '../../shared/sheets/layout'
import { typedText } from '../../shared/sheets/text'

/** The value for `range.formulas`: text stays text, whatever character it begins with; null leaves a cell as it is. */
export function formulaOf(cell: Cell | null | undefined): string | number | null {
  if (cell === null) return null
  switch (cell?.kind) {
    case 'kept':
      return null
    case 'text':
      return typedText(cell.text)
    case 'number':
      return cell.value
    case 'formula':
      return `=${cell.formula}`
    default:
      return ''
  }
}

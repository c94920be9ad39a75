import type { Cell } from '../../shared/sheets/layout'
import { typedText } from '../../shared/sheets/text'

/** The value for `range.formulas`: text stays text, whatever character it begins with. */
export function formulaOf(cell: Cell | null | undefined): string | number {
  switch (cell?.kind) {
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

import type { BusinessDate } from '../calendar'
import type { PlainValue } from './identity'
import type { Cell } from './layout'
import { serialOf } from './serial-date'
import { cleanText } from './text'

/** Functions that create cells, so that text is always cleaned before it gets into a layout. */

export function textCell(text: string, style: string): Cell {
  return text === '' ? emptyCell(style) : { kind: 'text', text: cleanText(text), style }
}

export function numberCell(value: number, style: string): Cell {
  return { kind: 'number', value, style }
}

export function dateCell(date: BusinessDate, style: string): Cell {
  return { kind: 'number', value: serialOf(date), style }
}

export function formulaCell(formula: string, result: number | string, style: string): Cell {
  return { kind: 'formula', formula, result, style }
}

export function emptyCell(style: string): Cell {
  return { kind: 'empty', style }
}

/** A cell, followed by empty cells in the same style: for a merge, or for a row of one colour. */
export function spanningCells(cell: Cell, columns: number): Cell[] {
  const rest: Cell = cell.style === undefined ? { kind: 'empty' } : emptyCell(cell.style)
  return [cell, ...Array.from({ length: columns - 1 }, () => rest)]
}

/** What a cell shows, without its format: a formula its result, an empty one nothing. */
export function plainOf(cell: Cell | null | undefined): string | number {
  switch (cell?.kind) {
    case 'text':
      return cell.text
    case 'number':
      return cell.value
    case 'formula':
      return cell.result
    default:
      return ''
  }
}

/** A cell with what was read from one: its formula, or its value. */
export function typedCell(value: PlainValue): Cell {
  if (typeof value === 'number') return { kind: 'number', value }
  const text = String(value ?? '')
  if (text === '') return { kind: 'empty' }
  return text.startsWith('=')
    ? { kind: 'formula', formula: text.slice(1), result: '' }
    : { kind: 'text', text }
}

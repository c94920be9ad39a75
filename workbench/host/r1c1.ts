import { columnLetters, columnNumber } from './addresses'

const A1 = /("(?:[^"]|"")*")|(?<![\p{L}\p{N}_.])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\p{L}\p{N}_(])/gu
const R1C1 =
  /("(?:[^"]|"")*")|(?<![\p{L}\p{N}_.])R(?:\[(-?\d+)\]|(\d+))?C(?:\[(-?\d+)\]|(\d+))?(?![\p{L}\p{N}_(])/giu

/** A formula of a cell in the notation that names cells by their distance. */
export function toR1C1(formula: string, row: number, column: number): string {
  return formula.replace(A1, (whole, text, fixedColumn, letters, fixedRow, digits) => {
    if (text !== undefined) return whole
    const rowPart = fixedRow ? `R${digits}` : distance('R', Number(digits) - 1 - row)
    const columnPart = fixedColumn
      ? `C${columnNumber(letters) + 1}`
      : distance('C', columnNumber(letters) - column)
    return rowPart + columnPart
  })
}

function distance(letter: string, by: number): string {
  return by === 0 ? letter : `${letter}[${by}]`
}

export function fromR1C1(formula: string, row: number, column: number): string {
  if (!formula.startsWith('=')) return formula
  return formula.replace(R1C1, (whole, text, downBy, fixedRow, rightBy, fixedColumn) => {
    if (text !== undefined) return whole
    const rowPart = fixedRow ? `$${fixedRow}` : String(row + Number(downBy ?? 0) + 1)
    const columnPart = fixedColumn
      ? `$${columnLetters(Number(fixedColumn) - 1)}`
      : columnLetters(column + Number(rightBy ?? 0))
    return columnPart + rowPart
  })
}

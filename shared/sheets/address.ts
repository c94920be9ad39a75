/** A1 notation. Columns and rows are 1-based. */

/** 1 → A, 26 → Z, 27 → AA. */
export function columnLetter(column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

export function cellAddress(column: number, row: number): string {
  return `${columnLetter(column)}${row}`
}

/** `C7:I20`; a single cell stays a single address. */
export function rangeAddress(from: [column: number, row: number], to: [column: number, row: number]): string {
  const first = cellAddress(...from)
  const last = cellAddress(...to)
  return first === last ? first : `${first}:${last}`
}

/** `$C$7`, as defined names and formulas need it. */
export function fixedAddress(column: number, row: number): string {
  return `$${columnLetter(column)}$${row}`
}

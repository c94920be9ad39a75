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

/** `'MediaMix'!`: the sheet, before an address of one of its cells in a formula. */
export function ofSheet(name: string): string {
  return `'${name.replaceAll("'", "''")}'!`
}

/** A → 1, Z → 26, AA → 27. */
export function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}

/** `$Q$7`, `MediaMix!Q7` or `Q7` as a cell; undefined for anything larger than one cell. */
export function cellOfAddress(address: string): { row: number; column: number } | undefined {
  const match = /^(?:.*!)?\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(address)
  if (!match) return undefined
  return { row: Number(match[2]), column: columnNumber(match[1]!) }
}

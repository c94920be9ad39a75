/** The column of a cell's address: 0 for A1, 26 for AA1. Case doesn't matter. */
export function columnOf(address: string): number {
  let column = 0
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at)
    const letter = (code > 96 ? code - 32 : code) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

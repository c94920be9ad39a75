/** One `?` for each value of a list: `?, ?, ?`. */
export function placeholders(values: readonly unknown[]): string {
  return new Array(values.length).fill('?').join(', ')
}

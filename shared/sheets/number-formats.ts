/**
 * Number formats. Right-aligned numbers keep a little distance from the next column by `_)` (room as wide as a
 * bracket): LibreOffice forgets the indent of right-aligned cells where only the number format changes.
 */
function padded(format: string): string {
  return `${format}_);-${format}_);${format}_);@_)`
}

export const WHOLE_FORMAT = padded('#,##0')
export const SHARE_FORMAT = padded('0.0%')
export const DATE_FORMAT = 'yyyy-mm-dd'
/** Headings above numbers. */
export const TEXT_FORMAT = '@_)'

/**
 * As many decimals as the rates of a column need, two to four (rates have at most six digits), the same for the whole
 * column so that the decimal points stand below each other.
 */
export function rateDecimals(ppms: readonly number[]): 2 | 3 | 4 {
  if (ppms.every((ppm) => ppm % 100 === 0)) return 2
  return ppms.every((ppm) => ppm % 10 === 0) ? 3 : 4
}

export function percentFormat(decimals: number): string {
  return padded(`0.${'0'.repeat(decimals)}%`)
}

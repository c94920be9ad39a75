import type { Language } from '../language'

/**
 * Number formats. In right-aligned numbers `_)` adds a space as wide as a bracket before the next column:
 * LibreOffice loses the indent of right-aligned cells where only the number format changes.
 */
function padded(format: string): string {
  return `${format}_);-${format}_);${format}_);@_)`
}

export const WHOLE_FORMAT = padded('#,##0')
/** For tables in which most cells may be 0. */
export const WHOLE_OR_DASH_FORMAT = '#,##0_);-#,##0_);"-"_);@_)'
export const SHARE_FORMAT = padded('0.0%')
export const DATE_FORMAT = 'yyyy-mm-dd'
/** `2026-12-05 (토)`: the code in front is the language of the day's name, in every Excel. */
export const WEEKDAY_FORMAT: Record<Language, string> = {
  ko: '[$-412]yyyy-mm-dd (ddd)',
  en: '[$-409]yyyy-mm-dd (ddd)',
}
/**
 * Excel keeps what is typed as text, also `16:9`, `3-1`, `1/2` and `10%`. Only for cells that a person types
 * into: a formula in such a cell isn't calculated.
 */
export const TYPED_TEXT_FORMAT = '@'
/** Headings above numbers. */
export const TEXT_FORMAT = '@_)'

/**
 * As many decimals as the rates of a column need, two to four (rates have at most six digits). The whole
 * column has the same number, so that the decimal points align.
 */
export function rateDecimals(ppms: readonly number[]): 2 | 3 | 4 {
  if (ppms.every((ppm) => ppm % 100 === 0)) return 2
  return ppms.every((ppm) => ppm % 10 === 0) ? 3 : 4
}

export function percentFormat(decimals: number): string {
  return padded(`0.${'0'.repeat(decimals)}%`)
}

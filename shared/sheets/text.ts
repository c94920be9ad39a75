/**
 * Text from a person on its way into a workbook. It must arrive as text: a leading `=`, `+`, `-`, `@`, tab or CR makes
 * a spreadsheet take what follows for a formula (CWE-1236).
 *
 * The layout keeps text and formulas apart as kinds of cells, and each renderer keeps that promise in its own way:
 * - exceljs stores a text cell as a (shared) string. Excel never looks for a formula in it, and an apostrophe in front
 *   would be seen, so there the text goes in as it is.
 * - Office.js writes `range.formulas`, which Excel reads like typing. There every text goes through `typedText`.
 */

/** Excel's limit of a cell, in UTF-16 code units. */
export const MAX_CELL_TEXT = 32_767

/** What XML 1.0 can't hold or what no person means to type: controls except tab and LF, and the two non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it removes
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g
/** With the `u` flag this matches only halves of a pair that stand alone. */
const LONE_SURROGATE = /\p{Surrogate}/gu

/** Text that a cell can hold: line ends are LF, forbidden characters are gone, too long a text ends in `…`. */
export function cleanText(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '').replace(LONE_SURROGATE, '\uFFFD')
  if (clean.length <= MAX_CELL_TEXT) return clean
  let end = MAX_CELL_TEXT - 1
  const last = clean.charCodeAt(end - 1)
  if (last >= 0xd800 && last <= 0xdbff) end -= 1
  return `${clean.slice(0, end)}…`
}

/**
 * What to put into `range.formulas` or `range.values` of Office.js so that Excel keeps the text as text. Excel takes
 * the apostrophe away. Left out only where Excel can't mistake the text: it begins with a letter, holds no digit
 * (`Mar 5`, `오전 9:00` are dates and times) and isn't a truth value.
 */
export function typedText(text: string): string {
  if (text === '') return ''
  const unmistakable = /^\p{L}/u.test(text) && !/\p{N}/u.test(text) && !/^(true|false)$/i.test(text)
  return unmistakable ? text : `'${text}`
}

/** A string literal inside a formula. */
export function formulaString(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

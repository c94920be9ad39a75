/**
 * Text from a person must stay text when it is written into a workbook: a leading `=`, `+`, `-`, `@`, tab or
 * CR makes a spreadsheet read what follows as a formula (CWE-1236).
 *
 * In the layout, text and formulas are different kinds of cells. Each renderer keeps text as text in its own
 * way:
 * - exceljs stores a text cell as a (shared) string. Excel never reads a formula from it, and an apostrophe
 *   in front would be visible, so the text is written unchanged.
 * - Office.js writes `range.formulas`, which Excel interprets like typed input. There every text goes through
 *   `typedText`.
 */

/** Excel's limit of a cell, in UTF-16 code units. */
export const MAX_CELL_TEXT = 32_767

/**
 * What XML 1.0 can't contain or what no person means to type: controls except tab and LF, and the two
 * non-characters.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it removes
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g
/** With the `u` flag this matches only surrogates without their other half. */
const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * Makes a text valid for a cell: line ends become LF, forbidden characters are removed, and a text that is
 * too long ends in `…`.
 */
export function cleanText(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '').replace(LONE_SURROGATE, '\uFFFD')
  if (clean.length <= MAX_CELL_TEXT) return clean
  let end = MAX_CELL_TEXT - 1
  const last = clean.charCodeAt(end - 1)
  if (last >= 0xd800 && last <= 0xdbff) end -= 1
  return `${clean.slice(0, end)}…`
}

/**
 * The value for `range.formulas` or `range.values` of Office.js with which Excel keeps the text as text: an
 * apostrophe in front, which Excel removes. It is left out only where Excel can't misread the text: it begins
 * with a letter, has no digit (`Mar 5`, `오전 9:00` are dates and times) and isn't a truth value.
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

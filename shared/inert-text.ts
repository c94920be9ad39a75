/**
 * What makes a spreadsheet read a text as a formula when it opens it from a file or the clipboard (CWE-1236): a sign at
 * the start, also in its full-width form, which East Asian editions accept.
 */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r\n]/

/** A text that a spreadsheet would read as a formula, with an apostrophe in front, which keeps it text. */
export function inertText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** The text that {@link inertText} got. */
export function originalText(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text
}

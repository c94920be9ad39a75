/**
 * Marks that nobody sees, and that make two keys differ that look the same: what Unicode calls ignorable by default
 * (soft hyphens, zero-width spaces and joiners, marks of the writing direction, Hangul fillers, byte order marks), the
 * second set of control characters, the empty Braille cell.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0080-\u009f\u2800\ufff9-\ufffb]/gu
/** Spaces that look like the usual one, such as the one that doesn't break a line. */
const OTHER_SPACES = /[\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f]/g

/** A spreadsheet shows a long number as 1.23457E+12, and writes zeros for every digit after the fifteenth. */
const SHORTENED = /^-?(?:\d(?:[.,]\d+E\+?|E\+)\d+|[1-9]\d{14}0+)$/i
const FORMULA_ERROR =
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA|#*)$/i

/** A key or name as it is stored and compared: without invisible marks, with one kind of space, in Unicode NFC, trimmed. */
export function cleanKey(text: string): string {
  return text.replace(INVISIBLE, '').replace(OTHER_SPACES, ' ').normalize('NFC').trim()
}

/** Whether a text contains marks that `cleanKey` drops. */
export function hasInvisibleMarks(text: string): boolean {
  return text.search(INVISIBLE) >= 0
}

/** Whether a text is the error of a spreadsheet's formula. */
export function isFormulaError(text: string): boolean {
  return FORMULA_ERROR.test(text)
}

/** Whether an id is a number of which a spreadsheet has lost digits. */
export function isShortened(text: string): boolean {
  return SHORTENED.test(text)
}

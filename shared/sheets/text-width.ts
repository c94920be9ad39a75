/**
 * Estimates of how much room text takes. Neither renderer measures text, and Excel doesn't fit the height of
 * a row automatically once cells are merged or a height is set. So the layout sets heights, rather a little
 * too high than too low.
 */

/** Hangul, Han, kana, full-width forms and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}]/u
const NARROW = /[ .,:;'|()[\]!\-ijlI]/

const WIDEST = 1.8

/** The letters that are most of a Korean text, without a search. */
function isHangul(character: string): boolean {
  const code = character.charCodeAt(0)
  return code >= 0xac00 && code <= 0xd7a3
}

/** Excel's largest row height, in points. */
const MAX_ROW_HEIGHT = 409

/** Width of 10-point text in the unit of Excel's column widths: digits of the 11-point default font. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text)
    width += isHangul(character) || WIDE.test(character) ? WIDEST : NARROW.test(character) ? 0.65 : 1.1
  return width
}

/**
 * The number of lines of a text in a column, after its padding is subtracted. Words stay together where they
 * fit; longer ones are broken.
 */
export function lineCount(text: string, columnWidth: number, fontSize: number): number {
  const available = ((columnWidth - 2) * 10) / fontSize
  // Most texts are short: they fit even if all of their characters are wide.
  if (text.length * WIDEST <= available && !text.includes('\n')) return 1
  return text.split('\n').reduce((lines, paragraph) => lines + linesOf(paragraph, available), 0)
}

function linesOf(paragraph: string, available: number): number {
  let lines = 1
  let used = 0
  for (const word of paragraph.split(' ')) {
    const width = textWidth(word)
    const withSpace = used === 0 ? width : used + textWidth(' ') + width
    if (withSpace <= available) {
      used = withSpace
      continue
    }
    if (used > 0) lines += 1
    lines += Math.max(0, Math.ceil(width / available) - 1)
    used = width > available ? width % available : width
  }
  return lines
}

/** Row height in points for the given number of lines of a font size in points. */
export function heightOf(lines: number, fontSize: number, padding: number): number {
  return Math.min(MAX_ROW_HEIGHT, Math.ceil(lines * fontSize * 1.4 + padding))
}

/** The most lines of a font size that a row has room for. */
function mostLines(fontSize: number, padding: number): number {
  return Math.floor((MAX_ROW_HEIGHT - padding) / (fontSize * 1.4))
}

/** A text as far as a row has room for it in a column; a longer one ends in `…`. */
export function fittedText(text: string, columnWidth: number, fontSize: number, padding: number): string {
  const most = mostLines(fontSize, padding)
  if (lineCount(text, columnWidth, fontSize) <= most) return text
  const characters = [...text]
  const fits = (length: number) =>
    lineCount(`${characters.slice(0, length).join('')}…`, columnWidth, fontSize) <= most
  let [short, long] = [0, characters.length]
  while (long - short > 1) {
    const middle = (short + long) >> 1
    if (fits(middle)) short = middle
    else long = middle
  }
  return `${characters.slice(0, short).join('').trimEnd()}…`
}

/** The width of a column in which a text of 10 points takes at most so many lines. */
export function widthForLines(text: string, lines: number): number {
  return Math.ceil(textWidth(text) / lines) + 2
}

/** Number of characters of a whole number with thousands separators. */
export function groupedLength(value: number): number {
  const digits = String(Math.abs(Math.trunc(value))).length
  return digits + Math.floor((digits - 1) / 3) + (value < 0 ? 1 : 0)
}

import { stripVTControlCharacters, styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** A table column: its title, and the alignment of its cells. */
export interface Column {
  title: string
  align?: 'left' | 'right'
}

const WIDE = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
] as const
/**
 * Marks, format characters, and the vowels and finals of decomposed Hangul: these have no width of their own.
 */
const NARROWLESS = /[\p{M}\p{Cf}\u1160-\u11ff]/u

/** The number of terminal columns of a text: Hangul, Hanja and other East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) {
    if (NARROWLESS.test(character)) continue
    const point = character.codePointAt(0)!
    width += WIDE.some(([from, to]) => point >= from && point <= to) ? 2 : 1
  }
  return width
}

/** Fills a text with spaces up to a display width; a longer text is not cut. */
export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'right' ? space + text : text + space
}

/** Cuts a text to a display width; the last column is an ellipsis. */
export function clipped(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (displayWidth(kept + character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}

/** The lines of a table: titles, a rule, and the rows, with columns two spaces apart. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[i] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => padded(cells[i] ?? '', widths[i]!, align))
      .join('  ')
      .trimEnd()
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
  ]
}

/** 1234567 → 1,234,567 */
export function counted(number: number): string {
  return number.toLocaleString('en-US')
}

export function won(amount: number): string {
  return `${counted(amount)}원`
}

/** 0.0625 → +6.25 %, null → – */
export function signedPercent(ratio: number | null): string {
  if (ratio === null) return '–'
  return `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(2)} %`
}

/** Styles a text for a terminal; a file or a pipe gets plain text. */
export function styled(style: Style, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text
}

let steps = 0

export function showStep(title: string, korean: string): void {
  steps++
  const heading = `${styled(['bold', 'cyan'], `${steps}. ${title}`)}  ${styled('dim', korean)}`
  process.stdout.write(`\n${heading}\n`)
}

export function say(text = ''): void {
  process.stdout.write(text === '' ? '\n' : `   ${text}\n`)
}

/** Shows a claim that was just checked. */
export function showProof(text: string): void {
  say(`${styled('green', '✓')} ${text}`)
}

export function showTable(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const [titles, rule, ...lines] = tableLines(columns, rows)
  say(styled('bold', titles!))
  say(styled('dim', rule!))
  for (const line of lines) say(line)
}

/** A progress bar; shows nothing if the output is not a terminal. */
export function showProgress(label: string, done: number, total: number): void {
  if (!process.stdout.isTTY) return
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
  const bar = '█'.repeat(Math.floor(percent / 5)).padEnd(20, '░')
  process.stdout.write(`\r   ${label} ${bar} ${String(percent).padStart(3)} %`)
}

export function clearProgress(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K')
}

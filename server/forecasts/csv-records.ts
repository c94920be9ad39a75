/** One line of a file, split into fields that are not validated yet. */
export interface TextRecord {
  /** The line in the file on which the record begins; the first is 1. */
  line: number
  fields: string[]
  /** Positions of the fields that are merged over several rows of a sheet, and repeat one value. */
  merged?: number[]
  /** The row is hidden in its sheet. */
  hidden?: true
}

/** A line that can't be split into fields. */
export interface UnreadableRecord {
  line: number
  value: string
  reason: string
}

export type FileRecord = TextRecord | UnreadableRecord

/** No valid row is nearly as long: a quote isn't closed, or it isn't a text file. */
const MAX_RECORD_CHARS = 256 * 1024
const SHOWN_CHARS = 200

/**
 * Reads CSV (RFC 4180) chunk by chunk. Nearly every line of a forecast has no quote and is split at its
 * delimiters; only a line with a quote is parsed field by field. A line with wrong quotes is reported and
 * reading goes on with the next one, so a single mistake never loses the rest of a file. docs/decisions
 * compares its speed with libraries.
 */
export class CsvRecords {
  private rest = ''
  private line = 1
  /** True while the rest of an unreadable line is skipped. */
  private skipping = false

  constructor(
    private readonly delimiter: string,
    private readonly newline: '\n' | '\r',
  ) {}

  /** @returns the records that end in this chunk */
  push(chunk: string): FileRecord[] {
    return this.read(this.rest + chunk, false)
  }

  /** @returns the last record, if no line end follows it */
  end(): FileRecord[] {
    return this.read(this.rest, true)
  }

  private read(text: string, last: boolean): FileRecord[] {
    const { newline, delimiter } = this
    const records: FileRecord[] = []
    let at = 0
    let quote = text.indexOf('"')
    while (at < text.length) {
      const found = text.indexOf(newline, at)
      const end = found < 0 ? text.length : found
      if (this.skipping) {
        at = end + 1
        if (found < 0) break
        this.skipping = false
        this.line++
        continue
      }
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at)
      const quoted = quote >= 0 && quote < end
      const record = quoted ? readQuoted(text, at, delimiter, newline, last) : undefined
      const unfinished = quoted ? record === undefined : found < 0 && !last
      if (unfinished || end - at > MAX_RECORD_CHARS) {
        if (text.length - at <= MAX_RECORD_CHARS) break
        records.push(
          this.unreadable(text, at, 'the row is longer than 256 KB: a quote is probably not closed'),
        )
        this.skipping = true
      } else if (record && 'wrong' in record) {
        records.push(this.unreadable(text, at, record.wrong))
        this.skipping = true
      } else if (record) {
        if (!isBlank(record.fields)) records.push({ line: this.line, fields: record.fields })
        at = record.next
        this.line += record.lines
      } else {
        const fields = text.slice(at, text[end - 1] === '\r' ? Math.max(at, end - 1) : end).split(delimiter)
        if (!isBlank(fields)) records.push({ line: this.line, fields })
        at = end + 1
        this.line++
      }
    }
    this.rest = text.slice(at)
    return records
  }

  private unreadable(text: string, at: number, reason: string): UnreadableRecord {
    const shown = text.slice(at, at + SHOWN_CHARS)
    const end = shown.indexOf(this.newline)
    return { line: this.line, value: (end < 0 ? shown : shown.slice(0, end)).trim(), reason }
  }
}

const NEVER_CLOSED = 'a quote that is opened here is never closed'
const WRONG_QUOTES = 'the quotes are wrong: write "" for a quote inside of a quoted field'

/** @returns undefined when the record continues after the end of the text */
function readQuoted(
  text: string,
  start: number,
  delimiter: string,
  newline: string,
  last: boolean,
): { fields: string[]; next: number; lines: number } | { wrong: string } | undefined {
  const fields: string[] = []
  let lines = 1
  let at = start
  for (;;) {
    let end: number
    if (text[at] === '"') {
      let close = text.indexOf('"', at + 1)
      while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
      // A quote at the very end may be the first of two, which stand for one quote.
      if (close < 0 || (close === text.length - 1 && !last)) return last ? { wrong: NEVER_CLOSED } : undefined
      const field = text.slice(at + 1, close)
      for (let next = field.indexOf(newline); next >= 0; next = field.indexOf(newline, next + 1)) lines++
      fields.push(field.replaceAll('""', '"'))
      end = close + 1
      if (text[end] === '\r' && newline === '\n') {
        if (end + 1 === text.length && !last) return undefined
        if (text[end + 1] === newline || end + 1 === text.length) end++
      }
    } else {
      const nextDelimiter = text.indexOf(delimiter, at)
      const nextLine = text.indexOf(newline, at)
      end = Math.min(nextDelimiter < 0 ? text.length : nextDelimiter, nextLine < 0 ? text.length : nextLine)
      if (end === text.length && !last) return undefined
      let field = text.slice(at, end)
      if (field.includes('"')) return { wrong: WRONG_QUOTES }
      if (end === nextLine && field.endsWith('\r')) field = field.slice(0, -1)
      fields.push(field)
    }
    if (end >= text.length) return last ? { fields, next: end, lines } : undefined
    if (text[end] === newline) return { fields, next: end + 1, lines }
    if (text[end] !== delimiter) return { wrong: WRONG_QUOTES }
    at = end + 1
  }
}

/** A line of empty fields is not a row: spreadsheets write `,,,,,` for empty rows. */
function isBlank(fields: readonly string[]): boolean {
  return fields[0]!.trim() === '' && fields.every((field) => field.trim() === '')
}

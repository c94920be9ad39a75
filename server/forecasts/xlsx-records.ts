import type { FileRecord } from './csv-records'
import type { SheetContext } from './xlsx-workbook'
import { xmlEvents } from './xml-events'
import type { ZipArchive } from './zip-archive'

/** Further columns are ignored: a forecast has nine. */
const MAX_COLUMNS = 256
const DAY_SECONDS = 24 * 60 * 60
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const DAYS_TO_1904 = 1462

/** The rows of a sheet as text, in batches; a row's line is its number in the sheet. */
export async function* xlsxRecords(archive: ZipArchive, context: SheetContext): AsyncGenerator<FileRecord[]> {
  const { sharedStrings, isTime, digits, date1904, sheet } = context
  let batch: FileRecord[] = []
  let line = 0
  let fields: string[] | undefined
  /** Number of fields of the first row, the header. */
  let width: number | undefined
  let column = 0
  let type = 'n'
  let style = 0
  let value: string | undefined
  let collecting = false
  let inPhonetic = false
  const cellText = (text: string): string => {
    if (type === 's') return sharedStrings[Number(text)] ?? ''
    if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
    if (type !== 'n') return text
    const number = Number(text)
    if (text === '' || !Number.isFinite(number)) return text
    return isTime[style]
      ? timeText(number, date1904)
      : plainNumber(text, number).padStart(digits[style] ?? 0, '0')
  }
  const events = xmlEvents(archive.part(sheet.part), {
    open(tag, attributes) {
      if (tag === 'row') {
        // The file may leave out the numbers of rows and cells; then each is one more than the one before.
        line = Number(attributes.r) || line + 1
        fields = []
        column = -1
      } else if (tag === 'c' && fields) {
        column = attributes.r ? columnOf(attributes.r) : column + 1
        type = attributes.t ?? 'n'
        style = Number(attributes.s ?? 0)
        value = undefined
      } else if (tag === 'rPh') inPhonetic = true
      else if (tag === 'v' || (tag === 't' && !inPhonetic)) {
        collecting = true
        value ??= ''
      }
    },
    text(text) {
      if (collecting) value += text
    },
    close(tag) {
      if (tag === 'v' || tag === 't') collecting = false
      else if (tag === 'rPh') inPhonetic = false
      else if (tag === 'c') {
        if (fields && value !== undefined && column < MAX_COLUMNS) {
          while (fields.length < column) fields.push('')
          fields[column] = cellText(value)
        }
        value = undefined
      } else if (tag === 'row' && fields) {
        if (fields.some((field) => field.trim() !== '')) {
          width ??= fields.length
          // An empty cell to the right of the table is no field.
          while (fields.length > width && fields.at(-1)!.trim() === '') fields.pop()
          batch.push({ line, fields })
        }
        fields = undefined
      }
    },
  })
  for await (const _ of events) {
    if (batch.length === 0) continue
    yield batch
    batch = []
  }
}

/** 0 for A, 26 for AA. */
function columnOf(address: string): number {
  let column = 0
  for (let at = 0; at < address.length; at++) {
    const letter = address.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

/** A formula's result may miss a whole number by so much: 124599.99999999999. */
const WHOLE_WITHIN = 1e-6

/**
 * A file may contain a large whole number as 1.2345E+5; the record has its digits, as a person sees them. A
 * number that is too large to be exact keeps an exponent, so that it is not taken for an id.
 */
function plainNumber(text: string, number: number): string {
  const near = Math.round(number)
  if (!Number.isSafeInteger(near)) return number.toExponential().toUpperCase()
  if (/^\d+$/.test(text)) return text
  return Math.abs(number - near) <= WHOLE_WITHIN ? String(near) : text
}

/**
 * The text of a number that Excel shows as a date or a time: `2026-12-01`, `2026-12-01 07:00`, or `25:00` on
 * day 0.
 */
function timeText(serial: number, date1904: boolean): string {
  const seconds = Math.round(serial * DAY_SECONDS)
  if (seconds < 0) return String(serial)
  const clock = (from: number) =>
    [Math.floor(from / 3600), Math.floor(from / 60) % 60, ...(from % 60 ? [from % 60] : [])]
      .map((part) => String(part).padStart(2, '0'))
      .join(':')
  // No forecast is from the first days of 1900, so this is a time of day, up to the end of a broadcast day.
  if (seconds < 2 * DAY_SECONDS) return clock(seconds)
  const day = Math.floor(seconds / DAY_SECONDS) + (date1904 ? DAYS_TO_1904 : 0)
  const instant = new Date(EPOCH_1900 + day * DAY_SECONDS * 1000)
  if (Number.isNaN(instant.getTime())) return String(serial)
  const rest = seconds % DAY_SECONDS
  const date = instant.toISOString().slice(0, 10)
  return rest === 0 ? date : `${date} ${clock(rest)}`
}

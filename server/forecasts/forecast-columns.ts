import type { FileRecord, TextRecord } from './csv-records'
import { invalidFile } from './invalid-file'
import { readDate } from './read-date'
import { readHour } from './read-hour'

export const REQUIRED_COLUMNS = ['part', 'metaId', 'date', 'hour', 'forecast', 'actual'] as const
const OPTIONAL_COLUMNS = ['name', 'broadcaster', 'owner'] as const
export type ForecastColumn = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number]

/** Vendors' names for the columns, in lower case, without spaces and punctuation. */
const NAMES: Readonly<Record<ForecastColumn, readonly string[]>> = {
  part: ['part', '파트', '파트명', '파트코드'],
  metaId: [
    'metaid',
    '메타id',
    '메타아이디',
    'contentid',
    '콘텐츠id',
    '콘텐츠아이디',
    '컨텐츠id',
    '컨텐츠아이디',
  ],
  date: ['date', '날짜', '일자', '기준일', '기준일자', '방송일', '방송일자'],
  hour: ['hour', '시간', '시', '시간대'],
  forecast: ['forecast', '예측', '예측노출', '예측노출수', '예측인벤토리', '예측값'],
  actual: ['actual', '실적', '실적노출', '실적노출수', '실제', '실제노출', '실제노출수', '실적값'],
  name: ['name', 'title', '이름', '콘텐츠명', '컨텐츠명', '콘텐츠이름', '프로그램명', '프로그램'],
  broadcaster: ['broadcaster', '방송사', '방송사명'],
  owner: ['owner', 'contentowner', 'co', '콘텐츠오너', '컨텐츠오너', '오너', '소유자', '소유사'],
}
/** A heading may name its column several times, as `파트 (part)` does in two languages. */
const HEADINGS = Object.entries(NAMES).map(
  ([column, names]) => [column as ForecastColumn, new RegExp(`^(?:${names.join('|')})+$`)] as const,
)

/** Title lines may stand above the header, within the first lines of a file that aren't blank. */
export const HEADER_WITHIN = 30
export const EMPTY = 'The file is empty.'
const DELIMITERS = [',', ';', '\t', '|']
const SHOWN_CHARS = 200

export interface Header {
  /** Position of each column; optional columns may be missing. */
  positions: Partial<Record<ForecastColumn, number>>
  width: number
  /** Names of unknown columns, and of a second one for an optional column: they are ignored. */
  ignored: string[]
  /** Whether it is the header of a sheet, whose cells no delimiter separates. */
  inSheet?: boolean
}

/**
 * Finds the header among the first records of a file.
 *
 * @returns it, and how many records end with it
 * @throws Problem FORECAST_FILE_INVALID, which names missing or repeated columns, and the line found that is most
 *   like a header
 */
export function findHeader(records: readonly FileRecord[]): { header: Header; length: number } {
  const found = records.findIndex((one) => 'fields' in one && missingColumns(one.fields).length === 0)
  if (found < 0) throw withoutHeader(records)
  const header = readHeader((records[found] as TextRecord).fields)
  const row = records.slice(0, found).find((one) => isRow(one, header))
  if (row)
    throw invalidFile(
      `Line ${row.line} is above the header, which is line ${records[found]!.line}, but it looks like a row. Put the header above all rows.`,
    )
  let length = found + 1
  // A second line with the same headings, in another language.
  while (isSameHeader(records[length], header)) length++
  return { header, length }
}

/** @throws Problem FORECAST_FILE_INVALID, which names missing or repeated columns, and the header found */
export function readHeader(fields: readonly string[]): Header {
  const missing = missingColumns(fields)
  if (missing.length > 0) throw wrongHeader(`missing: ${missing.map(bothNames).join(', ')}`, fields)
  const positions: Header['positions'] = {}
  const ignored: string[] = []
  const twice: string[] = []
  fields.forEach((field, position) => {
    const column = columnOf(field)
    if (column && positions[column] === undefined) positions[column] = position
    else if (column && isRequired(column)) twice.push(column)
    else if (field.trim() !== '') ignored.push(field.trim().slice(0, 100))
  })
  if (twice.length > 0) throw wrongHeader(`twice: ${twice.join(', ')}`, fields)
  return { positions, width: fields.length, ignored }
}

/** The delimiter with which one of the first lines has the most known columns. */
export function delimiterOf(firstLines: string): string {
  const lines = firstLines.split(/[\r\n]+/).slice(0, HEADER_WITHIN)
  // Excel's own way to name the delimiter.
  const named = /^"?sep=([^\p{L}\p{N}"])"?$/iu.exec(lines.find((line) => line.trim() !== '')?.trim() ?? '')
  if (named) return named[1]!
  const known = (delimiter: string) =>
    Math.max(
      ...lines.map(
        (line) => line.split(delimiter).filter((field) => columnOf(field.replaceAll('"', ''))).length,
      ),
    )
  return DELIMITERS.reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best))
}

function columnOf(heading: string): ForecastColumn | undefined {
  const plain = heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return plain === '' ? undefined : HEADINGS.find(([, names]) => names.test(plain))?.[0]
}

function missingColumns(fields: readonly string[]): ForecastColumn[] {
  const known = new Set(fields.map(columnOf))
  return REQUIRED_COLUMNS.filter((column) => !known.has(column))
}

function isRequired(column: ForecastColumn): boolean {
  return (REQUIRED_COLUMNS as readonly string[]).includes(column)
}

function isSameHeader(record: FileRecord | undefined, { positions }: Header): boolean {
  if (!record || !('fields' in record) || missingColumns(record.fields).length > 0) return false
  return Object.entries(positions).every(([column, at]) => columnOf(record.fields[at] ?? '') === column)
}

/** Whether a line has a date and an hour where rows have them. */
function isRow(record: FileRecord, { positions: { date = -1, hour = -1 } }: Header): boolean {
  if (!('fields' in record)) return false
  const { fields } = record
  return (
    readDate(fields[date]?.trim() ?? '') !== undefined && readHour(fields[hour]?.trim() ?? '') !== undefined
  )
}

/** How many of the required columns a single line has. */
export function mostKnownColumns(records: readonly FileRecord[]): number {
  return Math.max(0, ...records.map((one) => ('fields' in one ? knownColumns(one) : 0)))
}

function knownColumns({ fields }: TextRecord): number {
  return REQUIRED_COLUMNS.length - missingColumns(fields).length
}

function withoutHeader(records: readonly FileRecord[]) {
  const [first] = records
  if (!first) return invalidFile(EMPTY)
  const lines = records.filter((one) => 'fields' in one)
  const [line] = lines.toSorted((a, b) => knownColumns(b) - knownColumns(a))
  if (!line || ('reason' in first && knownColumns(line) === 0))
    return invalidFile(`The header cannot be read: ${'reason' in first ? first.reason : 'it is missing'}.`)
  return wrongHeader(`missing: ${missingColumns(line.fields).map(bothNames).join(', ')}`, line.fields)
}

function wrongHeader(wrong: string, fields: readonly string[]) {
  const found = fields
    .map((field) => field.trim())
    .join(',')
    .slice(0, SHOWN_CHARS)
  return invalidFile(
    `The header must be ${REQUIRED_COLUMNS.join(',')}[,${OPTIONAL_COLUMNS.join(',')}], in any order, in English or Korean; ` +
      `${wrong}. Found: ${found || 'nothing'}.`,
  )
}

function bothNames(column: ForecastColumn): string {
  return `${column} (${NAMES[column].find((name) => /\p{Script=Hangul}/u.test(name))})`
}

import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { CsvError, parse } from 'csv-parse'
import ExcelJS from 'exceljs'
import { Problem } from '../../shared/problem'

/** The vendor's columns; the last three may be missing. */
export const REQUIRED_COLUMNS = ['part', 'metaId', 'date', 'hour', 'forecast', 'actual'] as const
export const OPTIONAL_COLUMNS = ['name', 'broadcaster', 'owner'] as const
export type ForecastColumn = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number]

/** A row as text, not yet believed. */
export interface RawRow {
  /** Line in the file; the header is 1. */
  line: number
  values: Partial<Record<ForecastColumn, string>>
}

/** A line that can't be read as a row at all. */
export interface UnreadableRow {
  line: number
  reason: string
  value: string
}

/** gzip announces about a thousandfold at most; a vendor's file shrinks tenfold. */
const MAX_UNPACKED_BYTES = 8 * 1024 ** 3

type FileKind = 'csv' | 'csv.gz' | 'xlsx'

/**
 * Refuses early what is not a forecast file: wrong kind, damaged archive, wrong header, no rows.
 *
 * @throws Problem FORECAST_FILE_INVALID that says what was found and what is expected
 */
export async function checkForecastFile(path: string): Promise<void> {
  if ((await kindOf(path)) === 'csv.gz') await checkArchive(path)
  for await (const _row of readForecastFile(path)) return
  throw invalid('The file has no rows below its header.')
}

/**
 * Streams the rows of a file, in order.
 *
 * @param onBytes called with the bytes of the file read so far
 * @throws Problem FORECAST_FILE_INVALID for a wrong header or a file that can't be read on
 */
export async function* readForecastFile(
  path: string,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<RawRow | UnreadableRow> {
  const kind = await kindOf(path)
  const records = kind === 'xlsx' ? xlsxRecords(path) : csvRecords(path, kind, onBytes)
  let columns: (ForecastColumn | undefined)[] | undefined
  for await (const record of records) {
    if ('reason' in record) {
      if (!columns) throw invalid(`The header cannot be read: ${record.reason}.`)
      yield record
    } else if (!columns) {
      columns = columnsOf(record.fields)
    } else if (
      record.fields.length > columns.length &&
      record.fields.slice(columns.length).some((field) => field !== '')
    ) {
      yield {
        line: record.line,
        reason: `has ${record.fields.length} fields, the header has ${columns.length}; quote a field that contains a comma`,
        value: record.fields.slice(columns.length).join(',').slice(0, 200),
      }
    } else {
      const values: RawRow['values'] = {}
      columns.forEach((column, i) => {
        if (column) values[column] = (record.fields[i] ?? '').trim()
      })
      yield { line: record.line, values }
    }
  }
  if (!columns) throw invalid('The file is empty.')
}

interface CsvRecord {
  line: number
  fields: string[]
}

function columnsOf(header: readonly string[]): (ForecastColumn | undefined)[] {
  const known: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS]
  const names = header.map((name) => name.trim())
  const missing = REQUIRED_COLUMNS.filter((column) => !names.includes(column))
  const twice = names.filter((name, i) => known.includes(name) && names.indexOf(name) !== i)
  if (missing.length > 0 || twice.length > 0) {
    const found = names.join(',').slice(0, 200)
    throw invalid(
      `The header must be ${REQUIRED_COLUMNS.join(',')}[,${OPTIONAL_COLUMNS.join(',')}]; ` +
        `${missing.length > 0 ? `missing: ${missing.join(', ')}` : `twice: ${twice.join(', ')}`}. Found: ${found || 'nothing'}.`,
    )
  }
  return names.map((name) => (known.includes(name) ? (name as ForecastColumn) : undefined))
}

async function* csvRecords(
  path: string,
  kind: FileKind,
  onBytes: (bytes: number) => void,
): AsyncGenerator<CsvRecord | UnreadableRow> {
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      onBytes(bytes)
      done(null, chunk)
    },
  })
  const skipped: UnreadableRow[] = []
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1024 * 1024,
    skip_records_with_error: true,
    on_skip: (error) => {
      skipped.push(unreadable(error))
      return undefined
    },
  })
  const source: Readable = createReadStream(path, { highWaterMark: 256 * 1024 })
  const streams = kind === 'csv.gz' ? [source, counted, createGunzip(), parser] : [source, counted, parser]
  const flowing = pipeline(streams as [Readable, Transform, Transform])
  // The loop below reports the failure; this keeps it from being an unhandled one when the reader stops early.
  flowing.catch(() => undefined)
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      // The parser is ahead of this loop: what it skipped later belongs later.
      while (skipped[0] && skipped[0].line < info.lines) yield skipped.shift()!
      const inside = record.reduce((count, field) => count + (field.match(/\n/g)?.length ?? 0), 0)
      yield { line: info.lines - inside, fields: record }
    }
    while (skipped.length > 0) yield skipped.shift()!
  } catch (error) {
    while (skipped.length > 0) yield skipped.shift()!
    if (error instanceof CsvError) yield unreadable(error)
    else throw invalid(`The file cannot be read on: ${error instanceof Error ? error.message : 'damaged'}.`)
  } finally {
    source.destroy()
  }
}

function unreadable(error: CsvError | undefined): UnreadableRow {
  const line = Number((error as { lines?: number } | undefined)?.lines ?? 0)
  const reason =
    error?.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote that is opened here is never closed: nothing after it could be read'
      : error?.code === 'CSV_MAX_RECORD_SIZE'
        ? 'the row is longer than 1 MB: a quote is probably not closed'
        : 'the quotes are wrong: write "" for a quote inside a quoted field'
  return { line, reason, value: '' }
}

async function* xlsxRecords(path: string): AsyncGenerator<CsvRecord> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    entries: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    worksheets: 'emit',
  })
  try {
    for await (const sheet of reader) {
      for await (const row of sheet) {
        const fields: string[] = []
        for (let column = 1; column <= row.cellCount; column++)
          fields.push(cellText(row.getCell(column).value))
        if (fields.some((field) => field !== '')) yield { line: row.number, fields }
      }
      return
    }
  } catch (error) {
    throw invalid(`The workbook cannot be read: ${error instanceof Error ? error.message : 'damaged'}.`)
  }
}

function cellText(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'object') {
    if ('richText' in value) return value.richText.map(({ text }) => text).join('')
    if ('result' in value) return cellText(value.result as ExcelJS.CellValue)
    if ('text' in value) return String(value.text)
    return ''
  }
  return String(value)
}

async function kindOf(path: string): Promise<FileKind> {
  if ((await stat(path)).size === 0) throw invalid('The file is empty.')
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return 'csv.gz'
    if (buffer.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'xlsx'
    if (buffer.toString('hex') === 'd0cf11e0a1b11ae1')
      throw invalid('Old .xls files cannot be read. Save it as .xlsx or .csv.')
    return 'csv'
  } finally {
    await file.close()
  }
}

async function checkArchive(path: string): Promise<void> {
  let unpacked = 0
  const sink = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length
      done(unpacked > MAX_UNPACKED_BYTES ? new Error('it unpacks to more than 8 GB') : null)
    },
  })
  try {
    await pipeline(createReadStream(path), createGunzip(), sink)
  } catch (error) {
    throw invalid(
      `The archive is damaged: ${error instanceof Error ? error.message : 'unknown'}. Pack and send it again.`,
    )
  }
}

function invalid(detail: string): Problem {
  return new Problem('FORECAST_FILE_INVALID', detail)
}

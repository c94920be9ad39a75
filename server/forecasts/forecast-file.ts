import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { CsvRecords, type FileRecord } from './csv-records'
import { delimiterOf, EMPTY, findHeader, HEADER_WITHIN, type Header } from './forecast-columns'
import { findForecastSheet } from './forecast-sheet'
import { refuseForeign, wordsForCompoundFile } from './foreign-files'
import { invalidFile, wordsOf } from './invalid-file'
import { decoderOf, detectEncoding, type Encoding } from './text-encoding'
import { bounded } from './unpacking'
import { MergeFinder, mergedCellsOf } from './workbook/merged-cells'
import { sheetRecords } from './workbook/sheet-records'
import { openWorkbook, sheetNamed, type Workbook } from './workbook/workbook'

const CHUNK_BYTES = 256 * 1024
const MAX_HEAD_CHARS = 64 * 1024

/** The result of the inspection of a whole file; it is enough to read the file. */
export interface ForecastFile {
  kind: 'csv' | 'csv.gz' | 'xlsx'
  /** Size in bytes, as it was sent. */
  size: number
  /** SHA-256 of the content: of the unpacked text, or of a workbook's bytes and the sheet's name. */
  hash: string
  /** Null for a workbook. */
  encoding: Encoding | null
  /** Null for a text file. */
  sheet: string | null
  /** Other sheets with a forecast's header. */
  unreadSheets?: string[]
  /** Whether the sheet may have merged cells; absent: not looked up. */
  merged?: boolean
}

/** A file that is open for reading. */
export interface OpenForecastFile {
  header: Header
  date1904: boolean
  /** Null for a workbook. */
  delimiter: string | null
  /** The records below the header, in order. */
  batches: AsyncGenerator<FileRecord[]>
}

/**
 * Inspects a whole file and refuses early what is no forecast: another kind of file, an archive that is
 * damaged or unpacks to too much, another header, no rows.
 *
 * @param sheet name of a workbook's sheet; absent: the first visible one with a forecast's header
 * @throws Problem FORECAST_FILE_INVALID with what was found and what is expected
 */
export async function inspectForecastFile(path: string, sheet?: string): Promise<ForecastFile> {
  const { size } = await stat(path)
  const kind = await kindOf(path, size)
  let workbook: Workbook | undefined
  let file: ForecastFile
  if (kind === 'xlsx') {
    workbook = await openWorkbook(path)
    file = await inspectWorkbook(path, size, workbook, sheet)
  } else file = await inspectText(path, size, kind)
  const { batches } = await openRecords(path, file, workbook)
  try {
    for await (const batch of batches) if (batch.length > 0) return file
  } finally {
    await batches.return(undefined)
  }
  throw invalidFile('The file has no rows below its header.')
}

/**
 * Reads the header; the rows are streamed.
 *
 * @param onBytes called with the number of the file's bytes read so far
 * @throws Problem FORECAST_FILE_INVALID for a wrong header, and during streaming for a file that can't be
 *   read further
 */
export async function openForecastFile(
  path: string,
  file: ForecastFile,
  onBytes?: (bytes: number) => void,
): Promise<OpenForecastFile> {
  const workbook = file.kind === 'xlsx' ? await openWorkbook(path) : undefined
  return openRecords(path, file, workbook, onBytes)
}

async function openRecords(
  path: string,
  file: ForecastFile,
  workbook: Workbook | undefined,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<OpenForecastFile> {
  const found: { delimiter: string | null } = { delimiter: null }
  const batches = workbook ? await workbookRecords(workbook, file) : csvRecords(path, file, onBytes, found)
  try {
    let first: FileRecord[] = []
    while (first.length < HEADER_WITHIN) {
      const { value: batch, done } = await batches.next()
      if (done) break
      first = first.concat(batch)
    }
    const { header, length } = findHeader(first.slice(0, HEADER_WITHIN))
    const date1904 = workbook?.date1904 ?? false
    return {
      header: { ...header, inSheet: workbook !== undefined },
      date1904,
      ...found,
      batches: followedBy(first.slice(length), batches),
    }
  } catch (error) {
    await batches.return(undefined)
    throw error
  }
}

async function workbookRecords(
  workbook: Workbook,
  { sheet: name, merged }: ForecastFile,
): Promise<AsyncGenerator<FileRecord[]>> {
  const sheet = sheetNamed(workbook, name ?? '')
  if (!sheet) throw invalidFile(`The workbook has no sheet "${name}" any more. Send it again.`)
  return sheetRecords(workbook, sheet, {
    merged: merged === false ? undefined : await mergedCellsOf(workbook, sheet),
  })
}

async function* followedBy(
  first: FileRecord[],
  rest: AsyncGenerator<FileRecord[]>,
): AsyncGenerator<FileRecord[]> {
  if (first.length > 0) yield first
  yield* rest
}

async function* csvRecords(
  path: string,
  { kind, size, encoding }: ForecastFile,
  onBytes: (bytes: number) => void,
  found: { delimiter: string | null },
): AsyncGenerator<FileRecord[]> {
  const decoder = decoderOf(encoding!)
  let head = ''
  let records: CsvRecords | undefined
  for await (const bytes of textBytes(path, kind, size, onBytes)) {
    const text = decoder.decode(bytes)
    if (records) yield records.push(text)
    else {
      head += text
      if (head.length < MAX_HEAD_CHARS) continue
      records = recordsOf(head, found)
      yield records.push(head)
    }
  }
  let tail = decoder.end()
  if (!records) {
    tail = head + tail
    records = recordsOf(tail, found)
  }
  yield [...records.push(tail), ...records.end()]
}

function recordsOf(head: string, found: { delimiter: string | null }): CsvRecords {
  found.delimiter = delimiterOf(head)
  return new CsvRecords(found.delimiter, head.includes('\n') || !head.includes('\r') ? '\n' : '\r')
}

/** The unpacked bytes of a text file. */
async function* textBytes(
  path: string,
  kind: ForecastFile['kind'],
  size: number,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  const gunzip = kind === 'csv.gz' ? createGunzip({ chunkSize: CHUNK_BYTES }) : undefined
  if (gunzip) {
    source.on('error', (error) => gunzip.destroy(error))
    source.pipe(gunzip)
  }
  try {
    for await (const bytes of gunzip ? bounded(unlessDamaged(gunzip), size) : source) {
      onBytes(source.bytesRead)
      yield bytes
    }
  } finally {
    source.destroy()
    gunzip?.destroy()
  }
}

async function* unlessDamaged(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } catch (error) {
    throw invalidFile(`The archive is damaged: ${wordsOf(error)}. Pack and send it again.`)
  }
}

async function inspectText(path: string, size: number, kind: 'csv' | 'csv.gz'): Promise<ForecastFile> {
  const hash = createHash('sha256')
  let hashed = false
  const encoding = await detectEncoding(async function* () {
    const first = !hashed
    hashed = true
    let start = true
    for await (const bytes of textBytes(path, kind, size)) {
      if (start) refuseForeign(bytes)
      start = false
      if (first) hash.update(bytes)
      yield bytes
    }
  })
  return { kind, size, hash: hash.digest('hex'), encoding, sheet: null }
}

async function inspectWorkbook(
  path: string,
  size: number,
  workbook: Workbook,
  name: string | undefined,
): Promise<ForecastFile> {
  const { sheet, unread } = await findForecastSheet(workbook, name)
  const merges = new MergeFinder()
  // Unpacks the sheet once, so that a damaged workbook is refused before any row of it is taken.
  for await (const chunk of workbook.archive.part(sheet.part)) merges.push(chunk)
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK_BYTES })) hash.update(bytes)
  return {
    kind: 'xlsx',
    size,
    hash: hash.update(sheet.name).digest('hex'),
    encoding: null,
    sheet: sheet.name,
    unreadSheets: unread,
    merged: merges.found,
  }
}

async function kindOf(path: string, size: number): Promise<ForecastFile['kind']> {
  if (size === 0) throw invalidFile(EMPTY)
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return 'csv.gz'
    if (buffer.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'xlsx'
    if (buffer.toString('hex') === 'd0cf11e0a1b11ae1')
      throw invalidFile(await wordsForCompoundFile(createReadStream(path)))
    return 'csv'
  } finally {
    await file.close()
  }
}

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { CsvRecords, type FileRecord } from './csv-records'
import { delimiterOf, type Header, readHeader } from './forecast-columns'
import { invalidFile, wordsOf } from './invalid-file'
import { decoderOf, detectEncoding, type Encoding } from './text-encoding'
import { bounded } from './unpacking'
import { xlsxRecords } from './xlsx-records'
import { findSheet, openSheet } from './xlsx-workbook'
import { ZipArchive } from './zip-archive'

const CHUNK_BYTES = 256 * 1024
const MAX_HEADER_CHARS = 64 * 1024

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
 * @param sheet name of a workbook's sheet; absent: the first visible one
 * @throws Problem FORECAST_FILE_INVALID with what was found and what is expected
 */
export async function inspectForecastFile(path: string, sheet?: string): Promise<ForecastFile> {
  const { size } = await stat(path)
  const kind = await kindOf(path, size)
  const file =
    kind === 'xlsx' ? await inspectWorkbook(path, size, sheet) : await inspectText(path, size, kind)
  const { batches } = await openForecastFile(path, file)
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
  onBytes: (bytes: number) => void = () => undefined,
): Promise<OpenForecastFile> {
  let date1904 = false
  const found: { delimiter: string | null } = { delimiter: null }
  let batches: AsyncGenerator<FileRecord[]>
  if (file.kind === 'xlsx') {
    const archive = await ZipArchive.open(path)
    const context = await openSheet(archive, file.sheet ?? '')
    date1904 = context.date1904
    batches = xlsxRecords(archive, context)
  } else batches = csvRecords(path, file, onBytes, found)
  for (;;) {
    const { value: batch, done } = await batches.next()
    if (done) throw invalidFile('The file is empty.')
    const [first, ...rest] = batch
    if (!first) continue
    try {
      if ('reason' in first) throw invalidFile(`The header cannot be read: ${first.reason}.`)
      const header = readHeader(first.fields)
      return { header, date1904, ...found, batches: followedBy(rest, batches) }
    } catch (error) {
      await batches.return(undefined)
      throw error
    }
  }
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
      // A CR at the very end may be the first half of a CRLF.
      if (!/[\r\n]./s.test(head) && head.length < MAX_HEADER_CHARS) continue
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
  const firstLine = /^[\r\n\s]*([^\r\n]*)/.exec(head)?.[1] ?? ''
  found.delimiter = delimiterOf(firstLine)
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
    for await (const bytes of textBytes(path, kind, size)) {
      if (first) hash.update(bytes)
      yield bytes
    }
  })
  return { kind, size, hash: hash.digest('hex'), encoding, sheet: null }
}

async function inspectWorkbook(path: string, size: number, sheet: string | undefined): Promise<ForecastFile> {
  const archive = await ZipArchive.open(path)
  const { name, part } = await findSheet(archive, sheet)
  // Unpacks the sheet once, so that a damaged workbook is refused before any row of it is taken.
  for await (const _ of archive.part(part));
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK_BYTES })) hash.update(bytes)
  return { kind: 'xlsx', size, hash: hash.update(name).digest('hex'), encoding: null, sheet: name }
}

async function kindOf(path: string, size: number): Promise<ForecastFile['kind']> {
  if (size === 0) throw invalidFile('The file is empty.')
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return 'csv.gz'
    if (buffer.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'xlsx'
    if (buffer.toString('hex') === 'd0cf11e0a1b11ae1')
      throw invalidFile(
        'Old .xls files, and workbooks with a password, cannot be read. Save it as .xlsx or .csv.',
      )
    return 'csv'
  } finally {
    await file.close()
  }
}

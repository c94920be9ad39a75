import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { invalidFile, wordsOf } from './invalid-file'
import { bounded } from './unpacking'

interface Entry {
  method: number
  packed: number
  crc: number
  offset: number
}

const END = 0x06054b50
const END_BYTES = 22
const MAX_COMMENT = 0xffff
const ZIP64_LOCATOR = 0x07064b50
const ZIP64_LOCATOR_BYTES = 20
const ZIP64_END_BYTES = 56
const ENTRY = 0x02014b50
const ENTRY_BYTES = 46
const LOCAL = 0x04034b50
const LOCAL_BYTES = 30
const IN_ZIP64 = 0xffffffff
/** Limit in bytes; the directory of a workbook lists only a few dozen parts. */
const MAX_DIRECTORY = 4 * 1024 * 1024

/**
 * Reads a zip through its central directory: it finds parts by name in any order, unpacks only the parts that
 * are requested, limits the unpacked size and checks the CRC. Source: APPNOTE.TXT 6.3.10, sections 4.3.7 to
 * 4.3.16.
 */
export class ZipArchive {
  private constructor(
    private readonly path: string,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Problem FORECAST_FILE_INVALID for a file that isn't a complete zip */
  static async open(path: string): Promise<ZipArchive> {
    const file = await open(path)
    try {
      return new ZipArchive(path, readDirectory(await directoryOf(file)))
    } catch (error) {
      if (error instanceof RangeError) throw damaged()
      throw error
    } finally {
      await file.close()
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase())
  }

  /**
   * The unpacked bytes of a part.
   *
   * @throws Problem FORECAST_FILE_INVALID for a missing or damaged part, or one that unpacks to too much
   */
  async *part(name: string, max?: number): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase())
    if (!entry) throw invalidFile(`The workbook has no ${name}. Save it again as .xlsx.`)
    let sum = 0
    for await (const chunk of bounded(this.unpacked(entry), entry.packed, max)) {
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (sum !== entry.crc) throw damaged()
  }

  private async *unpacked({ method, packed, offset }: Entry): AsyncGenerator<Buffer> {
    if (packed === 0) return
    if (method !== 0 && method !== 8)
      throw invalidFile('The workbook is packed in a way that cannot be read. Save it again as .xlsx.')
    const start = await this.dataAt(offset)
    const source = createReadStream(this.path, { start, end: start + packed - 1, highWaterMark: 256 * 1024 })
    if (method === 0) {
      yield* source as AsyncIterable<Buffer>
      return
    }
    const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
    source.on('error', (error) => inflate.destroy(error))
    source.pipe(inflate)
    try {
      yield* inflate as AsyncIterable<Buffer>
    } catch (error) {
      throw damaged(wordsOf(error))
    } finally {
      source.destroy()
      inflate.destroy()
    }
  }

  private async dataAt(offset: number): Promise<number> {
    const file = await open(this.path)
    try {
      const header = await read(file, offset, LOCAL_BYTES)
      if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) throw damaged()
      return offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
    } finally {
      await file.close()
    }
  }
}

async function directoryOf(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  const tailAt = Math.max(0, size - END_BYTES - MAX_COMMENT)
  const tail = await read(file, tailAt, size - tailAt)
  let end = tail.length - END_BYTES
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--
  if (end < 0) throw damaged('its end is missing')
  let length = tail.readUInt32LE(end + 12)
  let offset = tail.readUInt32LE(end + 16)
  if (length === IN_ZIP64 || offset === IN_ZIP64) {
    const locator = end - ZIP64_LOCATOR_BYTES
    if (locator < 0 || tail.readUInt32LE(locator) !== ZIP64_LOCATOR) throw damaged()
    const end64 = await read(file, Number(tail.readBigUInt64LE(locator + 8)), ZIP64_END_BYTES)
    length = Number(end64.readBigUInt64LE(40))
    offset = Number(end64.readBigUInt64LE(48))
  }
  if (length > MAX_DIRECTORY || offset + length > size) throw damaged()
  return read(file, offset, length)
}

function readDirectory(directory: Buffer): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  let at = 0
  while (at + ENTRY_BYTES <= directory.length) {
    if (directory.readUInt32LE(at) !== ENTRY) throw damaged()
    if (directory.readUInt16LE(at + 8) & 1) throw invalidFile('The file has a password. Send it without one.')
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const name = directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength)
    const extra = directory.subarray(
      at + ENTRY_BYTES + nameLength,
      at + ENTRY_BYTES + nameLength + extraLength,
    )
    const [, packed, offset] = inZip64(extra, [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ])
    entries.set(name.replaceAll('\\', '/').toLowerCase(), {
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: packed!,
      offset: offset!,
    })
    at += ENTRY_BYTES + nameLength + extraLength + directory.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * Reads the numbers that don't fit in 32 bits from the ZIP64 extra field. It has only those, in this order.
 */
function inZip64(extra: Buffer, numbers: number[]): number[] {
  if (!numbers.includes(IN_ZIP64)) return numbers
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return numbers.map((number) => {
      if (number !== IN_ZIP64) return number
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    })
  }
  throw damaged()
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function damaged(how?: string) {
  return invalidFile(
    `The workbook is damaged${how ? `: ${how}` : ''}. Save it again as .xlsx and send it again.`,
  )
}

import { crc32, createInflateRaw } from 'node:zlib'
import yauzl, { type Entry } from 'yauzl'
import { Problem } from '../../../shared/problem'
import { invalidFile, wordsOf } from '../invalid-file'
import { bounded } from '../unpacking'

const CHUNK_BYTES = 256 * 1024
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
/** A workbook has a few dozen parts. */
const MAX_ENTRIES = 50_000

/**
 * A zip of which parts are read by name. yauzl reads its directory; this class unpacks only the parts that are
 * requested, limits their unpacked size and checks their CRC.
 */
export class ZipArchive {
  private constructor(
    private readonly path: string,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Problem FORECAST_FILE_INVALID for a file that isn't a complete zip */
  static async open(path: string): Promise<ZipArchive> {
    const entries = new Map<string, Entry>()
    const zip = await openZip(path)
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.generalPurposeBitFlag & ENCRYPTED)
          throw invalidFile('The file has a password. Send it without one.')
        if (entries.size >= MAX_ENTRIES) throw invalidFile('The file is a zip of too many files.')
        const name = plainName(entry.fileNameRaw.toString('utf8'))
        // Programs differ in which of the two they read.
        if (entries.has(name)) throw damaged(`it has ${name} twice`)
        entries.set(name, entry)
      }
    } catch (error) {
      throw asDamaged(error)
    } finally {
      zip.close()
    }
    return new ZipArchive(path, entries)
  }

  has(name: string): boolean {
    return this.entries.has(plainName(name))
  }

  /**
   * The unpacked bytes of a part.
   *
   * @param max limit on the unpacked size, in bytes
   * @throws Problem FORECAST_FILE_INVALID for a missing or damaged part, or one that unpacks to too much
   */
  async *part(name: string, max?: number): AsyncGenerator<Buffer> {
    const entry = this.entries.get(plainName(name))
    if (!entry) throw invalidFile(`The workbook has no ${name}. Save it again as .xlsx.`)
    let sum = 0
    for await (const chunk of bounded(this.unpacked(entry), entry.compressedSize, max)) {
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (sum !== entry.crc32) throw damaged()
  }

  private async *unpacked(entry: Entry): AsyncGenerator<Buffer> {
    const method = entry.compressionMethod
    if (method !== STORED && method !== DEFLATED)
      throw invalidFile('The workbook is packed in a way that cannot be read. Save it again as .xlsx.')
    const zip = await openZip(this.path)
    try {
      const source = await zip.openReadStreamPromise(entry, { decodeFileData: false })
      if (method === STORED) {
        yield* source as AsyncIterable<Buffer>
        return
      }
      const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES })
      source.on('error', (error) => inflate.destroy(error))
      source.pipe(inflate)
      try {
        yield* inflate as AsyncIterable<Buffer>
      } finally {
        source.destroy()
        inflate.destroy()
      }
    } catch (error) {
      throw asDamaged(error)
    } finally {
      zip.close()
    }
  }
}

async function openZip(path: string) {
  try {
    // Names are decoded here: yauzl refuses those that would be dangerous to write to a disk, such as /xl/a.xml.
    return await yauzl.openPromise(path, { decodeStrings: false, autoClose: false })
  } catch (error) {
    throw asDamaged(error)
  }
}

/** Names of parts don't differ in their case (ECMA-376 part 2, 6.2.2.3). Some programs write them with \ or a leading slash. */
function plainName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}

/** What yauzl and zlib say of a file; errors of the system, such as ENOENT, stay. */
function asDamaged(error: unknown): unknown {
  if (error instanceof Problem) return error
  const code = (error as { code?: unknown }).code
  const ofSystem = typeof code === 'string' && !code.startsWith('Z_')
  return ofSystem ? error : damaged(wordsOf(error))
}

function damaged(how?: string) {
  return invalidFile(
    `The workbook is damaged${how ? `: ${how}` : ''}. Save it again as .xlsx and send it again.`,
  )
}

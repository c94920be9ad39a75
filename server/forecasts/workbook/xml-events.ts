import { SaxesParser } from 'saxes'
import { invalidFile, wordsOf } from '../invalid-file'

export interface XmlReader {
  /** @param name without its prefix */
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Limit on a single piece of markup or text, which would otherwise fill the memory. */
const MAX_PIECE_BYTES = 8 * 1024 * 1024

/**
 * Reads XML chunk by chunk. It yields after each chunk, so that the caller can use what the reader has found.
 *
 * @throws Problem FORECAST_FILE_INVALID when the XML isn't well formed
 */
export async function* xmlEvents(chunks: AsyncIterable<Buffer>, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser()
  let decoder: ReturnType<typeof decoderOf> | undefined
  let quiet = 0
  parser.on('error', (error) => {
    throw invalidFile(`The workbook is damaged: ${wordsOf(error)}. Save it again as .xlsx and send it again.`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    quiet = 0
    reader.open?.(localName(name), attributes)
  })
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  parser.on('closetag', ({ name }) => {
    quiet = 0
    reader.close?.(localName(name))
  })
  for await (const chunk of chunks) {
    quiet += chunk.length
    if (quiet > MAX_PIECE_BYTES) throw invalidFile('The workbook holds a cell that is far too long.')
    decoder ??= decoderOf(chunk)
    parser.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  parser.write(decoder?.decode() ?? '')
  parser.close()
  yield
}

/** Reads the whole of a small XML part. */
export async function readXml(chunks: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  for await (const _ of xmlEvents(chunks, reader));
}

/** The decoder for XML that begins so: by its BOM, its first character or its declaration (XML 1.0, appendix F). */
function decoderOf(start: Buffer) {
  const [first, second] = start
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return new TextDecoder('utf-16le')
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return new TextDecoder('utf-16be')
  const declared = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)/.exec(
    start.toString('latin1', 0, 200),
  )?.[1]
  if (declared === undefined || /^utf-?16/i.test(declared)) return new TextDecoder()
  try {
    return new TextDecoder(declared)
  } catch {
    throw invalidFile(`The workbook is written in ${declared}, which cannot be read. Save it again as .xlsx.`)
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

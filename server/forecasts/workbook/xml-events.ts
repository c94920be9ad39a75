import { SaxesParser } from 'saxes'
import { invalidFile, wordsOf } from '../invalid-file'

export interface XmlReader {
  /** @param name of an element of the root's namespace, without its prefix */
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
  const main = new MainNamespace()
  parser.on('opentag', ({ name, attributes }) => {
    quiet = 0
    const local = main.open(name, attributes)
    if (local !== undefined) reader.open?.(local, attributes)
  })
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  parser.on('closetag', ({ name }) => {
    quiet = 0
    const local = main.close(name)
    if (local !== undefined) reader.close?.(local)
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

/**
 * Tells the elements of the root's namespace from others, which extensions use with the same names: in
 * `<x15:workbookPr>` there is no date1904. The parser could do this for every element, but takes half as much
 * time again.
 */
class MainNamespace {
  /** The beginnings of the names that are in the root's namespace, such as '' or 'x:'. */
  private prefixes: string[] | undefined
  private uri: string | undefined
  /** How deep the current element is within one that gives its names another namespace. */
  private foreign = 0

  /** @returns the name without its prefix; undefined for an element of another namespace */
  open(name: string, attributes: Readonly<Record<string, string>>): string | undefined {
    this.prefixes ??= this.prefixesOf(name, attributes)
    const isForeign = attributes.xmlns !== undefined && attributes.xmlns !== this.uri
    if (this.foreign > 0 || isForeign) this.foreign++
    return this.local(name)
  }

  close(name: string): string | undefined {
    const local = this.local(name)
    if (this.foreign > 0) this.foreign--
    return local
  }

  private prefixesOf(root: string, attributes: Readonly<Record<string, string>>): string[] {
    const own = root.slice(0, root.indexOf(':') + 1)
    this.uri = attributes[own === '' ? 'xmlns' : `xmlns:${own.slice(0, -1)}`]
    const declared = Object.entries(attributes).filter(
      ([key, uri]) => /^xmlns(:|$)/.test(key) && uri === this.uri,
    )
    return [
      own,
      ...declared.map(([key]) => key.slice('xmlns:'.length)).map((prefix) => prefix && `${prefix}:`),
    ]
  }

  private local(name: string): string | undefined {
    if (this.foreign > 0) return undefined
    const colon = name.indexOf(':')
    if (colon < 0 && this.prefixes![0] === '') return name
    const prefix = name.slice(0, colon + 1)
    return this.prefixes!.includes(prefix) ? name.slice(prefix.length) : undefined
  }
}

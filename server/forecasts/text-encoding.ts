import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

export const ENCODINGS = ['UTF-8', 'UTF-16LE', 'UTF-16BE', 'CP949'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** The replacement character, for bytes that are invalid in an encoding. */
export const UNREADABLE = '\ufffd'

export interface Decoder {
  decode(bytes: Buffer): string
  end(): string
}

export function decoderOf(encoding: Encoding): Decoder {
  if (encoding === 'CP949') {
    const decoder = iconv.getDecoder('cp949')
    return { decode: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' }
  }
  const decoder = new TextDecoder(encoding.toLowerCase())
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

/**
 * Detects a text's encoding: the one of its BOM, otherwise UTF-8 if the whole text is valid UTF-8. If not, it
 * compares UTF-8 with CP949, which Korean spreadsheets write, and takes the one with fewer unreadable
 * characters; CP949 if they are equal.
 *
 * @param open reads the text from its beginning; called again for the comparison
 */
export async function detectEncoding(open: () => AsyncIterable<Buffer>): Promise<Encoding> {
  let valid = true
  let marked: Encoding | undefined
  let first = true
  // The bytes of a character that the end of a chunk has cut.
  let cut: Buffer = Buffer.alloc(0)
  for await (const chunk of open()) {
    if (first) marked = encodingOfMark(chunk)
    first = false
    if (!valid || marked) continue
    const bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk
    const whole = wholeCharacters(bytes)
    valid = isUtf8(bytes.subarray(0, whole))
    cut = bytes.subarray(whole)
  }
  if (marked) return marked
  if (valid && cut.length === 0) return 'UTF-8'
  const damage = { 'UTF-8': 0, CP949: 0 }
  const decoders = { 'UTF-8': decoderOf('UTF-8'), CP949: decoderOf('CP949') }
  const both = ['UTF-8', 'CP949'] as const
  for await (const chunk of open()) {
    for (const encoding of both) damage[encoding] += unreadable(decoders[encoding].decode(chunk))
  }
  // The text may end within a character.
  for (const encoding of both) damage[encoding] += unreadable(decoders[encoding].end())
  return damage['UTF-8'] < damage.CP949 ? 'UTF-8' : 'CP949'
}

function encodingOfMark(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'UTF-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE'
  return undefined
}

/** Number of bytes without an incomplete character at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

function unreadable(text: string): number {
  let count = 0
  for (let at = text.indexOf(UNREADABLE); at >= 0; at = text.indexOf(UNREADABLE, at + 1)) count++
  return count
}

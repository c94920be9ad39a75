import { readXml } from './xml-events'
import type { ZipArchive } from './zip-archive'

/** Limit in bytes: shared strings stay in memory while the sheet is read. A forecast repeats few texts. */
const MAX_SHARED_STRINGS = 48 * 1024 ** 2

export async function readSharedStrings(archive: ZipArchive, part: string): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let inText = false
  // Phonetic text (how a text is read aloud) is stored beside it, and isn't part of it.
  let inPhonetic = false
  await readXml(archive.part(part, MAX_SHARED_STRINGS), {
    open(tag) {
      if (tag === 'si') text = ''
      else if (tag === 'rPh') inPhonetic = true
      else if (tag === 't') inText = !inPhonetic
    },
    text(piece) {
      if (inText) text += piece
    },
    close(tag) {
      if (tag === 't') inText = false
      else if (tag === 'rPh') inPhonetic = false
      else if (tag === 'si') strings.push(unescaped(text))
    },
  })
  return strings
}

/**
 * A workbook writes characters that XML doesn't allow, and a carriage return, as _xHHHH_; an underscore that
 * would begin such an escape is _x005F_ (ECMA-376 part 1, 22.9.2.19).
 */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_escape, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

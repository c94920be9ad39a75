import { invalidFile } from './invalid-file'

const SAVE_AS = 'Open it in Excel and save it as .xlsx or .csv.'
const UNPACK = 'Unpack it and send the file inside of it.'
const OLD_WORKBOOK = `The file is an old Excel workbook (.xls), which cannot be read. ${SAVE_AS}`
const OTHER_PACKING = `The file is packed in a way that cannot be read; a csv.gz can be read. ${UNPACK}`

/** What files begin with that are no forecasts, what they are, and what to do. */
const FOREIGN_BYTES: readonly (readonly [string, string])[] = [
  ['\t\u0000', OLD_WORKBOOK],
  ['\t\u0002', OLD_WORKBOOK],
  ['\t\u0004', OLD_WORKBOOK],
  ['\t\u0008', OLD_WORKBOOK],
  ['PK\u0003\u0004', `The file is a zip or a workbook that was packed again. ${UNPACK}`],
  ['\u001f\u008b', `The file is packed twice. ${UNPACK}`],
  ['Rar!', OTHER_PACKING],
  ['7z\u00bc\u00af', OTHER_PACKING],
  ['BZh', OTHER_PACKING],
  ['\u00fd7zXZ', OTHER_PACKING],
  ['\u0028\u00b5\u002f\u00fd', OTHER_PACKING],
  ['%PDF-', 'The file is a PDF. Send the table as .xlsx or .csv.'],
  ['{\\rtf', 'The file is a text document (RTF). Send the table as .xlsx or .csv.'],
]

/** The same for texts, whose first bytes are compared as Latin-1 without a BOM and white space in front. */
const FOREIGN_TEXTS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|body|table|style|div)[\s>]/is,
    `The file is a web page (HTML), also if its name ends with .xls. ${SAVE_AS}`,
  ],
  [
    /^<\?xml.*urn:schemas-microsoft-com:office:spreadsheet/is,
    `The file is an XML Spreadsheet 2003, also if its name ends with .xls. ${SAVE_AS}`,
  ],
  [/^<\?xml/i, `The file is XML, not a forecast. ${SAVE_AS}`],
  [
    /^[\w-]+:.*^(?:MIME-Version|Content-Type)\s*:|^(?:MIME-Version|Content-Type)\s*:/ims,
    `The file is a web archive (MIME), also if its name ends with .xls. ${SAVE_AS}`,
  ],
  [/^ID;P[^\r\n]*[\r\n]+[A-Z]{1,2};/, `The file is a SYLK workbook (.slk). ${SAVE_AS}`],
  [/^TABLE\r?\n0,1\r?\n/, `The file is in the Data Interchange Format (.dif). ${SAVE_AS}`],
]

const HEAD_BYTES = 4096

/**
 * Refuses a text file that is known to be something else.
 *
 * @param start the first bytes of the unpacked file
 * @throws Problem FORECAST_FILE_INVALID, which says what the file is and what to do
 */
export function refuseForeign(start: Buffer): void {
  const head = start.subarray(0, HEAD_BYTES)
  const bytes = head.toString('latin1')
  const text = withoutMark(head).toString('latin1').trimStart()
  const words =
    FOREIGN_BYTES.find(([begin]) => bytes.startsWith(begin))?.[1] ??
    FOREIGN_TEXTS.find(([begin]) => begin.test(text))?.[1]
  if (words) throw invalidFile(words)
  if (!hasUtf16Mark(head) && isBareUtf16(head))
    throw invalidFile(
      'The file is UTF-16 text without a byte order mark (BOM). Save it as UTF-8 (in Excel: "CSV UTF-8") and send it again.',
    )
}

const READABLE = /^[\p{L}\p{N}\p{P}\p{S}\p{Z}\s]+$/u
const TWO_DELIMITERS = /[,;\t|].*[,;\t|]/s

/** Read as UTF-16, other texts have no delimiters, and other files have characters that nobody can read. */
function isBareUtf16(head: Buffer): boolean {
  const pairs = head.subarray(0, head.length & ~1)
  return [pairs, Buffer.from(pairs).swap16()].some((bytes) => {
    // The end may cut a character.
    const text = bytes.toString('utf16le').slice(0, -1)
    return TWO_DELIMITERS.test(text) && READABLE.test(text)
  })
}

function hasUtf16Mark([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** UTF-16 with a BOM becomes readable by dropping its zeros. */
function withoutMark(head: Buffer): Buffer {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return head.subarray(3)
  return hasUtf16Mark(head) ? Buffer.from(head.subarray(2).filter((byte) => byte !== 0)) : head
}

/** The names of the streams in a compound file, which old workbooks and those with a password are. */
const STREAMS = [
  ['EncryptedPackage', 'The workbook has a password. Save it without one and send it again.'],
  ['Workbook', OLD_WORKBOOK],
  ['Book', OLD_WORKBOOK],
] as const

/**
 * What a compound file (the container of .xls, and of workbooks with a password) is, and what to do.
 *
 * @param bytes its chunks
 */
export async function wordsForCompoundFile(bytes: AsyncIterable<Buffer>): Promise<string> {
  const found = new Set<string>()
  let end = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const text = Buffer.concat([end, chunk])
    for (const [name] of STREAMS) if (text.includes(Buffer.from(`${name}\0`, 'utf16le'))) found.add(name)
    end = Buffer.from(chunk.subarray(-64))
  }
  return (
    STREAMS.find(([name]) => found.has(name))?.[1] ??
    `The file is an old Office document or has a password, and cannot be read. ${SAVE_AS}`
  )
}

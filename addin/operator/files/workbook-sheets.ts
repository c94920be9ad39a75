const END = 0x06054b50
const ENTRY = 0x02014b50
/** The end record may be followed by a comment of this size at most. */
const END_WITHIN = 22 + 65_535
const STORED = 0
const MAX_BYTES = 16 * 1024 ** 2

export interface WorkbookSheet {
  name: string
  hidden: boolean
}

/**
 * The sheets of an .xlsx file in their order, to choose from before it is sent. Only the list of sheets is read, not their
 * cells: the service reads the file.
 *
 * @returns none when the file is no workbook, or one of a form that only the service reads
 */
export async function sheetsOf(file: Blob): Promise<WorkbookSheet[]> {
  try {
    const xml = await partOf(file, /(?:^|\/)workbook\.xml$/i)
    if (xml === undefined) return []
    const document = new DOMParser().parseFromString(xml, 'application/xml')
    return [...document.getElementsByTagNameNS('*', 'sheet')].flatMap((sheet) => {
      const name = sheet.getAttribute('name')
      return name === null ? [] : [{ name, hidden: (sheet.getAttribute('state') ?? 'visible') !== 'visible' }]
    })
  } catch {
    return []
  }
}

/** The text of a part of a zip archive. */
async function partOf(file: Blob, wanted: RegExp): Promise<string | undefined> {
  const tail = new DataView(await file.slice(Math.max(0, file.size - END_WITHIN)).arrayBuffer())
  let end = tail.byteLength - 22
  while (end >= 0 && tail.getUint32(end, true) !== END) end--
  if (end < 0) return undefined
  const start = tail.getUint32(end + 16, true)
  const directory = new DataView(
    await file.slice(start, start + tail.getUint32(end + 12, true)).arrayBuffer(),
  )
  const names = new TextDecoder()
  for (let at = 0; at + 46 <= directory.byteLength && directory.getUint32(at, true) === ENTRY; ) {
    const nameLength = directory.getUint16(at + 28, true)
    const name = names.decode(new Uint8Array(directory.buffer, at + 46, nameLength)).replaceAll('\\', '/')
    if (wanted.test(name)) {
      const packed = directory.getUint32(at + 20, true)
      if (directory.getUint32(at + 24, true) > MAX_BYTES) return undefined
      const local = directory.getUint32(at + 42, true)
      const header = new DataView(await file.slice(local, local + 30).arrayBuffer())
      const data = local + 30 + header.getUint16(26, true) + header.getUint16(28, true)
      const bytes = file.slice(data, data + packed)
      const isStored = directory.getUint16(at + 10, true) === STORED
      const stream = isStored
        ? bytes.stream()
        : bytes.stream().pipeThrough(new DecompressionStream('deflate-raw'))
      return new Response(stream).text()
    }
    at += 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true)
  }
  return undefined
}

import { type FileHandle, open } from 'node:fs/promises'

/** Source: https://www.sqlite.org/walformat.html and fileformat2.html, "The WAL File Format". */
const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const MAGIC = 0x377f0682
/** Where the index has the number of the last frame that is committed, in the machine's own byte order. */
const LAST_FRAME_AT = 16

/**
 * Writes a write-ahead log again over itself, as it is: the system takes it for changed and writes it to the disk at the
 * next sync.
 *
 * @param index the file of its index
 * @returns false when the log is not whole: a frame that connections believe to be there has been lost
 */
export async function rewriteLog(log: FileHandle, index: string): Promise<boolean> {
  const { size } = await log.stat()
  const frames = await lastFrame(index)
  if (frames === 0) return true
  if (size < HEADER_BYTES) return false
  const header = Buffer.alloc(HEADER_BYTES)
  await log.read(header, 0, HEADER_BYTES, 0)
  const magic = header.readUInt32BE(0)
  if ((magic & 0xfffffffe) >>> 0 !== MAGIC) return false
  const isBig = (magic & 1) === 1
  let sums = checksum(header.subarray(0, 24), isBig, [0, 0])
  if (!isAt(header, 24, sums)) return false
  await log.write(header, 0, HEADER_BYTES, 0)
  const bytes = FRAME_HEADER_BYTES + header.readUInt32BE(8)
  const frame = Buffer.alloc(bytes)
  for (let i = 0; i < frames; i++) {
    const at = HEADER_BYTES + i * bytes
    const { bytesRead } = await log.read(frame, 0, bytes, at)
    if (bytesRead < bytes || !frame.subarray(8, 16).equals(header.subarray(16, 24))) return false
    sums = checksum(frame.subarray(0, 8), isBig, sums)
    sums = checksum(frame.subarray(FRAME_HEADER_BYTES), isBig, sums)
    if (!isAt(frame, 16, sums)) return false
    await log.write(frame, 0, bytes, at)
  }
  return true
}

/** How many frames the connections believe to be in the log. */
async function lastFrame(index: string): Promise<number> {
  const file = await open(index, 'r')
  try {
    const bytes = Buffer.alloc(LAST_FRAME_AT + 4)
    await file.read(bytes, 0, bytes.length, 0)
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(LAST_FRAME_AT, IS_LITTLE)
  } finally {
    await file.close()
  }
}

const IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

type Sums = readonly [number, number]

/** The checksum of the log over further bytes, which are a multiple of eight. */
function checksum(bytes: Buffer, isBig: boolean, [first, second]: Sums): Sums {
  let [a, b] = [first, second]
  for (let at = 0; at < bytes.length; at += 8) {
    const x = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
    const y = isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)
    a = (a + x + b) >>> 0
    b = (b + y + a) >>> 0
  }
  return [a, b]
}

function isAt(bytes: Buffer, at: number, [a, b]: Sums): boolean {
  return bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b
}

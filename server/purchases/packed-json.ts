import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const expand = promisify(gunzip)
/**
 * Maximum length in characters of uncompressed JSON: up to it, compression costs more time than the saved
 * space is worth.
 */
const SMALL = 64_000
/** The first characters of gzip in base64; JSON never begins with them. */
const PACKED = 'H4sI'

/**
 * JSON for a column, compressed with gzip in base64 if it is large: a large tree would not fit into a
 * statement of the database's default size.
 */
export async function packJson(value: unknown): Promise<string> {
  const text = JSON.stringify(value)
  return text.length <= SMALL ? text : (await compress(text)).toString('base64')
}

export async function unpackJson<Value>(stored: string): Promise<Value> {
  if (!stored.startsWith(PACKED)) return JSON.parse(stored)
  return JSON.parse((await expand(Buffer.from(stored, 'base64'))).toString())
}

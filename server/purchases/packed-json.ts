import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const expand = promisify(gunzip)
/** Characters up to which packing costs a purchase more time than it saves the database room. */
const SMALL = 64_000
/** How gzip in base64 begins, and no JSON. */
const PACKED = 'H4sI'

/** JSON for a column; a large one gzip in base64: a large tree would not fit a statement of the database's default size. */
export async function packJson(value: unknown): Promise<string> {
  const text = JSON.stringify(value)
  return text.length <= SMALL ? text : (await compress(text)).toString('base64')
}

export async function unpackJson<Value>(stored: string): Promise<Value> {
  if (!stored.startsWith(PACKED)) return JSON.parse(stored)
  return JSON.parse((await expand(Buffer.from(stored, 'base64'))).toString())
}

import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that nobody has read by now never will be: its run ended with the process. */
const LEFT_OVER_MS = 24 * 60 * 60 * 1000

/** The folder in which uploaded files wait for their run; what an earlier process left there is removed. */
export async function openUploadFolder(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(path, { force: true, recursive: true })
  }
}

import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that is older than this will never be read: its run ended with its process. */
const LEFT_OVER_MS = 24 * 60 * 60 * 1000

/**
 * Creates the folder in which uploaded files wait for their run, and removes old files that an earlier
 * process left there.
 */
export async function openUploadFolder(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(path, { force: true, recursive: true })
  }
}

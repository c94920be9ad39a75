import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FileStore } from './file-store'

/** A file that is being written. */
const PART = '.part'

export function folderStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, ...key.split('/'))
  return {
    async put(key, path, signal) {
      const target = pathOf(key)
      await mkdir(dirname(target), { recursive: true })
      const part = target + PART
      // `flush`: what is renamed is on the disk.
      await pipeline(createReadStream(path), createWriteStream(part, { flush: true }), { signal })
      await rename(part, target)
      await flushFolder(dirname(target))
    },
    async read(key) {
      try {
        return (await open(pathOf(key))).createReadStream()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async remove(key) {
      for (const path of [pathOf(key), pathOf(key) + PART]) await rm(path, { force: true })
    },
  }
}

/** Writes a folder's entries to the disk, where the system can. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

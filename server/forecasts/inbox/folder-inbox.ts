import { constants, type Stats } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { freeName, type InboxFile, type InboxStore, inOrder, isHidden, MAX_LISTED } from './inbox-store'

/** A file that has not changed for this long is taken to be complete. */
const REST_MS = 10_000

/**
 * A folder as inbox. Only files directly in the folder are taken; links are not followed.
 *
 * @param restMs how long a file must not have changed, in milliseconds
 */
export function folderInbox(folder: string, restMs = REST_MS): InboxStore {
  const pathOf = (name: string) => join(folder, name)
  const look = async (name: string): Promise<{ file: InboxFile; stats: Stats } | undefined> => {
    if (basename(name) !== name || isHidden(name)) return undefined
    const stats = await lstat(pathOf(name)).catch(ifMissing(undefined))
    if (!stats?.isFile()) return undefined
    const { size, mtimeMs, ino } = stats
    return { file: { name, size, mark: `${size}-${mtimeMs}-${ino}`, modified: mtimeMs }, stats }
  }
  const exists = async (path: string) => (await lstat(path).catch(ifMissing(undefined))) !== undefined
  return {
    async list() {
      await mkdir(folder, { recursive: true })
      const found = await Promise.all((await readdir(folder)).map(look))
      return found
        .filter((one) => one !== undefined)
        .filter(({ stats }) => Date.now() - stats.mtimeMs >= restMs)
        .map(({ file }) => file)
        .sort(inOrder)
        .slice(0, MAX_LISTED)
    },
    find: async (name) => (await look(name))?.file,
    async download({ name }, path) {
      await copyFile(pathOf(name), path)
    },
    async move({ name, mark }, to, reports) {
      if ((await look(name))?.file.mark !== mark) return undefined
      await mkdir(pathOf(to), { recursive: true })
      const newName = await freeName(name, (one) => exists(join(pathOf(to), one)))
      const target = join(pathOf(to), newName)
      // Write the reports first: a file that has been moved counts as finished.
      for (const { suffix, path } of reports) await copyFile(path, target + suffix)
      await moveFile(pathOf(name), target)
      return join(to, newName)
    },
  }
}

/** Moves a file, also to another disk. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(from, to, constants.COPYFILE_EXCL)
    await rm(from)
  }
}

function ifMissing<T>(answer: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return answer
    throw error
  }
}

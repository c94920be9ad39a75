import { posix } from 'node:path'
import { readXml } from './xml-events'
import type { ZipArchive } from './zip-archive'

export interface Relationship {
  id: string
  /** The last word of its type, which is the same in transitional and in strict workbooks: `worksheet`. */
  type: string
  /** Name of the part that it leads to. */
  part: string
}

const MAX_PART = 16 * 1024 ** 2

/**
 * The relationships of a part, or of the whole package for the name '' (ECMA-376 part 2, 6.5). They are the
 * only rule for where a part is: its name and place are free.
 */
export async function relationshipsOf(archive: ZipArchive, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part)
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  if (!archive.has(name)) return []
  const found: Relationship[] = []
  await readXml(archive.part(name, MAX_PART), {
    open(tag, { Id, Type, Target, TargetMode }) {
      if (tag !== 'Relationship' || !Id || !Target || TargetMode === 'External') return
      found.push({ id: Id, type: (Type ?? '').split('/').at(-1)!, part: partOf(archive, folder, Target) })
    },
  })
  return found
}

function partOf(archive: ZipArchive, folder: string, target: string): string {
  const path = unescaped(target.replaceAll('\\', '/').replace(/#.*$/s, ''))
  const part = path.startsWith('/') ? path.slice(1) : posix.join(folder, path)
  // Some programs write a path from the root without its leading slash.
  return !archive.has(part) && archive.has(path) ? path : part
}

function unescaped(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../../shared/problem'
import type { FileStore } from '../storage/file-store'
import { refusalOf } from '../storage/refusal'
import type { ProposalCopy } from './proposal-copy.entity'

/** A file as it was written: its size and its hash. */
interface Written {
  bytes: number
  sha256: string
}

/** The files of stored proposals: in the store, and while they are on their way in a local folder. */
export class CopyFiles {
  /**
   * @param workDir a local folder that is cleared of what a crash leaves there
   * @param place the setting that names the store, and what it names
   */
  constructor(
    private readonly store: FileStore,
    private readonly workDir: string,
    private readonly place: { setting: string; address: string },
  ) {}

  /** Writes a file into the local folder for as long as `use` lasts. */
  async locally<T>(
    content: Readable,
    use: (path: string, written: Written) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const path = await this.localPath()
    try {
      return await use(path, await writeHashed(content, path, signal))
    } finally {
      await rm(path, { force: true })
    }
  }

  /** @throws Problem UNAVAILABLE when the store refuses; other errors are temporary */
  async put(key: string, path: string, signal: AbortSignal): Promise<void> {
    await this.store.put(key, path, signal).catch((error) => this.explain(error))
  }

  async remove(key: string): Promise<void> {
    await this.store.remove(key).catch((error) => this.explain(error))
  }

  /**
   * Reads a proposal's file and compares it with what was stored, before anybody gets a byte of it. The result is a local
   * copy, which is removed when it was read, or when its reader has gone.
   *
   * @throws Problem FILE_LOST, UNAVAILABLE
   */
  async verified({ number, storageKey, bytes, sha256 }: ProposalCopy): Promise<Readable> {
    const path = await this.localPath()
    try {
      const content = await this.store.read(storageKey!)
      if (!content) throw lost(number, 'is not where the service keeps it any more')
      const found = await writeHashed(content, path)
      if (found.bytes !== bytes || found.sha256 !== sha256) throw lost(number, 'is not what was stored')
      const local = createReadStream(path)
      local.once('close', () => void rm(path, { force: true }))
      return local
    } catch (error) {
      await rm(path, { force: true })
      if (error instanceof Problem) throw error
      this.explain(error, true)
    }
  }

  private async localPath(): Promise<string> {
    await mkdir(this.workDir, { recursive: true })
    return join(this.workDir, `proposal-${randomUUID()}`)
  }

  private explain(error: unknown, temporaryToo = false): never {
    const refusal = refusalOf(error)
    const { setting, address } = this.place
    if (refusal !== undefined) {
      throw new Problem(
        'UNAVAILABLE',
        `The store of proposals ${address} refuses (${refusal}). Check ${setting}, its rights and credentials.`,
      )
    }
    if (!temporaryToo) throw error
    throw new Problem('UNAVAILABLE', 'The store of proposals does not answer. Try again in a minute.', {
      retryAfter: 60,
    })
  }
}

async function writeHashed(content: Readable, path: string, signal?: AbortSignal): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(content, count, createWriteStream(path, { mode: 0o600 }), signal ? { signal } : {})
  return { bytes, sha256: hash.digest('hex') }
}

function lost(number: number, what: string): Problem {
  return new Problem(
    'FILE_LOST',
    `The file of proposal ${number} ${what}. Ask an administrator to restore it from a backup, or make the proposal again.`,
  )
}

import { type FileHandle, open } from 'node:fs/promises'

const REFUSED = 'the disk did not take what was written: mend it, then start the service anew'

/**
 * Waits for the disk outside of the event loop's thread: SQLite itself would wait within COMMIT, and with it everything
 * else, milliseconds each time and now and then half a second. Commits that come together wait for the disk once.
 *
 * The log is a chain with checksums: when a transaction's end is on the disk, so is everything before it.
 */
export class WalSync {
  private running: Promise<void> | undefined
  private next: Promise<void> | undefined
  private refused: Error | undefined

  constructor(private readonly log: Pick<FileHandle, 'datasync' | 'close'>) {}

  /** @param file of the database, which is open in WAL mode */
  static async open(file: string): Promise<WalSync> {
    return new WalSync(await open(`${file}-wal`, 'r+'))
  }

  durable(): Promise<void> {
    if (!this.running) return this.start()
    // It may have begun before what was committed now was written.
    this.next ??= this.running.then(() => this.start())
    return this.next
  }

  async close(): Promise<void> {
    await (this.next ?? this.running)?.catch(() => undefined)
    await this.log.close()
  }

  private start(): Promise<void> {
    this.next = undefined
    this.running = this.sync().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private async sync(): Promise<void> {
    // Asked again, systems say that all is well, though it isn't.
    if (this.refused) throw this.refused
    try {
      await this.log.datasync()
    } catch (cause) {
      this.refused = new Error(REFUSED, { cause })
      throw this.refused
    }
  }
}

import { type FileHandle, open } from 'node:fs/promises'
import { rewriteLog } from './wal-log'

const REFUSED = 'the disk did not take what was written'

/**
 * Syncs the write-ahead log to the disk outside of the event loop's thread. SQLite itself would sync within
 * COMMIT and block the whole thread, for milliseconds each time and sometimes for half a second. Commits at
 * the same time share one fsync.
 *
 * The log is a chain with checksums: when a transaction's end is on the disk, so is everything before it.
 */
export class WalSync {
  private running: Promise<void> | undefined
  private next: Promise<void> | undefined
  private refused: Error | undefined

  /** Why the disk can't be trusted any more. */
  get refusal(): Error | undefined {
    return this.refused
  }

  constructor(
    private readonly log: Pick<FileHandle, 'datasync' | 'close'>,
    /** Writes the log anew, and says whether it is whole. */
    private readonly rewrite: () => Promise<boolean> = async () => false,
  ) {}

  /** @param file the database's file; the database is open in WAL mode */
  static async open(file: string): Promise<WalSync> {
    const log = await open(`${file}-wal`, 'r+')
    return new WalSync(log, () => rewriteLog(log, `${file}-shm`))
  }

  /**
   * After a failed fsync the system takes what it could not write for written, and may forget it at any time. So the log is
   * read, checked by its own checksums against what the connections believe to be there, written again, and synced
   * again. Nobody writes meanwhile.
   *
   * @returns whether everything that was committed is on the disk now
   */
  async mend(): Promise<boolean> {
    if (!this.refused) return true
    try {
      if (!(await this.rewrite())) return false
      await this.log.datasync()
      this.refused = undefined
      return true
    } catch {
      return false
    }
  }

  durable(): Promise<void> {
    if (!this.running) return this.start()
    // The running sync may have begun before this commit was written, so this commit waits for the next one.
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
    // After a failed fsync, the system may report success for the next one though the data is lost.
    if (this.refused) throw this.refused
    try {
      await this.log.datasync()
    } catch (cause) {
      this.refused = new Error(REFUSED, { cause })
      throw this.refused
    }
  }
}

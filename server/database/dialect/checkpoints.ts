import { type MessagePort, Worker } from 'node:worker_threads'
import { LibsqlDriver } from './libsql-driver'

/** How often the thread checks for new writes. A longer time merges more changes of a page into one write. */
const LOOK_MS = 2000
/**
 * Limit on the rounds. Each also writes back what was committed in the meantime, so under constant writes
 * they would never end.
 */
const MOST_ROUNDS = 8

/** Pages in the log after which a committing connection does the checkpoint itself: SQLite's default. */
export const PAGES_WITHOUT_THREAD = 1000
/** The same while the thread runs (64 MiB), in case the thread doesn't keep up. */
export const PAGES_BESIDE_THREAD = 16_000

/**
 * Writes the write-ahead log back into the database's file, in its own thread, so that no other thread waits
 * for the disk.
 */
export class CheckpointThread {
  private readonly worker: Worker
  private readonly gone: Promise<void>

  /**
   * @param program the built file that the thread runs
   * @param onError called when the thread has ended with an error; connections must then do its work
   */
  constructor(program: string, file: string, onError: (error: Error) => void) {
    this.worker = new Worker(program, {
      workerData: { file },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    })
    this.worker.on('error', onError)
    this.gone = new Promise((resolve) => this.worker.once('exit', () => resolve()))
  }

  async close(): Promise<void> {
    this.worker.postMessage('close')
    await this.gone
  }
}

/** The thread's own side: checks for new writes until it gets the message to close. */
export function checkpointUntilTold(port: MessagePort, { file }: { file: string }): void {
  const database = new LibsqlDriver(file, {})
  database.pragma('synchronous = FULL')
  let seen = ''
  const look = () => {
    const version = JSON.stringify(database.pragma('data_version'))
    if (version === seen) return
    seen = version
    for (let round = 0; round < MOST_ROUNDS; round++) {
      // PASSIVE: no other connection waits for it.
      const [{ log, checkpointed }] = database.pragma('wal_checkpoint(PASSIVE)') as [Checkpoint]
      if (log === checkpointed) return
    }
  }
  const timer = setInterval(look, LOOK_MS)
  port.once('message', () => {
    clearInterval(timer)
    database.close()
    port.close()
  })
}

/** Pages in the log, and how many of them have been written back. */
interface Checkpoint {
  log: number
  checkpointed: number
}

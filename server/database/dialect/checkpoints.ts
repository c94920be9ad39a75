import { type MessagePort, Worker } from 'node:worker_threads'
import { LibsqlDriver } from './libsql-driver'

/** How often the thread looks whether anything was written: the more comes together, the less is written twice. */
const LOOK_MS = 2000
/** What is written meanwhile is written back too; under a storm there is no end to it. */
const MOST_ROUNDS = 8

/** Pages after which a connection that commits writes the log back by itself: SQLite's own number. */
export const PAGES_WITHOUT_THREAD = 1000
/** The same beside the thread, 64 MiB: should the thread find no end. */
export const PAGES_BESIDE_THREAD = 16_000

/** Writes the write-ahead log back into the database's file: in its own thread, so that no other waits for the disk. */
export class CheckpointThread {
  private readonly worker: Worker
  private readonly gone: Promise<void>

  /**
   * @param program the built file that the thread runs
   * @param onError it has ended by itself: others have to do its work
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

/** The other side: looks whether anything was written, until it is told to close. */
export function checkpointUntilTold(port: MessagePort, { file }: { file: string }): void {
  const database = new LibsqlDriver(file, {})
  database.pragma('synchronous = FULL')
  let seen = ''
  const look = () => {
    const version = JSON.stringify(database.pragma('data_version'))
    if (version === seen) return
    seen = version
    for (let round = 0; round < MOST_ROUNDS; round++) {
      // PASSIVE: nobody waits for it.
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

/** Pages in the log, and how many of them are written back. */
interface Checkpoint {
  log: number
  checkpointed: number
}

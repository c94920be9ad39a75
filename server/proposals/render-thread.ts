import { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { Problem, type ProblemCode } from '../../shared/problem'
import type { ProposalFile, ProposalOrder } from './proposal-file'
import type { FromRenderThread, ToRenderThread } from './render-messages'
import type { OnRows } from './render-workbook'

/** A thread costs some 60 MiB: it is closed when it was idle for this long. */
const IDLE_MS = 120_000
/** Rows are written as they are drawn. A file that needs more than this ends its thread, not the service. */
const MAX_HEAP_MB = 384
/** For the objects of rows, which live shortly. */
const MAX_YOUNG_HEAP_MB = 64

/** A file on its way from the thread. */
interface Pending {
  content: Readable
  onRows: OnRows
  begun(fileName: string): void
  failed(error: Error): void
}

/** Makes files in a thread of its own, one after the other. The first one starts the thread. */
export class RenderThread {
  private worker: Worker | undefined
  private idle: NodeJS.Timeout | undefined
  private readonly pending = new Map<number, Pending>()
  private asked = 0

  /** @param program the built file that the thread runs */
  constructor(private readonly program: string) {}

  /**
   * @returns as soon as the file begins to arrive
   * @throws Problem NOT_FOUND when no sheet has anything to show
   */
  make(order: ProposalOrder, onRows: OnRows = () => undefined): Promise<ProposalFile> {
    clearTimeout(this.idle)
    this.worker ??= this.start()
    const id = ++this.asked
    const content = new Readable({ read: () => undefined })
    const file = new Promise<ProposalFile>((resolve, reject) => {
      this.pending.set(id, {
        content,
        onRows,
        begun: (fileName) => resolve({ fileName, content }),
        failed: (error) => {
          reject(error)
          content.destroy(error)
        },
      })
    })
    // Who waits for the file hears of a failure; without anybody who reads, it must not end the process.
    content.on('error', () => undefined)
    const message: ToRenderThread = { id, order }
    this.worker.postMessage(message)
    return file
  }

  async close(): Promise<void> {
    clearTimeout(this.idle)
    const { worker } = this
    this.worker = undefined
    this.end(new Error('the service stops'))
    await worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(this.program, {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_HEAP_MB },
    })
    let cause: Error | undefined
    worker.on('message', (message: FromRenderThread) => this.hear(message))
    worker.on('error', (error: Error) => {
      cause = error
    })
    worker.on('exit', (code) => {
      if (this.worker !== worker) return
      this.worker = undefined
      this.end(cause ?? new Error(`the thread of proposals ended (${code})`))
    })
    return worker
  }

  /** Lets nobody wait for a thread that is gone. */
  private end(cause: Error): void {
    for (const { failed } of this.pending.values()) failed(cause)
    this.pending.clear()
  }

  private hear(message: FromRenderThread): void {
    const pending = this.pending.get(message.id)
    if (!pending) return
    switch (message.kind) {
      case 'begun':
        pending.begun(message.fileName)
        return
      case 'rows':
        pending.onRows(message.done, message.total)
        return
      case 'chunk':
        if (!pending.content.destroyed) pending.content.push(message.bytes)
        return
      case 'ended':
        if (!pending.content.destroyed) pending.content.push(null)
        break
      case 'failed':
        pending.failed(
          message.code === undefined
            ? new Error(message.message)
            : new Problem(message.code as ProblemCode, message.message),
        )
    }
    this.pending.delete(message.id)
    if (this.pending.size === 0) this.idle = setTimeout(() => void this.close(), IDLE_MS).unref()
  }
}

import { FifoQueue } from '../database/fifo-queue'
import type { JobEngine } from './job-engine'
import type { Handout } from './job-runs'

/** Runs in this process, one after the other in the order of their offers. */
export class InProcessEngine implements JobEngine {
  private readonly queue = new FifoQueue()
  private readonly offered = new Set<string>()
  private readonly delays = new Set<NodeJS.Timeout>()
  private work: ((runId: string) => Promise<void>) | undefined

  async open(work: (runId: string) => Promise<void>): Promise<void> {
    this.work = work
  }

  async offer({ id }: Handout, delay = 0): Promise<void> {
    if (delay > 0) {
      const timer = setTimeout(() => {
        this.delays.delete(timer)
        void this.offer({ id, attempt: 0 })
      }, delay)
      timer.unref()
      this.delays.add(timer)
      return
    }
    if (this.offered.has(id)) return
    this.offered.add(id)
    void this.queue.run(async () => {
      // A later offer must be queued again: the run may have changed since this offer was made.
      this.offered.delete(id)
      await this.work?.(id)
    })
  }

  async close(): Promise<void> {
    this.work = undefined
    for (const timer of this.delays) clearTimeout(timer)
    await this.queue.idle()
  }
}

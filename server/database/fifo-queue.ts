import { LoopShare } from './loop-share'

/** Runs work that only one caller at a time may do. */
export interface Turns {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when all work queued so far is done. */
  idle(): Promise<void>
}

/**
 * Runs one piece of work at a time, first in, first out. A failure rejects the caller's promise and doesn't
 * stop the queue.
 */
export class FifoQueue implements Turns {
  private tail: Promise<unknown> = Promise.resolve()

  constructor(private readonly share = new LoopShare()) {}

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(() => this.share.letOthersIn()).then(work)
    this.tail = result.catch(() => undefined)
    return result
  }

  async idle(): Promise<void> {
    await this.tail
  }
}

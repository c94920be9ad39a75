import { LoopShare } from './loop-share'

/** Runs work that only one caller at a time may do. */
export interface Turns {
  run<T>(work: () => Promise<T>): Promise<T>
  /** How much work is under way or waits. */
  readonly length: number
  /** Resolves when all work queued so far is done. */
  idle(): Promise<void>
}

/**
 * Runs one piece of work at a time, first in, first out. A failure rejects the caller's promise and doesn't
 * stop the queue.
 */
export class FifoQueue implements Turns {
  private tail: Promise<unknown> = Promise.resolve()
  private queued = 0

  constructor(private readonly share = new LoopShare()) {}

  get length(): number {
    return this.queued
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.queued++
    const result = this.tail.then(() => this.share.letOthersIn()).then(work)
    const ended = () => {
      this.queued--
    }
    this.tail = result.then(ended, ended)
    return result
  }

  async idle(): Promise<void> {
    await this.tail
  }
}

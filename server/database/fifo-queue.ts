import { LoopShare } from './loop-share'

/** A turn at something that only one may do at a time. */
export interface Turns {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Settles when everything asked for so far is done. */
  idle(): Promise<void>
}

/** Runs work one at a time, first in, first out; a failure is the caller's and doesn't stop the queue. */
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

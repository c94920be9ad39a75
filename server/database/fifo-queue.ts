/** Runs work one at a time, first in, first out; a failure is the caller's and doesn't stop the queue. */
export class FifoQueue {
  private tail: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work)
    this.tail = result.catch(() => undefined)
    return result
  }

  /** Settles when everything queued so far is done. */
  async idle(): Promise<void> {
    await this.tail
  }
}

/**
 * Runs `act` once, some time after the last request, and never twice at a time. Requests during a run are served
 * together by one more run.
 */
export class Debounce {
  private timer: ReturnType<typeof setTimeout> | undefined
  private waiting = false
  /** How often `soon` was called. */
  requests = 0
  /** Settles when everything that was queued so far has ended; it never fails. */
  private line: Promise<unknown> = Promise.resolve()
  /** The run that was queued and hasn't begun. */
  private next: Promise<void> | undefined

  /** @param act handles its own failures: a run that was started by the timer has no caller to tell */
  constructor(
    private readonly act: () => Promise<void>,
    private readonly delayMs: number,
  ) {}

  soon(): void {
    this.requests++
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.now(), this.delayMs)
    this.waiting = true
  }

  /** Runs at once, or after what runs now; settles when everything requested so far is done. */
  now(): Promise<void> {
    this.cancel()
    this.next ??= this.queue(() => {
      this.next = undefined
      return this.act()
    })
    return this.next
  }

  /** True from a request with `soon` until its run begins. */
  get isWaiting(): boolean {
    return this.waiting
  }

  /** Runs other work in the same line. Its failure is its caller's alone. */
  beside(work: () => Promise<void>): Promise<void> {
    return this.queue(work)
  }

  /** Drops the request that waits for its time. */
  cancel(): void {
    clearTimeout(this.timer)
    this.waiting = false
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const result = this.line.then(work)
    this.line = result.catch(() => undefined)
    return result
  }
}

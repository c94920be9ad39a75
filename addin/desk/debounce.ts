/**
 * Runs `act` once, some time after the last request, and never twice at a time. A request during a run makes
 * it run once more.
 */
export class Debounce {
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | undefined
  private again = false
  private waiting = false

  constructor(
    private readonly act: () => Promise<void>,
    private readonly delayMs: number,
  ) {}

  soon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.now(), this.delayMs)
    this.waiting = true
  }

  /** Runs at once; settles when everything requested so far is done. */
  async now(): Promise<void> {
    this.cancel()
    if (this.running) {
      this.again = true
      return this.running
    }
    this.running = this.run()
    try {
      await this.running
    } finally {
      this.running = undefined
    }
  }

  /** True: a run was requested and hasn't started yet. */
  get isWaiting(): boolean {
    return this.waiting
  }

  /** Runs other work in the same queue: after the current run. Requests made meanwhile run after it. */
  async beside(work: () => Promise<void>): Promise<void> {
    while (this.running) await this.running.catch(() => undefined)
    this.running = work().then(() => (this.again ? this.run() : undefined))
    try {
      await this.running
    } finally {
      this.running = undefined
    }
  }

  /** @returns whether something waited to be done */
  cancel(): boolean {
    clearTimeout(this.timer)
    const { waiting } = this
    this.waiting = false
    return waiting
  }

  private async run(): Promise<void> {
    do {
      this.again = false
      await this.act()
    } while (this.again)
  }
}

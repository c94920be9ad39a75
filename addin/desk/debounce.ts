/**
 * Runs `act` once, a while after the last call, and never twice at a time: what is asked for while it runs makes it run
 * once more.
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

  /** At once; settles when everything asked for until now is done. */
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

  /** It was asked for and hasn't begun. */
  get isWaiting(): boolean {
    return this.waiting
  }

  /** Something else in the same line: after what runs now; what is asked for meanwhile runs after it. */
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

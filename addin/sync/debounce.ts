/**
 * Runs `act` once, a while after the last call, and never twice at a time: what is asked for while it runs makes it run
 * once more.
 */
export class Debounce {
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | undefined
  private again = false

  constructor(
    private readonly act: () => Promise<void>,
    private readonly delayMs: number,
  ) {}

  soon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.now(), this.delayMs)
  }

  /** At once; settles when everything asked for until now is done. */
  async now(): Promise<void> {
    clearTimeout(this.timer)
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

  cancel(): void {
    clearTimeout(this.timer)
  }

  private async run(): Promise<void> {
    do {
      this.again = false
      await this.act()
    } while (this.again)
  }
}

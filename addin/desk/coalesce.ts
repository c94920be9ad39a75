/**
 * Runs `act` soon after it was asked for, then at most once in an interval however often it is asked for, and never twice
 * at a time. Unlike a debounce it isn't put off by more of the same.
 */
export class Coalesce {
  private state: 'idle' | 'waiting' | 'running' | 'resting' = 'idle'
  private timer: ReturnType<typeof setTimeout> | undefined
  private again = false

  /** @param act must not fail */
  constructor(
    private readonly act: () => Promise<void>,
    private readonly intervalMs: number,
    private readonly firstAfterMs = 0,
  ) {}

  soon(): void {
    if (this.state === 'running' || this.state === 'resting') this.again = true
    if (this.state !== 'idle') return
    this.state = 'waiting'
    this.timer = setTimeout(() => void this.run(), this.firstAfterMs)
  }

  /** What waits isn't done any more. */
  cancel(): void {
    this.again = false
    if (this.state !== 'waiting') return
    clearTimeout(this.timer)
    this.state = 'idle'
  }

  private async run(): Promise<void> {
    this.state = 'running'
    await this.act()
    this.state = 'resting'
    this.timer = setTimeout(() => {
      this.state = 'idle'
      if (!this.again) return
      this.again = false
      this.soon()
    }, this.intervalMs)
  }
}

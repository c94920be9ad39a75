/**
 * Throttles `act`: runs it soon after the first request, then at most once per interval, and never twice at a
 * time. Unlike with a debounce, further requests don't delay it.
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

  /** Cancels requested runs that haven't started. */
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

/** How long work may run in one round of the event loop before other work gets a turn. */
const SHARE_MS = 2

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * libsql is synchronous: while it works, everything else in this thread waits. So work that has used its
 * share of a round of the event loop waits for the next round; short pieces in a row don't wait.
 */
export class LoopShare {
  /** When the first piece of this round began. */
  private began: number | undefined

  /** @param now milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns a promise of the next round, or undefined when there is nothing to wait for */
  letOthersIn(): Promise<void> | undefined {
    if (this.began !== undefined) {
      if (this.now() - this.began < SHARE_MS) return undefined
      return nextRound().then(() => this.begin())
    }
    this.begin()
    return undefined
  }

  private begin(): void {
    this.began = this.now()
    setImmediate(() => {
      this.began = undefined
    })
  }
}

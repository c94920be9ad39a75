/** How long one may work in a round before others are let in. */
const SHARE_MS = 2

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * libsql is synchronous: whoever works on it keeps everything else in this thread waiting. So whoever has had its share of
 * a round of the event loop lets it go round; short pieces that follow each other need not.
 */
export class LoopShare {
  /** When the first piece of this round began. */
  private began: number | undefined

  /** @param now milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns undefined where there is nothing to wait for */
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

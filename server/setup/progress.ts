const LINE_EVERY_MS = 2_000

/** Shows progress in the terminal: a bar, or an occasional line if the output is not a terminal. */
export class Progress {
  private shown = -1
  private lastLine = Date.now()

  constructor(private readonly label: string) {}

  show(done: number, total: number): void {
    const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
    if (percent === this.shown) return
    this.shown = percent
    if (process.stdout.isTTY) {
      const bar = '█'.repeat(Math.floor(percent / 5)).padEnd(20, '░')
      process.stdout.write(`\r  ${this.label} ${bar} ${String(percent).padStart(3)} %`)
    } else if (Date.now() - this.lastLine >= LINE_EVERY_MS) {
      this.lastLine = Date.now()
      process.stdout.write(`  ${this.label}: ${percent} %\n`)
    }
  }

  end(result: string): void {
    process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}  ${this.label}: ${result}\n`)
  }
}

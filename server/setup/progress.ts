/** Shows on the terminal how far something is: a bar that redraws itself, or a line at a time where it can't. */
export class Progress {
  private shown = -1

  constructor(private readonly label: string) {}

  show(done: number, total: number): void {
    const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
    if (percent === this.shown) return
    this.shown = percent
    if (process.stdout.isTTY) {
      const bar = '█'.repeat(Math.floor(percent / 5)).padEnd(20, '░')
      process.stdout.write(`\r  ${this.label} ${bar} ${String(percent).padStart(3)} %`)
    }
  }

  end(result: string): void {
    process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}  ${this.label}: ${result}\n`)
  }
}

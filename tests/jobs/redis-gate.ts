import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy in front of Redis. While it is shut, open connections are broken and new ones are refused. */
export class RedisGate {
  private server: Server | undefined
  private readonly visitors = new Set<Socket>()
  private port = 0

  constructor(private readonly target: string) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** The number of open connections. */
  get inside(): number {
    return this.visitors.size
  }

  /** @param mute accepts connections and never answers, like a Redis that hangs */
  async open({ mute = false } = {}): Promise<void> {
    this.server = createServer((visitor) => {
      this.visitors.add(visitor)
      visitor.on('error', () => undefined)
      visitor.on('close', () => this.visitors.delete(visitor))
      if (mute) visitor.resume()
      else this.letThrough(visitor)
    })
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve))
    this.port = (this.server.address() as AddressInfo).port
  }

  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.server!.close(resolve))
    for (const visitor of this.visitors) visitor.destroy()
    await closed
  }

  private letThrough(visitor: Socket): void {
    const { hostname, port } = new URL(this.target)
    const behind = connect(Number(port || 6379), hostname)
    behind.on('error', () => undefined)
    visitor.pipe(behind).pipe(visitor)
    visitor.on('close', () => behind.destroy())
    behind.on('close', () => visitor.destroy())
  }
}

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy in front of a server. While it is shut, open connections are broken and new ones are refused. */
export class Gate {
  private server: Server | undefined
  /** Those who came, with what is behind the gate for them; null while it is mute. */
  private readonly visitors = new Map<Socket, Socket | null>()
  private port = 0
  private frozen = false

  /** @param target the server's address, with its port */
  constructor(private readonly target: string) {}

  /** The target's address, through the gate. */
  get url(): string {
    const url = new URL(this.target)
    url.hostname = '127.0.0.1'
    url.port = String(this.port)
    return url.href
  }

  /** The number of open connections. */
  get inside(): number {
    return this.visitors.size
  }

  /** @param mute accepts connections and never answers, like a server that hangs */
  async open({ mute = false } = {}): Promise<void> {
    this.server = createServer((visitor) => {
      this.visitors.set(visitor, null)
      visitor.on('error', () => undefined)
      visitor.on('close', () => this.visitors.delete(visitor))
      if (mute) visitor.resume()
      else this.letThrough(visitor)
    })
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve))
    this.port = (this.server.address() as AddressInfo).port
  }

  /** From now on nothing passes in either direction, and no connection is closed: the server is frozen. */
  freeze(): void {
    this.frozen = true
    for (const [visitor, behind] of this.visitors) {
      visitor.unpipe().pause()
      behind?.unpipe().pause()
    }
  }

  /** What was held back passes. */
  thaw(): void {
    this.frozen = false
    for (const [visitor, behind] of this.visitors) if (behind) visitor.pipe(behind).pipe(visitor)
  }

  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.server!.close(resolve))
    for (const visitor of this.visitors.keys()) visitor.destroy()
    await closed
  }

  private letThrough(visitor: Socket): void {
    const { hostname, port } = new URL(this.target)
    const behind = connect(Number(port), hostname)
    this.visitors.set(visitor, behind)
    behind.on('error', () => undefined)
    if (!this.frozen) visitor.pipe(behind).pipe(visitor)
    visitor.on('close', () => behind.destroy())
    behind.on('close', () => visitor.destroy())
  }
}

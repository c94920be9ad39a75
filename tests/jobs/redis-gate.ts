import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A door to Redis that can be shut: what is open breaks, and nobody gets in until it opens again. */
export class RedisGate {
  private server: Server | undefined
  private readonly sockets = new Set<Socket>()
  private port = 0

  constructor(private readonly target: string) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async open(): Promise<void> {
    const { hostname, port } = new URL(this.target)
    this.server = createServer((socket) => {
      const behind = connect(Number(port || 6379), hostname)
      for (const one of [socket, behind]) {
        this.sockets.add(one)
        one.on('error', () => undefined)
      }
      socket.pipe(behind).pipe(socket)
      socket.on('close', () => behind.destroy())
      behind.on('close', () => socket.destroy())
    })
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve))
    this.port = (this.server.address() as AddressInfo).port
  }

  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.server!.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    this.sockets.clear()
    await closed
  }
}

import type { Host } from './host'
import { type Request, Wire } from './wire'

interface Message {
  id: number
  type: number
  message?: { url?: string; body?: Request | string }
}

/** The far end of `OfficeExtension.HostBridge`: takes the client's messages, gives answers and events. */
export class Connection {
  readonly #wire: Wire

  constructor(
    host: Host,
    private readonly send: (text: string) => void,
  ) {
    this.#wire = new Wire(host)
    host.events.connect((entries) => this.send(JSON.stringify({ type: 3, message: { entries } })))
  }

  async receive(text: string): Promise<void> {
    const message = JSON.parse(text) as Message
    if (message.type !== 1) return
    const body = message.message?.body
    const request = typeof body === 'string' ? (JSON.parse(body) as Request) : body
    const response = request ? await this.#wire.process(request) : { Results: [] }
    this.send(
      JSON.stringify({ id: message.id, type: 2, message: { statusCode: 200, headers: {}, body: response } }),
    )
  }
}

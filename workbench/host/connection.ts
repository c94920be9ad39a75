import type { Host } from './host'
import { type Request, Wire } from './wire'

/** A request with this flag waits while a person types in a cell; without it, the request fails. */
const DELAY_FOR_CELL_EDIT = 64

interface Message {
  id: number
  type: number
  flags?: number
  message?: { url?: string; body?: Request | string }
}

/**
 * The host's end of `OfficeExtension.HostBridge`: receives the client's messages, sends responses and events.
 */
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
    const waits = ((message.flags ?? 0) & DELAY_FOR_CELL_EDIT) !== 0
    const response = request ? await this.#wire.process(request, waits) : { Results: [] }
    this.send(
      JSON.stringify({ id: message.id, type: 2, message: { statusCode: 200, headers: {}, body: response } }),
    )
  }
}

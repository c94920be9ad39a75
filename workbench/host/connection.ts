import type { Host } from './host'
import { type Request, type Response, Wire } from './wire'

/** A request with this flag waits while a person types in a cell; without it, the request fails. */
const DELAY_FOR_CELL_EDIT = 64

/** Excel on the web takes and gives at most 5 MB. */
const MOST_BYTES = 5 * 1024 * 1024

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
    host.customFunctions.restarted()
    host.events.connect((entries) => this.send(JSON.stringify({ type: 3, message: { entries } })))
  }

  async receive(text: string): Promise<void> {
    const message = JSON.parse(text) as Message
    if (message.type !== 1) return
    const body = message.message?.body
    const request = typeof body === 'string' ? (JSON.parse(body) as Request) : body
    const waits = ((message.flags ?? 0) & DELAY_FOR_CELL_EDIT) !== 0
    const answer = await this.#answer(text, request, waits)
    this.send(`{"id":${message.id},"type":2,"message":{"statusCode":200,"headers":{},"body":${answer}}}`)
  }

  async #answer(text: string, request: Request | undefined, waits: boolean): Promise<string> {
    if (bytes(text) > MOST_BYTES) return JSON.stringify(tooLarge('Request'))
    const response = request ? await this.#wire.process(request, waits) : { Results: [] }
    const answer = JSON.stringify(response)
    return bytes(answer) > MOST_BYTES ? JSON.stringify(tooLarge('Response')) : answer
  }
}

function bytes(text: string): number {
  // Only a text of this length can be too large: a character takes at most three bytes here.
  return text.length * 3 > MOST_BYTES ? new TextEncoder().encode(text).length : text.length
}

function tooLarge(what: 'Request' | 'Response'): Response {
  return {
    Results: [],
    Error: {
      Code: `${what}PayloadSizeLimitExceeded`,
      Message: `The ${what.toLowerCase()} payload size has exceeded the limit. Please refer to the documentation for resource limits.`,
      Location: '',
      ActionIndex: 0,
      HttpStatusCode: 400,
    },
  }
}

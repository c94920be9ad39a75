import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { PublishMessage } from '../../shared/contract/publishing'

export const SECRET = `whsec_${Buffer.from('a secret of twenty-seven bytes').toString('base64')}`

export interface Received {
  id: string
  headers: IncomingHttpHeaders
  body: string
  message: PublishMessage
  /** The status that was answered; undefined: no answer. */
  answer: number | undefined
}

/** How the receiver answers: an HTTP status, or not at all. */
export type Behaviour = (message: PublishMessage, times: number) => number | 'silence' | 'hang up'

/** An ad server that records every request in the order of arrival. */
export class Receiver {
  readonly seen: Received[] = []
  /** The largest number of requests that were open at the same time. */
  most = 0
  /** The body of every answer. */
  says: string | Buffer = ''
  private now = 0

  private constructor(
    private readonly server: Server,
    readonly url: string,
    public behaviour: Behaviour,
  ) {}

  static async open(behaviour: Behaviour = () => 204): Promise<Receiver> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/hooks`, behaviour)
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        receiver.most = Math.max(receiver.most, ++receiver.now)
        response.on('close', () => receiver.now--)
        const body = Buffer.concat(chunks).toString('utf8')
        const answer = receiver.take(String(request.headers['webhook-id']), request.headers, body)
        if (answer === 'hang up') request.socket.destroy()
        else if (answer !== 'silence') {
          const location = answer >= 300 && answer < 400 ? { location: '/elsewhere' } : {}
          response.writeHead(answer, location).end(receiver.says)
        }
      })
    })
    return receiver
  }

  private take(id: string, headers: IncomingHttpHeaders, body: string) {
    const message = JSON.parse(body) as PublishMessage
    const times = this.seen.filter((one) => one.id === id).length + 1
    const answer = this.behaviour(message, times)
    this.seen.push({ id, headers, body, message, answer: typeof answer === 'number' ? answer : undefined })
    return answer
  }

  /** Every request that was answered with success, once each, in the order of arrival. */
  get taken(): Received[] {
    const ids = new Set<string>()
    return this.seen.filter(({ id, answer }) => {
      if (answer === undefined || answer >= 300 || ids.has(id)) return false
      ids.add(id)
      return true
    })
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

/** Whether the library of Standard Webhooks accepts a message. */
export function isSigned({ headers, body }: Pick<Received, 'headers' | 'body'>, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>)
    return true
  } catch {
    return false
  }
}

/**
 * Checks the order of each child ad's requests: a request may be repeated only until a later one has arrived.
 *
 * @returns the requests that arrived out of order
 */
export function outOfOrder(seen: readonly Received[]): string[] {
  const newest = new Map<string, number>()
  return seen.flatMap(({ message: { data } }) => {
    const before = newest.get(data.childAdId) ?? 0
    newest.set(data.childAdId, Math.max(before, data.sequence))
    return data.sequence < before ? [`${data.childAdId}: ${data.sequence} after ${before}`] : []
  })
}

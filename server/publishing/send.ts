import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { lookupPublic, namesPrivateAddress } from './private-addresses'
import { signatures } from './signature'

/** The maximum number of bytes read of an answer: only its status counts. */
const ANSWER_LIMIT = 64 * 1024
/** The upper limit for a Retry-After of an ad server. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000

export interface Letter {
  url: string
  secrets: readonly string[]
  /** The same at every attempt. */
  id: string
  body: string
}

/** The result of one attempt. */
export interface Outcome {
  /** REFUSED: the receiver will never accept it, so it isn't retried. */
  kind: 'DELIVERED' | 'REFUSED' | 'FAILED'
  /** HTTP status; null when there was no answer. */
  answer: number | null
  error: string | null
  /** The wait that the receiver requested, in milliseconds. */
  retryAfter: number | null
}

/** Sends signed letters over keep-alive connections. It doesn't follow redirects. */
export class Sender {
  private readonly agents: { http: HttpAgent; https: HttpsAgent }
  private readonly open = new Set<ClientRequest>()

  /** @param timeoutMs for a whole attempt */
  constructor(
    private readonly timeoutMs: number,
    private readonly allowPrivate: boolean,
    concurrency: number,
  ) {
    const options = {
      keepAlive: true,
      maxSockets: concurrency,
      maxFreeSockets: concurrency,
      ...(allowPrivate ? {} : { lookup: lookupPublic }),
    }
    this.agents = { http: new HttpAgent(options), https: new HttpsAgent(options) }
  }

  /** Makes one attempt; never throws. */
  async send({ url, secrets, id, body }: Letter): Promise<Outcome> {
    if (!this.allowPrivate && namesPrivateAddress(url)) return failed('the address is private', null)
    const timestamp = Math.floor(Date.now() / 1000)
    const secure = url.startsWith('https:')
    return new Promise((resolve) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        agent: secure ? this.agents.https : this.agents.http,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Flightsheet',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatures(secrets, id, timestamp, body),
        },
      })
      this.open.add(request)
      // The timeout also covers an answer that begins and never ends.
      const late = setTimeout(
        () => request.destroy(new Error(`no answer within ${this.timeoutMs / 1000} s`)),
        this.timeoutMs,
      )
      request.on('close', () => {
        clearTimeout(late)
        this.open.delete(request)
      })
      request.on('error', (error: Error & { code?: string }) =>
        resolve(failed(error.message || error.code || 'no answer', null)),
      )
      request.on('response', (response) => {
        let read = 0
        response.on('data', (chunk: Buffer) => {
          read += chunk.length
          if (read > ANSWER_LIMIT) response.destroy()
        })
        // Only the status counts: errors while the body is read are ignored.
        response.on('error', () => undefined)
        resolve(outcomeOf(response.statusCode!, response.headers['retry-after']))
      })
      request.end(body)
    })
  }

  /** Ends all requests without an answer. */
  abort(): void {
    for (const request of this.open) request.destroy(new Error('the service was stopped'))
  }

  close(): void {
    this.abort()
    this.agents.http.destroy()
    this.agents.https.destroy()
  }
}

function failed(error: string, answer: number | null, retryAfter: number | null = null): Outcome {
  return { kind: 'FAILED', answer, error: error.slice(0, 500), retryAfter }
}

function outcomeOf(status: number, retryAfter: string | undefined): Outcome {
  if (status >= 200 && status < 300)
    return { kind: 'DELIVERED', answer: status, error: null, retryAfter: null }
  const error = status >= 300 && status < 400 ? `${status}: redirects are not followed` : `answered ${status}`
  const refused = status >= 400 && status < 500 && ![408, 425, 429].includes(status)
  if (refused) return { kind: 'REFUSED', answer: status, error, retryAfter: null }
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0
  return failed(error, status, seconds > 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : null)
}

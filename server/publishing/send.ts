import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { lookupPublic, namesPrivateAddress } from './private-addresses'
import { signatures } from './signature'

/** The maximum number of bytes read of an answer: only its status counts, and its beginning is kept. */
const ANSWER_LIMIT = 64 * 1024
/** What is kept of an answer that didn't accept the request, in bytes. */
const KEPT_BYTES = 1000
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
  /** The beginning of the answer's body as text; null when there was none, or when the request was accepted. */
  answerText: string | null
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
      let answered = false
      request.on('error', (error: Error & { code?: string }) => {
        if (!answered) resolve(failed(error.message || error.code || 'no answer', null))
      })
      request.on('response', (response) => {
        answered = true
        if (isAccepted(response)) resolve(outcomeOf(response, null))
        const beginning: Buffer[] = []
        let read = 0
        response.on('data', (chunk: Buffer) => {
          if (read < KEPT_BYTES) beginning.push(chunk.subarray(0, KEPT_BYTES - read))
          read += chunk.length
          if (read > ANSWER_LIMIT) response.destroy()
        })
        // Only the status counts: an answer that breaks off in its body is an answer.
        response.on('error', () => undefined)
        response.on('close', () => resolve(outcomeOf(response, textOf(Buffer.concat(beginning)))))
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

function failed(error: string, answer: number | null): Outcome {
  return { kind: 'FAILED', answer, answerText: null, error: error.slice(0, 500), retryAfter: null }
}

function isAccepted({ statusCode }: Pick<IncomingMessage, 'statusCode'>): boolean {
  return statusCode! >= 200 && statusCode! < 300
}

function outcomeOf({ statusCode, headers }: IncomingMessage, answerText: string | null): Outcome {
  const answer = statusCode!
  if (isAccepted({ statusCode }))
    return { kind: 'DELIVERED', answer, answerText: null, error: null, retryAfter: null }
  const error = answer >= 300 && answer < 400 ? `${answer}: redirects are not followed` : `answered ${answer}`
  const refused = answer >= 400 && answer < 500 && ![408, 425, 429].includes(answer)
  if (refused) return { kind: 'REFUSED', answer, answerText, error, retryAfter: null }
  const retryAfter = headers['retry-after'] ?? ''
  const seconds = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : 0
  return {
    ...failed(error, answer),
    answerText,
    retryAfter: seconds > 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : null,
  }
}

/** Bytes as text that can be stored and shown: a letter that was cut at the end is left out. */
function textOf(bytes: Buffer): string | null {
  // As a stream, the decoder keeps an unfinished letter back.
  const text = new TextDecoder().decode(bytes, { stream: true }).replace(UNPRINTABLE, '\ufffd').trim()
  return text === '' ? null : text
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

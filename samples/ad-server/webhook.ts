import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type PublishMessage, publishMessage } from '../../shared/contract/publishing'

const BODY_LIMIT = 1024 * 1024
/** The maximum age of a signature. */
const TOLERANCE_SECONDS = 5 * 60
/** The number of ids that are remembered: a request is repeated within a day. */
const REMEMBERED = 100_000

/**
 * An HTTP server for the webhook: checks signatures, answers a repeated request like the first one, and
 * passes new ones on. It answers only after `take` has run, because a request answered with 2xx is never sent
 * again.
 */
export function createWebhook(secret: string, take: (message: PublishMessage) => void): Server {
  const known = new Set<string>()
  return createServer(async (request, response) => {
    const answer = (status: number) => response.writeHead(status).end()
    try {
      if (request.method !== 'POST') return answer(405)
      const body = await bodyOf(request)
      if (body === undefined) return answer(413)
      if (!isSigned(request, body, secret)) return answer(401)
      const id = String(request.headers['webhook-id'])
      if (known.has(id)) return answer(200)
      const message = publishMessage.safeParse(JSON.parse(body))
      if (!message.success) return answer(400)
      take(message.data)
      known.add(id)
      if (known.size > REMEMBERED) known.delete(known.values().next().value!)
      answer(200)
    } catch {
      answer(500)
    }
  })
}

/** Checks a signature of Standard Webhooks 1.0. */
export function isSigned(
  { headers }: Pick<IncomingMessage, 'headers'>,
  body: string,
  secret: string,
): boolean {
  const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']]
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const given = Buffer.from(one.replace(/^v1,/, ''), 'base64')
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

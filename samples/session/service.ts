import type { z } from 'zod'
import { signIn, type User } from '../../shared/contract/accounts'
import type { Endpoint } from '../../shared/contract/endpoint'
import { getJobRun, startJob, uploadForecast } from '../../shared/contract/inventory'
import { DemoStop } from './stop'
import { clearProgress, showProgress } from './terminal'

const POLL_MS = 120
const RUN_LIMIT_MS = 120_000

/** An error answer of the service: RFC 9457 problem+json. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly data: Readonly<Record<string, unknown>>,
  ) {
    super(`${code}: ${detail}`)
  }
}

interface Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params?: z.input<P>
  query?: z.input<Q>
  body?: z.input<B>
  headers?: Record<string, string>
}

/** A client of the running service that uses its HTTP API. */
export class DemoService {
  private constructor(
    readonly origin: string,
    private readonly token: string,
    readonly user: User,
  ) {}

  /**
   * @throws DemoStop with advice when nothing answers, another service answers, or the account can't sign in
   */
  static async signIn(origin: string, account: { email: string; password: string }): Promise<DemoService> {
    await requireService(origin)
    const nobody = new DemoService(origin, '', { id: '', email: '', name: '', role: 'planner' })
    try {
      const { token, user } = await nobody.call(signIn, { body: account })
      return new DemoService(origin, token, user)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new DemoStop(
        `The service did not let ${account.email} in: ${error.detail} ` +
          'Name an operator account with --email and --password, or DEMO_EMAIL and DEMO_PASSWORD.',
      )
    }
  }

  /** @throws Refusal */
  async call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input: Input<P, Q, B> = {},
  ): Promise<z.output<A>> {
    const response = await this.request(endpoint, input)
    return promised(
      endpoint.answer!,
      await response.json(),
      `${endpoint.method.toUpperCase()} ${endpoint.path}`,
    )
  }

  /** Every item of a list, page by page. */
  async all<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Item>(
    endpoint: Endpoint<P, Q, B, z.ZodType<{ items: Item[]; nextCursor?: string | undefined }>>,
    input: Input<P, Q, B> = {},
  ): Promise<Item[]> {
    const items: Item[] = []
    let cursor: string | undefined
    do {
      const query = { ...(input.query as object), ...(cursor === undefined ? {} : { cursor }) } as z.input<Q>
      const page = await this.call(endpoint, { ...input, query })
      items.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return items
  }

  async download<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input: Input<P, Q, B>,
  ): Promise<Buffer> {
    const response = await this.request(endpoint, input)
    return Buffer.from(await response.arrayBuffer())
  }

  /** Uploads a forecast file and returns the result of its run. */
  async upload(name: string, text: string): Promise<unknown> {
    const form = new FormData()
    form.append('file', new Blob([text], { type: 'text/csv' }), name)
    const response = await this.request(uploadForecast, {}, form)
    const { runId } = promised(uploadForecast.answer!, await response.json(), 'POST /forecasts')
    return this.followRun(runId, name)
  }

  /** Runs a monthly job and returns its result. */
  async runJob(job: string, month: string): Promise<unknown> {
    const { runId } = await this.call(startJob, { params: { job }, body: { month } })
    return this.followRun(runId, `${job} ${month}`)
  }

  /** @throws DemoStop when the run fails or doesn't end */
  private async followRun(id: string, label: string): Promise<unknown> {
    const deadline = Date.now() + RUN_LIMIT_MS
    while (Date.now() < deadline) {
      const run = await this.call(getJobRun, { params: { id } })
      showProgress(label, run.progress.done, run.progress.total)
      if (run.status === 'SUCCEEDED') {
        clearProgress()
        return run.result
      }
      if (run.status === 'FAILED' || run.status === 'CANCELED') {
        clearProgress()
        throw new DemoStop(`${label} ended as ${run.status}: ${run.error?.detail ?? 'no reason was given'}`)
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    clearProgress()
    throw new DemoStop(`${label} has not ended after ${RUN_LIMIT_MS / 1000} s. Look at the service's log.`)
  }

  private async request<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    { params, query, body, headers }: Input<P, Q, B>,
    form?: FormData,
  ): Promise<Response> {
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String((params as Record<string, unknown>)[name])),
    )
    const search = query === undefined ? '' : `?${new URLSearchParams(query as Record<string, string>)}`
    const response = await answered(
      this.origin,
      fetch(`${this.origin}/api/v1${path}${search}`, {
        method: endpoint.method.toUpperCase(),
        headers: {
          ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    if (!response.ok) throw await refusal(response, `${endpoint.method.toUpperCase()} ${path}`)
    return response
  }
}

/**
 * Checks an answer against the schema of the API.
 *
 * @throws DemoStop that names the first wrong field
 */
export function promised<Answer extends z.ZodType>(
  schema: Answer,
  answer: unknown,
  call: string,
): z.output<Answer> {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw new DemoStop(
    `The answer of ${call} is not what the interface promises: ${path.join('.')}: ${message}. ` +
      'Are the service and this demo of the same version?',
  )
}

async function requireService(origin: string): Promise<void> {
  const response = await answered(origin, fetch(`${origin}/health`))
  const health = (await response.json().catch(() => null)) as { status?: string } | null
  if (health?.status === 'ok') return
  throw new DemoStop(
    health?.status === 'unavailable'
      ? `The service at ${origin} runs, but its database does not answer. Look at its log.`
      : `Something answers at ${origin}, but it is not Flightsheet. Name the service with --url or FLIGHTSHEET_URL.`,
  )
}

/** @throws DemoStop when nothing answers */
async function answered(origin: string, response: Promise<Response>): Promise<Response> {
  try {
    return await response
  } catch {
    throw new DemoStop(
      `No service answers at ${origin}. Run \`npm start\` in another terminal, wait until it says that it is ready ` +
        '(its first start loads sample data), then run the demo again. Another address: --url or FLIGHTSHEET_URL.',
    )
  }
}

async function refusal(response: Response, call: string): Promise<Refusal> {
  const { code, detail, ...data } = ((await response.json().catch(() => null)) ?? {}) as Record<
    string,
    unknown
  >
  return new Refusal(response.status, String(code ?? response.status), String(detail ?? call), data)
}

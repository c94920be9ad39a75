import type { z } from 'zod'
import type { Endpoint } from '../../shared/contract/endpoint'
import type { Language } from '../../shared/language'
import { PROBLEMS, type ProblemCode } from '../../shared/problem'

/** A failed call: the service returned an error, or no answer came at all. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  constructor(
    /** `UNREACHABLE`: no answer came, so it is unknown whether the service executed the call. */
    readonly code: ProblemCode | 'UNREACHABLE',
    /** The service's sentence, for codes that have no wording of their own here. */
    readonly detail: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`)
  }
}

/** Input of an endpoint's schema; `unknown` where the endpoint declares none. */
type Taken<Schema> = Schema extends z.ZodType ? z.input<Schema> : unknown
type Declared<T, Field> = unknown extends T ? object : Field
export type AnswerOf<E extends Endpoint> =
  NonNullable<E['answer']> extends infer A ? (A extends z.ZodType ? z.output<A> : undefined) : undefined

/** Arguments of a call: only those that its endpoint declares. */
export type Input<E extends Endpoint> = Declared<
  Taken<NonNullable<E['params']>>,
  { params: Taken<NonNullable<E['params']>> }
> &
  Declared<Taken<NonNullable<E['query']>>, { query?: Partial<Taken<NonNullable<E['query']>>> }> &
  Declared<Taken<NonNullable<E['body']>>, { body: Taken<NonNullable<E['body']>> }> & {
    idempotencyKey?: string
  }

interface Given {
  params?: unknown
  query?: unknown
  body?: unknown
  idempotencyKey?: string
}

export interface ClientOptions {
  /** Same origin by default. */
  baseUrl?: string
  token(): string | null
  /** The language in which the service's sentences are shown. */
  language(): Language
  /** Called when the service no longer accepts the token. */
  signedOut(): void
  fetch?: typeof fetch
}

/** Calls the service by its contract: the endpoint defines method, path and types. */
export class ApiClient {
  constructor(private readonly options: ClientOptions) {}

  /** @throws CallFailure */
  async call<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<AnswerOf<E>> {
    const response = await this.send(endpoint, input)
    if (response.status === 204) return undefined as AnswerOf<E>
    return (await response.json()) as AnswerOf<E>
  }

  /**
   * Downloads an answer that is a file, with the file name that the service sends.
   *
   * @param language of the file; that of the other calls unless given
   */
  async file<E extends Endpoint>(
    endpoint: E,
    input: Input<E>,
    language = this.options.language(),
  ): Promise<{ name: string; blob: Blob }> {
    const response = await this.send(endpoint, input, { headers: { 'accept-language': language } })
    const name = fileNameOf(response.headers.get('content-disposition'), endpoint)
    return { name, blob: await response.blob() }
  }

  /** Opens an answer that is a stream. It stays open until one side ends it; the caller reads it. */
  async stream<E extends Endpoint>(
    endpoint: E,
    input: Input<E>,
    { signal, headers }: { signal: AbortSignal; headers?: Record<string, string> },
  ): Promise<Response> {
    return this.send(endpoint, input, { signal, headers: headers ?? {} })
  }

  /**
   * Sends something that isn't JSON, in a way of the caller's.
   *
   * @param send gets the address and the headers
   * @throws CallFailure
   */
  async sendBy<E extends Endpoint>(
    endpoint: E,
    send: (address: string, headers: Readonly<Record<string, string>>) => Promise<Response>,
  ): Promise<AnswerOf<E>> {
    const token = this.options.token()
    const response = await send(`${this.options.baseUrl ?? ''}/api/v1${endpoint.path}`, {
      accept: 'application/json',
      'accept-language': this.options.language(),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    })
    if (response.ok) return (await response.json()) as AnswerOf<E>
    throw await this.refused(response)
  }

  private async send(
    endpoint: Endpoint,
    input: Given,
    more: { signal?: AbortSignal; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const headers: Record<string, string> = {
      accept: endpoint.file ?? 'application/json',
      'accept-language': this.options.language(),
      ...more.headers,
    }
    const token = endpoint.role === 'public' ? null : this.options.token()
    if (token !== null) headers.authorization = `Bearer ${token}`
    if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey
    if (input.body !== undefined) headers['content-type'] = 'application/json'
    const request = this.options.fetch ?? fetch
    let response: Response
    try {
      response = await request(`${this.options.baseUrl ?? ''}/api/v1${pathOf(endpoint, input)}`, {
        method: endpoint.method.toUpperCase(),
        headers,
        ...(more.signal ? { signal: more.signal } : {}),
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      })
    } catch (error) {
      throw new CallFailure('UNREACHABLE', error instanceof Error ? error.message : String(error))
    }
    if (response.ok) return response
    throw await this.refused(response)
  }

  private async refused(response: Response): Promise<CallFailure> {
    const failure = await failureOf(response)
    if (failure.code === 'NOT_SIGNED_IN') this.options.signedOut()
    return failure
  }
}

/** The endpoint's path with its parameters filled in, and the query. */
export function pathOf(endpoint: Endpoint, { params, query }: Given): string {
  const values = (params ?? {}) as Record<string, unknown>
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  return search.size === 0 ? path : `${path}?${search}`
}

async function failureOf(response: Response): Promise<CallFailure> {
  const body: unknown = await response.json().catch(() => null)
  // Otherwise not an error of this service: a proxy answered, or the service is still starting.
  return (
    callFailureOf(body) ??
    new CallFailure(response.status >= 500 ? 'UNAVAILABLE' : 'INTERNAL_ERROR', `HTTP ${response.status}`)
  )
}

/** The failure that the service describes, or undefined where it is not a problem of the service. */
export function callFailureOf(problem: unknown): CallFailure | undefined {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return undefined
  const { code, detail, ...data } = problem as { code: unknown; detail?: unknown } & Record<string, unknown>
  return isProblemCode(code)
    ? new CallFailure(code, typeof detail === 'string' ? detail : '', data)
    : undefined
}

function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEMS, value)
}

/** The name of a download: the UTF-8 form first (RFC 6266), and the end of the endpoint's path if there is none. */
export function fileNameOf(disposition: string | null, { path }: Pick<Endpoint, 'path'>): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // The encoded name is malformed; use the plain form below.
    }
  }
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? path.slice(path.lastIndexOf('/') + 1)
}

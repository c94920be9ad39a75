import { isUtf8 } from 'node:buffer'
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import type { z } from 'zod'
import type { Endpoint } from '../../shared/contract/endpoint'
import type { Role } from '../../shared/contract/primitives'
import type { Language } from '../../shared/language'
import { type FieldProblem, Problem } from '../../shared/problem'
import { type Caller, hasRole } from '../caller'
import { inRequest } from '../request-context'
import { bodyInTime } from './body-in-time'
import { fieldProblems, PARSING } from './field-problems'
import { languageOf } from './language'
import { originOf, requestIdOf } from './request-origin'
import { unknownParameters } from './unknown-parameters'

const JSON_TYPES = ['application/json', 'application/*+json']
const READING = {
  type: JSON_TYPES,
  // Accept any JSON value; the contract then checks whether it is a valid body.
  strict: false,
  // A lenient decoder would replace Korean in another encoding by replacement characters, which would then be
  // stored.
  verify(_request: unknown, _response: unknown, body: Buffer, encoding: string) {
    if (encoding === 'utf-8' && !isUtf8(body)) throw new Error('not UTF-8')
  },
}
/** 10 MB at 1 Mbit/s take 80 seconds. */
const json = [bodyInTime(120_000), express.json({ ...READING, limit: '10mb' })]
const smallJson = [bodyInTime(30_000), express.json({ ...READING, limit: '16kb' })]

/** Returns the caller of a token; undefined when it is unknown or has expired. */
export type Authenticate = (token: string) => Promise<{ caller: Caller; expiresAt: string } | undefined>

/** Counts a call of an account. @throws Problem TOO_MANY_CALLS */
export type CountCall = (caller: Caller) => Promise<void>

/** Writes down that a file has left the service. */
export type NoteExport = (path: string, query: Readonly<Record<string, unknown>>) => Promise<void>

export interface Call<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** The account that calls. Undefined on public endpoints: don't read it there. */
  caller: Caller
  session: { token: string; expiresAt: string }
  /** The language that the caller wants to be answered in. */
  language: Language
  /** To be called by every handler that sends a file, before the first byte leaves. */
  noteExport(): Promise<void>
  request: Request
  response: Response
}

/**
 * Turns endpoints of the contract into Express routes. It checks sign-in, role, content type and input for
 * all of them, before a handler runs.
 */
export class Routes {
  constructor(
    private readonly router: Router,
    private readonly authenticate: Authenticate,
    private readonly countCall: CountCall,
    private readonly noteExport: NoteExport,
    /** Whether to check every answer against the contract; on in tests. */
    private readonly checkAnswers: boolean,
  ) {}

  /** @param before middleware between sign-in and validation: to read an upload, to limit attempts */
  on<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    handler: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => unknown,
    before: readonly RequestHandler[] = [],
  ): void {
    const path = endpoint.path.replace(/\{(\w+)\}/g, ':$1')
    this.router[endpoint.method](
      path,
      (request, response, next) => this.admit(endpoint, request, response, next),
      // The body is parsed only after the caller is authenticated.
      ...(endpoint.body ? (endpoint.role === 'public' ? smallJson : json) : []),
      ...before,
      async (request, response) => {
        const { signedIn } = response.locals as { signedIn?: SignedIn }
        // A request that leaves out an optional body needs no content type.
        if (endpoint.body && !(isEmpty(request) && mayBeAbsent(endpoint.body))) requireJson(request)
        const language = languageOf(request)
        let noted = false
        const noteExport = async () => {
          await this.noteExport(request.path, request.query)
          noted = true
        }
        const call = {
          params: endpoint.params ? parsePath(endpoint.params, request.params, language) : undefined,
          query: endpoint.query ? parse(endpoint.query, request.query, 'query', language) : undefined,
          body: endpoint.body ? parse(endpoint.body, request.body, 'body', language) : undefined,
          caller: signedIn?.caller,
          session: signedIn,
          language,
          noteExport,
          request,
          response,
        } as Call<z.output<P>, z.output<Q>, z.output<B>>
        const context = {
          ...originOf(request),
          requestId: requestIdOf(response),
          caller: signedIn?.caller ?? null,
        }
        const answer = await inRequest(context, async () => handler(call))
        if (this.checkAnswers && isDownload(endpoint) && response.headersSent && !noted)
          throw new Error(`${endpoint.path} sends a file without writing it down: call noteExport() before`)
        if (response.headersSent || endpoint.file) return
        if (endpoint.status === 204) response.status(204).end()
        else response.status(endpoint.status).json(this.checked(endpoint, answer))
      },
    )
  }

  private async admit(
    endpoint: Endpoint,
    request: Request,
    response: Response,
    next: NextFunction,
  ): Promise<void> {
    response.setHeader('Cache-Control', 'no-store')
    if (endpoint.role !== 'public') {
      const token = bearerToken(request)
      const known = token === undefined ? undefined : await this.authenticate(token)
      if (!known || token === undefined) {
        response.setHeader('WWW-Authenticate', 'Bearer')
        throw new Problem(
          'NOT_SIGNED_IN',
          token === undefined
            ? 'This call needs a token. Sign in with POST /api/v1/session and send `Authorization: Bearer <token>`.'
            : 'The token is unknown or has expired. Sign in again.',
        )
      }
      response.locals.signedIn = { ...known, token } satisfies SignedIn
      await this.countCall(known.caller)
      if (known.caller.passwordToChange && !endpoint.beforePasswordChange) throw passwordToChange()
      requireRole(known.caller, endpoint.role)
    }
    const unknown = unknownParameters(request.query, endpoint.query)
    if (unknown.length > 0) throw invalidFields(unknown)
    next()
  }

  private checked(endpoint: Endpoint, answer: unknown): unknown {
    if (this.checkAnswers && endpoint.answer) {
      const parsed = endpoint.answer.safeParse(answer)
      if (!parsed.success) {
        throw new Error(
          `${endpoint.method} ${endpoint.path} answers against its contract: ${parsed.error.message}`,
        )
      }
    }
    return answer
  }
}

/** A stream of events is no file that leaves. */
function isDownload({ file }: Endpoint): boolean {
  return file !== undefined && file !== 'text/event-stream'
}

/** Who calls, as far as it is known. */
export function callerOf(response: Response): Caller | undefined {
  return (response.locals.signedIn as SignedIn | undefined)?.caller
}

interface SignedIn {
  token: string
  expiresAt: string
  caller: Caller
}

function requireRole(caller: Caller, role: Role): void {
  if (hasRole(caller, role)) return
  throw new Problem(
    'FORBIDDEN',
    `This needs the role ${role}; yours is ${caller.role}. Ask an administrator.`,
    { cause: 'ROLE', role },
  )
}

function passwordToChange(): Problem {
  return new Problem(
    'PASSWORD_CHANGE_NEEDED',
    'Change your password first: an administrator has set it. PUT /api/v1/me/password does it.',
  )
}

export function bearerToken(request: Request): string | undefined {
  return /^Bearer ([\w-]{1,200})$/i.exec(request.get('authorization') ?? '')?.[1]
}

function isEmpty(request: Request): boolean {
  return request.get('transfer-encoding') === undefined && Number(request.get('content-length') ?? 0) === 0
}

function mayBeAbsent(body: z.ZodType): boolean {
  return body.safeParse(undefined).success
}

function requireJson(request: Request): void {
  if (request.is('application/json') || request.is('application/*+json')) return
  const given = request.get('content-type')
  throw new Problem(
    'UNSUPPORTED_MEDIA_TYPE',
    `Send the body as application/json${given ? `, not ${given.slice(0, 100)}` : ''}.`,
  )
}

function parsePath<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  language: Language,
): z.output<Schema> {
  const parsed = schema.safeParse(value, PARSING[language])
  // An invalid path parameter means that nothing exists at this address: 404, not 422.
  if (!parsed.success) {
    const [first] = fieldProblems(parsed.error.issues, 'path', language)
    throw new Problem('NOT_FOUND', `There is nothing at this address (${first!.path}: ${first!.message}).`)
  }
  return parsed.data
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
  language: Language,
): z.output<Schema> {
  const parsed = schema.safeParse(value, PARSING[language])
  if (parsed.success) return parsed.data
  throw invalidFields(fieldProblems(parsed.error.issues.slice(0, 50), where, language))
}

/** The problem that a request has with its fields: one sentence on the first of them, and all of them. */
function invalidFields(errors: readonly FieldProblem[]): Problem {
  const { path, message } = errors[0]!
  const more = errors.length - 1
  return new Problem(
    'VALIDATION_FAILED',
    `${path}: ${message}${more > 0 ? ` (and ${more} more, see errors)` : ''}. Correct it and send the request again.`,
    { errors },
  )
}

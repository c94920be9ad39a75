import type { z } from 'zod'
import type { ProblemCode } from '../problem'
import type { Role } from './primitives'

/**
 * One call of the interface: the single source of validation, types, OpenAPI and the typed client. Paths are
 * below `/api/v1`, with `{name}` parameters.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  tag: string
  summary: string
  /** The lowest role that may call it; public calls need no token. */
  role: Role | 'public'
  params?: Params
  query?: Query
  /** JSON body; absent for calls without one and for multipart uploads. */
  body?: Body
  /** A multipart upload with one `file`, and optional text fields with their meaning. */
  upload?: Readonly<Record<string, string>>
  /** Takes an Idempotency-Key header. */
  idempotent?: boolean
  status: 200 | 201 | 202 | 204
  /** JSON answer; absent for 204 and for files. */
  answer?: Answer
  /** An answer that is a file, by its media type. */
  file?: string
  problems: readonly ProblemCode[]
}

/** Defines an endpoint with its types kept. */
export function endpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: Endpoint<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return definition
}

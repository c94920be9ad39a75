import type { z } from 'zod'
import type { ProblemCode } from '../problem'
import type { Role } from './primitives'
import type { Tag } from './tags'

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
  /** The name of the call in generated clients. It is unique and never changes. */
  operationId: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  tag: Tag
  summary: string
  /** The lowest role that may call it; public calls need no token. */
  role: Role | 'public'
  /** May be called by an account whose password somebody else has set, before it is changed. */
  beforePasswordChange?: boolean
  params?: Params
  /**
   * The values of the path's only parameter, where it is one of a few names: each with the operationId and
   * summary of its call. OpenAPI then describes a path for each, because the path with the parameter would be
   * ambiguous beside another one.
   */
  named?: Readonly<Record<string, { operationId: string; summary: string }>>
  query?: Query
  /** JSON body; absent for calls without one and for multipart uploads. */
  body?: Body
  /** A multipart upload with one `file`, and these optional text fields. They are described, not validated. */
  upload?: z.ZodObject
  /** Takes an Idempotency-Key header. */
  idempotent?: boolean
  /** Takes If-Match and If-None-Match, and answers with an ETag: the version in quotes. */
  conditional?: boolean
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

import type { z } from 'zod'
import type { Endpoint } from '../endpoint'

/** What a call is given and what it answers, in OpenAPI. */
export interface Example {
  endpoint: Endpoint
  /** Of an upload: its form. */
  body?: unknown
  /** Of a file that is text: the text. */
  answer?: unknown
}

/** An example with the types of its endpoint. */
export function example<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  endpoint: Endpoint<Params, Query, Body, Answer>,
  given: { body?: z.input<Body>; answer?: z.output<Answer> },
): Example {
  return { endpoint, ...given }
}

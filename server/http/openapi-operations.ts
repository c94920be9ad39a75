import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import type { Endpoint } from '../../shared/contract/endpoint'
import { EXAMPLES } from '../../shared/contract/examples/examples'
import { PROBLEMS, type ProblemCode } from '../../shared/problem'
import { PRECONDITION } from './preconditions'

const ALWAYS: readonly ProblemCode[] = ['INTERNAL_ERROR', 'UNAVAILABLE']

const problem = z
  .object({
    type: z.string().meta({ format: 'uri-reference' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().meta({ description: 'One sentence: what happened and what to do' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .loose()
  .meta({ id: 'Problem', description: 'RFC 9457 problem details with a stable code' })

const idempotencyKey = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[!-~]{1,200}$/)
    .optional()
    .meta({
      description: 'Same key and body: the first answer again. Another body: 409 IDEMPOTENCY_CONFLICT.',
    }),
})

const preconditions = z.object({
  'If-Match': z.string().regex(PRECONDITION).optional().meta({
    description: 'The ETag that was read: `"3"` for version 3, or `*`. 412 where the version is another one',
    example: '"3"',
  }),
  'If-None-Match': z.string().regex(PRECONDITION).optional().meta({
    description: '`*`: only create it. 412 where it exists',
    example: '*',
  }),
})

interface Operation {
  path: string
  method: Endpoint['method']
  operation: ZodOpenApiOperationObject
}

/** The operations that describe an endpoint: one, or one for each name of its path (`Endpoint.named`). */
export function operationsOf(endpoint: Endpoint): Operation[] {
  const { path, method, named } = endpoint
  if (!named) return [{ path, method, operation: operation(endpoint) }]
  return Object.entries(named).map(([name, own]) => ({
    path: path.replace(/\{\w+\}/, name),
    method,
    operation: operation({ ...endpoint, ...own, params: undefined }, EXAMPLES.get(endpoint)),
  }))
}

function operation(endpoint: Endpoint, example = EXAMPLES.get(endpoint)): ZodOpenApiOperationObject {
  const isPublic = endpoint.role === 'public'
  return {
    operationId: endpoint.operationId,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: isPublic ? 'Needs no token.' : `Needs the role ${endpoint.role} or above.`,
    ...(isPublic ? { security: [] } : {}),
    requestParams: {
      ...(endpoint.params ? { path: endpoint.params as z.ZodObject } : {}),
      ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
      ...(endpoint.idempotent ? { header: idempotencyKey } : {}),
      ...(endpoint.conditional ? { header: preconditions } : {}),
    },
    ...requestBody(endpoint, example?.body),
    responses: { [endpoint.status]: success(endpoint, example?.answer), ...refusals(endpoint) },
  }
}

function requestBody({ body, upload }: Endpoint, example: unknown) {
  if (body) {
    const required = !body.safeParse(undefined).success
    return { requestBody: { required, content: { 'application/json': { schema: body, example } } } }
  }
  if (upload) {
    const file = z.string().meta({ format: 'binary' })
    const schema = z.object({ file, ...upload.shape })
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema, example } } } }
  }
  return {}
}

const ETAG = { type: 'string' as const, example: '"3"' }

function success({ summary, file, answer, conditional }: Endpoint, example: unknown) {
  const mediaType = file ?? 'application/json'
  const schema = file ? { type: 'string' as const, format: 'binary' } : answer
  if (!schema) return { description: summary }
  return {
    description: summary,
    ...(conditional ? { headers: { ETag: { description: 'Its version, in quotes', schema: ETAG } } } : {}),
    content: { [mediaType]: { schema, ...(example === undefined ? {} : { example }) } },
  }
}

function refusals(endpoint: Endpoint) {
  const codes = new Set<ProblemCode>([...endpoint.problems, ...ALWAYS])
  if (endpoint.role !== 'public') codes.add('NOT_SIGNED_IN').add('TOO_MANY_CALLS')
  if (endpoint.role !== 'public' && !endpoint.beforePasswordChange) codes.add('PASSWORD_CHANGE_NEEDED')
  if (endpoint.conditional) codes.add('PRECONDITION_FAILED')
  if (endpoint.idempotent) codes.add('IDEMPOTENCY_CONFLICT').add('REQUEST_IN_PROGRESS')
  if (endpoint.role === 'operator' || endpoint.role === 'admin') codes.add('FORBIDDEN')
  if (endpoint.body || endpoint.query) codes.add('VALIDATION_FAILED')
  if (endpoint.body) codes.add('MALFORMED_BODY').add('UNSUPPORTED_MEDIA_TYPE').add('PAYLOAD_TOO_LARGE')
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const status = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      String(status),
      { description: all.join(', '), content: { 'application/problem+json': { schema: problem } } },
    ]),
  )
}

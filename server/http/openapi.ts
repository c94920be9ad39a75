import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import type { Endpoint } from '../../shared/contract/endpoint'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { PUBLISH_REQUESTED, publishMessage } from '../../shared/contract/publishing'
import { PROBLEMS, type ProblemCode } from '../../shared/problem'

const ALWAYS: readonly ProblemCode[] = ['INTERNAL_ERROR', 'UNAVAILABLE']

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().meta({ description: 'One sentence: what happened and what to do' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .loose()
  .meta({ id: 'Problem', description: 'RFC 9457 problem details with a stable code' })

/** OpenAPI 3.1 of the whole API, built from the contract that also validates its requests. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Flightsheet',
      version: '1',
      description:
        'Guaranteed video-ad inventory: vendor forecast → standard inventory → unit inventory → campaign → purchase → proposal. ' +
        'Money is whole won, inventory whole impressions, dates are business dates of Asia/Seoul. ' +
        'Errors are application/problem+json with a stable `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths: paths as ZodOpenApiPathsObject,
    webhooks: {
      [PUBLISH_REQUESTED]: {
        post: {
          tags: ['Publishing'],
          summary: 'What an ad server is asked for of a child ad, signed as Standard Webhooks 1.0 has it',
          security: [],
          requestBody: { required: true, content: { 'application/json': { schema: publishMessage } } },
          responses: {
            '2XX': { description: 'Taken. With the same webhook-id it may come again' },
            '4XX': { description: 'Given up, but for 408, 425 and 429' },
            '5XX': { description: 'Sent again later' },
          },
        },
      },
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  })
}

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: endpoint.role === 'public' ? 'Needs no token.' : `Needs the role ${endpoint.role} or above.`,
    ...(endpoint.role === 'public' ? { security: [] } : {}),
    requestParams: {
      ...(endpoint.params ? { path: endpoint.params as z.ZodObject } : {}),
      ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
      ...(endpoint.idempotent
        ? {
            header: z.object({
              'Idempotency-Key': z.string().min(1).max(200).optional().meta({
                description:
                  'Same key and body: the first answer again. Another body: 409 IDEMPOTENCY_CONFLICT.',
              }),
            }),
          }
        : {}),
    },
    ...(endpoint.body
      ? { requestBody: { required: !endpoint.body.safeParse(undefined).success, ...json(endpoint.body) } }
      : {}),
    ...(endpoint.upload
      ? {
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: {
                  type: 'object',
                  required: ['file'],
                  properties: {
                    file: { type: 'string', format: 'binary' },
                    ...Object.fromEntries(
                      Object.entries(endpoint.upload).map(([name, description]) => [
                        name,
                        { type: 'string' as const, description },
                      ]),
                    ),
                  },
                },
              },
            },
          },
        }
      : {}),
    responses: { [endpoint.status]: success(endpoint), ...refusals(endpoint) },
  }
}

function success(endpoint: Endpoint) {
  const description = endpoint.summary
  if (endpoint.file) {
    return {
      description,
      content: { [endpoint.file]: { schema: { type: 'string' as const, format: 'binary' } } },
    }
  }
  return endpoint.answer
    ? { description, content: { 'application/json': { schema: endpoint.answer } } }
    : { description }
}

function refusals(endpoint: Endpoint) {
  const codes = new Set<ProblemCode>([...endpoint.problems, ...ALWAYS])
  if (endpoint.role !== 'public') codes.add('NOT_SIGNED_IN')
  if (endpoint.role === 'operator' || endpoint.role === 'admin') codes.add('FORBIDDEN')
  if (endpoint.body || endpoint.query) codes.add('VALIDATION_FAILED')
  if (endpoint.body) codes.add('MALFORMED_BODY').add('UNSUPPORTED_MEDIA_TYPE').add('PAYLOAD_TOO_LARGE')
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const { status } = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      String(status),
      { description: all.join(', '), content: { 'application/problem+json': { schema: problem } } },
    ]),
  )
}

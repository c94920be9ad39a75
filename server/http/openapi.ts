import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { NOTIFICATION_MESSAGE_EXAMPLE } from '../../shared/contract/examples/notifications'
import { PUBLISH_MESSAGE_EXAMPLE } from '../../shared/contract/examples/publishing'
import { NOTIFICATION_RAISED, notificationMessage } from '../../shared/contract/notifications'
import { PUBLISH_REQUESTED, publishMessage } from '../../shared/contract/publishing'
import { TAGS } from '../../shared/contract/tags'
import { operationsOf } from './openapi-operations'

/** OpenAPI 3.1 of the whole API, built from the contract that also validates its requests. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const { path, method, operation } of ENDPOINTS.flatMap(operationsOf)) {
    paths[path] = { ...paths[path], [method]: operation }
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
      contact: { name: 'The administrators of this installation' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1', description: 'This service' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }],
    paths: paths as ZodOpenApiPathsObject,
    webhooks: {
      [PUBLISH_REQUESTED]: { post: publishRequested },
      [NOTIFICATION_RAISED]: { post: notificationRaised },
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token that POST /session answers with' },
      },
    },
  })
}

const RECEIVED = {
  '2XX': { description: 'Taken. With the same webhook-id it may come again' },
  '4XX': { description: 'Given up, but for 408, 425 and 429' },
  '5XX': { description: 'Sent again later' },
}

const publishRequested: ZodOpenApiOperationObject = {
  operationId: 'receivePublishRequest',
  tags: ['Publishing'],
  summary: 'What an ad server is asked for of a child ad, signed as Standard Webhooks 1.0 has it',
  description: 'An ad server answers this call. The service sends it to the address of a webhook.',
  security: [],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: publishMessage, example: PUBLISH_MESSAGE_EXAMPLE } },
  },
  responses: RECEIVED,
}

const notificationRaised: ZodOpenApiOperationObject = {
  operationId: 'receiveNotification',
  tags: ['Notifications'],
  summary: 'What people are told of, once for each notification, signed as Standard Webhooks 1.0 has it',
  description:
    'A receiver of notifications answers this call. The service sends it to webhooks with the event notification.raised.',
  security: [],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: notificationMessage, example: NOTIFICATION_MESSAGE_EXAMPLE } },
  },
  responses: RECEIVED,
}

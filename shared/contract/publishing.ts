import { z } from 'zod'
import { endpoint } from './endpoint'
import { NOTIFICATION_RAISED } from './notifications'
import {
  bookingStatus,
  code,
  date,
  impressions,
  instant,
  list,
  paging,
  text,
  uuid,
  version,
  whole,
  won,
} from './primitives'
import { shownId } from './shown'

export const PUBLISH_ACTIONS = ['CREATE', 'UPDATE', 'CANCEL', 'PAUSE', 'RESUME'] as const
export type PublishAction = (typeof PUBLISH_ACTIONS)[number]
export const PUBLISH_REQUEST_STATUSES = [
  'PENDING',
  'DELIVERED',
  'DEAD',
  'WITHHELD',
  'SUPERSEDED',
  'RETIRED',
] as const
export type PublishRequestStatus = (typeof PUBLISH_REQUEST_STATUSES)[number]
/** What operators do with requests that were given up. */
export const HANDLING_KINDS = ['REPLAYED', 'RETIRED'] as const
export type HandlingKind = (typeof HANDLING_KINDS)[number]

const action = z.enum(PUBLISH_ACTIONS)
const status = z.enum(PUBLISH_REQUEST_STATUSES).meta({
  description:
    'DEAD: given up. SUPERSEDED: given up, and a later request of the same ad was delivered since. RETIRED: an operator set it aside. WITHHELD: from before there was publishing',
})
/** The type of the messages that an ad server gets. */
export const PUBLISH_REQUESTED = 'child-ad.publish-requested'

/** `whsec_` and 24 to 64 random bytes in base64, as in Standard Webhooks. */
const secret = z
  .string()
  .max(200)
  // Three bytes are four characters: 24 bytes are 32 of them, 64 bytes 86.
  .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'must be whsec_ and 24 to 64 random bytes in base64')
const url = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
  .max(2000)
  .refine((value) => !URL.canParse(value) || (new URL(value).username === '' && new URL(value).hash === ''), {
    error: 'must have no user, password or #fragment',
  })
const platforms = z
  .array(code)
  .max(200)
  .refine((values) => new Set(values).size === values.length, 'must not name a platform twice')
  .meta({ description: 'Platforms whose child ads go there; none: those that no other webhook names' })

/** What a webhook can get. */
export const WEBHOOK_EVENTS = [PUBLISH_REQUESTED, NOTIFICATION_RAISED] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]
const events = z.array(z.enum(WEBHOOK_EVENTS))

const byCode = z.object({ code })
const webhookBody = z
  .object({
    url,
    secret: secret.optional().meta({
      description: 'Needed once. A new one becomes the first signature, the one before the second',
    }),
    previousSecret: secret.nullish().meta({
      description: 'Signs as well, while receivers change over; null ends it, left out keeps it',
    }),
    platforms: platforms.default([]),
    events: events.min(1).default([PUBLISH_REQUESTED]).meta({
      description:
        'child-ad.publish-requested: it is the ad server of its platforms; notification.raised: it is told of what people are told of',
    }),
    enabled: z.boolean().default(true),
    version: version.optional(),
  })
  .refine(({ events: asked, platforms: named }) => named.length === 0 || asked.includes(PUBLISH_REQUESTED), {
    path: ['platforms'],
    error: 'must be empty without the event child-ad.publish-requested',
  })
export type WebhookBody = z.infer<typeof webhookBody>
export const webhook = z
  .object({
    code,
    url: z.string().meta({ format: 'uri' }),
    platforms: z.array(z.string()),
    events,
    enabled: z.boolean(),
    secrets: whole.meta({ description: 'How many secrets sign a request; they are never shown' }),
    pending: whole.meta({ description: 'Requests that wait for it' }),
    dead: whole.meta({ description: 'Requests for it that were given up' }),
    version,
    updatedAt: instant,
  })
  .meta({ id: 'Webhook' })

export const putWebhook = endpoint({
  operationId: 'putWebhook',
  method: 'put',
  path: '/webhooks/{code}',
  tag: 'Publishing',
  summary: 'Attaches an ad server: what waits for its platforms is sent there from now on',
  role: 'operator',
  params: byCode,
  body: webhookBody,
  status: 200,
  answer: webhook,
  problems: ['VERSION_CONFLICT', 'UNKNOWN_REFERENCE', 'ALREADY_EXISTS'],
})

export const listWebhooks = endpoint({
  operationId: 'listWebhooks',
  method: 'get',
  path: '/webhooks',
  tag: 'Publishing',
  summary: 'Where ad servers listen',
  role: 'operator',
  query: z.object(paging({ default: 100, max: 1000 })),
  status: 200,
  answer: list(webhook),
  problems: [],
})

export const getWebhook = endpoint({
  operationId: 'getWebhook',
  method: 'get',
  path: '/webhooks/{code}',
  tag: 'Publishing',
  summary: 'One webhook',
  role: 'operator',
  params: byCode,
  status: 200,
  answer: webhook,
  problems: ['NOT_FOUND'],
})

export const deleteWebhook = endpoint({
  operationId: 'deleteWebhook',
  method: 'delete',
  path: '/webhooks/{code}',
  tag: 'Publishing',
  summary: 'Detaches an ad server: what is asked for waits until another one has its platforms',
  role: 'operator',
  params: byCode,
  status: 204,
  problems: ['NOT_FOUND'],
})

export const publishRequest = z
  .object({
    id: z.int().meta({ description: 'Its sequence: an ad’s later requests have larger ones' }),
    childAdId: shownId,
    unitId: shownId,
    campaignId: shownId,
    platform: z.string(),
    action,
    status,
    attempts: whole,
    nextAttemptAt: instant.nullable(),
    webhook: z.string().nullable(),
    answer: z.int().nullable().meta({ description: 'HTTP status of the last answer' }),
    answerText: z
      .string()
      .nullable()
      .meta({ description: 'The first 1,000 bytes of the last answer that did not accept it, as text' }),
    error: z.string().nullable(),
    createdAt: instant,
    doneAt: instant.nullable().meta({ description: 'When it was delivered or given up' }),
  })
  .meta({ id: 'PublishRequest' })
export type PublishRequestView = z.infer<typeof publishRequest>

export const listPublishRequests = endpoint({
  operationId: 'listPublishRequests',
  method: 'get',
  path: '/publish-requests',
  tag: 'Publishing',
  summary: 'What ad servers were asked for, newest first: what waits, what was given up and why',
  role: 'operator',
  query: z.object({
    status: status.optional(),
    platform: code.optional(),
    childAdId: uuid.optional(),
    ...paging({ default: 100, max: 1000 }),
  }),
  status: 200,
  answer: list(publishRequest),
  problems: [],
})

export const getPublishRequest = endpoint({
  operationId: 'getPublishRequest',
  method: 'get',
  path: '/publish-requests/{id}',
  tag: 'Publishing',
  summary: 'One request to an ad server, with what operators did with it',
  role: 'operator',
  params: z.object({ id: z.coerce.number().int().min(1) }),
  status: 200,
  answer: publishRequest.extend({
    handlings: z.array(
      z.object({
        kind: z.enum(HANDLING_KINDS),
        reason: z.string().nullable(),
        answer: z.int().nullable().meta({ description: 'HTTP status of its last answer until then' }),
        actor: z.string().meta({ description: 'E-mail' }),
        at: instant,
      }),
    ),
  }),
  problems: ['NOT_FOUND'],
})

const ids = z.array(z.int().min(1)).min(1).max(10_000).optional()
const reason = text(500)
const idsOrWebhook = [
  (body: { ids?: readonly number[] | undefined; webhook?: string | undefined }) =>
    (body.ids === undefined) !== (body.webhook === undefined),
  { error: 'name ids or a webhook' },
] as const

export const replayPublishRequests = endpoint({
  operationId: 'replayPublishRequests',
  method: 'post',
  path: '/publish-requests/replays',
  tag: 'Publishing',
  summary:
    'Sends dead letters again: those named, or those of a webhook. With status WITHHELD, what was booked before there was publishing; with RETIRED, what was set aside. What a later request has overtaken stays as it is',
  role: 'operator',
  body: z
    .object({
      ids,
      webhook: code.optional(),
      status: z.enum(['DEAD', 'WITHHELD', 'RETIRED']).default('DEAD'),
      reason: reason.optional(),
    })
    .refine(...idsOrWebhook),
  status: 200,
  answer: z.object({
    replayed: whole,
    overtaken: whole.meta({
      description: 'A later request of the same ad was sent: nothing to be sent again',
    }),
  }),
  problems: ['NOT_FOUND'],
})

export const retirePublishRequests = endpoint({
  operationId: 'retirePublishRequests',
  method: 'post',
  path: '/publish-requests/retirements',
  tag: 'Publishing',
  summary:
    'Sets dead letters aside that nobody will send again: those named, or those of a webhook. They are kept with the reason',
  role: 'operator',
  body: z.object({ ids, webhook: code.optional(), reason }).refine(...idsOrWebhook),
  status: 200,
  answer: z.object({ retired: whole }),
  problems: ['NOT_FOUND'],
})

/**
 * The body that a webhook gets. It is the same at every attempt, except `plan`, which is always the newest.
 */
export const publishMessage = z
  .object({
    type: z.literal(PUBLISH_REQUESTED),
    timestamp: instant.meta({ description: 'When the booking was changed' }),
    data: z.object({
      action,
      sequence: z
        .int()
        .meta({ description: 'Grows with every request of an ad: ignore what is older than you have' }),
      childAdId: shownId,
      adId: shownId,
      unitId: shownId,
      campaignId: shownId,
      campaign: z.string(),
      advertiser: z.string(),
      product: z.string(),
      platform: z.string(),
      group: z.string(),
      device: z.string(),
      creative: z.string(),
      bookingStatus,
      startDate: date,
      endDate: date,
      amount: won,
      impressions,
      revision: z.int(),
      plan: z.object({
        revision: z
          .int()
          .meta({ description: 'Of the booking; above `revision` when a later request follows' }),
        days: z.array(z.object({ date, impressions })),
        contents: z.array(z.object({ metaId: z.string(), impressions })),
      }),
    }),
  })
  .meta({ id: 'PublishMessage' })
export type PublishMessage = z.infer<typeof publishMessage>

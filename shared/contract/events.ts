import { z } from 'zod'
import { PUBLISH_STATUSES } from '../statuses'
import { endpoint } from './endpoint'
import { bookingStatus, date, month, publishStatus, uuid, version, whole } from './primitives'

/** Number of child ads per publish status; statuses without ads are left out. */
const counts = z.partialRecord(z.enum(PUBLISH_STATUSES), whole)

/** The events of a campaign by kind, with the data of each kind. */
const CAMPAIGN_EVENTS = {
  /** A row took a step of its booking status; `version` is the row's new one. */
  'unit.booking-status': z.object({ before: bookingStatus, after: bookingStatus, version }),
  /** The aggregated publish status of a row's child ads has changed, or their number per status. */
  'unit.publish-status': z.object({
    before: publishStatus.nullable(),
    after: publishStatus.nullable(),
    counts,
  }),
  /** Delivery of a row was reported or corrected, for days from `from` to `to`. */
  'unit.delivery': z.object({ from: date, to: date }),
  /**
   * Rows or their order, targeting, bookings or the campaign's own fields changed. `revision`: the media
   * mix's new one.
   */
  'campaign.changed': z.object({ revision: z.int() }),
  /** The aggregated publish status of all of a campaign's child ads has changed. */
  'campaign.publish-status': z.object({ before: publishStatus.nullable(), after: publishStatus.nullable() }),
  /** A stored proposal is ready, or could not be made: `GET /campaigns/{id}/proposals` has it. */
  'campaign.proposal': z.object({ proposalId: uuid, number: z.int(), status: z.enum(['READY', 'FAILED']) }),
  /** An approval was asked for, given, declined, withdrawn or used: `GET /campaigns/{id}/approvals` has it. */
  'campaign.approval': z.object({
    approvalId: uuid,
    status: z.enum(['OPEN', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'USED']),
  }),
  'campaign.created': z.object({}),
  /**
   * The campaign is shared with other accounts than before. Accounts that lost access get `campaign.removed`
   * instead.
   */
  'campaign.shared': z.object({}),
  /** The receiver can no longer see the campaign. */
  'campaign.removed': z.object({}),
} as const

/** The events of the account that listens. */
const ACCOUNT_EVENTS = {
  /** There is a new notification, or one was read: `GET /notifications` has them. */
  'notifications.changed': z.object({}),
} as const

const run = z.object({ runId: uuid, job: z.string(), month: month.nullable() })
/** The events of jobs, for operators. Jobs that run every few minutes are told of only when they fail. */
const JOB_EVENTS = {
  'job.started': run,
  'job.progressed': run.extend({ done: whole, total: whole }),
  'job.ended': run.extend({ status: z.enum(['SUCCEEDED', 'FAILED', 'CANCELED']) }),
} as const

export const EVENT_DATA = { ...CAMPAIGN_EVENTS, ...ACCOUNT_EVENTS, ...JOB_EVENTS } as const

export type CampaignEventKind = keyof typeof CAMPAIGN_EVENTS
export type AccountEventKind = keyof typeof ACCOUNT_EVENTS
export type JobEventKind = keyof typeof JOB_EVENTS
export type EventKind = keyof typeof EVENT_DATA
export type EventData<Kind extends EventKind> = z.infer<(typeof EVENT_DATA)[Kind]>

export const isJobEvent = (kind: string): boolean => Object.hasOwn(JOB_EVENTS, kind)

/**
 * One event of a stream: its data line. After a reconnect some events may arrive twice; they have the same
 * `id`.
 */
export type LiveEvent = {
  [Kind in EventKind]: {
    /**
     * The id of the journal's entry, as text. Ids grow, but neighbouring events may arrive in another order.
     */
    id: string
    campaignId: Kind extends CampaignEventKind ? string : null
    unitId: string | null
    kind: Kind
    at: string
    data: EventData<Kind>
  }
}[EventKind]

export const EVENT_KINDS = Object.keys(EVENT_DATA) as EventKind[]

export const events = endpoint({
  operationId: 'streamEvents',
  method: 'get',
  path: '/events',
  tag: 'Events',
  summary:
    'What happens to the campaigns one may see, to one’s own notifications and, for operators, to jobs, as server-sent events. Reconnect with Last-Event-ID; `reset` says that what was missed is not kept any more: load everything again; `end` that the sign-in ended',
  role: 'planner',
  query: z.object({
    campaign: uuid.optional().meta({
      description: 'Of campaigns, only the events of this one; no events of jobs',
    }),
  }),
  status: 200,
  file: 'text/event-stream',
  problems: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
})

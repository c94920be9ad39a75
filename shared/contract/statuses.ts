import { z } from 'zod'
import { RISK_REASONS } from '../pacing'
import { REPORT_ORIGINS } from '../statuses'
import { mediaMixRow } from './campaigns'
import { endpoint } from './endpoint'
import {
  bookingStatus,
  date,
  impressions,
  instant,
  list,
  paging,
  publishStatus,
  rowKind,
  text,
  uuid,
  version,
  whole,
  won,
} from './primitives'
import { shownDate, shownId } from './shown'

const byId = z.object({ id: uuid })
const MAX_REPORTS = 10_000
/** Long enough for any id: an unknown id rejects only its own item. */
const childAdId = text(100).meta({ description: 'Child ad; an unknown one is refused by itself' })
const ratio = z
  .number()
  .min(0)
  .meta({ description: 'Part of one with at most 6 digits; 1 is all of it, more is possible' })
const counts = z
  .partialRecord(publishStatus, whole)
  .meta({ description: 'Child ads by publish status; statuses without any are left out' })

/** A report that isn't one: it is refused alone, and the others of its call are taken. */
export class MalformedReport {
  /** @param childAdId null when the report names none */
  constructor(
    readonly childAdId: string | null,
    readonly issues: readonly z.core.$ZodIssue[],
  ) {}
}

function malformed({ error, input }: z.core.$ZodCatchCtx): MalformedReport {
  const named = z.object({ childAdId }).safeParse(input)
  return new MalformedReport(named.success ? named.data.childAdId : null, error.issues)
}

const reports = <T extends z.ZodType>(report: T) =>
  z.object({
    reports: z
      .array(report.transform((value): z.output<T> | MalformedReport => value).catch(malformed))
      .min(1, 'must have at least one report')
      .max(MAX_REPORTS, 'must have at most 10,000 reports'),
  })
const reported = <T extends z.ZodType>(rejection: T) =>
  z.object({
    accepted: whole.meta({ description: 'Reports taken, those included that were known or change nothing' }),
    rejected: whole,
    rejections: z.array(rejection),
  })

/** What says of every refused report which one it is and why. */
const refused = <Code extends string>(codes: readonly Code[]) => ({
  index: z.int().meta({ description: 'Its place in the call, from 0' }),
  childAdId: z.string().nullable().meta({ description: 'Null when the report names none' }),
  code: z.enum(codes),
  message: z.string().meta({ description: 'The reason, in Korean or English by Accept-Language' }),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .meta({ description: 'MALFORMED: which of its fields are not valid' }),
})

export const STATUS_REJECTIONS = ['MALFORMED', 'UNKNOWN_CHILD_AD', 'IN_THE_FUTURE', 'FORBIDDEN_STEP'] as const
const statusRejection = z
  .object({
    ...refused(STATUS_REJECTIONS),
    from: publishStatus.optional().meta({ description: 'FORBIDDEN_STEP: the status at that time' }),
    allowed: z
      .array(publishStatus)
      .optional()
      .meta({ description: 'FORBIDDEN_STEP: where it could have gone from there' }),
  })
  .meta({ id: 'StatusRejection' })
export type StatusRejection = z.infer<typeof statusRejection>

const statusReport = z.object({
  childAdId,
  status: publishStatus,
  reportedAt: instant.meta({ description: 'When it became so, by the ad server’s clock' }),
  message: text(500).nullish(),
})
export type StatusReport = z.infer<typeof statusReport>

export const reportStatuses = endpoint({
  operationId: 'reportStatuses',
  method: 'post',
  path: '/ads/status-reports',
  tag: 'Delivery',
  summary:
    'What ad servers say of child ads, 1 to 10,000 reports: in any order, as often as you like, the newest by its own time counts. Each is judged alone: a refused one does not stop the others',
  role: 'operator',
  body: reports(statusReport),
  status: 200,
  answer: reported(statusRejection),
  problems: [],
})

export const DELIVERY_REJECTIONS = [
  'MALFORMED',
  'UNKNOWN_CHILD_AD',
  'IN_THE_FUTURE',
  'OUTSIDE_FLIGHT',
] as const
const deliveryRejection = z.object(refused(DELIVERY_REJECTIONS)).meta({ id: 'DeliveryRejection' })
export type DeliveryRejection = z.infer<typeof deliveryRejection>

/** No ad delivers more in one day; a year of a thousand ads still sums to less than 2^53. */
const oneDay = whole.max(10_000_000_000, 'must be at most 10,000,000,000')
const deliveryReport = z.object({
  childAdId,
  date,
  impressions: oneDay,
  clicks: oneDay,
  views: oneDay,
  reportedAt: instant
    .optional()
    .meta({ description: 'Older ones never replace newer ones; without it the last call counts' }),
})
export type DeliveryReport = z.infer<typeof deliveryReport>

export const reportDelivery = endpoint({
  operationId: 'reportDelivery',
  method: 'post',
  path: '/delivery-reports',
  tag: 'Delivery',
  summary:
    'What child ads delivered on days, 1 to 10,000 reports; a correction replaces the whole day. Each is judged alone: a refused one does not stop the others',
  role: 'operator',
  body: reports(deliveryReport),
  status: 200,
  answer: reported(deliveryRejection),
  problems: [],
})

export const unitStatuses = endpoint({
  operationId: 'getUnitStatuses',
  method: 'get',
  path: '/campaign-units/{id}/statuses',
  tag: 'Delivery',
  summary: "A row's publish status with the counts behind it, down to its child ads",
  role: 'planner',
  params: byId,
  status: 200,
  answer: z.object({
    unitId: shownId,
    bookingStatus,
    publishStatus: publishStatus.nullable(),
    counts,
    ads: z.array(
      z.object({
        adId: shownId,
        platform: z.string(),
        publishStatus,
        counts,
        childAds: z.array(
          z.object({
            childAdId: shownId,
            group: z.string(),
            impressions,
            publishStatus,
            reportedAt: instant.nullable().meta({ description: 'Own time of the report it comes from' }),
            message: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
  problems: ['NOT_FOUND'],
})

const origin = z.enum(REPORT_ORIGINS).meta({ description: 'AD_SERVER, or BOOKING: it was ended or amended' })
export const statusChange = z
  .object({
    childAdId: shownId,
    platform: z.string(),
    group: z.string(),
    statusBefore: publishStatus,
    statusAfter: publishStatus,
    origin,
    reportedAt: instant.meta({ description: 'When it became so, by the clock of who says it' }),
    receivedAt: instant.meta({ description: 'When it came to be known here' }),
    message: z.string().nullable(),
  })
  .meta({ id: 'StatusChange' })
export const statusHistory = endpoint({
  operationId: 'listUnitStatusHistory',
  method: 'get',
  path: '/campaign-units/{id}/status-history',
  tag: 'Delivery',
  summary: "Steps of the publish status of a row's child ads, the newest first",
  role: 'planner',
  params: byId,
  query: z.object({ ...paging({ default: 100, max: 1000 }) }),
  status: 200,
  answer: list(statusChange),
  problems: ['NOT_FOUND'],
})

/** The outcome of a report. */
export const REPORT_OUTCOMES = ['APPLIED', 'REPEATED', 'SUPERSEDED', 'FORBIDDEN'] as const
export const statusReports = endpoint({
  operationId: 'listUnitStatusReports',
  method: 'get',
  path: '/campaign-units/{id}/status-reports',
  tag: 'Delivery',
  summary: 'Every report on a row’s child ads with what came of it, in the order of their own time',
  role: 'planner',
  params: byId,
  query: z.object({ ...paging({ default: 100, max: 1000 }) }),
  status: 200,
  answer: list(
    z
      .object({
        childAdId: shownId,
        status: publishStatus,
        reportedAt: instant,
        receivedAt: instant,
        origin,
        message: z.string().nullable(),
        outcome: z.enum(REPORT_OUTCOMES).meta({
          description: 'SUPERSEDED: another of the same instant counts; FORBIDDEN: no step from where it was',
        }),
      })
      .meta({ id: 'KeptStatusReport' }),
  ),
  problems: ['NOT_FOUND'],
})

const deliveryDay = z
  .object({
    date: shownDate,
    planned: impressions.meta({ description: 'Booked for the day' }),
    impressions,
    clicks: whole,
    views: whole,
    updatedAt: instant.nullable().meta({ description: 'Null: nothing was reported of the day' }),
  })
  .meta({ id: 'DeliveryDay' })
export type DeliveryDayView = z.infer<typeof deliveryDay>

export const deliveryDays = endpoint({
  operationId: 'listUnitDeliveryDays',
  method: 'get',
  path: '/campaign-units/{id}/delivery-days',
  tag: 'Delivery',
  summary: 'What a row has booked and delivered, day by day',
  role: 'planner',
  params: byId,
  status: 200,
  answer: list(deliveryDay),
  problems: ['NOT_FOUND'],
})
export const campaignDeliveryDays = endpoint({
  operationId: 'listCampaignDeliveryDays',
  method: 'get',
  path: '/campaigns/{id}/delivery-days',
  tag: 'Delivery',
  summary: 'What all rows of a campaign have booked and delivered, day by day',
  role: 'planner',
  params: byId,
  status: 200,
  answer: list(deliveryDay),
  problems: ['NOT_FOUND'],
})

const riskReason = z.enum(RISK_REASONS).meta({
  description:
    'ENDED_SHORT: the flight is over; FAILED, REJECTED: child ads that do not run; NO_DELIVERY: nothing was reported although days have passed; BEHIND: at this pace too little',
})

const figures = {
  guaranteed: impressions.meta({ description: '보장노출: what is booked' }),
  delivered: impressions.meta({ description: '실노출: what was reported, today included' }),
  achievement: ratio.nullable().meta({ description: '달성률: delivered / guaranteed' }),
  clicks: whole,
  views: whole,
  expectedToDate: impressions.meta({ description: 'Booked for the days up to asOf' }),
  deliveredToDate: impressions.meta({ description: 'Delivered on the days up to asOf' }),
  pacing: ratio.nullable().meta({ description: 'deliveredToDate / expectedToDate; null before the flight' }),
  projected: impressions.meta({ description: 'At the end of the flight, at this pace' }),
  missing: impressions.meta({ description: 'What the projection lacks of the guarantee' }),
}
export const unitDelivery = z
  .object({
    unitId: shownId,
    version,
    kind: rowKind,
    productCode: z.string(),
    startDate: shownDate,
    endDate: shownDate,
    amount: won,
    bookingStatus,
    publishStatus: publishStatus.nullable(),
    counts,
    ...figures,
    atRisk: z.boolean(),
    reason: riskReason.nullable().meta({ description: 'Why it is at risk; null when it is not' }),
  })
  .meta({ id: 'UnitDelivery' })
export type UnitDelivery = z.infer<typeof unitDelivery>

const deliveryTotals = z.object({
  ...figures,
  atRisk: whole.meta({ description: 'Rows at risk' }),
})
export const campaignDelivery = endpoint({
  operationId: 'getCampaignDelivery',
  method: 'get',
  path: '/campaigns/{id}/delivery',
  tag: 'Delivery',
  summary:
    'Guaranteed against delivered, row by row: 보장노출, 실노출, 달성률, pace, projection, rows at risk',
  role: 'planner',
  params: byId,
  status: 200,
  answer: z.object({
    campaignId: shownId,
    asOf: shownDate.meta({ description: 'The last day that is over: yesterday in Seoul' }),
    publishStatus: publishStatus.nullable(),
    counts,
    units: z.array(unitDelivery).meta({ description: 'Rows that were bought, in the order of the MediaMix' }),
    totals: deliveryTotals.meta({ description: 'Paid rows' }),
    totalsWithService: deliveryTotals.nullable().meta({ description: 'Null without bought service rows' }),
  }),
  problems: ['NOT_FOUND'],
})
export type CampaignDelivery = z.infer<NonNullable<typeof campaignDelivery.answer>>

const makegoodProposal = z.object({
  productCode: z.string(),
  startDate: shownDate,
  endDate: shownDate,
  amount: won.meta({ description: 'Shown amount; a service row costs nothing' }),
  impressions,
  complete: z.boolean().meta({ description: 'False: there is room for a part of what is missing only' }),
})
export type MakegoodProposal = z.infer<typeof makegoodProposal>
export const getMakegood = endpoint({
  operationId: 'getUnitMakegood',
  method: 'get',
  path: '/campaign-units/{id}/makegood',
  tag: 'Delivery',
  summary:
    'What to add where a row will miss its guarantee: a service row from tomorrow, where there is room',
  role: 'planner',
  params: byId,
  status: 200,
  answer: z.object({
    unitId: shownId,
    version,
    guaranteed: impressions,
    delivered: impressions,
    projected: impressions,
    missing: impressions,
    added: impressions.meta({ description: 'Of service rows that were added to make it good already' }),
    atRisk: z.boolean(),
    reason: riskReason.nullable(),
    proposal: makegoodProposal.nullable(),
    obstacle: z
      .enum(['NOTHING_MISSING', 'NO_ROOM', 'NOT_BOOKED'])
      .nullable()
      .meta({ description: 'Why there is no proposal' }),
  }),
  problems: ['NOT_FOUND'],
})
export type Makegood = z.infer<NonNullable<typeof getMakegood.answer>>
export const addMakegood = endpoint({
  operationId: 'addUnitMakegood',
  method: 'post',
  path: '/campaign-units/{id}/makegood',
  tag: 'Delivery',
  summary:
    'Add the makegood to the MediaMix: a service row in draft, with the targeting of the row it is for',
  role: 'planner',
  params: byId,
  idempotent: true,
  body: z.object({
    version: version.meta({ description: 'Of the row that misses its guarantee' }),
    amount: won.optional().meta({ description: 'As proposed, when left out' }),
    startDate: date.optional(),
    endDate: date.optional(),
  }),
  status: 201,
  answer: z.object({
    campaignId: shownId,
    revision: z.int(),
    unitId: shownId.meta({ description: 'The new row' }),
    row: mediaMixRow,
  }),
  problems: [
    'FORBIDDEN',
    'NOT_FOUND',
    'VERSION_CONFLICT',
    'STATUS_CONFLICT',
    'IDEMPOTENCY_CONFLICT',
    'REQUEST_IN_PROGRESS',
    'INVENTORY_SHORTAGE',
    'FLIGHT_IN_PAST',
    'AMOUNT_TOO_LARGE',
    'UNKNOWN_REFERENCE',
  ],
})

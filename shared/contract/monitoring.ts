import { z } from 'zod'
import { dayCount, MAX_FLIGHT_DAYS } from '../calendar'
import { RISK_REASONS } from '../pacing'
import { type Endpoint, endpoint } from './endpoint'
import {
  bookingStatus,
  code,
  date,
  impressions,
  instant,
  jobStatus,
  list,
  nextCursor,
  paging,
  publishStatus,
  text,
  whole,
  won,
} from './primitives'
import { shownDate, shownEmail, shownId, shownMonth } from './shown'

const asOf = instant.nullable().meta({
  description:
    'The state of the service that the figures are of: at most a minute ago. Null while they are added up for the first time; the lists are empty then',
})

const freshness = {
  asOf,
  ageSeconds: whole.nullable().meta({ description: 'Seconds since then, by the clock of the service' }),
}

const ratio = z
  .number()
  .nullable()
  .meta({ description: 'A quotient, rounded to 6 digits; null where nothing is to be divided by' })

const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true')

/** Filters of campaigns. Planners see only their own and shared campaigns, whatever the filter is. */
const campaignFilter = {
  q: text(100).optional().meta({ description: 'Part of the name or the advertiser' }),
  advertiser: text(200).optional().meta({ description: 'The advertiser, exactly' }),
  status: bookingStatus.optional().meta({ description: 'The campaign’s booking status' }),
  mine: yesOrNo.optional().meta({ description: 'true: only campaigns of one’s own' }),
}

const period = { from: date.optional(), to: date.optional() }

const inOrder = { message: 'must not be before from', path: ['to'] }
const notTooLong = { message: `must be at most ${MAX_FLIGHT_DAYS} days after from`, path: ['to'] }

const isInOrder = ({ from, to }: { from?: string; to?: string }) =>
  from === undefined || to === undefined || from <= to
const isNotTooLong = ({ from, to }: { from?: string; to?: string }) =>
  from === undefined || to === undefined || dayCount(from, to) <= MAX_FLIGHT_DAYS

const campaignsQuery = {
  ...campaignFilter,
  ...period,
  platform: code.optional().meta({
    description:
      'Only campaigns with a row on this platform. Guaranteed, delivered, clicks, views and achievement are then those of the platform, everything else of the whole campaign',
  }),
  publishStatus: publishStatus.optional(),
}
const deliveriesQuery = { ...campaignFilter, ...period, platform: code.optional() }
const sellThroughQuery = { ...period, platform: code.optional() }
const atRiskQuery = { ...campaignFilter, platform: code.optional() }

const campaignFigures = z
  .object({
    campaignId: shownId,
    name: z.string(),
    advertiser: z.string(),
    owner: shownEmail.meta({ description: 'E-mail' }),
    startDate: shownDate,
    endDate: shownDate,
    bookingStatus,
    publishStatus: publishStatus.nullable(),
    units: whole.meta({ description: 'Rows of its MediaMix' }),
    amount: won.meta({ description: 'Booked, whole won without VAT' }),
    guaranteed: impressions,
    delivered: impressions,
    clicks: whole,
    views: whole,
    achievement: ratio,
    atRiskUnits: whole,
    missing: impressions.meta({ description: 'What its units at risk will miss' }),
  })
  .meta({ id: 'MonitoringCampaign' })
export type MonitoringCampaignView = z.infer<typeof campaignFigures>

export const monitoringCampaigns = endpoint({
  operationId: 'listMonitoringCampaigns',
  method: 'get',
  path: '/monitoring/campaigns',
  tag: 'Monitoring',
  summary: 'Campaigns by status, and each with what is guaranteed and delivered',
  role: 'planner',
  query: z
    .object({ ...campaignsQuery, ...paging({ default: 50, max: 500 }) })
    .refine(isInOrder, inOrder)
    .refine(isNotTooLong, notTooLong),
  status: 200,
  answer: z.object({
    ...freshness,
    total: whole.meta({ description: 'Campaigns that the filter finds' }),
    byBookingStatus: z.array(z.object({ status: bookingStatus, campaigns: whole, amount: won })).meta({
      description: 'Statuses that at least one campaign has, whatever status the filter asks for',
    }),
    byPublishStatus: z.array(z.object({ status: publishStatus, campaigns: whole })),
    items: z.array(campaignFigures).meta({
      description:
        'Campaigns in flight first, those that end soonest before the others; then those to come, the soonest first; then those that are over, the last first',
    }),
    nextCursor: nextCursor.optional(),
  }),
  problems: [],
})
export type MonitoringCampaigns = z.infer<NonNullable<typeof monitoringCampaigns.answer>>

const deliveryFigures = z
  .object({
    date: shownDate,
    platform: z.string(),
    planned: impressions.meta({ description: 'Bought for the day' }),
    delivered: impressions.meta({ description: 'As the ad servers reported so far' }),
    clicks: whole,
    views: whole,
    achievement: ratio,
  })
  .meta({ id: 'MonitoringDelivery' })
export type MonitoringDeliveryView = z.infer<typeof deliveryFigures>

export const monitoringDeliveries = endpoint({
  operationId: 'listMonitoringDeliveries',
  method: 'get',
  path: '/monitoring/deliveries',
  tag: 'Monitoring',
  summary: 'Deliveries against plan per day and platform; yesterday and today unless a period is asked for',
  role: 'planner',
  query: z.object(deliveriesQuery).refine(isInOrder, inOrder).refine(isNotTooLong, notTooLong),
  status: 200,
  answer: z.object({ ...freshness, today: date, from: date, to: date, items: z.array(deliveryFigures) }),
  problems: [],
})
export type MonitoringDeliveries = z.infer<NonNullable<typeof monitoringDeliveries.answer>>

const sellThroughFigures = z
  .object({
    week: z.string().meta({ description: 'ISO 8601 week', pattern: '^\\d{4}-W\\d{2}$', example: '2026-W49' }),
    startDate: date.meta({ description: 'Its Monday' }),
    endDate: date.meta({ description: 'Its Sunday' }),
    platform: z.string(),
    forecast: impressions,
    capacity: impressions,
    held: impressions,
    sold: impressions,
    remaining: impressions,
    soldRatio: ratio.meta({ description: 'Sold of the capacity' }),
    heldRatio: ratio.meta({ description: 'Held of the capacity' }),
  })
  .meta({ id: 'MonitoringSellThrough' })
export type MonitoringSellThroughView = z.infer<typeof sellThroughFigures>

export const monitoringSellThrough = endpoint({
  operationId: 'listMonitoringSellThrough',
  method: 'get',
  path: '/monitoring/sell-through',
  tag: 'Monitoring',
  summary:
    'How much of the inventory is sold and held, per platform and ISO week; this week and the next eleven unless a period is asked for, which is widened to whole weeks',
  role: 'planner',
  query: z.object(sellThroughQuery).refine(isInOrder, inOrder).refine(isNotTooLong, notTooLong),
  status: 200,
  answer: z.object({ ...freshness, from: date, to: date, items: z.array(sellThroughFigures) }),
  problems: [],
})
export type MonitoringSellThrough = z.infer<NonNullable<typeof monitoringSellThrough.answer>>

const atRiskFigures = z
  .object({
    campaignId: shownId,
    campaign: z.string(),
    advertiser: z.string(),
    owner: shownEmail.meta({ description: 'E-mail' }),
    unitId: shownId,
    productCode: z.string(),
    product: z.string(),
    startDate: shownDate,
    endDate: shownDate,
    bookingStatus,
    publishStatus: publishStatus.nullable(),
    guaranteed: impressions,
    delivered: impressions,
    expectedToDate: impressions.meta({ description: 'Booked for the days up to yesterday' }),
    deliveredToDate: impressions.meta({ description: 'Delivered on the days up to yesterday' }),
    projected: impressions.meta({ description: 'At the end of the flight, at this pace' }),
    missing: impressions.meta({ description: 'What the projection lacks of the guarantee' }),
    achievement: ratio,
    pacing: ratio.meta({ description: 'deliveredToDate / expectedToDate' }),
    reason: z
      .enum(RISK_REASONS)
      .meta({ description: 'Why it is at risk, as GET /campaigns/{id}/delivery says it' }),
  })
  .meta({ id: 'MonitoringAtRisk' })
export type MonitoringAtRiskView = z.infer<typeof atRiskFigures>

export const monitoringAtRisk = endpoint({
  operationId: 'listMonitoringAtRisk',
  method: 'get',
  path: '/monitoring/at-risk',
  tag: 'Monitoring',
  summary: 'Rows that will miss what was guaranteed, those that miss most first',
  role: 'planner',
  query: z.object({ ...atRiskQuery, ...paging({ default: 50, max: 500 }) }),
  status: 200,
  answer: z.object({
    ...freshness,
    total: whole,
    missing: impressions.meta({ description: 'All that the filter finds will miss' }),
    items: z.array(atRiskFigures),
    nextCursor: nextCursor.optional(),
  }),
  problems: [],
})
export type MonitoringAtRisk = z.infer<NonNullable<typeof monitoringAtRisk.answer>>

const jobFigures = z
  .object({
    job: z.string(),
    schedule: z.string().nullable(),
    nextRunAt: instant.nullable(),
    lastRun: z
      .object({
        id: shownId,
        month: shownMonth.nullable(),
        status: jobStatus,
        createdAt: instant,
        startedAt: instant.nullable(),
        finishedAt: instant.nullable(),
        error: z.object({ code: z.string(), detail: z.string() }).nullable(),
        refusedAll: z
          .boolean()
          .meta({ description: 'It ended without an error, but refused every row of its file' }),
      })
      .nullable(),
    runs: whole.meta({ description: 'Runs of the last 24 hours' }),
    failures: whole.meta({ description: 'Those of them that failed' }),
  })
  .meta({ id: 'MonitoringJob' })
export type MonitoringJobView = z.infer<typeof jobFigures>

export const monitoringJobs = endpoint({
  operationId: 'listMonitoringJobs',
  method: 'get',
  path: '/monitoring/jobs',
  tag: 'Monitoring',
  summary: 'The jobs with their last runs and the failures of the last 24 hours',
  role: 'operator',
  status: 200,
  answer: list(jobFigures).extend({ asOf: instant }),
  problems: [],
})
export type MonitoringJobs = z.infer<NonNullable<typeof monitoringJobs.answer>>

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A report as a file, in the language of Accept-Language: all rows that its filter finds, up to 100,000. */
const exported = <Query extends z.ZodType>(
  operationId: string,
  report: string,
  format: 'csv' | 'xlsx',
  query: Query,
) =>
  endpoint({
    operationId,
    method: 'get',
    path: `/monitoring/${report}/export.${format}`,
    tag: 'Monitoring',
    summary: `The figures of /monitoring/${report} as ${format}, with the same filters; in English by Accept-Language, otherwise in Korean`,
    role: 'planner',
    query,
    status: 200,
    file: format === 'csv' ? CSV : XLSX,
    problems: [],
  }) satisfies Endpoint

const campaignsExport = z.object(campaignsQuery).refine(isInOrder, inOrder).refine(isNotTooLong, notTooLong)
const deliveriesExport = monitoringDeliveries.query!
const sellThroughExport = monitoringSellThrough.query!
const atRiskExport = z.object(atRiskQuery)

export const campaignsCsv = exported('exportMonitoringCampaignsCsv', 'campaigns', 'csv', campaignsExport)
export const campaignsXlsx = exported('exportMonitoringCampaignsXlsx', 'campaigns', 'xlsx', campaignsExport)
export const deliveriesCsv = exported('exportMonitoringDeliveriesCsv', 'deliveries', 'csv', deliveriesExport)
export const deliveriesXlsx = exported(
  'exportMonitoringDeliveriesXlsx',
  'deliveries',
  'xlsx',
  deliveriesExport,
)
export const sellThroughCsv = exported(
  'exportMonitoringSellThroughCsv',
  'sell-through',
  'csv',
  sellThroughExport,
)
export const sellThroughXlsx = exported(
  'exportMonitoringSellThroughXlsx',
  'sell-through',
  'xlsx',
  sellThroughExport,
)
export const atRiskCsv = exported('exportMonitoringAtRiskCsv', 'at-risk', 'csv', atRiskExport)
export const atRiskXlsx = exported('exportMonitoringAtRiskXlsx', 'at-risk', 'xlsx', atRiskExport)

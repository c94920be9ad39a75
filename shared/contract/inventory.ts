import { z } from 'zod'
import { endpoint } from './endpoint'
import {
  code,
  contentType,
  date,
  impressions,
  instant,
  jobStatus,
  list,
  metaId,
  month,
  paging,
  text,
  uuid,
  version,
  whole,
} from './primitives'

export const rejection = z.object({
  line: z.int().meta({ description: 'Line of the file, the header is 1' }),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
})
export type Rejection = z.infer<typeof rejection>

export const uploadForecast = endpoint({
  method: 'post',
  path: '/forecasts',
  tag: 'Inventory',
  summary:
    'Upload a forecast file (csv, csv.gz, xlsx) with the header part,metaId,date,hour,forecast,actual[,name,broadcaster,owner]',
  role: 'operator',
  upload: true,
  status: 202,
  answer: z.object({ runId: z.string() }),
  problems: ['MALFORMED_BODY', 'FORECAST_FILE_INVALID', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
})

export const startJob = endpoint({
  method: 'post',
  path: '/jobs/{job}/runs',
  tag: 'Jobs',
  summary: 'Run a job for a month: standard-inventory-load or unit-inventory-load',
  role: 'operator',
  params: z.object({ job: text(64) }),
  body: z.object({ month }),
  status: 202,
  answer: z.object({ runId: z.string() }),
  problems: ['NOT_FOUND', 'JOB_ALREADY_RUNNING'],
})

export const jobRun = z
  .object({
    id: z.string(),
    job: z.string(),
    month: z.string().nullable(),
    status: jobStatus,
    progress: z.object({ done: whole, total: whole }),
    result: z.unknown().nullable(),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'JobRun' })
export type JobRunView = z.infer<typeof jobRun>

export const getJobRun = endpoint({
  method: 'get',
  path: '/jobs/runs/{id}',
  tag: 'Jobs',
  summary: 'A run with its progress, and its result or error',
  role: 'operator',
  params: z.object({ id: uuid }),
  status: 200,
  answer: jobRun,
  problems: ['NOT_FOUND'],
})

export const listJobRuns = endpoint({
  method: 'get',
  path: '/jobs/runs',
  tag: 'Jobs',
  summary: 'Runs, the newest first',
  role: 'operator',
  query: z.object({ job: z.string().max(64).optional(), ...paging({ default: 50, max: 500 }) }),
  status: 200,
  answer: list(jobRun),
  problems: [],
})

export const standardInventory = z
  .object({
    id: z.int(),
    month: z.string(),
    type: contentType,
    metaId: z.string(),
    forecastTotal: impressions,
    actualTotal: impressions,
    changeRate: z
      .number()
      .nullable()
      .meta({ description: '(Σforecast − Σactual)/Σactual over rows with an actual' }),
    adjustedTotal: impressions.nullable(),
    status: z.enum(['OPEN', 'CONFIRMED']),
    version,
  })
  .meta({ id: 'StandardInventory' })
export type StandardInventoryView = z.infer<typeof standardInventory>

export const listStandardInventory = endpoint({
  method: 'get',
  path: '/standard-inventory',
  tag: 'Inventory',
  summary: "A month's standard inventory by type and metaId",
  role: 'planner',
  query: z.object({ month, type: contentType.optional(), ...paging({ default: 5000, max: 10_000 }) }),
  status: 200,
  answer: list(standardInventory),
  problems: [],
})

export const correctStandardInventory = endpoint({
  method: 'patch',
  path: '/standard-inventory/{id}',
  tag: 'Inventory',
  summary: "Correct a content's monthly total; null takes the correction back",
  role: 'operator',
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  body: z.object({ adjustedTotal: impressions.nullable(), reason: text(500), version }),
  status: 200,
  answer: standardInventory,
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'STANDARD_INVENTORY_CONFIRMED'],
})

const ids = z.array(z.int().min(1).max(2_147_483_647)).min(1).max(10_000)

export const confirmStandardInventory = endpoint({
  method: 'post',
  path: '/standard-inventory/confirmations',
  tag: 'Inventory',
  summary: "Confirm a month's rows, all or those named: their totals and shapes freeze",
  role: 'operator',
  body: z.object({ month, ids: ids.optional() }),
  status: 200,
  answer: z.object({ confirmed: whole, alreadyConfirmed: whole }),
  problems: ['NOT_FOUND', 'SHAPE_ALL_ZERO'],
})

export const reopenStandardInventory = endpoint({
  method: 'post',
  path: '/standard-inventory/reopenings',
  tag: 'Inventory',
  summary: 'Reopen confirmed rows',
  role: 'operator',
  body: z.object({ ids, reason: text(500) }),
  status: 200,
  answer: z.object({ reopened: whole, alreadyOpen: whole }),
  problems: ['NOT_FOUND'],
})

export const standardInventoryHistory = endpoint({
  method: 'get',
  path: '/standard-inventory/{id}/history',
  tag: 'Inventory',
  summary: 'Who corrected, confirmed or reopened a row, when and why',
  role: 'planner',
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  query: z.object(paging({ default: 500, max: 1000 })),
  status: 200,
  answer: list(
    z.object({
      kind: z.enum(['CORRECTED', 'CONFIRMED', 'REOPENED']),
      adjustedBefore: impressions.nullable(),
      adjustedAfter: impressions.nullable(),
      reason: z.string().nullable(),
      actor: z.string(),
      at: instant,
    }),
  ),
  problems: ['NOT_FOUND'],
})

export const unitInventory = z
  .object({
    metaId: z.string(),
    platform: z.string(),
    date: z.string(),
    forecast: impressions,
    capacity: impressions,
    held: impressions,
    sold: impressions,
    remaining: impressions,
    atRisk: impressions.meta({ description: 'max(0, held + sold − forecast)' }),
  })
  .meta({ id: 'UnitInventory' })
export type UnitInventoryView = z.infer<typeof unitInventory>

export const listUnitInventory = endpoint({
  method: 'get',
  path: '/unit-inventory',
  tag: 'Inventory',
  summary: 'Sellable inventory by metaId, platform and date',
  role: 'planner',
  query: z
    .object({
      metaId: metaId.optional(),
      platform: code.optional(),
      from: date.optional(),
      to: date.optional(),
      ...paging({ default: 10_000, max: 50_000 }),
    })
    .refine(({ from, to }) => !from || !to || from <= to, {
      message: 'must not be before `from`',
      path: ['to'],
    }),
  status: 200,
  answer: list(unitInventory),
  problems: [],
})

import { z } from 'zod'
import { dayCount, MAX_FLIGHT_DAYS } from '../calendar'
import { endpoint } from './endpoint'
import {
  bookingStatus,
  code,
  contentType,
  date,
  flag,
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
import { shownDate, shownEmail, shownId, shownMonth } from './shown'

export const rejection = z.object({
  line: z.int().meta({ description: 'Line of the file, or row of the sheet; the first is 1' }),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
})
export type Rejection = z.infer<typeof rejection>

export const forecastWarning = z.object({
  code: z.enum([
    'INVISIBLE_MARKS',
    'HOURS_1_TO_24',
    'PART_OF_DAY',
    'FEWER_HOURS',
    'DAYS_MISSING',
    'NOTHING_TAKEN',
    'SHEETS_NOT_READ',
    'HIDDEN_ROWS',
    'CONTENTS_MISSING',
    'HOURS_KEPT',
    'JUMPED',
    'WITHDRAWN',
    'NOT_WITHDRAWN',
  ]),
  count: whole.meta({
    description:
      'Rows; days for FEWER_HOURS, DAYS_MISSING and HOURS_KEPT; contents for CONTENTS_MISSING and JUMPED; parts for PART_OF_DAY; hours for WITHDRAWN; sheets for SHEETS_NOT_READ',
  }),
  detail: z.string(),
  first: z.array(z.string()).meta({ description: 'The first ten' }),
})
export type ForecastWarning = z.infer<typeof forecastWarning>

export const forecastOutcome = z
  .object({
    accepted: whole.meta({ description: 'Rows that were taken; of the same key the last one holds' }),
    rejected: whole,
    rejections: z.array(rejection).meta({ description: 'The first hundred' }),
    rejectionsStored: whole.meta({
      description:
        'How many lines rejections.csv has: at most a million rejections, and 100,000 remarks on rows that were taken',
    }),
    duplicates: z.object({
      count: whole.meta({ description: 'Rows that replaced an earlier row of the file' }),
      first: z
        .array(
          z.object({
            line: z.int(),
            part: z.string(),
            metaId: z.string(),
            date: shownDate,
            hour: z.int(),
          }),
        )
        .meta({ description: 'The first hundred of those that replaced another' }),
    }),
    newContents: whole.meta({ description: 'Contents that the file brought, to be looked at' }),
    months: z.array(shownMonth).meta({ description: 'Months that the accepted rows lie in' }),
    parts: z.array(z.string()).optional().meta({ description: 'Parts that the accepted rows are of' }),
    complete: z.boolean().optional().meta({ description: 'It was sent as complete' }),
    withdrawn: whole.optional().meta({ description: 'Hours that a complete file lacked and withdrew' }),
    warnings: z
      .array(forecastWarning)
      .optional()
      .meta({ description: 'What a person should look at although rows were taken' }),
    file: z.object({
      name: z.string(),
      hash: z.string(),
      size: whole,
      encoding: z.string().nullable(),
      sheet: z.string().nullable(),
      ignoredColumns: z.array(z.string()),
    }),
    alreadyTaken: z
      .object({ runId: shownId, at: instant })
      .optional()
      .meta({ description: 'The same file was taken before: its outcome; nothing has changed' }),
  })
  .meta({ id: 'ForecastOutcome', description: 'The result of a run of forecast-load' })
export type ForecastOutcome = z.infer<typeof forecastOutcome>

export const uploadForecast = endpoint({
  operationId: 'uploadForecast',
  method: 'post',
  path: '/forecasts',
  tag: 'Inventory',
  summary:
    'Upload a forecast file (csv, csv.gz, xlsx) with the header part,metaId,date,hour,forecast,actual[,name,broadcaster,owner]',
  role: 'operator',
  upload: z.object({
    sheet: z.string().optional().meta({
      description: 'Sheet of a workbook; the first visible one with a forecast where it is left out',
    }),
    again: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: '`true` takes a file again that was taken before' }),
    complete: z.enum(['true', 'false']).optional().meta({
      description:
        '`true` says that the file has everything for its parts and months: hours that it lacks are withdrawn',
    }),
  }),
  status: 202,
  answer: z.object({ runId: shownId }),
  problems: ['MALFORMED_BODY', 'FORECAST_FILE_INVALID', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
})

export const forecastFile = z
  .object({
    runId: shownId,
    name: z.string(),
    hash: z.string().meta({
      description: 'SHA-256 of what the file says: of its unpacked text, or of workbook and sheet',
      pattern: '^[0-9a-f]{64}$',
    }),
    size: whole.meta({ description: 'Bytes as they came' }),
    source: z.enum(['UPLOAD', 'INBOX', 'SERVICE']),
    actor: shownEmail.nullable().meta({ description: 'E-mail of the account that uploaded it' }),
    encoding: z
      .string()
      .nullable()
      .meta({ description: 'UTF-8, UTF-16LE, UTF-16BE or CP949; null for a workbook' }),
    sheet: z.string().nullable(),
    status: jobStatus,
    accepted: whole,
    rejected: whole,
    duplicates: whole,
    newContents: whole,
    complete: z.boolean().meta({ description: 'It was sent as complete for its parts and months' }),
    withdrawn: whole.meta({ description: 'Hours that it lacked and therefore withdrew' }),
    sameAs: shownId.nullable().meta({ description: 'The run that had taken the same file before' }),
    createdAt: instant,
    takenAt: instant.nullable(),
  })
  .meta({ id: 'ForecastFile' })
export type ForecastFileView = z.infer<typeof forecastFile>

export const listForecasts = endpoint({
  operationId: 'listForecasts',
  method: 'get',
  path: '/forecasts',
  tag: 'Inventory',
  summary: 'Forecast files that were taken or are being taken, the newest first',
  role: 'operator',
  query: z.object(paging({ default: 50, max: 500 })),
  status: 200,
  answer: list(forecastFile),
  problems: [],
})

const fileDetail = forecastFile
  .extend({
    outcome: forecastOutcome
      .nullable()
      .meta({ description: 'Null while it is being taken, or when it failed' }),
  })
  .meta({ id: 'ForecastFileDetail' })
export type ForecastFileDetail = z.infer<typeof fileDetail>

export const getForecast = endpoint({
  operationId: 'getForecast',
  method: 'get',
  path: '/forecasts/{runId}',
  tag: 'Inventory',
  summary: 'A forecast file with what came of it, for as long as the file is known',
  role: 'operator',
  params: z.object({ runId: uuid }),
  status: 200,
  answer: fileDetail,
  problems: ['NOT_FOUND'],
})

export const forecastRejections = endpoint({
  operationId: 'downloadForecastRejections',
  method: 'get',
  path: '/forecasts/{runId}/rejections.csv',
  tag: 'Inventory',
  summary:
    'Every refused row of a file with line, column, value and reason, and remarks on rows that were taken, for a spreadsheet',
  role: 'operator',
  params: z.object({ runId: uuid }),
  status: 200,
  file: 'text/csv',
  problems: ['NOT_FOUND'],
})

export const forecastWithdrawals = endpoint({
  operationId: 'downloadForecastWithdrawals',
  method: 'get',
  path: '/forecasts/{runId}/withdrawn.csv',
  tag: 'Inventory',
  summary: 'The hours that a complete file withdrew, as a forecast file: sent again, it brings them back',
  role: 'operator',
  params: z.object({ runId: uuid }),
  status: 200,
  file: 'text/csv',
  problems: ['NOT_FOUND'],
})

export const startJob = endpoint({
  operationId: 'startJob',
  method: 'post',
  path: '/jobs/{job}/runs',
  tag: 'Jobs',
  summary: 'Run a job for a month: standard-inventory-load or unit-inventory-load',
  role: 'operator',
  params: z.object({ job: text(64) }),
  named: {
    'standard-inventory-load': {
      operationId: 'startStandardInventoryLoad',
      summary: 'Run standard-inventory-load for a month: adds up forecast and actuals of each content again',
    },
    'unit-inventory-load': {
      operationId: 'startUnitInventoryLoad',
      summary: 'Run unit-inventory-load for a month: splits confirmed rows over platforms and days, for sale',
    },
  },
  body: z.object({ month }),
  status: 202,
  answer: z.object({ runId: shownId }),
  problems: ['NOT_FOUND', 'JOB_ALREADY_RUNNING'],
})

const jobName = z.string().meta({
  description: 'A job, as GET /jobs names it',
  pattern: '^[a-z][a-z0-9-]*$',
  example: 'unit-inventory-load',
})

/** Where a file of the inbox went; null: it was left where it is, for the reason given. */
const inbox = z.object({ name: z.string(), movedTo: z.string().nullable(), reason: z.string().optional() })

/** What the jobs give as the result of a run that succeeded. */
const jobResult = z.union([
  forecastOutcome.extend({ inbox: inbox.optional() }).meta({
    id: 'ForecastLoadResult',
    description: 'forecast-load and forecast-inbox-file',
  }),
  z.object({ inbox }).meta({ description: 'forecast-inbox-file: a file that was not taken' }),
  z.object({ found: whole, started: whole }).meta({ description: 'forecast-inbox: files' }),
  z
    .object({
      loaded: whole,
      skipped: whole.meta({ description: 'Confirmed rows, which a load does not change' }),
      zeroed: whole.meta({ description: 'Rows without a forecast any more' }),
      outdated: whole.meta({ description: 'Confirmed rows whose forecast has changed since' }),
      toCheck: whole.meta({ description: 'Open rows that a person should look at' }),
      uncountable: z.array(z.string()).meta({ description: 'Contents whose sums exceed 2^53' }),
    })
    .loose()
    .meta({ id: 'StandardLoadResult', description: 'standard-inventory-load' }),
  z
    .object({
      contents: whole,
      rows: whole,
      atRisk: z.object({ rows: whole, impressions: whole, units: whole }).loose(),
    })
    .loose()
    .meta({ id: 'UnitLoadResult', description: 'unit-inventory-load' }),
  z.object({ expired: whole }).meta({ description: 'expire-holds: rows' }),
  z.object({ started: whole, finished: whole }).meta({ description: 'calendar-statuses: rows' }),
  z
    .object({ units: whole, mendedUnits: whole, mendedCampaigns: whole })
    .meta({ description: 'publish-status-refresh' }),
  z
    .object({ all: z.boolean(), campaigns: whole, days: whole })
    .meta({ description: 'monitoring-refresh: what was added up anew' }),
  z
    .object({ raised: whole, over: whole, delivered: whole, failed: whole })
    .meta({ description: 'notify: notifications, and letters' }),
  z.object({ proposalId: shownId, made: z.boolean() }).meta({
    description: 'proposal-copy: false when it was deleted before it was ready',
  }),
  z
    .object({ failed: whole, purged: whole, files: whole })
    .meta({ description: 'purge-proposals: given up, old ones, and files that belonged to none' }),
  z.object({ purged: whole }).meta({ description: 'The other jobs that purge' }),
])

export const jobRun = z
  .object({
    id: shownId,
    job: jobName,
    month: shownMonth.nullable(),
    status: jobStatus,
    progress: z.object({ done: whole, total: whole }),
    result: jobResult.nullable().meta({ description: 'Of a run that succeeded, by its job; otherwise null' }),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    attempt: whole.meta({ description: 'How often it was begun; 0 while it has not been' }),
    waitsFor: z
      .object({ id: shownId, job: jobName, month: shownMonth.nullable(), status: jobStatus })
      .nullable()
      .meta({
        description:
          'The run that it waits for: files and loads of a month are worked on in the order in which they were sent, in all processes',
      }),
    cancelRequested: z.boolean().meta({ description: 'A running run ends at its next chunk' }),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'JobRun' })
export type JobRunView = z.infer<typeof jobRun>

export const getJobRun = endpoint({
  operationId: 'getJobRun',
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
  operationId: 'listJobRuns',
  method: 'get',
  path: '/jobs/runs',
  tag: 'Jobs',
  summary: 'Runs, the newest first; those of small jobs that come every minute and succeeded only by job',
  role: 'operator',
  query: z.object({ job: jobName.max(64).optional(), ...paging({ default: 50, max: 500 }) }),
  status: 200,
  answer: list(jobRun),
  problems: [],
})

export const cancelJobRun = endpoint({
  operationId: 'cancelJobRun',
  method: 'post',
  path: '/jobs/runs/{id}/cancel',
  tag: 'Jobs',
  summary: 'Cancel a run: a queued one at once, a running one at its next chunk; what was done stays',
  role: 'operator',
  params: z.object({ id: uuid }),
  status: 200,
  answer: jobRun,
  problems: ['NOT_FOUND', 'STATUS_CONFLICT'],
})

export const jobRunLine = z
  .object({ id: z.int(), at: instant, level: z.enum(['info', 'warning', 'error']), text: z.string() })
  .meta({ id: 'JobRunLine' })
export type JobRunLineView = z.infer<typeof jobRunLine>

export const jobRunLog = endpoint({
  operationId: 'listJobRunLines',
  method: 'get',
  path: '/jobs/runs/{id}/log',
  tag: 'Jobs',
  summary: 'What a run said on its way, the oldest first',
  role: 'operator',
  params: z.object({ id: uuid }),
  query: z.object(paging({ default: 500, max: 1000 })),
  status: 200,
  answer: list(jobRunLine),
  problems: ['NOT_FOUND'],
})

export const listJobs = endpoint({
  operationId: 'listJobs',
  method: 'get',
  path: '/jobs',
  tag: 'Jobs',
  summary: 'The jobs, and when each runs by itself (JOB_SCHEDULES, Asia/Seoul)',
  role: 'operator',
  status: 200,
  answer: list(
    z.object({
      name: jobName,
      monthly: z.boolean().meta({ description: 'Runs are for a month and can be started by hand' }),
      schedule: z.string().nullable().meta({ description: 'Cron expression in Asia/Seoul' }),
      nextRunAt: instant.nullable(),
    }),
  ),
  problems: [],
})

const standardNote = z
  .object({
    code: z
      .enum([
        'PART_OF_MONTH',
        'HOURS_MISSING',
        'HOURS_1_TO_24',
        'NOT_IN_LAST_FILE',
        'FILE_BROKE_OFF',
        'WITHDRAWN',
        'JUMPED',
        'CORRECTED_ON_FEW_DAYS',
        'CORRECTED_FOR_OTHER_DAYS',
        'FORECAST_CHANGED',
      ])
      .meta({
        description: `PART_OF_MONTH: the part has a forecast only from \`from\` to \`to\`, and none on \`days\` between them, the first \`date\`; HOURS_MISSING: \`days\` have fewer hours than others, the first \`hours\` of \`of\`; HOURS_1_TO_24: the hours seem to be counted from 1 to 24; NOT_IN_LAST_FILE: \`file\` has most contents of the part and not this one; FILE_BROKE_OFF: \`file\` has written rows of the part and month, but was not loaded to its end; WITHDRAWN: complete files have withdrawn \`days\`; JUMPED: the last files changed \`days\` from \`before\` to \`after\`; CORRECTED_ON_FEW_DAYS: the correction goes to \`days\` of \`of\` days; CORRECTED_FOR_OTHER_DAYS: it was made when \`of\` days had a forecast, now it goes to \`days\`; both with the mean of a day without and with it; FORECAST_CHANGED: after the confirmation, from \`before\` to \`after\`; equal where only its days have changed`,
      }),
    part: z.string().optional(),
    days: whole.optional(),
    date: shownDate.optional(),
    hours: whole.optional(),
    of: whole.optional(),
    from: shownDate.optional(),
    to: shownDate.optional(),
    before: impressions.optional(),
    after: impressions.optional(),
    file: z.string().optional(),
  })
  .meta({ id: 'StandardInventoryNote' })
export type StandardNote = z.infer<typeof standardNote>

export const standardInventory = z
  .object({
    id: z.int(),
    month: shownMonth,
    type: contentType,
    metaId: z.string(),
    forecastTotal: impressions,
    actualTotal: impressions,
    changeRate: z
      .number()
      .nullable()
      .meta({ description: '(Σforecast − Σactual)/Σactual over rows with an actual' }),
    adjustedTotal: impressions.nullable(),
    newForecastTotal: impressions.optional().meta({
      description:
        'Only at a confirmed row whose forecast has changed since, in total or on a day, and about which nobody has decided: the newest total. `forecastTotal` is the confirmed one',
    }),
    changedSince: instant.optional().meta({ description: 'With newForecastTotal: when a load found it' }),
    previousTotal: impressions.nullable().meta({
      description: 'The month before: its correction, or else its forecast; null when there is none',
    }),
    monthOverMonth: z.number().nullable().meta({
      description:
        '(total − previousTotal)/previousTotal, where the total is the correction or else the forecast',
    }),
    notes: z.array(standardNote).optional().meta({
      description:
        'What a person should look at before the row is confirmed; only where the call asks for notes',
    }),
    status: z.enum(['OPEN', 'CONFIRMED']),
    version,
  })
  .meta({ id: 'StandardInventory' })
export type StandardInventoryView = z.infer<typeof standardInventory>

export const listStandardInventory = endpoint({
  operationId: 'listStandardInventory',
  method: 'get',
  path: '/standard-inventory',
  tag: 'Inventory',
  summary: "A month's standard inventory by type and metaId",
  role: 'planner',
  query: z.object({
    month,
    type: contentType.optional(),
    notes: flag.optional(),
    changed: flag
      .optional()
      .meta({ description: 'true: only rows whose forecast has changed since they were confirmed' }),
    ...paging({ default: 5000, max: 10_000 }),
  }),
  status: 200,
  answer: list(standardInventory),
  problems: [],
})

export const standardInventorySums = endpoint({
  operationId: 'listStandardInventorySums',
  method: 'get',
  path: '/standard-inventory/sums',
  tag: 'Inventory',
  summary: "The sums of a month's standard inventory, by type; types without rows are left out",
  role: 'planner',
  query: z.object({ month }),
  status: 200,
  answer: z.object({
    items: z.array(
      z
        .object({
          type: contentType,
          rows: whole,
          confirmed: whole.meta({ description: 'Rows that are confirmed' }),
          total: impressions.meta({ description: 'Of each row the correction, or else the forecast' }),
        })
        .meta({ id: 'StandardInventorySum' }),
    ),
  }),
  problems: [],
})

const correction = z.object({ adjustedTotal: impressions.nullable(), reason: text(500), version })
const standardChange = z.object({
  kind: z.enum(['CORRECTED', 'CONFIRMED', 'REOPENED', 'FORECAST_TAKEN', 'FORECAST_KEPT']),
  reason: z.string().nullable(),
  actor: z.string(),
  at: instant,
})
export type StandardChangeView = z.infer<typeof standardChange>

export const correctStandardInventory = endpoint({
  operationId: 'correctStandardInventory',
  method: 'patch',
  path: '/standard-inventory/{id}',
  tag: 'Inventory',
  summary: "Correct a content's monthly total; null takes the correction back",
  role: 'operator',
  params: z.object({ id: z.coerce.number().int().min(1) }),
  body: correction,
  status: 200,
  answer: standardInventory,
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'STANDARD_INVENTORY_CONFIRMED'],
})

const correctedRow = z
  .object({
    id: z.int(),
    saved: z.boolean(),
    row: standardInventory.nullable().meta({ description: 'As it is now; null when it does not exist' }),
    problem: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .meta({ description: 'Why it was not saved' }),
    lastChange: standardChange
      .nullable()
      .meta({ description: 'The last change by a person, of a row that was not saved' }),
  })
  .meta({ id: 'CorrectedStandardInventory' })
export type CorrectedRow = z.infer<typeof correctedRow>

export const correctManyStandardInventory = endpoint({
  operationId: 'correctManyStandardInventory',
  method: 'post',
  path: '/standard-inventory/corrections',
  tag: 'Inventory',
  summary: 'Correct many totals: each row is saved or refused on its own',
  role: 'operator',
  body: z.object({
    notes: z.boolean().optional().meta({ description: 'Whether the rows come with their notes' }),
    corrections: z
      .array(correction.extend({ id: z.int().min(1) }))
      .min(1)
      .max(1000, 'must have at most 1,000 corrections')
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must not name a row twice'),
  }),
  status: 200,
  answer: z.object({ items: z.array(correctedRow) }),
  problems: [],
})

const ids = z.array(z.int().min(1)).min(1).max(10_000)

export const confirmStandardInventory = endpoint({
  operationId: 'confirmStandardInventory',
  method: 'post',
  path: '/standard-inventory/confirmations',
  tag: 'Inventory',
  summary: "Confirm a month's rows, all or those named: their totals and shapes freeze",
  role: 'operator',
  body: z.object({ month, ids: ids.optional() }),
  status: 200,
  answer: z.object({ confirmed: whole, alreadyConfirmed: whole }),
  problems: ['NOT_FOUND', 'SHAPE_ALL_ZERO', 'STANDARD_INVENTORY_CONFIRMED'],
})

export const reopenStandardInventory = endpoint({
  operationId: 'reopenStandardInventory',
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

const forecastDecision = z.object({
  items: z.array(standardInventory).meta({ description: 'The rows as they are now' }),
  unitLoad: z.object({ needed: z.boolean(), months: z.array(shownMonth) }).meta({
    description:
      'Months whose unit-inventory-load has to run before the new forecast is for sale. Where it is less than what is held and sold, rows are at risk after it: GET /inventory/at-risk',
  }),
})
export type ForecastDecisionAnswer = z.infer<typeof forecastDecision>

export const decideForecasts = endpoint({
  operationId: 'decideForecastChanges',
  method: 'post',
  path: '/standard-inventory/forecast-decisions',
  tag: 'Inventory',
  summary:
    'Take the newest forecast of confirmed rows with its daily shape, or keep the confirmed one until the next change: all rows or none; corrections stay',
  role: 'operator',
  body: z.object({
    decision: z.enum(['TAKE', 'KEEP']),
    rows: z
      .array(z.object({ id: z.int().min(1), version }))
      .min(1)
      .max(10_000)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must not name a row twice'),
    reason: text(500),
  }),
  status: 200,
  answer: forecastDecision,
  problems: [
    'NOT_FOUND',
    'VERSION_CONFLICT',
    'STATUS_CONFLICT',
    'SHAPE_ALL_ZERO',
    'STANDARD_INVENTORY_CONFIRMED',
  ],
})

export const standardInventoryHistory = endpoint({
  operationId: 'listStandardInventoryChanges',
  method: 'get',
  path: '/standard-inventory/{id}/history',
  tag: 'Inventory',
  summary: 'Who corrected, confirmed or reopened a row, or decided about its forecast, when and why',
  role: 'planner',
  params: z.object({ id: z.coerce.number().int().min(1) }),
  query: z.object(paging({ default: 500, max: 1000 })),
  status: 200,
  answer: list(
    standardChange.extend({
      id: z.int(),
      adjustedBefore: impressions.nullable(),
      adjustedAfter: impressions.nullable(),
      forecastBefore: impressions
        .nullable()
        .meta({ description: 'Of a decision about a changed forecast: the confirmed total' }),
      forecastAfter: impressions.nullable().meta({ description: 'And the newest' }),
    }),
  ),
  problems: ['NOT_FOUND'],
})

export const unitInventory = z
  .object({
    metaId: z.string(),
    platform: z.string(),
    date: shownDate,
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
  operationId: 'listUnitInventory',
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

const calendarDay = z
  .object({
    date: shownDate,
    platform: z.string(),
    capacity: impressions,
    held: impressions,
    sold: impressions,
    remaining: impressions,
  })
  .meta({ id: 'InventoryCalendarDay' })
export type CalendarDayView = z.infer<typeof calendarDay>

const days = { from: date, to: date }
const daysInOrder = <Days extends z.ZodType<{ from: string; to: string }>>(schema: Days) =>
  schema
    .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] })
    .refine(({ from, to }) => dayCount(from, to) <= MAX_FLIGHT_DAYS, {
      message: `must be at most ${MAX_FLIGHT_DAYS} days after \`from\``,
      path: ['to'],
    })

export const inventoryCalendar = endpoint({
  operationId: 'getInventoryCalendar',
  method: 'get',
  path: '/inventory/calendar',
  tag: 'Inventory',
  summary: 'What is held, sold and left per day and platform: of everything, a content, a type or a product',
  role: 'planner',
  query: daysInOrder(
    z.object({
      ...days,
      metaId: metaId.optional(),
      type: contentType.optional(),
      productCode: code.optional(),
    }),
  ),
  status: 200,
  answer: list(calendarDay),
  problems: ['UNKNOWN_REFERENCE'],
})

export const contentCalendars = endpoint({
  operationId: 'getContentCalendars',
  method: 'post',
  path: '/inventory/content-calendars',
  tag: 'Inventory',
  summary: 'What is held, sold and left per day and platform of several contents, content by content',
  role: 'planner',
  body: daysInOrder(z.object({ ...days, metaIds: z.array(metaId).min(1).max(100) })),
  status: 200,
  answer: z.object({ items: z.array(z.object({ metaId: z.string(), days: z.array(calendarDay) })) }),
  problems: [],
})

export const promisedContents = endpoint({
  operationId: 'listPromisedContents',
  method: 'get',
  path: '/inventory/promises',
  tag: 'Inventory',
  summary:
    'What is held and sold of each content in a month, by metaId; contents without either are left out',
  role: 'operator',
  query: z.object({ month, ...paging({ default: 1000, max: 10_000 }) }),
  status: 200,
  answer: list(
    z.object({ metaId: z.string(), held: impressions, sold: impressions }).meta({ id: 'PromisedContent' }),
  ),
  problems: [],
})

const flightSums = daysInOrder(
  z.object({ ...days, platforms: z.array(code).min(1).max(50), metaIds: z.array(metaId).min(1).max(10_000) }),
)
export const inventorySums = endpoint({
  operationId: 'sumInventory',
  method: 'post',
  path: '/inventory/sums',
  tag: 'Inventory',
  summary:
    'Forecast and what is left of contents in flights, summed over the days and platforms of each flight',
  role: 'planner',
  body: z.object({
    flights: z
      .array(flightSums)
      .min(1)
      .max(2000)
      .refine(
        (flights) => flights.reduce((sum, { metaIds }) => sum + metaIds.length, 0) <= 100_000,
        'must have at most 100,000 contents in all',
      ),
  }),
  status: 200,
  answer: z.object({
    flights: z.array(z.object({ forecast: z.array(impressions), remaining: z.array(impressions) })).meta({
      description: 'In the order of the flights, each in the order of its metaIds; 0 without inventory',
    }),
  }),
  problems: [],
})

const atRiskRow = unitInventory
  .extend({
    bookings: z.array(
      z.object({
        campaignId: shownId,
        campaign: z.string(),
        advertiser: z.string(),
        owner: shownEmail.meta({ description: "The campaign owner's e-mail" }),
        unitId: shownId,
        productCode: z.string(),
        bookingStatus,
        held: impressions,
        sold: impressions,
      }),
    ),
  })
  .meta({ id: 'InventoryAtRisk' })
export type AtRiskView = z.infer<typeof atRiskRow>

export const inventoryAtRisk = endpoint({
  operationId: 'listInventoryAtRisk',
  method: 'get',
  path: '/inventory/at-risk',
  tag: 'Inventory',
  summary: 'What is promised beyond its forecast, with the bookings on it: give a month, or from and to',
  role: 'operator',
  query: z
    .object({
      month: month.optional(),
      from: date.optional(),
      to: date.optional(),
      ...paging({ default: 500, max: 5000 }),
    })
    .refine((given) => (given.month ? !given.from && !given.to : given.from && given.to), {
      message: 'give either `month`, or `from` and `to`',
      path: ['month'],
    })
    .refine(({ from, to }) => !from || !to || from <= to, {
      message: 'must not be before `from`',
      path: ['to'],
    }),
  status: 200,
  answer: list(atRiskRow).extend({
    rows: whole.meta({ description: 'All rows of the range, whatever the page has' }),
    impressions: impressions.meta({ description: 'What they lack together' }),
    units: whole.meta({ description: 'Campaign units with bookings on them' }),
  }),
  problems: [],
})

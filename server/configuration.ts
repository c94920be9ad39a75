import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import type { ApprovalLimits } from '../shared/approvals'
import { email } from '../shared/contract/accounts'
import type { FastClock } from './clock'
import { type CompanySettings, companyEnvironment, companySettingsOf } from './company-settings'
import { checkDatabaseUrl, signInOf } from './database/database-url'
import { parseSchedules, type Schedule } from './schedules'
import { weakPassword, weakSecret, weakSecretIn } from './secrets'
import { withFiles } from './settings-files'
import { readTlsFiles, type TlsFiles } from './tls-files'

/**
 * The default schedules. The loads run in the night: what vendors sent during the day is on sale in the
 * morning, once it is confirmed. Holds expire by the minute, flights begin and end within minutes after
 * midnight, and the dashboard's figures are at most half a minute old.
 */
const SCHEDULES: readonly Schedule[] = [
  { job: 'standard-inventory-load', cron: '0 3 * * *' },
  { job: 'unit-inventory-load', cron: '0 4 * * *' },
  { job: 'publish-status-refresh', cron: '40 4 * * *' },
  { job: 'expire-holds', cron: '* * * * *' },
  { job: 'calendar-statuses', cron: '*/10 * * * *' },
  { job: 'purge-idempotency-keys', cron: '0 * * * *' },
  { job: 'purge-sessions', cron: '15 * * * *' },
  { job: 'purge-journal', cron: '30 * * * *' },
  { job: 'monitoring-refresh', cron: '*/30 * * * * *' },
  { job: 'notify', cron: '* * * * *' },
  { job: 'purge-notifications', cron: '45 4 * * *' },
  { job: 'purge-security-log', cron: '50 4 * * *' },
  { job: 'purge-proposals', cron: '20 * * * *' },
  { job: 'purge-records', cron: '55 4 * * *' },
]
/** With an inbox. */
const INBOX_SCHEDULE: Schedule = { job: 'forecast-inbox', cron: '* * * * *' }

/** Says what is wrong with a text while the settings are checked; `parseSchedules` reads it. */
const schedules = z.string().superRefine((text, context) => {
  try {
    parseSchedules(text, SCHEDULES)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})

const databaseUrl = z.string().superRefine((text, context) => {
  try {
    checkDatabaseUrl(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})

const redisUrl = z
  .string()
  .regex(/^rediss?:\/\/[^\s]+$/, 'must be redis://[user:password@]host:port[/database], or rediss://')

/** Who comes back the next morning signs in again. */
const WORKING_DAY_MINUTES = 12 * 60

const storeAddress = z
  .string()
  .regex(/^(?!\w+:\/\/)|^s3:\/\/[^/\s]+(\/\S*)?$/, 'must be a folder or s3://bucket/prefix')

/** Over HTTPS, or on this machine. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return text === origin && (protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost'))
}

const wholeText = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** What a process does: the API and its pages, the work in the background, or both. */
const ROLES = ['all', 'server', 'worker'] as const

/** All settings from the environment; `.env.example` explains each. */
const environment = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], {
      error: 'must be production, development or test: anything else could be meant as production',
    })
    .default('development'),
  ROLE: z.enum(ROLES).default('all'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeText(0, 65_535).default(3000),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  DATABASE_URL: databaseUrl.default('sqlite:./data/flightsheet.sqlite'),
  /** At least 2: the lock on the schema needs one connection beside the one that migrates. */
  DATABASE_POOL: wholeText(2, 200).default(10),
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: z.string().min(1).max(100).default('flightsheet'),
  JOB_SCHEDULES: schedules.default(''),
  /** Number of reverse proxies in front of the service whose X-Forwarded-For is trusted. */
  TRUSTED_PROXIES: wholeText(0, 10).default(0),
  /** Hosts of panes that are not on this service: `https://panes.example.com`, separated by spaces. */
  PANE_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,;]+/).filter((one) => one !== ''))
    .refine(
      (origins) => origins.every(isOrigin),
      'must be addresses of hosts, https://host[:port] without a path, separated by spaces; there is no *',
    ),
  ...companyEnvironment,
  ADMIN_EMAIL: email.optional(),
  ADMIN_PASSWORD: z.string().max(200).optional(),
  /** Calls of an account in a minute; 0: no limit. */
  CALLS_PER_MINUTE: wholeText(0, 1_000_000).default(3_000),
  /** 15 where passwords are the only factor and nothing else guards the door (NIST SP 800-63B-4). */
  PASSWORD_MIN_LENGTH: wholeText(10, 64).default(10),
  /** inventory: without campaigns. */
  SAMPLE_DATA: z.enum(['auto', 'inventory', 'none']).default('auto'),
  /** auto: where only this machine can sign in. */
  DEMO_ACCOUNTS: z.enum(['auto', 'on', 'none']).default('auto'),
  CLOCK: z.iso.datetime({ offset: true }).optional(),
  CLOCK_SPEED: z.coerce.number().min(1).max(1_000_000).optional(),
  UPLOAD_DIR: z.string().default('./data/uploads'),
  UPLOAD_LIMIT_MB: wholeText(1, 10_000).default(512),
  FORECAST_INBOX: storeAddress.optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  FORECAST_JUMP_FACTOR: z.coerce.number().gt(1).max(1_000_000).default(1.5),
  SESSION_HOURS: wholeText(1, 24 * 365).default(24 * 7),
  /** Default: 720, or none where the clock is set. */
  SESSION_IDLE_MINUTES: wholeText(0, 60 * 24 * 30).optional(),
  /** Rows that a campaign may hold (가선점) at a time, and the longest time for a hold. */
  HOLD_LIMIT: wholeText(0, 100_000).default(200),
  HOLD_MAX_DAYS: wholeText(1, 366).default(90),
  /** How long a request waits for expired holds to be released, in milliseconds. */
  HOLD_RELEASE_WAIT_MS: wholeText(0, 60_000).default(100),
  /** How long a purchase may wait for others before the service gives it up. */
  REQUEST_DEADLINE_SECONDS: wholeText(1, 600).default(30),
  /** From so many won on, a purchase waits for an approver. Default: never. */
  APPROVAL_AMOUNT: wholeText(1, Number.MAX_SAFE_INTEGER).optional(),
  /** A price further below the rate card, in percent, waits for an approver. Default: never. */
  APPROVAL_DISCOUNT_PERCENT: wholeText(0, 99).optional(),
  /** How long an approval can be used. */
  APPROVAL_DAYS: wholeText(1, 366).default(7),
  /** How long a client can be away and still receive the events that it missed. */
  JOURNAL_DAYS: wholeText(1, 366).default(7),
  EVENT_HEARTBEAT_SECONDS: wholeText(1, 300).default(15),
  /** Event streams that may be open at a time: in this process, and for one account. */
  EVENT_STREAMS: wholeText(0, 100_000).default(2_000),
  EVENT_STREAMS_PER_USER: wholeText(1, 10_000).default(20),
  PUBLISHING: z.enum(['on', 'off']).default('on'),
  /** Default: on, but off in production. */
  WEBHOOK_ALLOW_PRIVATE: z.enum(['on', 'off']).optional(),
  WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(60).default(10),
  WEBHOOK_ATTEMPTS: wholeText(1, 100).default(16),
  WEBHOOK_RETRY_SECONDS: z.coerce.number().min(0.01).max(3600).default(5),
  WEBHOOK_CONCURRENCY: wholeText(1, 100).default(8),
  /** How long a service that starts waits for a database server that doesn't answer yet. */
  DATABASE_WAIT_SECONDS: z.coerce.number().min(0).max(3600).default(60),
  /** How long a service that stops goes on answering, so that load balancers notice. Default: 5 in production, else 0. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(600).optional(),
  /** How long requests under way may then take. */
  SHUTDOWN_SECONDS: z.coerce.number().min(0).max(3600).default(20),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be smtp://[user:password@]host[:port], or smtps://' })
    .optional(),
  /** `Flightsheet <flightsheet@example.com>`, or the address alone. */
  MAIL_FROM: z.string().max(300).regex(/@/, 'must be an address, or a name and an <address>').optional(),
  MAIL_ATTEMPTS: wholeText(1, 100).default(10),
  MAIL_RETRY_SECONDS: z.coerce.number().min(0.01).max(3600).default(30),
  NOTIFY_HOLD_HOURS: wholeText(1, 24 * 30).default(24),
  NOTIFY_CONFIRM_DAYS: wholeText(0, 28).default(5),
  /** `smr=09:00; youtube=10:30`: what the file's name has, and the time of day in Seoul. */
  VENDOR_FILES: z
    .string()
    .regex(/^\s*([^=;]+=\s*([01]\d|2[0-3]):[0-5]\d\s*(;|$)\s*)*$/, 'must be name=HH:MM, separated by ;')
    .default(''),
  /** LibreOffice's program, or off. Default: where it is found. */
  LIBREOFFICE: z.string().optional(),
  /** House templates of one's own: a folder. */
  PROPOSAL_TEMPLATES: z.string().optional(),
  /** The template of a proposal that names none. */
  PROPOSAL_TEMPLATE: z.string().min(1).default('classic'),
  PROPOSAL_STORE: storeAddress.default('./data/proposals'),
  /** How long stored proposals are kept; 0: for ever. */
  PROPOSAL_DAYS: wholeText(0, 36_600).default(1_100),
  METRICS_TOKEN: z.string().min(16).optional(),
  /** How long the security log is kept. */
  SECURITY_LOG_DAYS: wholeText(30, 3_660).default(730),
  /** How long settled requests to ad servers, reports without effect and refused rows are kept; 0: for ever. */
  PUBLISH_REQUEST_DAYS: wholeText(0, 36_600).default(1_100),
  STATUS_REPORT_DAYS: wholeText(0, 36_600).default(1_100),
  REJECTION_DAYS: wholeText(0, 36_600).default(400),
  /** Statements that take longer are logged; 0: none. */
  SLOW_QUERY_MS: wholeText(0, 600_000).default(500),
  /** Default: on in production. */
  LOG_REQUESTS: z.enum(['on', 'off']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: 'must be the address of an OTLP receiver over HTTP: http://127.0.0.1:4318',
    })
    .optional(),
  /** `name=value` pairs, separated by commas. */
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^\s*[^=,\s]+=[^,]*(,\s*[^=,\s]+=[^,]*)*$/, 'must be name=value, separated by commas')
    .optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default('flightsheet'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
})

type Settings = z.infer<typeof environment>

/** A place for files. */
export interface StoreSettings {
  /** The environment variable that names it, for sentences on what is wrong. */
  setting: string
  /** A folder, or `s3://bucket/prefix`. */
  address: string
  /** Address of an S3-compatible server; undefined: Amazon's. */
  s3Endpoint: string | undefined
}

/** What waits for an approver, and for how many days an approval can be used. */
export interface ApprovalSettings extends ApprovalLimits {
  days: number
}

/** Limits on holds and purchases. */
export interface BookingLimits {
  /** Rows that a campaign may hold at a time. */
  heldRows: number
  holdDays: number
  /** Longest wait of a request for expired holds to be released; they go on being released after it. */
  releaseWaitMs: number
  deadlineMs: number
  approvals: ApprovalSettings
}

/** Limits on live events. */
export interface EventSettings {
  heartbeatSeconds: number
  /** Streams that may be open at a time: in this process, and for one account. */
  streams: number
  streamsPerUser: number
}

/** How the service sends publishing requests to ad servers. */
export interface PublishingSettings {
  /** Whether this process sends requests; it stores them in any case. */
  on: boolean
  /** Webhooks may have private addresses, which the internet doesn't route. */
  allowPrivate: boolean
  /** The time limit of one attempt. */
  timeoutMs: number
  /** Attempts before the service gives a request up. */
  attempts: number
  /** The delay before the second attempt; it doubles with each further one. */
  retryMs: number
  /** Requests that may be in flight to one webhook at a time. */
  concurrency: number
}

/** When people are told of what. */
export interface NotificationSettings {
  /** A hold that ends within this time. */
  holdHours: number
  /** A month that begins within this time and is not confirmed. */
  confirmDays: number
  /** Files that come every day: a part of the name, and the time of day in Seoul (`09:00`) by which they come. */
  vendorFiles: readonly { vendor: string; hour: string }[]
  letters: { attempts: number; retryMs: number }
}

/** The mail server, and who writes. */
export interface MailSettings {
  url: string
  from: string
}

export interface Configuration {
  production: boolean
  /** This process answers the API and shows the pages. */
  serves: boolean
  /** This process runs jobs by their schedules and from the queue, and sends what is to be sent. */
  works: boolean
  host: string
  port: number
  /** Serve HTTPS with these; undefined: plain HTTP. */
  tls: TlsFiles | undefined
  trustedProxies: number
  /** Hosts whose pages may call the interface from a browser, beside the service's own. */
  paneOrigins: readonly string[]
  databaseUrl: string
  databasePool: number
  /** The database is the embedded one: demo accounts and sample data may go into it while it is empty. */
  embedded: boolean
  /** Redis, through which Bull distributes jobs among processes; undefined: each process works on its own. */
  redis: { url: string; prefix: string } | undefined
  jobSchedules: readonly Schedule[]
  administrator: { email: string; password: string } | undefined
  sampleData: 'auto' | 'inventory' | 'none'
  /** Accounts whose password is published may exist: never in production. */
  demoAccounts: boolean
  /**
   * The instant at which the clock stands still, or how it runs. For tests and demonstrations; refused in
   * production.
   */
  clock: string | FastClock | undefined
  uploadDir: string
  /** The built pages of the add-in and the workbench. */
  distDir: string
  /** Bytes. */
  uploadLimit: number
  /** Where the service picks up vendors' files; undefined: nowhere. */
  inbox: StoreSettings | undefined
  /** A content is named when a file makes its forecast more than this many times as much, or as little. */
  forecastJumpFactor: number
  /** When sessions end: after their sign-in, and without a call (0: never). */
  sessions: { hours: number; idleMinutes: number }
  /** Calls of an account in a minute; 0: no limit. */
  callsPerMinute: number
  /** Signing in with the company's own accounts. */
  company: CompanySettings
  /** Characters that a new password has at least. */
  passwordMinLength: number
  booking: BookingLimits
  publishing: PublishingSettings
  notifications: NotificationSettings
  /** Undefined: the service sends no mail. */
  mail: MailSettings | undefined
  journalDays: number
  events: EventSettings
  /** How long a database server that doesn't answer yet is waited for. */
  databaseWaitMs: number
  /** How the service stops: how long it goes on answering, and how long requests under way may take then. */
  stopping: { drainMs: number; requestsMs: number }
  /** LibreOffice's program, which makes PDFs; `off`: none; undefined: where it is found. */
  libreOffice: string | undefined
  proposals: {
    /** The folder of house templates, if there is one. */
    templates: string | undefined
    /** The template of a proposal that names none. */
    template: string
    /** Where stored proposals are, and for how many days; 0: for ever. */
    store: StoreSettings
    keepDays: number
  }
  metricsToken: string | undefined
  securityLogDays: number
  /** Days; 0: for ever. */
  keepRecords: { requestDays: number; reportDays: number; rejectionDays: number }
  logLevel: string
  /** A line for each request. */
  logRequests: boolean
  /** Statements that take longer are logged; 0: none. */
  slowQueryMs: number
  /** Where traces are sent; undefined: there are none. */
  tracing: { endpoint: string; headers: Record<string, string>; serviceName: string } | undefined
}

/**
 * Reads the environment, and `.env` for settings that the environment doesn't have.
 *
 * @throws Error that names each wrong setting and what it must be
 */
export function readConfiguration(env: Record<string, string | undefined> = process.env): Configuration {
  const file = resolve('.env')
  const merged = { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...env }
  const given = Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  )
  const files = withFiles(given, Object.keys(environment.shape))
  const parsed = environment.safeParse(files.given)
  const settings = parsed.data
  const problems = [
    ...files.problems,
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    // A setting that is wrong by itself is left out, so that the others are judged too.
    ...problemsTogether(settings ?? validOf(files.given)),
  ]
  if (!settings || problems.length > 0) {
    throw new Error(`the configuration is not valid:\n  ${problems.join('\n  ')}\nSee .env.example.`)
  }
  const production = settings.NODE_ENV === 'production'
  return {
    production,
    serves: settings.ROLE !== 'worker',
    works: settings.ROLE !== 'server',
    host: settings.HOST,
    port: settings.PORT,
    tls:
      settings.TLS_CERT_FILE && settings.TLS_KEY_FILE
        ? readTlsFiles(settings.TLS_CERT_FILE, settings.TLS_KEY_FILE, production)
        : undefined,
    trustedProxies: settings.TRUSTED_PROXIES,
    paneOrigins: settings.PANE_ORIGINS,
    databaseUrl: settings.DATABASE_URL,
    databasePool: settings.DATABASE_POOL,
    embedded: settings.DATABASE_URL.startsWith('sqlite:'),
    redis: settings.REDIS_URL ? { url: settings.REDIS_URL, prefix: settings.REDIS_PREFIX } : undefined,
    jobSchedules: parseSchedules(settings.JOB_SCHEDULES, [
      ...SCHEDULES,
      ...(settings.FORECAST_INBOX ? [INBOX_SCHEDULE] : []),
    ]),
    administrator:
      settings.ADMIN_EMAIL && settings.ADMIN_PASSWORD
        ? { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD }
        : undefined,
    sampleData: settings.SAMPLE_DATA,
    demoAccounts:
      !production &&
      (settings.DEMO_ACCOUNTS === 'on' || (settings.DEMO_ACCOUNTS === 'auto' && isForThisMachine(settings))),
    clock: clockOf(settings.CLOCK, settings.CLOCK_SPEED),
    uploadDir: resolve(settings.UPLOAD_DIR),
    distDir: resolve('dist'),
    uploadLimit: settings.UPLOAD_LIMIT_MB * 1024 * 1024,
    inbox: settings.FORECAST_INBOX
      ? { setting: 'FORECAST_INBOX', address: settings.FORECAST_INBOX, s3Endpoint: settings.S3_ENDPOINT }
      : undefined,
    forecastJumpFactor: settings.FORECAST_JUMP_FACTOR,
    sessions: {
      hours: settings.SESSION_HOURS,
      // A clock that jumps would end every session.
      idleMinutes:
        settings.SESSION_IDLE_MINUTES ?? (settings.CLOCK || settings.CLOCK_SPEED ? 0 : WORKING_DAY_MINUTES),
    },
    callsPerMinute: settings.CALLS_PER_MINUTE,
    company: companySettingsOf(settings, production),
    passwordMinLength: settings.PASSWORD_MIN_LENGTH,
    publishing: {
      on: settings.PUBLISHING === 'on',
      allowPrivate: (settings.WEBHOOK_ALLOW_PRIVATE ?? (production ? 'off' : 'on')) === 'on',
      timeoutMs: settings.WEBHOOK_TIMEOUT_SECONDS * 1000,
      attempts: settings.WEBHOOK_ATTEMPTS,
      retryMs: settings.WEBHOOK_RETRY_SECONDS * 1000,
      concurrency: settings.WEBHOOK_CONCURRENCY,
    },
    booking: {
      heldRows: settings.HOLD_LIMIT,
      holdDays: settings.HOLD_MAX_DAYS,
      releaseWaitMs: settings.HOLD_RELEASE_WAIT_MS,
      deadlineMs: settings.REQUEST_DEADLINE_SECONDS * 1000,
      approvals: {
        amount: settings.APPROVAL_AMOUNT ?? null,
        discountPercent: settings.APPROVAL_DISCOUNT_PERCENT ?? null,
        days: settings.APPROVAL_DAYS,
      },
    },
    notifications: {
      holdHours: settings.NOTIFY_HOLD_HOURS,
      confirmDays: settings.NOTIFY_CONFIRM_DAYS,
      vendorFiles: vendorFilesOf(settings.VENDOR_FILES),
      letters: { attempts: settings.MAIL_ATTEMPTS, retryMs: settings.MAIL_RETRY_SECONDS * 1000 },
    },
    mail:
      settings.SMTP_URL && settings.MAIL_FROM
        ? { url: settings.SMTP_URL, from: settings.MAIL_FROM }
        : undefined,
    journalDays: settings.JOURNAL_DAYS,
    events: {
      heartbeatSeconds: settings.EVENT_HEARTBEAT_SECONDS,
      streams: settings.EVENT_STREAMS,
      streamsPerUser: settings.EVENT_STREAMS_PER_USER,
    },
    databaseWaitMs: settings.DATABASE_WAIT_SECONDS * 1000,
    stopping: {
      drainMs: (settings.DRAIN_SECONDS ?? (production ? 5 : 0)) * 1000,
      requestsMs: settings.SHUTDOWN_SECONDS * 1000,
    },
    libreOffice: settings.LIBREOFFICE,
    proposals: {
      templates: settings.PROPOSAL_TEMPLATES && resolve(settings.PROPOSAL_TEMPLATES),
      template: settings.PROPOSAL_TEMPLATE,
      store: {
        setting: 'PROPOSAL_STORE',
        address: settings.PROPOSAL_STORE,
        s3Endpoint: settings.S3_ENDPOINT,
      },
      keepDays: settings.PROPOSAL_DAYS,
    },
    metricsToken: settings.METRICS_TOKEN,
    securityLogDays: settings.SECURITY_LOG_DAYS,
    keepRecords: {
      requestDays: settings.PUBLISH_REQUEST_DAYS,
      reportDays: settings.STATUS_REPORT_DAYS,
      rejectionDays: settings.REJECTION_DAYS,
    },
    logLevel: settings.LOG_LEVEL,
    logRequests: (settings.LOG_REQUESTS ?? (production ? 'on' : 'off')) === 'on',
    slowQueryMs: settings.SLOW_QUERY_MS,
    tracing: tracingOf(settings),
  }
}

/** Nobody else reaches the service: it listens on a loopback address, and no proxy passes on what others send. */
function isForThisMachine({ HOST, TRUSTED_PROXIES }: Settings): boolean {
  return /^(127(\.\d+){3}|localhost|::1)$/.test(HOST) && TRUSTED_PROXIES === 0
}

/** The settings that are valid by themselves; the others as if they were not given. */
function validOf(given: Readonly<Record<string, string>>): Partial<Settings> {
  const wrong = new Set(environment.safeParse(given).error?.issues.map(({ path }) => path[0]))
  const valid = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)))
  return environment.safeParse(valid).data ?? {}
}

/** What is wrong with settings that are valid each by itself. */
function problemsTogether(settings: Partial<Settings>): string[] {
  const production = settings.NODE_ENV === 'production'
  const together = [
    ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
    ['SMTP_URL', 'MAIL_FROM'],
    ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
  ] as const
  return [
    ...together.flatMap(([one, other]) =>
      Boolean(settings[one]) === Boolean(settings[other]) ? [] : [`set ${one} and ${other} together`],
    ),
    ...(production && (settings.CLOCK || settings.CLOCK_SPEED)
      ? ['CLOCK and CLOCK_SPEED are for tests and demonstrations: unset them in production']
      : []),
    ...(production ? embeddedProblems(settings) : []),
    ...(settings.EVENT_STREAMS && (settings.EVENT_STREAMS_PER_USER ?? 0) > settings.EVENT_STREAMS
      ? ['EVENT_STREAMS_PER_USER must not be more than EVENT_STREAMS']
      : []),
    ...((settings.SESSION_IDLE_MINUTES ?? 0) > (settings.SESSION_HOURS ?? Number.POSITIVE_INFINITY) * 60
      ? ['SESSION_IDLE_MINUTES must not be longer than SESSION_HOURS']
      : []),
    ...(settings.S3_ENDPOINT && ![settings.FORECAST_INBOX, settings.PROPOSAL_STORE].some(isBucket)
      ? ['S3_ENDPOINT is set, but neither FORECAST_INBOX nor PROPOSAL_STORE is s3://bucket/prefix']
      : []),
    ...(production ? weakSecrets(settings) : []),
    ...tlsProblems(settings, production),
    ...companyProblems(settings, production),
  ]
}

function companyProblems(settings: Partial<Settings>, production: boolean): string[] {
  try {
    companySettingsOf(settings as Settings, production)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

/** The embedded database is for one process. */
function embeddedProblems({ DATABASE_URL = '', ROLE, REDIS_URL }: Partial<Settings>): string[] {
  if (!DATABASE_URL.startsWith('sqlite:') || ROLE === 'all' || ROLE === undefined) return []
  return REDIS_URL
    ? [
        `ROLE=${ROLE} with REDIS_URL is for several processes, and the embedded database is for one: set DATABASE_URL to a MySQL server`,
      ]
    : []
}

function isBucket(address: string | undefined): boolean {
  return address?.startsWith('s3://') ?? false
}

function tlsProblems({ TLS_CERT_FILE, TLS_KEY_FILE }: Partial<Settings>, production: boolean): string[] {
  if (!TLS_CERT_FILE || !TLS_KEY_FILE) return []
  try {
    readTlsFiles(TLS_CERT_FILE, TLS_KEY_FILE, production)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

/** Each secret that is weak for production; it is not shown. */
function weakSecrets(settings: Partial<Settings>): string[] {
  const { DATABASE_URL, REDIS_URL, SMTP_URL, METRICS_TOKEN, OIDC_CLIENT_SECRET } = settings
  const database = DATABASE_URL === undefined ? undefined : signInOf(DATABASE_URL)
  return Object.entries({
    DATABASE_URL: database && weakPassword(database.password, database.hosts),
    REDIS_URL: REDIS_URL && weakSecretIn(REDIS_URL, true),
    SMTP_URL: SMTP_URL && weakSecretIn(SMTP_URL, false),
    METRICS_TOKEN: METRICS_TOKEN && weakSecret(METRICS_TOKEN),
    OIDC_CLIENT_SECRET: OIDC_CLIENT_SECRET && weakSecret(OIDC_CLIENT_SECRET),
  }).flatMap(([setting, weakness]) =>
    weakness
      ? [`${setting} ${weakness}. In production set a random one, for example of: openssl rand -base64 24`]
      : [],
  )
}

function tracingOf(settings: Settings): Configuration['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME } = settings
  if (!OTEL_EXPORTER_OTLP_ENDPOINT) return undefined
  const pairs = (OTEL_EXPORTER_OTLP_HEADERS ?? '').split(',').filter((pair) => pair.trim() !== '')
  return {
    endpoint: OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: Object.fromEntries(
      pairs.map((pair) => {
        const at = pair.indexOf('=')
        return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]
      }),
    ),
    serviceName: OTEL_SERVICE_NAME,
  }
}

function vendorFilesOf(text: string): NotificationSettings['vendorFiles'] {
  return text
    .split(';')
    .map((part) => part.split('=').map((side) => side.trim()))
    .flatMap(([vendor, hour]) => (vendor && hour ? [{ vendor, hour }] : []))
}

function clockOf(at: string | undefined, speed: number | undefined): Configuration['clock'] {
  if (speed === undefined) return at
  return { at: at ?? new Date().toISOString(), since: Date.now(), speed }
}

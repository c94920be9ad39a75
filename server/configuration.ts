import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { email } from '../shared/contract/accounts'
import { parseSchedules, type Schedule } from './jobs/schedules'
import { readTlsFiles, type TlsFiles } from './tls-files'

/**
 * What vendors sent during the day is on sale in the morning, once it is confirmed; holds expire by the minute, and a
 * flight begins and ends within minutes of midnight.
 */
const SCHEDULES = [
  'standard-inventory-load=0 3 * * *',
  'unit-inventory-load=0 4 * * *',
  'expire-holds=* * * * *',
  'calendar-statuses=*/10 * * * *',
  'purge-idempotency-keys=0 * * * *',
].join('; ')

/** How often an inbox is looked into. */
const EVERY_MINUTE = '* * * * *'

const schedules = z.string().transform((text, context): Schedule[] => {
  try {
    return parseSchedules(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
})

const redisUrl = z
  .string()
  .regex(/^rediss?:\/\/[^\s]+$/, 'must be redis://[user:password@]host:port[/database], or rediss://')

const wholeText = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** Everything that can be set from outside; `.env.example` explains each. */
const environment = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeText(0, 65_535).default(3000),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  DATABASE_URL: z.string().default('sqlite:./data/flightsheet.sqlite'),
  DATABASE_POOL: wholeText(1, 200).default(10),
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: z.string().min(1).max(100).default('flightsheet'),
  JOB_SCHEDULES: schedules.prefault(SCHEDULES),
  /** Reverse proxies in front of the service whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: wholeText(0, 10).default(0),
  ADMIN_EMAIL: email.optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  SAMPLE_DATA: z.enum(['auto', 'none']).default('auto'),
  CLOCK: z.iso.datetime({ offset: true }).optional(),
  UPLOAD_DIR: z.string().default('./data/uploads'),
  UPLOAD_LIMIT_MB: wholeText(1, 10_000).default(512),
  /** A folder, or s3://bucket/prefix. */
  FORECAST_INBOX: z
    .string()
    .regex(/^(?!\w+:\/\/)|^s3:\/\/[^/\s]+(\/\S*)?$/, 'must be a folder or s3://bucket/prefix')
    .optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  SESSION_HOURS: wholeText(1, 24 * 365).default(24 * 7),
  /** Rows that a campaign may hold (가선점) at a time, and for how long at most. */
  HOLD_LIMIT: wholeText(0, 100_000).default(200),
  HOLD_MAX_DAYS: wholeText(1, 366).default(90),
  /** How long a purchase may wait for others before it is given up. */
  REQUEST_DEADLINE_SECONDS: wholeText(1, 600).default(30),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
})

/** What limits holds and purchases. */
export interface BookingLimits {
  /** Rows that a campaign may hold at a time. */
  heldRows: number
  holdDays: number
  deadlineMs: number
}

export interface Configuration {
  production: boolean
  host: string
  port: number
  /** Speak HTTPS with these; plain HTTP without. */
  tls: TlsFiles | undefined
  trustedProxies: number
  databaseUrl: string
  databasePool: number
  /** The embedded database: demo accounts and sample data may go into an empty one. */
  embedded: boolean
  /** Where Bull shares jobs out among processes; undefined: each process works on its own. */
  redis: { url: string; prefix: string } | undefined
  jobSchedules: readonly Schedule[]
  administrator: { email: string; password: string } | undefined
  sampleData: 'auto' | 'none'
  /** The instant at which the clock stands, for tests and demonstrations; refused in production. */
  clock: string | undefined
  uploadDir: string
  /** The built pages of the add-in and the workbench. */
  distDir: string
  /** Bytes. */
  uploadLimit: number
  /** Where vendors' files are picked up; undefined: nowhere. */
  inbox: { address: string; s3Endpoint: string | undefined } | undefined
  sessionHours: number
  booking: BookingLimits
  metricsToken: string | undefined
  logLevel: string
}

/**
 * Reads the environment, and `.env` beneath it.
 *
 * @throws Error that names each setting that is wrong and what it must be
 */
export function readConfiguration(env: Record<string, string | undefined> = process.env): Configuration {
  const file = resolve('.env')
  const merged = { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...env }
  const given = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`the configuration is not valid:\n  ${wrong.join('\n  ')}\nSee .env.example.`)
  }
  const settings = parsed.data
  const production = settings.NODE_ENV === 'production'
  if (production && settings.CLOCK)
    throw new Error('CLOCK is for tests and demonstrations: unset it in production')
  if (Boolean(settings.ADMIN_EMAIL) !== Boolean(settings.ADMIN_PASSWORD)) {
    throw new Error('set ADMIN_EMAIL and ADMIN_PASSWORD together')
  }
  if (Boolean(settings.TLS_CERT_FILE) !== Boolean(settings.TLS_KEY_FILE)) {
    throw new Error('set TLS_CERT_FILE and TLS_KEY_FILE together')
  }
  return {
    production,
    host: settings.HOST,
    port: settings.PORT,
    tls:
      settings.TLS_CERT_FILE && settings.TLS_KEY_FILE
        ? readTlsFiles(settings.TLS_CERT_FILE, settings.TLS_KEY_FILE)
        : undefined,
    trustedProxies: settings.TRUSTED_PROXIES,
    databaseUrl: settings.DATABASE_URL,
    databasePool: settings.DATABASE_POOL,
    embedded: settings.DATABASE_URL.startsWith('sqlite:'),
    redis: settings.REDIS_URL ? { url: settings.REDIS_URL, prefix: settings.REDIS_PREFIX } : undefined,
    jobSchedules:
      settings.FORECAST_INBOX && given.JOB_SCHEDULES === undefined
        ? [...settings.JOB_SCHEDULES, { job: 'forecast-inbox', cron: EVERY_MINUTE }]
        : settings.JOB_SCHEDULES,
    administrator:
      settings.ADMIN_EMAIL && settings.ADMIN_PASSWORD
        ? { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD }
        : undefined,
    sampleData: settings.SAMPLE_DATA,
    clock: settings.CLOCK,
    uploadDir: resolve(settings.UPLOAD_DIR),
    distDir: resolve('dist'),
    uploadLimit: settings.UPLOAD_LIMIT_MB * 1024 * 1024,
    inbox: settings.FORECAST_INBOX
      ? { address: settings.FORECAST_INBOX, s3Endpoint: settings.S3_ENDPOINT }
      : undefined,
    sessionHours: settings.SESSION_HOURS,
    booking: {
      heldRows: settings.HOLD_LIMIT,
      holdDays: settings.HOLD_MAX_DAYS,
      deadlineMs: settings.REQUEST_DEADLINE_SECONDS * 1000,
    },
    metricsToken: settings.METRICS_TOKEN,
    logLevel: settings.LOG_LEVEL,
  }
}

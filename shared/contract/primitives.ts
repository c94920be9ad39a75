import { z } from 'zod'
import { isBusinessDate, MONTH } from '../calendar'
import { toPpm } from '../estimates'
import { cleanKey } from '../keys'
import { BOOKING_STATUSES, PUBLISH_STATUSES } from '../statuses'

export const ROLES = ['planner', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]
export const CONTENT_TYPES = ['PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM'] as const
export type ContentType = (typeof CONTENT_TYPES)[number]
export const TARGETING_KINDS = ['CONTENTS', 'RANDOM', 'GROUP'] as const
export type TargetingKind = (typeof TARGETING_KINDS)[number]
export const ROW_KINDS = ['PAID', 'SERVICE'] as const
export type RowKind = (typeof ROW_KINDS)[number]
export const JOB_STATUSES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const PRINTABLE = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]*$/

const isPrintable = (value: string) => PRINTABLE.test(value) && value.isWellFormed()

const bounded = (string: z.ZodString, max: number, min = 1) =>
  string
    .min(min, min === 1 ? 'must not be empty' : undefined)
    .max(max, `must have at most ${max} characters`)
    .refine(isPrintable, 'must not contain control characters')
    .meta({ pattern: PRINTABLE.source })

/** Text that a person wrote: trimmed, without control characters. */
export const text = (max: number, min = 1) => bounded(z.string().trim(), max, min)

/** A text that names something: in Unicode NFC and without invisible marks too, so that it has one form. */
const key = (max: number) => bounded(z.string().overwrite(cleanKey), max)

/** The name of something in the catalogue, as vendors' files give it too. */
export const name = key(200)
/** A code in a catalogue, compared byte for byte. */
export const code = key(64).meta({ description: 'Catalogue code, compared byte for byte', example: 'NAVER' })
export const metaId = key(100).meta({ description: 'Content id, unique across types', example: 'PG0001' })
export const uuid = z
  .uuid()
  .transform((value) => value.toLowerCase())
  .meta({ description: 'UUID' })

export const whole = z
  .int('must be a whole number below 2^53')
  .min(0, 'must not be negative')
  .meta({ description: 'Whole number below 2^53' })
export const won = whole.meta({ description: 'Whole won, without VAT', example: 10_000_000 })
export const impressions = whole.meta({ description: 'Impressions' })
export const weight = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000_000, 'must be at most 1,000,000')
  .meta({ description: 'Weight, 1 to 1,000,000' })
export const rate = z
  .number()
  .refine((value) => toPpm(value) !== undefined, 'must be a decimal from 0 to 1 with at most 6 digits')
  .meta({ description: 'Rate, 0 to 1 with at most 6 digits', example: 0.0125 })
export const version = z
  .int()
  .min(1)
  .meta({ description: 'The version that was read; a stale one is VERSION_CONFLICT' })

export const variant = z
  .string()
  .trim()
  .regex(/^[A-Z]$/, 'must be one letter, A to Z')
  .meta({
    description: 'One of the campaign’s alternatives (A, B, C안): one of them is bought',
    example: 'A',
  })

export const date = z
  .string()
  .refine(isBusinessDate, 'must be a date that exists, written YYYY-MM-DD, from 2000 to 2199')
  .meta({ description: 'Business date in Asia/Seoul', format: 'date', example: '2026-12-01' })
export const month = z
  .string()
  .regex(MONTH, 'must be a month, written YYYY-MM')
  .meta({ description: 'Month', example: '2026-12' })
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'Instant, ISO 8601' })

export const role = z.enum(ROLES)
export const contentType = z.enum(CONTENT_TYPES)
export const targetingKind = z.enum(TARGETING_KINDS)
export const rowKind = z.enum(ROW_KINDS)
export const jobStatus = z.enum(JOB_STATUSES)
export const bookingStatus = z.enum(BOOKING_STATUSES)
export const publishStatus = z.enum(PUBLISH_STATUSES)

const cursor = { pattern: '^[A-Za-z0-9_-]+$', example: 'WyJQRzAxMjAiXQ' }
export const nextCursor = z
  .string()
  .meta({ ...cursor, description: 'Requests the next page; absent on the last one' })

/** A page of a list; `nextCursor` is opaque and requests the next page. */
export const list = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: nextCursor.optional() })

/** A yes or no in a query. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** The paging of a list. Query values come as text. */
export const paging = (limit: { default: number; max: number }) => ({
  cursor: z
    .string()
    .max(1000)
    .optional()
    .meta({ ...cursor, description: '`nextCursor` of the page before; the first page without it' }),
  limit: z.coerce.number().int().min(1).max(limit.max).default(limit.default),
})

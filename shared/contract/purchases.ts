import { z } from 'zod'
import { dayCount, MAX_FLIGHT_DAYS } from '../calendar'
import { unitGroup } from './campaigns'
import { endpoint } from './endpoint'
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

export const shortage = z
  .object({
    unitId: z.string().optional(),
    code: z.literal('NO_INVENTORY').optional().meta({
      description: 'A whole group has nobody to take its share on the platform; absent for a short row',
    }),
    metaId: z.string().nullable(),
    platform: z.string(),
    date: z.string().nullable(),
    group: z.string().nullable().optional(),
    asked: impressions,
    remaining: impressions,
    short: impressions,
  })
  .meta({ id: 'Shortage' })
export type Shortage = z.infer<typeof shortage>

export const availability = endpoint({
  method: 'post',
  path: '/availability',
  tag: 'Purchase',
  summary: 'What a product has left in a flight, and how much of it fits',
  role: 'planner',
  body: z
    .object({
      productCode: code,
      startDate: date,
      endDate: date,
      groups: z.array(unitGroup).max(200).optional(),
      amount: won.optional(),
    })
    .refine(({ startDate, endDate }) => startDate <= endDate, {
      message: 'must not be before startDate',
      path: ['endDate'],
    })
    .refine(({ startDate, endDate }) => dayCount(startDate, endDate) <= MAX_FLIGHT_DAYS, {
      message: `must be at most ${MAX_FLIGHT_DAYS} days after startDate`,
      path: ['endDate'],
    }),
  status: 200,
  answer: z.object({
    status: z.enum(['AVAILABLE', 'PARTIALLY_AVAILABLE', 'UNAVAILABLE']),
    maxAmount: won,
    maxImpressions: impressions,
    exact: z.boolean().meta({ description: 'True: it is proven that nothing larger fits' }),
    days: z.array(
      z.object({ date: z.string(), platform: z.string(), remaining: impressions, asked: impressions }),
    ),
    shortages: z.array(shortage),
    warnings: z.array(
      z.object({ code: z.literal('LEFT_OUT'), platform: z.string(), group: z.string(), metaId: z.string() }),
    ),
  }),
  problems: ['UNKNOWN_REFERENCE', 'TARGETING_INVALID', 'INVENTORY_NOT_LOADED', 'AMOUNT_TOO_LARGE'],
})

const share = { amount: won, impressions }
const cell = z.object({
  date: z.string(),
  metaId: z.string(),
  impressions,
  amount: won,
  ratioPpb: z.int().meta({ description: 'Parts per 10⁹ of the owner share' }),
})
const purchasedUnit = z
  .object({
    unitId: z.string(),
    version,
    bookingStatus,
    ...share,
    warnings: z.array(
      z.object({ code: z.literal('LEFT_OUT'), platform: z.string(), group: z.string(), metaId: z.string() }),
    ),
    ads: z.array(
      z.object({
        adId: z.string(),
        platform: z.string(),
        ...share,
        childAds: z.array(
          z.object({
            childAdId: z.string(),
            group: z.string(),
            ...share,
            owners: z.array(z.object({ owner: z.string().nullable(), ...share, cells: z.array(cell) })),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'PurchasedUnit' })
export type PurchasedUnit = z.infer<typeof purchasedUnit>

const fits = z.object(share)
const failedUnit = z.object({
  unitId: z.string(),
  code: z.string(),
  detail: z.string(),
  shortages: z.array(shortage).optional(),
  fits: fits.optional(),
})
export type FailedUnit = z.infer<typeof failedUnit>

export const purchase = endpoint({
  method: 'post',
  path: '/campaigns/{id}/purchases',
  tag: 'Purchase',
  summary: 'Buy units: all or nothing (`all`), or each on its own (`each`)',
  role: 'planner',
  idempotent: true,
  params: z.object({ id: uuid }),
  body: z.object({
    units: z
      .array(z.object({ unitId: uuid, version }))
      .min(1, 'must name at least one unit')
      .max(500)
      .refine(
        (all) => new Set(all.map(({ unitId }) => unitId)).size === all.length,
        'must not name a unit twice',
      ),
    mode: z.enum(['all', 'each']).default('all'),
    overrideReason: text(500)
      .optional()
      .meta({ description: 'An operator’s reason to let a flight begin in the past' }),
  }),
  status: 201,
  answer: z.object({ purchaseId: z.string(), units: z.array(purchasedUnit), failed: z.array(failedUnit) }),
  problems: [
    'NOT_FOUND',
    'VERSION_CONFLICT',
    'STATUS_CONFLICT',
    'IDEMPOTENCY_CONFLICT',
    'INVENTORY_NOT_LOADED',
    'INVENTORY_SHORTAGE',
    'AMOUNT_TOO_SMALL',
    'FLIGHT_IN_PAST',
    'TARGETING_INVALID',
    'UNKNOWN_REFERENCE',
  ],
})

const explained = {
  ...share,
  rule: z.string().meta({ description: 'The rule that made whole numbers of the quotas' }),
  weight: whole,
  weightTotal: whole,
  quota: z.object({ amount: z.string(), impressions: z.string() }).meta({
    description: 'The exact share before rounding, as a fraction in lowest terms (`10000000/3`)',
  }),
}
export const distribution = endpoint({
  method: 'get',
  path: '/campaign-units/{id}/distribution',
  tag: 'Purchase',
  summary: 'The tree of a bought unit with the weight, exact quota and rule of each number',
  role: 'planner',
  params: z.object({ id: uuid }),
  status: 200,
  answer: z.object({
    unitId: z.string(),
    version,
    bookingStatus,
    ...share,
    ads: z.array(
      z.object({
        adId: z.string(),
        platform: z.string(),
        ...explained,
        childAds: z.array(
          z.object({
            childAdId: z.string(),
            group: z.string(),
            ...explained,
            owners: z.array(
              z.object({
                owner: z.string().nullable(),
                ...explained,
                cells: z.array(cell.extend({ quota: explained.quota, rule: z.string() })),
              }),
            ),
          }),
        ),
      }),
    ),
  }),
  problems: ['NOT_FOUND'],
})

export const ledger = endpoint({
  method: 'get',
  path: '/campaign-units/{id}/ledger',
  tag: 'Purchase',
  summary: "A unit's deductions, in order",
  role: 'planner',
  params: z.object({ id: uuid }),
  query: z.object(paging({ default: 10_000, max: 50_000 })),
  status: 200,
  answer: list(
    z.object({
      id: z.int(),
      type: z.enum(['PURCHASE', 'RELEASE', 'HOLD', 'UNHOLD']),
      quantity: z.int().meta({ description: 'Impressions; positive takes, negative gives back' }),
      metaId: z.string(),
      platform: z.string(),
      date: z.string(),
      at: instant,
      actor: z.string(),
    }),
  ),
  problems: ['NOT_FOUND'],
})

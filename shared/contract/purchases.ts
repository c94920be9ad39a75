import { z } from 'zod'
import { SPLIT_RULES } from '../apportion'
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
  variant,
  version,
  whole,
  won,
} from './primitives'
import { shownDate, shownEmail, shownId } from './shown'

export const shortage = z
  .object({
    unitId: shownId.optional(),
    code: z.literal('NO_INVENTORY').optional().meta({
      description: 'A whole group has nobody to take its share on the platform; absent for a short row',
    }),
    metaId: z.string().nullable(),
    platform: z.string(),
    date: shownDate.nullable(),
    group: z.string().nullable().optional(),
    asked: impressions,
    remaining: impressions,
    short: impressions,
  })
  .meta({ id: 'Shortage' })
export type Shortage = z.infer<typeof shortage>

const leftOut = z.object({
  code: z.literal('LEFT_OUT'),
  platform: z.string(),
  group: z.string(),
  metaId: z.string(),
})

/** Where there is room when the requested flight has too little. */
const alternatives = z
  .object({
    flights: z
      .array(
        z.object({
          startDate: shownDate,
          endDate: shownDate,
          shift: z.int().meta({ description: 'Days later (positive) or earlier' }),
        }),
      )
      .meta({
        description: 'The nearest flights of the same length in which all of it fits, the nearest first',
      }),
    platforms: z.array(z.object({ platform: z.string(), maxAmount: won, maxImpressions: impressions })).meta({
      description: 'What fits when only this platform of the product is bought, verified by the split',
    }),
    contents: z.array(z.object({ metaId: z.string(), name: z.string(), remaining: impressions })).meta({
      description: 'Contents of the product with the most left in the flight, those chosen excepted',
    }),
  })
  .meta({ id: 'Alternatives' })
export type Alternatives = z.infer<typeof alternatives>

/** A problem as part of an answer. */
const refusal = z.looseObject({ code: z.string(), detail: z.string() }).meta({ id: 'Refusal' })

const asked = {
  productCode: code,
  startDate: date,
  endDate: date,
  groups: z.array(unitGroup).max(200).optional(),
  amount: won.optional(),
  impressions: impressions.optional().meta({
    description: 'Asked instead of an amount: the answer is the smallest amount that gives at least as many',
  }),
}
/** The days of a flight are in order, and not too many. */
const daysInOrder = <Asked extends z.ZodType<{ startDate: string; endDate: string }>>(schema: Asked) =>
  schema
    .refine(({ startDate, endDate }) => startDate <= endDate, {
      message: 'must not be before startDate',
      path: ['endDate'],
    })
    .refine(({ startDate, endDate }) => dayCount(startDate, endDate) <= MAX_FLIGHT_DAYS, {
      message: `must be at most ${MAX_FLIGHT_DAYS} days after startDate`,
      path: ['endDate'],
    })
const aFlight = <
  Asked extends z.ZodType<{
    startDate: string
    endDate: string
    amount?: number | undefined
    impressions?: number | undefined
  }>,
>(
  schema: Asked,
) =>
  daysInOrder(
    schema.refine(({ amount, impressions: count }) => amount === undefined || count === undefined, {
      message: 'must not be given beside an amount: ask for one of the two',
      path: ['impressions'],
    }),
  )
const availabilityBody = aFlight(
  z.object({
    ...asked,
    alternatives: z
      .boolean()
      .default(false)
      .meta({ description: 'Also look for other flights, platforms and contents: takes longer' }),
  }),
)
const found = z
  .object({
    status: z.enum(['AVAILABLE', 'PARTIALLY_AVAILABLE', 'UNAVAILABLE']),
    amount: won.nullable().meta({ description: 'What was asked; or what the impressions asked for cost' }),
    impressions: impressions.nullable().meta({ description: 'What the amount gives' }),
    maxAmount: won,
    maxImpressions: impressions,
    exact: z.boolean().meta({ description: 'True: it is proven that nothing larger fits' }),
    days: z.array(
      z.object({ date: shownDate, platform: z.string(), remaining: impressions, asked: impressions }),
    ),
    shortages: z.array(shortage),
    warnings: z.array(leftOut),
    refusal: refusal.nullable().meta({
      description:
        'Why a purchase is refused although inventory is left: a flight that began before today, of which only the days to come are counted, or an amount too small to be split',
    }),
    alternatives: alternatives.optional(),
  })
  .meta({ id: 'Availability' })

export const availability = endpoint({
  operationId: 'checkAvailability',
  method: 'post',
  path: '/availability',
  tag: 'Purchase',
  summary: 'What a product has left in a flight, and how much of it fits',
  role: 'planner',
  body: availabilityBody,
  status: 200,
  answer: found,
  problems: ['UNKNOWN_REFERENCE', 'TARGETING_INVALID', 'INVENTORY_NOT_LOADED', 'AMOUNT_TOO_LARGE'],
})

const answeredRow = z.object({
  availability: found.omit({ days: true }).nullable(),
  problem: refusal.nullable().meta({ description: 'As the call for one row would answer' }),
})
export type AnsweredRow = z.infer<typeof answeredRow>
export const availabilities = endpoint({
  operationId: 'checkAvailabilities',
  method: 'post',
  path: '/availabilities',
  tag: 'Purchase',
  summary:
    'The availability of many rows in one call, without their days: each gets its answer or its problem',
  role: 'planner',
  body: z.object({
    requests: z
      .array(aFlight(z.object(asked)))
      .min(1)
      .max(200, 'must have at most 200 requests'),
  }),
  status: 200,
  answer: z.object({ answers: z.array(answeredRow).meta({ description: 'In the order of the requests' }) }),
  problems: [],
})

const productFlight = daysInOrder(
  z.object({
    productCode: code,
    startDate: date,
    endDate: date,
    platform: code.optional().meta({ description: 'Only this platform of the product' }),
  }),
)
const leftOfProduct = z.object({
  left: z
    .object({
      remaining: impressions,
      maxAmount: won.meta({
        description: 'The largest amount whose impressions are not more than what is left',
      }),
    })
    .nullable(),
  problem: z.looseObject({ code: z.string(), detail: z.string() }).nullable(),
})
export type LeftOfProduct = z.infer<typeof leftOfProduct>
export const productAvailabilities = endpoint({
  operationId: 'checkProductAvailabilities',
  method: 'post',
  path: '/product-availabilities',
  tag: 'Purchase',
  summary:
    'What is left of products in flights, from today on, before any targeting is chosen: each flight gets its answer or its problem',
  role: 'planner',
  body: z.object({
    flights: z.array(productFlight).min(1).max(500, 'must have at most 500 flights'),
  }),
  status: 200,
  answer: z.object({ answers: z.array(leftOfProduct).meta({ description: 'In the order of the flights' }) }),
  problems: [],
})

const standing = found
  .pick({ status: true, maxAmount: true, maxImpressions: true, exact: true })
  .meta({ id: 'Standing', description: 'What a row can have: a purchase of `maxAmount` fits' })
const standingRow = z
  .object({
    unitId: shownId,
    version,
    bookingStatus,
    amount: won,
    impressions,
    held: z.boolean().meta({ description: 'Its inventory is reserved, so it is bought as it is' }),
    alone: standing
      .nullable()
      .meta({ description: 'If only this row is bought; null: it cannot be planned, see problem' }),
    inOrder: standing.nullable().meta({
      description:
        'If the rows before it in the sheet are bought first, each as far as it fits, as a purchase in mode `each` does',
    }),
    vacant: z.array(z.object({ platform: z.string(), group: z.string().nullable() })).meta({
      description:
        'Platforms where a group (null: the whole targeting) has no inventory: with any of them nothing can be bought',
    }),
    sharedWith: z
      .array(shownId)
      .meta({ description: 'The rows before it that take from the same inventory' }),
    pressure: z
      .object({
        campaigns: whole,
        rows: whole,
        impressions,
        fitsBeside: z
          .boolean()
          .meta({ description: 'Whether the row still fits if all of them are bought first' }),
      })
      .nullable()
      .meta({ description: "What drafts of other campaigns want of the row's inventory; null: nothing" }),
    problem: refusal
      .nullable()
      .meta({ description: 'Why a purchase refuses the row, apart from what is left; null: nothing' }),
  })
  .meta({ id: 'RowAvailability' })
export type RowStanding = z.infer<typeof standingRow>

const ofDrafts = {
  pressurePartial: z
    .boolean()
    .meta({ description: 'Others have more drafts than are counted: the newest are' }),
}
export const campaignAvailability = endpoint({
  operationId: 'checkCampaignAvailability',
  method: 'get',
  path: '/campaigns/{id}/availability',
  tag: 'Purchase',
  summary: 'What is left for each row that can still be bought, alone and after the rows before it',
  role: 'planner',
  params: z.object({ id: uuid }),
  status: 200,
  answer: z.object({ revision: z.int(), rows: z.array(standingRow), ...ofDrafts }),
  problems: ['NOT_FOUND'],
})

export const unitAvailability = endpoint({
  operationId: 'checkUnitAvailability',
  method: 'post',
  path: '/campaign-units/{id}/availability',
  tag: 'Purchase',
  summary: 'What is left for one row at another amount or number of impressions, and where it would fit',
  role: 'planner',
  params: z.object({ id: uuid }),
  body: z
    .object({
      amount: won.optional().meta({ description: "The row's own unless given" }),
      impressions: impressions.optional().meta({
        description:
          'Asked instead of an amount: the answer is the smallest amount that gives at least as many',
      }),
      groups: z.array(unitGroup).max(200).optional().meta({
        description: "Targeting to try instead of the row's own",
      }),
      alternatives: z.boolean().default(false).meta({
        description:
          'Also look for other flights, platforms and contents beside the rows before it: takes longer',
      }),
    })
    .refine(({ amount, impressions: count }) => amount === undefined || count === undefined, {
      message: 'must not be given beside an amount: ask for one of the two',
      path: ['impressions'],
    }),
  status: 200,
  answer: standingRow.extend({ ...ofDrafts, alternatives: alternatives.optional() }),
  problems: ['NOT_FOUND', 'STATUS_CONFLICT', 'AMOUNT_TOO_LARGE'],
})

export const unitWeights = endpoint({
  operationId: 'weighByAvailability',
  method: 'post',
  path: '/campaign-units/{id}/weights',
  tag: 'Purchase',
  summary:
    'Weights of what a row targets by what is left of it, so that most can be bought; nothing is changed',
  role: 'planner',
  params: z.object({ id: uuid }),
  body: z
    .object({
      groups: z
        .array(unitGroup)
        .max(200)
        .optional()
        .meta({ description: "Targeting to weigh instead of the row's own" }),
    })
    .optional(),
  status: 200,
  answer: z.object({
    groups: z.array(unitGroup).meta({ description: 'As given, where other weights give no more' }),
    leftOut: z
      .array(
        z.object({
          metaId: z.string().nullable(),
          code: z.string().nullable(),
          reason: z.enum(['NO_INVENTORY', 'NOTHING_LEFT', 'NOT_LOADED']),
        }),
      )
      .meta({ description: 'Contents, or catalogue groups by code, that get no weight, and why' }),
    before: standing.nullable().meta({ description: 'With the weights given; null: it cannot be planned' }),
    after: standing.nullable(),
  }),
  problems: ['NOT_FOUND', 'STATUS_CONFLICT', 'TARGETING_INVALID', 'UNKNOWN_REFERENCE'],
})

const share = { amount: won, impressions }
const cell = z.object({
  date: shownDate,
  metaId: z.string(),
  impressions,
  amount: won,
  ratioPpb: z.int().meta({ description: 'Parts per 10⁹ of the owner share' }),
})
const purchasedUnit = z
  .object({
    unitId: shownId,
    version,
    bookingStatus,
    ...share,
    warnings: z.array(leftOut),
    ads: z.array(
      z.object({
        adId: shownId,
        platform: z.string(),
        ...share,
        childAds: z.array(
          z.object({
            childAdId: shownId,
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

const unitsOnce = <Item extends z.ZodType<{ unitId: string }>>(item: Item) =>
  z
    .array(item)
    .min(1, 'must name at least one unit')
    .max(500)
    .refine(
      (all) => new Set(all.map(({ unitId }) => unitId)).size === all.length,
      'must not name a unit twice',
    )
const overrideReason = text(500)
  .optional()
  .meta({ description: 'An operator’s reason to let a flight begin in the past' })

const fits = z.object(share)
const failedUnit = z.object({
  unitId: shownId,
  code: z.string(),
  detail: z.string(),
  shortages: z.array(shortage).optional(),
  fits: fits.optional(),
})
export type FailedUnit = z.infer<typeof failedUnit>

export const purchase = endpoint({
  operationId: 'purchaseCampaignUnits',
  method: 'post',
  path: '/campaigns/{id}/purchases',
  tag: 'Purchase',
  summary: 'Buy units: all or nothing (`all`), or each on its own (`each`)',
  role: 'planner',
  idempotent: true,
  params: z.object({ id: uuid }),
  body: z.object({
    units: unitsOnce(z.object({ unitId: uuid, version })),
    mode: z.enum(['all', 'each']).default('all'),
    overrideReason,
    alternatives: z
      .boolean()
      .default(false)
      .meta({ description: 'Let a shortage come with alternatives: takes longer' }),
  }),
  status: 201,
  answer: z.object({ purchaseId: shownId, units: z.array(purchasedUnit), failed: z.array(failedUnit) }),
  problems: [
    'FORBIDDEN',
    'NOT_FOUND',
    'VERSION_CONFLICT',
    'STATUS_CONFLICT',
    'IDEMPOTENCY_CONFLICT',
    'REQUEST_IN_PROGRESS',
    'INVENTORY_NOT_LOADED',
    'INVENTORY_SHORTAGE',
    'AMOUNT_TOO_SMALL',
    'FLIGHT_IN_PAST',
    'TARGETING_INVALID',
    'UNKNOWN_REFERENCE',
    'APPROVAL_REQUIRED',
  ],
})

const fraction = z.string().meta({ pattern: '^-?\\d+(/\\d+)?$', example: '10000000/3' })
const fractions = z.object({ amount: fraction, impressions: fraction })
const explained = {
  ...share,
  rule: z.string().meta({
    description:
      'The rule that made whole numbers of the quotas; `kept`: the past of an amended row; `given-back`: the row gave ' +
      'back although its rows are short, so what it had to come is its weight, lowered by `carry-forward`',
  }),
  weight: whole,
  weightTotal: whole,
  total: z.object(share).meta({ description: 'What was divided at this level' }),
  quota: fractions.meta({
    description: 'The exact share before rounding, as a fraction in lowest terms (`10000000/3`)',
  }),
  added: fractions.meta({
    description: 'What the rule added to the quota: a fraction, negative where it took',
  }),
}
const byUnit = z.object({ id: uuid })
export const distribution = endpoint({
  operationId: 'getUnitDistribution',
  method: 'get',
  path: '/campaign-units/{id}/distribution',
  tag: 'Purchase',
  summary: 'The tree of a bought unit with the weight, exact quota and rule of each number; also as text',
  role: 'planner',
  params: byUnit,
  query: z.object({
    revision: z.coerce
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: 'As it was before an amendment; the newest unless given' }),
    format: z
      .enum(['json', 'text'])
      .optional()
      .meta({ description: 'text: readable; also by `Accept: text/plain`' }),
    language: z.enum(['ko', 'en']).default('ko').meta({ description: 'Of the text' }),
  }),
  status: 200,
  answer: z.object({
    unitId: shownId,
    version,
    bookingStatus,
    revision: z.int().nullable().meta({ description: 'Of the booking; null when nothing is booked' }),
    platforms: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Those of the product’s platforms that go on; null: all of them' }),
    ...share,
    ads: z.array(
      z.object({
        adId: shownId,
        platform: z.string(),
        ...explained,
        childAds: z.array(
          z.object({
            childAdId: shownId,
            group: z.string(),
            ...explained,
            owners: z.array(
              z.object({
                owner: z.string().nullable(),
                ...explained,
                cells: z.array(
                  cell.extend({
                    revision: z.int().meta({ description: 'Of the booking that made the cell' }),
                    quota: explained.quota,
                    added: explained.added,
                    rule: z.string(),
                  }),
                ),
              }),
            ),
          }),
        ),
      }),
    ),
  }),
  problems: ['NOT_FOUND'],
})

const atRiskSteps = z.object({
  unitId: shownId,
  version,
  bookingStatus,
  risk: impressions.meta({
    description:
      'Impressions of the row on days whose forecast fell below what is held and sold; 0: nothing to do',
  }),
  rows: z.array(
    z.object({
      metaId: z.string(),
      platform: z.string(),
      date: shownDate,
      own: impressions.meta({ description: 'What this row has there' }),
      atRisk: impressions.meta({ description: 'held + sold − forecast, of all bookings' }),
      short: impressions.meta({ description: 'The smaller of the two' }),
    }),
  ),
  shift: z
    .object({
      amount: won,
      endDate: shownDate,
      impressions,
      body: z.object({ version, amount: won, endDate: shownDate }),
    })
    .nullable()
    .meta({
      description:
        'The same amount on other days, within the flight or with the first later end that takes it: `body` is one of POST /campaign-units/{id}/amend; null: it fits on no loaded day',
    }),
  reduce: z
    .object({
      amount: won,
      impressions,
      less: z.object(share),
      body: z.object({ version, amount: won }),
    })
    .nullable()
    .meta({
      description:
        'With the client’s consent: the largest amount that leaves no row at risk by this one; `body` is one of POST /campaign-units/{id}/amend; null: there is none, cancel what is to come',
    }),
  makegoods: z
    .array(
      z.object({
        fields: z.object({
          kind: z.literal('SERVICE'),
          productCode: z.string(),
          startDate: shownDate,
          endDate: shownDate,
          amount: won,
        }),
        groups: z.array(unitGroup),
        impressions,
      }),
    )
    .meta({
      description:
        'Service rows that take what is at risk: `fields` for POST /campaigns/{id}/media-mix/sync, `groups` for PUT /campaigns/{id}/targeting, then buy it',
    }),
})
export type AtRiskSteps = z.infer<typeof atRiskSteps>
export const getAtRiskSteps = endpoint({
  operationId: 'getUnitAtRiskSteps',
  method: 'get',
  path: '/campaign-units/{id}/at-risk-steps',
  tag: 'Purchase',
  summary:
    'What can be done for a row on days whose forecast fell below what was promised: shift, reduce, make good; each tried on the present inventory',
  role: 'planner',
  params: byUnit,
  status: 200,
  answer: atRiskSteps,
  problems: ['NOT_FOUND'],
})

export const ledger = endpoint({
  operationId: 'listUnitLedger',
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
      date: shownDate,
      at: instant,
      actor: z.string(),
    }),
  ),
  problems: ['NOT_FOUND'],
})

const byCampaign = z.object({ id: uuid })
const heldUnit = z.object({
  unitId: shownId,
  version,
  bookingStatus,
  variant: z.string().nullable(),
  expiresAt: instant,
  ...share,
  warnings: z.array(leftOut),
})
const HOLD_PROBLEMS = [
  'NOT_FOUND',
  'VERSION_CONFLICT',
  'STATUS_CONFLICT',
  'IDEMPOTENCY_CONFLICT',
  'REQUEST_IN_PROGRESS',
] as const

export const hold = endpoint({
  operationId: 'holdCampaignUnits',
  method: 'post',
  path: '/campaigns/{id}/holds',
  tag: 'Purchase',
  summary: 'Hold (가선점) units until an instant, all or nothing; again for held units: extends',
  role: 'planner',
  idempotent: true,
  params: byCampaign,
  body: z.object({
    units: unitsOnce(
      z.object({
        unitId: uuid,
        version,
        variant: variant.optional().meta({ description: 'Moves the row to this variant; left out: its own' }),
      }),
    ),
    expiresAt: instant,
    overrideReason,
  }),
  status: 201,
  answer: z.object({ expiresAt: instant, units: z.array(heldUnit) }),
  problems: [
    'FORBIDDEN',
    ...HOLD_PROBLEMS,
    'HOLD_LIMIT',
    'INVENTORY_NOT_LOADED',
    'INVENTORY_SHORTAGE',
    'AMOUNT_TOO_SMALL',
    'FLIGHT_IN_PAST',
    'TARGETING_INVALID',
  ],
})
export const listHolds = endpoint({
  operationId: 'listCampaignHolds',
  method: 'get',
  path: '/campaigns/{id}/holds',
  tag: 'Purchase',
  summary: 'What a campaign holds, until when and by whom',
  role: 'planner',
  params: byCampaign,
  status: 200,
  answer: list(
    z.object({
      unitId: shownId,
      variant: z.string().nullable(),
      expiresAt: instant,
      ...share,
      owner: shownEmail.meta({ description: 'E-mail of who holds it' }),
      at: instant,
    }),
  ),
  problems: ['NOT_FOUND'],
})
const steppedUnit = z.object({ unitId: shownId, version, bookingStatus })
export const releaseHold = endpoint({
  operationId: 'releaseCampaignHolds',
  method: 'delete',
  path: '/campaigns/{id}/holds',
  tag: 'Purchase',
  summary: 'Release held units; without a body all that the campaign holds',
  role: 'planner',
  idempotent: true,
  params: byCampaign,
  body: z.object({ units: unitsOnce(z.object({ unitId: uuid, version })) }).optional(),
  status: 200,
  answer: z.object({ units: z.array(steppedUnit) }),
  problems: ['FORBIDDEN', ...HOLD_PROBLEMS],
})

const changedUnit = purchasedUnit.extend({
  revision: z.int().nullable().meta({ description: 'Of the booking; null for a held row' }),
  taken: impressions.meta({ description: 'Impressions that were taken in addition' }),
  released: impressions.meta({ description: 'Impressions that were given back' }),
})
const reason = text(500).optional().meta({ description: 'Kept in the history' })
export const amend = endpoint({
  operationId: 'amendUnit',
  method: 'post',
  path: '/campaign-units/{id}/amend',
  tag: 'Purchase',
  summary: 'Change a booked or held unit: only the difference of the days to come moves',
  role: 'planner',
  idempotent: true,
  params: byUnit,
  body: z
    .object({
      version,
      amount: won.optional(),
      startDate: date.optional(),
      endDate: date.optional(),
      groups: z.array(unitGroup).max(200).optional(),
      platforms: z
        .array(code)
        .min(1, 'must name at least one platform')
        .max(50)
        .optional()
        .meta({ description: 'Those of the product’s platforms that go on; a dropped one keeps its past' }),
      reason,
      overrideReason,
      dryRun: z
        .boolean()
        .optional()
        .meta({ description: 'true: says what would move, or why it is refused, and changes nothing' }),
    })
    .refine(
      (body) =>
        [body.amount, body.startDate, body.endDate, body.groups, body.platforms].some(
          (field) => field !== undefined,
        ),
      { message: 'must change something: amount, startDate, endDate, groups or platforms', path: ['amount'] },
    ),
  status: 200,
  answer: changedUnit.extend({
    moves: z
      .array(z.object({ platform: z.string(), taken: impressions, released: impressions }))
      .meta({ description: 'The same by platform, where something moves' }),
  }),
  problems: [
    'FORBIDDEN',
    ...HOLD_PROBLEMS,
    'AMEND_BELOW_DELIVERED',
    'INVENTORY_NOT_LOADED',
    'INVENTORY_SHORTAGE',
    'AMOUNT_TOO_SMALL',
    'AMOUNT_TOO_LARGE',
    'FLIGHT_IN_PAST',
    'TARGETING_INVALID',
    'UNKNOWN_REFERENCE',
    'APPROVAL_REQUIRED',
  ],
})
export const cancel = endpoint({
  operationId: 'cancelUnit',
  method: 'post',
  path: '/campaign-units/{id}/cancel',
  tag: 'Purchase',
  summary: 'Cancel a held or booked unit, stop one in flight: the days to come are given back',
  role: 'planner',
  idempotent: true,
  params: byUnit,
  body: z.object({ version, reason }),
  status: 200,
  answer: changedUnit,
  problems: ['FORBIDDEN', ...HOLD_PROBLEMS],
})

/** A step of the booking status that a person takes. */
const step = <Verb extends string>(verb: Verb, summary: string, role: 'planner' | 'operator' = 'planner') =>
  endpoint({
    operationId: `${verb}Unit`,
    method: 'post',
    path: `/campaign-units/{id}/${verb}`,
    tag: 'Purchase',
    summary,
    role,
    idempotent: true,
    params: byUnit,
    body: z.object({ version, reason }),
    status: 200,
    answer: steppedUnit,
    problems: [...HOLD_PROBLEMS],
  })
export const pause = step('pause', 'InFlight → Paused; the inventory stays the unit’s')
export const resume = step('resume', 'Paused → InFlight')
export const stop = step('stop', 'InFlight, Paused → Stopped: the days to come are given back')
export const reopen = step('reopen', 'Expired, Declined → Draft')
export const decline = step('decline', 'Reserved → Declined: an operator’s answer to a hold', 'operator')

export const unitHistory = endpoint({
  operationId: 'listUnitHistory',
  method: 'get',
  path: '/campaign-units/{id}/history',
  tag: 'Purchase',
  summary: 'Who held, bought, amended or ended a unit, when and from where',
  role: 'planner',
  params: byUnit,
  query: z.object(paging({ default: 1000, max: 10_000 })),
  status: 200,
  answer: list(
    z.object({
      id: z.int(),
      action: z.string(),
      statusBefore: bookingStatus,
      statusAfter: bookingStatus,
      purchaseId: shownId.nullable(),
      revision: z.int().nullable(),
      reason: z.string().nullable(),
      details: z.unknown(),
      actor: z.string().meta({ description: 'E-mail, or `system`' }),
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
      at: instant,
    }),
  ),
  problems: ['NOT_FOUND'],
})

const splitRule = z.enum(SPLIT_RULES)
const splitRules = z.object({ platform: splitRule, group: splitRule, owner: splitRule })
const splitRuleSetting = z.object({
  id: z.int(),
  rules: splitRules,
  reason: z.string(),
  actor: z.string(),
  at: instant,
})
export const getSplitRules = endpoint({
  operationId: 'getSplitRules',
  method: 'get',
  path: '/split-rules',
  tag: 'Purchase',
  summary: 'The splitting rule of each level, and every setting there was',
  role: 'planner',
  query: z.object(paging({ default: 100, max: 1000 })),
  status: 200,
  answer: list(splitRuleSetting).extend({ rules: splitRules }),
  problems: [],
})
export const putSplitRules = endpoint({
  operationId: 'putSplitRules',
  method: 'put',
  path: '/split-rules',
  tag: 'Purchase',
  summary: 'Set the splitting rules of what is bought or amended from now on',
  role: 'operator',
  body: splitRules.extend({ reason: text(500) }),
  status: 200,
  answer: splitRuleSetting,
  problems: [],
})

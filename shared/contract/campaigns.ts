import { z } from 'zod'
import { CAMPAIGN_RIGHTS } from '../campaign-rights'
import { members } from './catalog'
import { endpoint } from './endpoint'
import {
  bookingStatus,
  code,
  date,
  flag,
  impressions,
  instant,
  list,
  paging,
  publishStatus,
  rate,
  rowKind,
  text,
  uuid,
  variant,
  version,
  weight,
  whole,
  won,
} from './primitives'
import { shownDate, shownEmail, shownId } from './shown'

const byId = z.object({ id: uuid })
const inOrder = { message: 'must not be before startDate', path: ['endDate'] }
const email = z.string().trim().toLowerCase().max(254).meta({ format: 'email' })

const right = z.enum(CAMPAIGN_RIGHTS).meta({
  description: 'see: read only. edit: plan, buy, name and flight. own: also budget, sharing and archive',
})

const teamShare = z.object({ teamId: shownId, name: z.string(), access: right })
export type TeamShare = z.infer<typeof teamShare>

export const campaign = z
  .object({
    id: shownId,
    name: z.string(),
    advertiser: z.string(),
    agency: z.string().nullable(),
    startDate: shownDate,
    endDate: shownDate,
    budget: won,
    revision: z.int().meta({ description: 'Grows with every change of the plan' }),
    version,
    status: bookingStatus.meta({ description: "The units' booking status that stands out first" }),
    bookingStatusCounts: z.partialRecord(bookingStatus, whole),
    publishStatus: publishStatus.nullable(),
    owner: shownEmail.meta({ description: "The owner's e-mail" }),
    access: right.meta({
      description: 'What one may do here oneself: the strongest right of one’s own and of one’s teams',
    }),
    sharedWith: z.array(shownEmail),
    shares: z.array(z.object({ email: shownEmail, access: right })),
    teamShares: z.array(teamShare),
    createdAt: instant,
    updatedAt: instant,
    archivedAt: instant.nullable().meta({ description: 'Since when it is archived; null: it is worked on' }),
  })
  .meta({ id: 'Campaign' })
export type CampaignView = z.infer<typeof campaign>

const campaignBody = z.object({
  name: text(200),
  advertiser: text(200),
  agency: text(200).nullish(),
  startDate: date,
  endDate: date,
  budget: won,
  sharedWith: z
    .array(email)
    .max(100)
    .optional()
    .meta({ description: 'E-mails. New ones may edit, the others keep their right. Replaces the list' }),
  shares: z
    .array(z.object({ email, access: right }))
    .max(100)
    .optional()
    .meta({ description: 'As sharedWith, with the right of each account' }),
  teamShares: z
    .array(z.object({ teamId: uuid, access: right }))
    .max(100)
    .optional()
    .meta({ description: 'Teams with the right of their members. Replaces the list' }),
})
const sharesOnce = (body: { sharedWith?: unknown; shares?: unknown }) =>
  body.sharedWith === undefined || body.shares === undefined
const notTwice = { message: 'must not be sent together with shares', path: ['sharedWith'] }
export const createCampaign = endpoint({
  operationId: 'createCampaign',
  method: 'post',
  path: '/campaigns',
  tag: 'Campaigns',
  summary: 'Create a campaign',
  role: 'planner',
  body: campaignBody
    .refine(({ startDate, endDate }) => startDate <= endDate, inOrder)
    .refine(sharesOnce, notTwice),
  status: 201,
  answer: campaign,
  problems: ['UNKNOWN_REFERENCE'],
})
export const listCampaigns = endpoint({
  operationId: 'listCampaigns',
  method: 'get',
  path: '/campaigns',
  tag: 'Campaigns',
  summary: 'Campaigns that one may see, the newest first',
  role: 'planner',
  query: z.object({
    q: z.string().max(200).optional().meta({
      description:
        'In name, advertiser or agency, or in the name of a product, content or targeting group of a row (from two characters on)',
    }),
    archived: flag.default(false).meta({ description: 'Those in the archive instead of the others' }),
    ...paging({ default: 200, max: 1000 }),
  }),
  status: 200,
  answer: list(campaign),
  problems: [],
})
export const getCampaign = endpoint({
  operationId: 'getCampaign',
  method: 'get',
  path: '/campaigns/{id}',
  tag: 'Campaigns',
  summary: 'One campaign',
  role: 'planner',
  params: byId,
  status: 200,
  answer: campaign,
  problems: ['NOT_FOUND'],
})
export const changeCampaign = endpoint({
  operationId: 'changeCampaign',
  method: 'patch',
  path: '/campaigns/{id}',
  tag: 'Campaigns',
  summary: "Change a campaign's own fields",
  role: 'planner',
  params: byId,
  body: campaignBody
    .partial()
    .extend({
      version,
      archived: z.boolean().optional().meta({
        description:
          'true: out of the way, and nothing in it changes any more; no row may be held or running. false: back again',
      }),
    })
    .refine(sharesOnce, notTwice),
  status: 200,
  answer: campaign,
  problems: ['NOT_FOUND', 'FORBIDDEN', 'VERSION_CONFLICT', 'UNKNOWN_REFERENCE', 'STATUS_CONFLICT'],
})
export const copyCampaign = endpoint({
  operationId: 'copyCampaign',
  method: 'post',
  path: '/campaigns/{id}/copies',
  tag: 'Campaigns',
  summary:
    'Copy a campaign with its rows, as drafts at today’s rate card, with targeting and variants; the copy is one’s own and not shared',
  role: 'planner',
  idempotent: true,
  params: byId,
  body: z.object({
    name: text(200),
    startDate: date.optional().meta({
      description: 'The first day of the copy: all flights move by as many days. Left out: none moves',
    }),
  }),
  status: 201,
  answer: campaign,
  problems: ['NOT_FOUND', 'IDEMPOTENCY_CONFLICT', 'REQUEST_IN_PROGRESS'],
})

/** The planned fields of a row. Each has a column in the MediaMix (`shared/sheets/media-mix/columns.ts`). */
const plannedFields = {
  kind: rowKind,
  productCode: code,
  startDate: date,
  endDate: date,
  amount: won,
  device: text(100, 0),
  creative: text(200, 0),
  ecpm: won
    .min(1, 'must be at least 1 won')
    .meta({ description: "The rate card's; an operator may override it" }),
  ctr: rate,
  vtr: rate,
  variant: variant.nullable().meta({
    description:
      'The alternative (A안) that the row belongs to; null: all of them. Totals count one: the bought one, else the first',
  }),
}

export const mediaMixRow = z
  .object({
    unitId: shownId,
    version,
    ...plannedFields,
    impressions,
    clicks: whole,
    views: whole,
    bookingStatus,
    publishStatus: publishStatus.nullable(),
  })
  .meta({ id: 'MediaMixRow' })
export type MediaMixRow = z.infer<typeof mediaMixRow>

const totals = z.object({
  amount: won,
  impressions,
  clicks: whole,
  views: whole,
  ecpm: won.nullable(),
  ctr: rate.nullable(),
  vtr: rate.nullable(),
})
export const getMediaMix = endpoint({
  operationId: 'getMediaMix',
  method: 'get',
  path: '/campaigns/{id}/media-mix',
  tag: 'Campaigns',
  summary: "A campaign's MediaMix: its rows in order, and totals",
  role: 'planner',
  params: byId,
  status: 200,
  answer: z.object({
    campaign,
    revision: z.int(),
    rows: z.array(mediaMixRow),
    totals: totals.extend({ withService: totals.nullable() }),
  }),
  problems: ['NOT_FOUND'],
})

/** The fields of a put; a field that is left out stays as it is, or takes the product's value. */
export const rowFields = z.strictObject(plannedFields).partial()
export type RowFields = z.infer<typeof rowFields>

const change = z.object({
  op: z.enum(['put', 'delete']),
  unitId: uuid,
  version: version.optional().meta({
    description: 'Version last synced; absent for a new row, or where baseRevision says what was last synced',
  }),
  base: z
    .record(z.string().max(40), z.union([z.string().max(500), z.number(), z.null()]))
    .optional()
    .meta({ description: 'Values last synced, where no version is sent' }),
  fields: rowFields.optional(),
})
export type RowChange = z.infer<typeof change>

const fieldValue = z.union([z.string(), z.number(), z.null()])
export const conflict = z.object({
  unitId: shownId,
  field: z.string().meta({
    description:
      'A field; `unit` when one side deleted the row; `position` when both sides moved it: then the values are places, from 1',
  }),
  base: fieldValue,
  local: fieldValue,
  remote: fieldValue,
  by: z.string().nullable().meta({ description: 'E-mail of who changed the server last' }),
  at: instant.nullable(),
})
export type RowConflict = z.infer<typeof conflict>

const rowIds = z.array(uuid).max(20_000, 'must name at most 20,000 rows')

/** The order of a sheet's rows: as it was last synced, and as it is now. */
const rowOrder = z
  .object({ base: rowIds, local: rowIds })
  .refine(
    (order) => [order.base, order.local].every((ids) => new Set(ids).size === ids.length),
    'must not name a unit twice',
  )
export type RowOrder = z.infer<typeof rowOrder>

export const syncMediaMix = endpoint({
  operationId: 'syncMediaMix',
  method: 'post',
  path: '/campaigns/{id}/media-mix/sync',
  tag: 'Campaigns',
  summary: 'Push changed rows; a three-way merge per row and field, never a silent overwrite',
  role: 'planner',
  params: byId,
  body: z.object({
    baseRevision: z.int().min(0).meta({ description: "The campaign's revision last synced" }),
    changes: z
      .array(change)
      .max(2000, 'must have at most 2,000 changes')
      .refine(
        (changes) => new Set(changes.map(({ unitId }) => unitId)).size === changes.length,
        'must not name a unit twice',
      ),
    order: rowOrder.optional().meta({
      description: 'Where the rows were moved or a new row was inserted: their order last synced, and now',
    }),
  }),
  status: 200,
  answer: z.object({
    revision: z.int(),
    applied: whole.meta({ description: 'Changes that were taken, or were there already' }),
    conflicts: z.array(conflict),
    rows: z.array(mediaMixRow),
  }),
  problems: [
    'NOT_FOUND',
    'USE_AMEND',
    'UNKNOWN_REFERENCE',
    'FORBIDDEN',
    'AMOUNT_TOO_LARGE',
    'STATUS_CONFLICT',
  ],
})

/** A targeting group of a unit: of the catalogue by `code`, or inline by `members`. */
export const unitGroup = z
  .object({
    code: code.optional(),
    name: text(200).optional(),
    weight: weight.default(1),
    members: members.optional(),
    platforms: z.array(code).min(1).max(50).optional(),
    ownerRatios: z
      .array(z.object({ owner: code, ratio: z.int().min(0).max(1_000_000) }))
      .max(1000)
      .refine(
        (all) => new Set(all.map(({ owner }) => owner)).size === all.length,
        'must not name an owner twice',
      )
      .optional(),
  })
  .meta({ id: 'UnitGroup' })
export type UnitGroupBody = z.infer<typeof unitGroup>

export const unitTargeting = z.object({
  unitId: shownId,
  version,
  groups: z.array(
    z.object({
      code: z.string().optional(),
      name: z.string().optional(),
      weight,
      members: z.array(z.object({ metaId: z.string(), weight })),
      platforms: z.array(z.string()).optional(),
      ownerRatios: z.array(z.object({ owner: z.string(), ratio: z.int() })).optional(),
    }),
  ),
})
export type UnitTargeting = z.infer<typeof unitTargeting>

export const getTargeting = endpoint({
  operationId: 'getCampaignTargeting',
  method: 'get',
  path: '/campaigns/{id}/targeting',
  tag: 'Campaigns',
  summary: "Every unit's targeting groups, catalogue groups with their members of today",
  role: 'planner',
  params: byId,
  status: 200,
  answer: z.object({ units: z.array(unitTargeting) }),
  problems: ['NOT_FOUND'],
})
export const putTargeting = endpoint({
  operationId: 'putCampaignTargeting',
  method: 'put',
  path: '/campaigns/{id}/targeting',
  tag: 'Campaigns',
  summary: 'Set the targeting of units: CONTENTS one inline group, GROUP catalogue codes, RANDOM none',
  role: 'planner',
  params: byId,
  body: z.object({
    units: z
      .array(z.object({ unitId: uuid, version, groups: z.array(unitGroup).max(200) }))
      .min(1)
      .max(2000)
      .refine(
        (all) => new Set(all.map(({ unitId }) => unitId)).size === all.length,
        'must not name a unit twice',
      ),
  }),
  status: 200,
  answer: z.object({ units: z.array(unitTargeting) }),
  problems: [
    'FORBIDDEN',
    'NOT_FOUND',
    'VERSION_CONFLICT',
    'STATUS_CONFLICT',
    'USE_AMEND',
    'UNKNOWN_REFERENCE',
    'TARGETING_INVALID',
  ],
})

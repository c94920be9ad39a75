import { z } from 'zod'
import { endpoint } from './endpoint'
import {
  code,
  contentType,
  flag,
  instant,
  list,
  metaId,
  month,
  name,
  paging,
  rate,
  targetingKind,
  text,
  version,
  weight,
  whole,
  won,
} from './primitives'
import { shownDate } from './shown'

const byCode = z.object({ code })
/** If given, the version that was read must still be the current one. */
const expected = { version: version.optional() }
const current = { version }

const unique = (values: readonly string[]) => new Set(values).size === values.length
const platforms = z
  .array(code)
  .min(1, 'must name at least one platform')
  .max(50)
  .refine(unique, 'must not name a platform twice')

const platformBody = z.object({ name, displayOrder: z.int().min(0).max(1_000_000), ...expected })
export const platform = z
  .object({ code, name: z.string(), displayOrder: z.int(), ...current })
  .meta({ id: 'Platform' })

/** Whether a content or owner is for sale. */
const retired = z.boolean().optional().meta({
  description:
    'true takes it out of sale, false puts it back; what was sold stays. Left out: as it was. A merged one stays out',
})
const shownRetirement = {
  retired: z
    .boolean()
    .optional()
    .meta({ description: 'true where it is no longer for sale; absent where it is' }),
  mergedInto: z.string().optional().meta({ description: 'What it was merged into' }),
}

const ownerBody = z.object({ name, retired, ...expected })
export const contentOwner = z
  .object({ code, name: z.string(), ...shownRetirement, ...current })
  .meta({ id: 'ContentOwner' })
export type ContentOwnerView = z.infer<typeof contentOwner>

const platformWeights = z
  .array(z.object({ platform: code, weight }))
  .max(50)
  .refine((weights) => unique(weights.map((entry) => entry.platform)), 'must not name a platform twice')
const contentBody = z.object({
  type: contentType,
  name,
  broadcaster: name.nullish(),
  owner: code.nullish(),
  platformWeights: platformWeights.optional(),
  retired,
  ...expected,
})
export type ContentBody = z.infer<typeof contentBody>
export const content = z
  .object({
    metaId: z.string(),
    type: contentType,
    name: z.string(),
    broadcaster: z.string().nullable(),
    owner: z.string().nullable(),
    platformWeights: z.array(z.object({ platform: z.string(), weight })),
    needsReview: z.boolean().meta({ description: 'Created by a vendor file, not yet looked at' }),
    ...shownRetirement,
    ...current,
  })
  .meta({ id: 'Content' })
export type ContentView = z.infer<typeof content>

const partBody = z.object({ type: contentType, platforms, ...expected })
export const part = z
  .object({ code, type: contentType, platforms: z.array(z.string()), ...current })
  .meta({ id: 'Part' })

const productBody = z.object({
  name,
  targetingKind,
  platforms,
  ecpm: won.min(1, 'must be at least 1 won').meta({ description: 'Whole won for 1,000 impressions' }),
  ctr: rate,
  vtr: rate,
  onSale: z.boolean().optional().meta({
    description:
      'False withdraws it from sale; what was bought stays. Left out: as it was, true for a new one',
  }),
  ...expected,
})
export type ProductBody = z.infer<typeof productBody>
export const product = z
  .object({
    code,
    name: z.string(),
    targetingKind,
    platforms: z.array(z.string()),
    ecpm: won,
    ctr: rate,
    vtr: rate,
    onSale: z.boolean(),
    ...current,
  })
  .meta({ id: 'Product' })
export type ProductView = z.infer<typeof product>

export const members = z
  .array(z.object({ metaId, weight }))
  .max(10_000, 'must have at most 10,000 members')
  .refine((all) => unique(all.map((member) => member.metaId)), 'must not name a content twice')
const groupBody = z.object({
  name,
  members: members.min(1, 'must have at least one member'),
  ...expected,
})
export type TargetingGroupBody = z.infer<typeof groupBody>
export const targetingGroup = z
  .object({ code, name: z.string(), members: z.array(z.object({ metaId: z.string(), weight })), ...current })
  .meta({ id: 'TargetingGroup' })
export type TargetingGroupView = z.infer<typeof targetingGroup>

const tag = 'Catalogue'
const put = { method: 'put', tag, role: 'operator', status: 200, conditional: true } as const
const get = { method: 'get', tag, role: 'planner', status: 200 } as const
/** A boolean in a query, which arrives as text. */
const all = z.object(paging({ default: 1000, max: 10_000 }))

export const putPlatform = endpoint({
  operationId: 'putPlatform',
  ...put,
  path: '/platforms/{code}',
  summary: 'Create or change a platform',
  params: byCode,
  body: platformBody,
  answer: platform,
  problems: ['VERSION_CONFLICT'],
})
export const listPlatforms = endpoint({
  operationId: 'listPlatforms',
  ...get,
  path: '/platforms',
  summary: 'Platforms in display order',
  query: all,
  answer: list(platform),
  problems: [],
})
export const putContentOwner = endpoint({
  operationId: 'putContentOwner',
  ...put,
  path: '/content-owners/{code}',
  summary: 'Create or change a content owner',
  params: byCode,
  body: ownerBody,
  answer: contentOwner,
  problems: ['VERSION_CONFLICT', 'STATUS_CONFLICT'],
})
export const listContentOwners = endpoint({
  operationId: 'listContentOwners',
  ...get,
  path: '/content-owners',
  summary: 'Content owners by code',
  query: all,
  answer: list(contentOwner),
  problems: [],
})
export const putContent = endpoint({
  operationId: 'putContent',
  ...put,
  path: '/contents/{metaId}',
  summary: 'Create or change a content',
  params: z.object({ metaId }),
  body: contentBody,
  answer: content,
  problems: ['VERSION_CONFLICT', 'STATUS_CONFLICT', 'UNKNOWN_REFERENCE', 'IN_USE'],
})
const catalogueChange = z
  .object({
    id: z.int(),
    field: z.string(),
    before: z.unknown().meta({ description: 'null: it was new, or had no value' }),
    after: z.unknown(),
    reason: z.string().nullable(),
    actor: z.string(),
    at: instant,
  })
  .meta({ id: 'CatalogueChange' })
export type CatalogueChangeView = z.infer<typeof catalogueChange>
const history = {
  ...get,
  query: z.object(paging({ default: 500, max: 1000 })),
  answer: list(catalogueChange),
  problems: [],
} as const
export const contentHistory = endpoint({
  operationId: 'listContentChanges',
  ...history,
  path: '/contents/{metaId}/history',
  summary: 'Who changed, retired or merged a content, the newest first',
  params: z.object({ metaId }),
})
export const contentOwnerHistory = endpoint({
  operationId: 'listContentOwnerChanges',
  ...history,
  path: '/content-owners/{code}/history',
  summary: 'Who changed, retired or merged an owner, the newest first',
  params: byCode,
})
export const platformHistory = endpoint({
  operationId: 'listPlatformChanges',
  ...history,
  path: '/platforms/{code}/history',
  summary: 'Who changed a platform, the newest first',
  params: byCode,
})
export const partHistory = endpoint({
  operationId: 'listPartChanges',
  ...history,
  path: '/parts/{code}/history',
  summary: 'Who changed a part: its type and the platforms that it feeds, the newest first',
  params: byCode,
})
export const productHistory = endpoint({
  operationId: 'listProductChanges',
  ...history,
  path: '/products/{code}/history',
  summary:
    'The rate card of a product through time: who changed what, the newest first; what was sold keeps its rates',
  params: byCode,
})
export const targetingGroupHistory = endpoint({
  operationId: 'listTargetingGroupChanges',
  ...history,
  path: '/targeting-groups/{code}/history',
  summary: 'Who changed a targeting group: its name and its members, the newest first',
  params: byCode,
})

const merging = {
  reason: text(500),
  dryRun: z
    .boolean()
    .default(false)
    .meta({ description: 'true: says what would move, and changes nothing. A merge cannot be undone' }),
}
const movedWeight = { before: whole.nullable(), after: whole }
export const mergeContents = endpoint({
  operationId: 'mergeContents',
  method: 'post',
  tag,
  role: 'operator',
  status: 200,
  path: '/contents/{metaId}/merge',
  summary:
    'Merge a duplicate into the content that is kept: memberships and targeting move, its forecast counts there from this month on; what was sold stays where it is. Cannot be undone',
  params: z.object({ metaId }),
  body: z.object({ into: metaId, ...merging }),
  answer: z.object({
    metaId: z.string(),
    into: z.string(),
    dryRun: z.boolean(),
    groups: z.array(z.object({ code: z.string(), ...movedWeight })).meta({
      description: 'Targeting groups, with the weight that the kept content had and has: the sum of both',
    }),
    units: whole.meta({ description: 'Rows of MediaMixes whose own targeting names the duplicate' }),
    months: z
      .array(
        z.object({
          month: z.string(),
          status: z.enum(['OPEN', 'CONFIRMED']),
          total: whole.meta({ description: 'What the duplicate has in the month' }),
          joined: z.boolean().meta({
            description:
              'true: both are confirmed, and the kept row has the sum at once; false: the next load counts it',
          }),
        }),
      )
      .meta({ description: 'Standard inventory of the duplicate from this month on' }),
    hours: whole.meta({ description: 'Forecast hours of the duplicate from this month on' }),
    sameHours: whole.meta({
      description: 'Of these, hours that both have in one part: only those of the kept content count',
    }),
    stays: z
      .object({ held: whole, sold: whole })
      .meta({ description: 'Impressions that stay on the duplicate from today on' }),
    unitLoad: z.array(z.string()).meta({
      description:
        'Months whose unit inventory has to be loaded, before what is left of the duplicate is for sale',
    }),
  }),
  problems: ['UNKNOWN_REFERENCE', 'VALIDATION_FAILED', 'STATUS_CONFLICT'],
})
export const mergeContentOwners = endpoint({
  operationId: 'mergeContentOwners',
  method: 'post',
  tag,
  role: 'operator',
  status: 200,
  path: '/content-owners/{code}/merge',
  summary:
    'Merge a duplicate owner into another: contents and owner ratios move; what was sold stays. Cannot be undone',
  params: byCode,
  body: z.object({ into: code, ...merging }),
  answer: z.object({
    code: z.string(),
    into: z.string(),
    dryRun: z.boolean(),
    contents: whole,
    units: whole.meta({ description: 'Rows of MediaMixes whose owner ratios name the duplicate' }),
  }),
  problems: ['UNKNOWN_REFERENCE', 'VALIDATION_FAILED', 'STATUS_CONFLICT'],
})
export const listContents = endpoint({
  operationId: 'listContents',
  ...get,
  path: '/contents',
  summary: 'Contents by metaId; `q` finds in name and metaId',
  query: z.object({
    type: contentType.optional(),
    broadcaster: z.string().max(200).optional(),
    q: z.string().max(200).optional(),
    needsReview: flag.optional(),
    retired: flag.optional().meta({
      description: 'false: only contents for sale; true: only those that are not, or whose owner is not',
    }),
    ...paging({ default: 1000, max: 10_000 }),
  }),
  answer: list(content),
  problems: [],
})
export const lookUpContents = endpoint({
  operationId: 'lookUpContents',
  method: 'post',
  tag,
  role: 'planner',
  status: 200,
  path: '/contents/lookups',
  summary: 'The contents with these metaIds or names; those that do not exist are left out',
  body: z
    .object({
      metaIds: z.array(metaId).min(1).max(10_000).optional(),
      names: z
        .array(name)
        .min(1)
        .max(10_000)
        .optional()
        .meta({ description: 'Whole names, as a planner pastes them; several contents may have the same' }),
    })
    .refine(({ metaIds, names }) => metaIds !== undefined || names !== undefined, {
      message: 'must be given, or names',
      path: ['metaIds'],
    }),
  answer: z.object({ items: z.array(content) }),
  problems: [],
})
export const listBroadcasters = endpoint({
  operationId: 'listBroadcasters',
  ...get,
  path: '/broadcasters',
  summary: 'The broadcasters of programs, those with the most programs first',
  answer: z.object({ items: z.array(z.object({ broadcaster: z.string(), programs: whole })) }),
  problems: [],
})
export const reviewContents = endpoint({
  operationId: 'reviewContents',
  method: 'post',
  tag,
  role: 'operator',
  status: 200,
  path: '/contents/reviews',
  summary: 'Accept contents that came with a vendor file as they are',
  body: z.object({ metaIds: z.array(metaId).min(1).max(10_000) }),
  answer: z.object({ reviewed: whole, alreadyReviewed: whole }),
  problems: ['UNKNOWN_REFERENCE'],
})
export const putPart = endpoint({
  operationId: 'putPart',
  ...put,
  path: '/parts/{code}',
  summary: "Create or change a part: the type of the vendor's rows and the platforms they feed",
  params: byCode,
  body: partBody,
  answer: part,
  problems: ['VERSION_CONFLICT', 'UNKNOWN_REFERENCE'],
})
export const listParts = endpoint({
  operationId: 'listParts',
  ...get,
  path: '/parts',
  summary: 'Parts by code',
  query: all,
  answer: list(part),
  problems: [],
})
export const putProduct = endpoint({
  operationId: 'putProduct',
  ...put,
  path: '/products/{code}',
  summary: 'Create or change a product and its rate card',
  params: byCode,
  body: productBody,
  answer: product,
  problems: ['VERSION_CONFLICT', 'UNKNOWN_REFERENCE'],
})
export const listProducts = endpoint({
  operationId: 'listProducts',
  ...get,
  path: '/products',
  summary: 'Products by code; `onSale=true` leaves out those withdrawn',
  query: all.extend({ onSale: flag.optional() }),
  answer: list(product),
  problems: [],
})
export const putTargetingGroup = endpoint({
  operationId: 'putTargetingGroup',
  ...put,
  path: '/targeting-groups/{code}',
  summary: 'Create or change a targeting group',
  params: byCode,
  body: groupBody,
  answer: targetingGroup,
  problems: ['VERSION_CONFLICT', 'UNKNOWN_REFERENCE'],
})
export const listTargetingGroups = endpoint({
  operationId: 'listTargetingGroups',
  ...get,
  path: '/targeting-groups',
  summary: 'Targeting groups by code, with their members in order',
  query: all,
  answer: list(targetingGroup),
  problems: [],
})
export const listTargetingGroupRatios = endpoint({
  operationId: 'listTargetingGroupRatios',
  ...get,
  path: '/targeting-groups/{code}/ratios',
  summary: "A group's composite daily ratios over a month, per platform, in parts per 10⁹",
  params: byCode,
  query: z.object({ month, ...paging({ default: 5000, max: 10_000 }) }),
  answer: list(z.object({ platform: z.string(), date: shownDate, metaId: z.string(), ratioPpb: z.int() })),
  problems: ['NOT_FOUND'],
})

import { z } from 'zod'
import { endpoint } from './endpoint'
import { uuid, variant } from './primitives'
import { shownId } from './shown'

const revision = z
  .int()
  .min(1)
  .meta({ description: 'The revision of the campaign that was read; a stale one is VERSION_CONFLICT' })
const unitIds = z.array(shownId)
const PROBLEMS = [
  'FORBIDDEN',
  'NOT_FOUND',
  'VERSION_CONFLICT',
  'STATUS_CONFLICT',
  'IDEMPOTENCY_CONFLICT',
  'REQUEST_IN_PROGRESS',
] as const

export const createVariant = endpoint({
  operationId: 'createVariant',
  method: 'post',
  path: '/campaigns/{id}/variants',
  tag: 'Campaigns',
  summary: 'Copy the rows of a variant (A안), or of a campaign without variants, as another variant',
  role: 'planner',
  idempotent: true,
  params: z.object({ id: uuid }),
  body: z.object({
    revision,
    from: variant.optional().meta({
      description:
        'The variant that is copied; left out: the first one, or the rows of a campaign without any',
    }),
    name: variant.optional().meta({ description: 'Left out: the next free letter' }),
  }),
  status: 201,
  answer: z.object({
    variant,
    revision: z.int(),
    source: variant.meta({
      description: 'What was copied; rows that were in no variant are in this one now',
    }),
    units: z.array(z.object({ unitId: shownId, copyOf: shownId })),
  }),
  problems: [...PROBLEMS, 'ALREADY_EXISTS', 'AMOUNT_TOO_LARGE'],
})

const ended = {
  variant,
  revision: z.int(),
  removed: unitIds.meta({ description: 'Rows that are no longer in the plan' }),
  released: unitIds.meta({ description: 'Those of them that were held' }),
}
const byName = z.object({ id: uuid, name: variant })

export const chooseVariant = endpoint({
  operationId: 'chooseVariant',
  method: 'post',
  path: '/campaigns/{id}/variants/{name}/choose',
  tag: 'Campaigns',
  summary: 'Make a variant the plan: its rows are in no variant any more, those of the others are removed',
  role: 'planner',
  idempotent: true,
  params: byName,
  body: z.object({ revision }),
  status: 200,
  answer: z.object({ ...ended, kept: unitIds.meta({ description: 'The rows of the variant' }) }),
  problems: [...PROBLEMS],
})

export const discardVariant = endpoint({
  operationId: 'discardVariant',
  method: 'post',
  path: '/campaigns/{id}/variants/{name}/discard',
  tag: 'Campaigns',
  summary: 'Remove the rows of a variant; if one other is left, it becomes the plan',
  role: 'planner',
  idempotent: true,
  params: byName,
  body: z.object({ revision }),
  status: 200,
  answer: z.object(ended),
  problems: [...PROBLEMS],
})

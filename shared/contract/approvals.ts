import { z } from 'zod'
import { endpoint } from './endpoint'
import { instant, list, paging, rowKind, text, uuid, version, won } from './primitives'
import { shownDate, shownEmail, shownId } from './shown'

export const APPROVAL_KINDS = ['PURCHASE', 'AMENDMENT'] as const
export type ApprovalKind = (typeof APPROVAL_KINDS)[number]
/** What is stored, and EXPIRED: approved, not used in time. */
export const APPROVAL_STATUSES = ['OPEN', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'USED', 'EXPIRED'] as const
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number]

const kind = z.enum(APPROVAL_KINDS).meta({
  description: 'PURCHASE: of drafts and held rows; AMENDMENT: of one bought row, to a higher amount',
})
const askedRow = z.object({
  unitId: shownId,
  version,
  kind: rowKind,
  productCode: z.string(),
  product: z.string().meta({ description: 'Its name' }),
  startDate: shownDate,
  endDate: shownDate,
  amount: won.meta({ description: 'Of an amendment: what it becomes' }),
  ecpm: won,
  rateCard: won.meta({ description: 'The product’s eCPM when it was asked' }),
})
export type AskedRow = z.infer<typeof askedRow>

const reason = z
  .discriminatedUnion('reason', [
    z.object({
      reason: z.literal('AMOUNT'),
      amount: won,
      sameDay: won.meta({
        description:
          'What counts with it: what the campaign bought on the same day without an approval, and the other rows of an amended row’s purchase',
      }),
      limit: won,
    }),
    z.object({
      reason: z.literal('DISCOUNT'),
      unitId: shownId,
      ecpm: won,
      rateCard: won,
      limitPercent: z.int(),
    }),
  ])
  .meta({ id: 'ApprovalReason' })

const approval = z
  .object({
    id: shownId,
    campaignId: shownId,
    campaign: z.string().meta({ description: 'Its name' }),
    kind,
    status: z.enum(APPROVAL_STATUSES),
    amount: won.meta({ description: 'Sum of the rows that cost something' }),
    rows: z.array(askedRow),
    reasons: z.array(reason),
    changed: z.boolean().meta({
      description: 'A row is not as it was asked any more: the approval no longer covers it, ask anew',
    }),
    note: z.string().nullable().meta({ description: 'Of who asked' }),
    requestedBy: shownEmail,
    requestedAt: instant,
    decidedBy: shownEmail.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    validUntil: instant.nullable().meta({ description: 'Until when it can be bought' }),
    usedAt: instant.nullable(),
  })
  .meta({ id: 'Approval' })
export type ApprovalView = z.infer<typeof approval>

const WRITES = [
  'FORBIDDEN',
  'NOT_FOUND',
  'STATUS_CONFLICT',
  'IDEMPOTENCY_CONFLICT',
  'REQUEST_IN_PROGRESS',
] as const
const ofCampaign = z.object({ id: uuid })

export const requestApproval = endpoint({
  operationId: 'requestApproval',
  method: 'post',
  path: '/campaigns/{id}/approvals',
  tag: 'Approvals',
  summary:
    'Ask an approver for what was refused as APPROVAL_REQUIRED. Rows that are asked anew replace the open requests that name them',
  role: 'planner',
  idempotent: true,
  params: ofCampaign,
  body: z
    .object({
      kind: kind.default('PURCHASE'),
      units: z
        .array(
          z.object({
            unitId: uuid,
            version,
            amount: won.optional().meta({ description: 'Of an amendment: what it is to become' }),
          }),
        )
        .min(1, 'must name at least one unit')
        .max(500)
        .refine(
          (all) => new Set(all.map(({ unitId }) => unitId)).size === all.length,
          'must not name a unit twice',
        ),
      note: text(500).optional(),
    })
    .refine(
      ({ kind: what, units }) =>
        what === 'PURCHASE'
          ? units.every(({ amount }) => amount === undefined)
          : units.length === 1 && units[0]!.amount !== undefined,
      {
        message: 'must be one unit with an amount for AMENDMENT, units without one for PURCHASE',
        path: ['units'],
      },
    ),
  status: 201,
  answer: approval,
  problems: [...WRITES, 'VERSION_CONFLICT', 'AMOUNT_TOO_LARGE'],
})

export const listCampaignApprovals = endpoint({
  operationId: 'listCampaignApprovals',
  method: 'get',
  path: '/campaigns/{id}/approvals',
  tag: 'Approvals',
  summary: 'What was asked of approvers for a campaign, newest first',
  role: 'planner',
  params: ofCampaign,
  query: z.object(paging({ default: 50, max: 500 })),
  status: 200,
  answer: list(approval),
  problems: ['NOT_FOUND'],
})

export const withdrawApproval = endpoint({
  operationId: 'withdrawApproval',
  method: 'delete',
  path: '/campaigns/{id}/approvals/{approvalId}',
  tag: 'Approvals',
  summary: 'Take a request back, or an approval that was not used',
  role: 'planner',
  idempotent: true,
  params: z.object({ id: uuid, approvalId: uuid }),
  status: 200,
  answer: approval,
  problems: [...WRITES],
})

export const listApprovals = endpoint({
  operationId: 'listApprovals',
  method: 'get',
  path: '/approvals',
  tag: 'Approvals',
  summary: 'Requests of all campaigns, newest first: those that wait for an approver, or all of a status',
  role: 'operator',
  query: z.object({
    status: z.enum(['OPEN', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'USED']).default('OPEN'),
    ...paging({ default: 100, max: 1000 }),
  }),
  status: 200,
  answer: list(approval),
  problems: [],
})

export const approve = endpoint({
  operationId: 'approveRequest',
  method: 'post',
  path: '/approvals/{id}/approve',
  tag: 'Approvals',
  summary:
    'Approve a request of somebody else: the rows can be bought once, as they were asked, for APPROVAL_DAYS',
  role: 'operator',
  idempotent: true,
  params: ofCampaign,
  body: z.object({ reason: text(500).optional() }).optional(),
  status: 200,
  answer: approval,
  problems: [...WRITES],
})

export const declineApproval = endpoint({
  operationId: 'declineRequest',
  method: 'post',
  path: '/approvals/{id}/decline',
  tag: 'Approvals',
  summary: 'Decline a request of somebody else, with the reason that the planner reads',
  role: 'operator',
  idempotent: true,
  params: ofCampaign,
  body: z.object({ reason: text(500) }),
  status: 200,
  answer: approval,
  problems: [...WRITES],
})

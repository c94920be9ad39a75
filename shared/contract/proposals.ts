import { z } from 'zod'
import { LANGUAGES } from '../language'
import { endpoint } from './endpoint'
import { impressions, instant, list, paging, uuid, whole, won } from './primitives'
import { shownId } from './shown'

const byId = z.object({ id: uuid })
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const PDF = 'application/pdf'

/** The sheets of a proposal, in the order in which they stand in the workbook. */
export const PROPOSAL_SHEETS = [
  'summary',
  'media-mix',
  'comparison',
  'targeting',
  'daily',
  'purchases',
  'monitoring',
] as const
export type ProposalSheet = (typeof PROPOSAL_SHEETS)[number]

/** The sheets by the names that people use for them, in lower case. */
const SHEET_NAMES: Readonly<Record<string, ProposalSheet>> = {
  ...(Object.fromEntries(PROPOSAL_SHEETS.map((sheet) => [sheet, sheet])) as Record<
    ProposalSheet,
    ProposalSheet
  >),
  mediamix: 'media-mix',
  요약: 'summary',
  안비교: 'comparison',
  큐레이션타겟팅: 'targeting',
  일별계획: 'daily',
  구매내역: 'purchases',
  모니터링: 'monitoring',
}

const SHEET_NAME = `(${Object.keys(SHEET_NAMES).join('|')})`

export const TEMPLATE_CODE = /^[a-z0-9-]{1,40}$/

const audience = z.enum(['client', 'internal'])
const templateCode = z.string().regex(TEMPLATE_CODE)
const wished = {
  audience: audience.default('client'),
  template: templateCode
    .optional()
    .meta({ description: "A house template's code; left out: the service's default" }),
  language: z.enum(LANGUAGES).default('ko'),
}

/** A client doesn't see what was delivered. */
const seesMonitoring = ({ audience, sheets }: { audience: string; sheets?: string[] | undefined }) =>
  audience === 'internal' || !sheets?.includes('monitoring')
const NO_MONITORING = {
  message: 'must not have monitoring for a client: ask for audience=internal',
  path: ['sheets'],
}

/** What a proposal is to be like. */
const wish = z
  .object({
    audience: wished.audience,
    sheets: z
      .string()
      .max(200)
      .transform((value) =>
        value.split(',').map((sheet) => SHEET_NAMES[sheet.trim().toLowerCase()] ?? sheet.trim()),
      )
      .pipe(z.array(z.enum(PROPOSAL_SHEETS)).min(1))
      .optional()
      .meta({
        description: `Comma-separated: ${PROPOSAL_SHEETS.join(', ')} (internal only). Left out: those of the template`,
        pattern: `^${SHEET_NAME}(,${SHEET_NAME})*$`,
      }),
    template: wished.template,
    language: wished.language,
  })
  .refine(seesMonitoring, NO_MONITORING)

export type ProposalWish = z.output<typeof wish>

export const proposal = endpoint({
  operationId: 'downloadProposal',
  method: 'get',
  path: '/campaigns/{id}/proposal.xlsx',
  tag: 'Proposals',
  summary:
    'The proposal workbook: 요약, MediaMix, 큐레이션타겟팅, 일별 계획, 구매내역, for internal eyes also 모니터링. One of thousands of rows takes a while: POST /campaigns/{id}/proposals makes it as a job with progress and keeps it',
  role: 'planner',
  params: byId,
  query: wish,
  status: 200,
  file: XLSX,
  problems: ['NOT_FOUND', 'UNKNOWN_REFERENCE'],
})

export const proposalPdf = endpoint({
  operationId: 'downloadProposalPdf',
  method: 'get',
  path: '/campaigns/{id}/proposal.pdf',
  tag: 'Proposals',
  summary: 'The same sheets as a PDF, where LibreOffice is installed',
  role: 'planner',
  params: byId,
  query: wish,
  status: 200,
  file: PDF,
  problems: ['NOT_FOUND', 'UNKNOWN_REFERENCE', 'NOT_AVAILABLE', 'UNAVAILABLE'],
})

export const proposalTemplate = z.object({
  code: z.string().regex(TEMPLATE_CODE),
  name: z.object({ ko: z.string(), en: z.string() }),
  sheets: z
    .array(z.enum(PROPOSAL_SHEETS))
    .meta({ description: 'The sheets of a proposal that asks for none' }),
  isDefault: z.boolean(),
})
export type ProposalTemplateView = z.infer<typeof proposalTemplate>

export const listProposalTemplates = endpoint({
  operationId: 'listProposalTemplates',
  method: 'get',
  path: '/proposal-templates',
  tag: 'Proposals',
  summary: 'The house templates: logo, colours, texts and sheets of proposals',
  role: 'planner',
  status: 200,
  answer: z.object({
    items: z.array(proposalTemplate),
    pdf: z.boolean().meta({ description: 'The service makes PDFs, too' }),
  }),
  problems: [],
})

export const PROPOSAL_FORMATS = ['xlsx', 'pdf'] as const
export type ProposalFormat = (typeof PROPOSAL_FORMATS)[number]
export const PROPOSAL_COPY_STATUSES = ['PENDING', 'READY', 'FAILED'] as const
export type ProposalCopyStatus = (typeof PROPOSAL_COPY_STATUSES)[number]

/** A proposal that is made as a job and kept as it was made. */
const copyWish = z
  .object({
    ...wished,
    sheets: z
      .array(z.enum(PROPOSAL_SHEETS))
      .min(1)
      .max(PROPOSAL_SHEETS.length)
      .optional()
      .meta({ description: 'Left out: those of the template. monitoring is internal only' }),
    format: z.enum(PROPOSAL_FORMATS).default('xlsx'),
  })
  .refine(seesMonitoring, NO_MONITORING)
export type ProposalCopyWish = z.output<typeof copyWish>

export const proposalCopy = z
  .object({
    id: uuid,
    number: z.int().min(1).meta({
      description: 'The version: 1, 2, 3 … of the campaign. A number is never given again',
    }),
    status: z.enum(PROPOSAL_COPY_STATUSES),
    progress: z
      .object({ done: whole, total: whole })
      .meta({ description: 'Rows written so far, of all rows; 0 of 0 before and after' }),
    error: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .meta({ description: 'Why it failed, and what to do' }),
    audience,
    template: templateCode,
    language: z.enum(LANGUAGES),
    sheets: z.array(z.enum(PROPOSAL_SHEETS)),
    format: z.enum(PROPOSAL_FORMATS),
    revision: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'The revision of the campaign that it shows; null until it is ready' }),
    isCurrent: z
      .boolean()
      .nullable()
      .meta({ description: 'The campaign still has that revision; null until it is ready' }),
    fileName: z.string().nullable(),
    bytes: whole.nullable(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    author: z.string().meta({ description: 'The e-mail of who asked for it' }),
    createdAt: instant,
    readyAt: instant.nullable(),
    runId: uuid.meta({ description: 'The run that makes it, for operators: GET /jobs/runs/{id}' }),
  })
  .meta({ id: 'ProposalCopy' })
export type ProposalCopyView = z.infer<typeof proposalCopy>

const copyId = z.object({ id: uuid, proposalId: uuid })

export const makeProposalCopy = endpoint({
  operationId: 'makeProposalCopy',
  method: 'post',
  path: '/campaigns/{id}/proposals',
  tag: 'Proposals',
  summary:
    'Make a proposal as a job and keep it: it gets the next version of the campaign, and never changes when the plan does. Ask GET /campaigns/{id}/proposals/{proposalId} for its progress, or listen to the event campaign.proposal',
  role: 'planner',
  params: byId,
  body: copyWish,
  idempotent: true,
  status: 202,
  answer: proposalCopy,
  problems: ['NOT_FOUND', 'UNKNOWN_REFERENCE', 'NOT_AVAILABLE', 'UNAVAILABLE'],
})

export const listProposalCopies = endpoint({
  operationId: 'listProposalCopies',
  method: 'get',
  path: '/campaigns/{id}/proposals',
  tag: 'Proposals',
  summary: 'The stored proposals of a campaign, the newest first, also those that are being made or failed',
  role: 'planner',
  params: byId,
  query: z.object(paging({ default: 50, max: 500 })),
  status: 200,
  answer: list(proposalCopy),
  problems: ['NOT_FOUND'],
})

export const getProposalCopy = endpoint({
  operationId: 'getProposalCopy',
  method: 'get',
  path: '/campaigns/{id}/proposals/{proposalId}',
  tag: 'Proposals',
  summary: 'A stored proposal, with the progress of its making',
  role: 'planner',
  params: copyId,
  status: 200,
  answer: proposalCopy,
  problems: ['NOT_FOUND'],
})

export const downloadProposalCopy = endpoint({
  operationId: 'downloadProposalCopy',
  method: 'get',
  path: '/campaigns/{id}/proposals/{proposalId}/file',
  tag: 'Proposals',
  summary: `The file of a stored proposal, ${XLSX} or ${PDF}. Its hash is checked before the first byte is sent`,
  role: 'planner',
  params: copyId,
  status: 200,
  file: 'application/octet-stream',
  problems: ['NOT_FOUND', 'STATUS_CONFLICT', 'FILE_LOST', 'UNAVAILABLE'],
})

export const deleteProposalCopy = endpoint({
  operationId: 'deleteProposalCopy',
  method: 'delete',
  path: '/campaigns/{id}/proposals/{proposalId}',
  tag: 'Proposals',
  summary:
    'Delete a stored proposal and its file; one that is being made is canceled. For who made it and for those who own the campaign',
  role: 'planner',
  params: copyId,
  status: 204,
  problems: ['NOT_FOUND', 'FORBIDDEN'],
})

/** What may be found before a proposal goes out. */
export const PROPOSAL_FINDINGS = [
  'SHORT',
  'NO_TARGETING',
  'NO_AMOUNT',
  'REFUSED',
  'OUT_OF_PERIOD',
  'OVER_BUDGET',
  'PRICE_OVERRIDDEN',
  'HOLD_ENDING',
] as const

const proposalFinding = z
  .object({
    code: z.enum(PROPOSAL_FINDINGS).meta({
      description: 'REFUSED: a purchase would refuse the row for `problem`, whatever is left',
    }),
    unitId: shownId.nullable().meta({ description: 'null: it is about the whole campaign' }),
    row: z.int().nullable().meta({ description: "The row's place in the MediaMix, from 1" }),
    field: z
      .enum(['amount', 'targeting', 'product', 'startDate', 'endDate', 'ecpm', 'ctr', 'vtr', 'status'])
      .meta({ description: 'The cell of the row where it is put right' }),
    given: z.union([z.string(), z.number()]).optional(),
    expected: z
      .union([z.string(), z.number()])
      .optional()
      .meta({ description: "The campaign's day or budget, or the rate card's value" }),
    over: won.optional().meta({ description: 'Won over budget' }),
    maxAmount: won.optional().meta({ description: 'What is left after the rows before it' }),
    maxImpressions: impressions.optional(),
    aloneAmount: won.optional().meta({ description: 'What is left if only this row is bought' }),
    expiresAt: instant.optional(),
    problem: z.looseObject({ code: z.string(), detail: z.string() }).optional(),
  })
  .meta({ id: 'ProposalFinding' })
export type ProposalFinding = z.infer<typeof proposalFinding>

export const proposalCheck = endpoint({
  operationId: 'checkProposal',
  method: 'get',
  path: '/campaigns/{id}/proposal-check',
  tag: 'Proposals',
  summary:
    'What to look at before a proposal goes out: rows short of inventory, without targeting, outside the period, over budget, at another price, and holds that end soon',
  role: 'planner',
  params: byId,
  status: 200,
  answer: z.object({
    revision: z.int(),
    findings: z.array(proposalFinding).meta({ description: 'In the order of the rows; none: all is well' }),
  }),
  problems: ['NOT_FOUND'],
})
export type ProposalCheckView = z.infer<typeof proposalCheck.answer & z.ZodType>

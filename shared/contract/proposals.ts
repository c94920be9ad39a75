import { z } from 'zod'
import { LANGUAGES } from '../language'
import { endpoint } from './endpoint'
import { uuid } from './primitives'

const byId = z.object({ id: uuid })

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

/** What a proposal is to be like. */
const wish = z
  .object({
    audience: z.enum(['client', 'internal']).default('client'),
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
    template: z
      .string()
      .regex(TEMPLATE_CODE)
      .optional()
      .meta({ description: "A house template's code; left out: the service's default" }),
    language: z.enum(LANGUAGES).default('ko'),
  })
  .refine(({ audience, sheets }) => audience === 'internal' || !sheets?.includes('monitoring'), {
    message: 'must not have monitoring for a client: ask for audience=internal',
    path: ['sheets'],
  })

export type ProposalWish = z.output<typeof wish>

export const proposal = endpoint({
  operationId: 'downloadProposal',
  method: 'get',
  path: '/campaigns/{id}/proposal.xlsx',
  tag: 'Proposals',
  summary:
    'The proposal workbook: 요약, MediaMix, 큐레이션타겟팅, 일별 계획, 구매내역, for internal eyes also 모니터링',
  role: 'planner',
  params: byId,
  query: wish,
  status: 200,
  file: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
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
  file: 'application/pdf',
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

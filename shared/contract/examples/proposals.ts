import * as proposals from '../proposals'
import { example } from './example'
import { PLANNER, RUN_ID, UNIT_ID } from './ids'

const ready: proposals.ProposalCopyView = {
  id: 'a17d4c92-6e3b-4f58-9b0c-8d2f5e7a1c34',
  number: 3,
  status: 'READY',
  progress: { done: 0, total: 0 },
  error: null,
  audience: 'client',
  template: 'presentation',
  language: 'ko',
  sheets: ['summary', 'media-mix', 'targeting', 'daily'],
  format: 'xlsx',
  revision: 12,
  isCurrent: true,
  fileName: '한빛_겨울 런칭_2026-11-20_v3.xlsx',
  bytes: 48_213,
  sha256: '5f2b7c1e9d84a6035e7f1c2b9a8d6e4f3021b7c5d9e8f6a4b3c2d1e0f9a8b7c6',
  author: PLANNER,
  createdAt: '2026-11-20T02:30:00.000Z',
  readyAt: '2026-11-20T02:30:02.000Z',
  runId: RUN_ID,
}
const pending: proposals.ProposalCopyView = {
  ...ready,
  status: 'PENDING',
  progress: { done: 0, total: 0 },
  revision: null,
  isCurrent: null,
  fileName: null,
  bytes: null,
  sha256: null,
  readyAt: null,
}

export const PROPOSALS = [
  example(proposals.listProposalTemplates, {
    answer: {
      items: [
        {
          code: 'classic',
          name: { ko: '기본', en: 'Classic' },
          sheets: ['media-mix', 'targeting'],
          isDefault: true,
        },
        {
          code: 'presentation',
          name: { ko: '제안 발표', en: 'Presentation' },
          sheets: ['summary', 'media-mix', 'comparison', 'targeting', 'daily'],
          isDefault: false,
        },
      ],
      pdf: true,
    },
  }),
  example(proposals.makeProposalCopy, {
    body: { template: 'presentation', sheets: ['summary', 'media-mix', 'targeting', 'daily'] },
    answer: pending,
  }),
  example(proposals.listProposalCopies, { answer: { items: [ready] } }),
  example(proposals.getProposalCopy, { answer: { ...pending, progress: { done: 750, total: 2_140 } } }),
  example(proposals.proposalCheck, {
    answer: {
      revision: 12,
      findings: [
        {
          code: 'SHORT',
          unitId: UNIT_ID,
          row: 2,
          field: 'amount',
          given: 10_000_000,
          maxAmount: 6_400_000,
          maxImpressions: 800_000,
          aloneAmount: 14_400_000,
        },
        {
          code: 'OVER_BUDGET',
          unitId: null,
          row: null,
          field: 'amount',
          given: 120_000_000,
          expected: 100_000_000,
          over: 20_000_000,
        },
      ],
    },
  }),
]

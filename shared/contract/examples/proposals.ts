import * as proposals from '../proposals'
import { example } from './example'

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
]

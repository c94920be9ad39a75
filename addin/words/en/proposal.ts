import type { Words } from '../words'

/** Texts of the proposal, in English. */
export const PROPOSAL_EN: Pick<Words, 'proposal'> = {
  proposal: {
    title: 'Download proposal',
    lead: 'An Excel file made of what the sheet says now.',
    audience: 'For whom',
    client: 'For the client',
    clientHint: 'Without availability and content owners.',
    internal: 'Internal',
    internalHint: 'With availability and content owners. Keep it inside.',
    template: 'Template',
    contents: 'Sheets',
    sheets: {
      summary: 'Summary (cover and charts)',
      'media-mix': 'Media mix',
      comparison: 'Comparison of variants (where there are A and B)',
      targeting: 'Targeting',
      daily: 'Daily plan',
      purchases: 'Purchases (rows bought or held)',
      monitoring: 'Monitoring',
    },
    noSheet: 'Choose at least one sheet.',
    language: 'Language of the proposal',
    languages: { ko: 'Korean', en: 'English' },
    format: 'File format',
    pdfHint: 'A PDF takes some seconds, at most a minute.',
    loading: 'Loading templates.',
    download: 'Download',
    done: (name) => `${name} was downloaded.`,
  },
}

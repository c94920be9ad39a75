import type { Words } from '../words'

/** Texts of the proposal, in English. */
export const PROPOSAL_EN: Pick<Words, 'proposal'> = {
  proposal: {
    title: 'Download proposal',
    lead: 'An Excel file with media mix and targeting, made of what the sheet says now.',
    client: 'For the client',
    clientHint: 'Without availability and content owners.',
    internal: 'Internal',
    internalHint: 'With availability and content owners. Keep it inside.',
    withMonitoring: 'With the monitoring sheet',
    download: 'Download',
    done: (name) => `${name} was downloaded.`,
  },
}

import { identityToken } from './identity'
import { sheetLabels } from './labels'
import type { SheetLayout, WorkbookProperties } from './layout'
import { mediaMixSheet } from './media-mix'
import type { Audience, Plan, SheetLanguage } from './plan'
import { targetingSheet } from './targeting'
import { cleanText } from './text'

export const PROPOSAL_SHEETS = ['media-mix', 'targeting'] as const
export type ProposalSheet = (typeof PROPOSAL_SHEETS)[number]

export interface ProposalOptions {
  audience: Exclude<Audience, 'planner'>
  /** Which sheets, in the order of PROPOSAL_SHEETS; all of them when left out or empty. */
  sheets?: readonly ProposalSheet[]
  language?: SheetLanguage
}

export interface Proposal {
  sheets: SheetLayout[]
  properties: WorkbookProperties
  /** For the person who saves it; holds no character that a file system refuses. */
  fileName: string
}

/** The finished proposal workbook (제안서) of a plan, ready for a renderer. */
export function proposal(plan: Plan, options: ProposalOptions): Proposal {
  const labels = sheetLabels(options.language)
  const asked = options.sheets && options.sheets.length > 0 ? options.sheets : PROPOSAL_SHEETS
  const { campaign } = plan
  return {
    sheets: PROPOSAL_SHEETS.filter((sheet) => asked.includes(sheet)).map((sheet) =>
      sheet === 'media-mix' ? mediaMixSheet(plan, options) : targetingSheet(plan, options),
    ),
    properties: {
      title: cleanText(`${campaign.name} ${labels.mediaMixTitle}`),
      subject: cleanText(campaign.advertiser),
      author: 'Flightsheet',
      keywords: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    },
    fileName: `${fileNamePart(campaign.advertiser)}_${fileNamePart(campaign.name)}_${plan.writtenOn}.xlsx`,
  }
}

/** Windows refuses these and names that end in a dot or a space. */
function fileNamePart(text: string): string {
  const safe = cleanText(text)
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/^[. ]+/, '')
  const short = [...safe].slice(0, 60).join('')
  return short.replace(/[. ]+$/, '') || '-'
}

import { PROPOSAL_SHEETS, type ProposalSheet } from '../../contract/proposals'
import type { Language } from '../../language'
import { comparisonSheets } from '../comparison/sheet'
import type { DailyPlan } from '../daily-plan/contents'
import { dailyPlanSheet } from '../daily-plan/sheet'
import type { House } from '../house'
import { type HouseLook, inHouseLook } from '../house-look'
import { identityToken } from '../identity'
import type { SheetLayout, WorkbookProperties } from '../layout'
import { MEDIA_MIX_LABELS } from '../media-mix/labels'
import { mediaMixSheet } from '../media-mix/sheet'
import type { MonitoringContents } from '../monitoring/contents'
import { monitoringSheet } from '../monitoring/sheet'
import type { Audience, Plan } from '../plan'
import type { PurchasedRow } from '../purchases/contents'
import { purchasesSheet } from '../purchases/sheet'
import { sheetName } from '../sheet-name'
import { summarySheet } from '../summary/sheet'
import { targetingSheet } from '../targeting/sheet'
import { cleanText } from '../text'

const DEFAULT_SHEETS: readonly ProposalSheet[] = ['media-mix', 'targeting']

export interface ProposalOptions {
  audience: Exclude<Audience, 'planner'>
  /** Which sheets, in the order of PROPOSAL_SHEETS; MediaMix and targeting when left out or empty. */
  sheets?: readonly ProposalSheet[]
  language?: Language
  look?: HouseLook
}

export interface Proposal {
  sheets: SheetLayout[]
  properties: WorkbookProperties
  /** The file name to save it; contains no character that a file system refuses. */
  fileName: string
}

/** What the sheets of a proposal show. What no sheet needs may be left out; its sheets are then left out, too. */
export interface ProposalContents {
  plan: Plan
  house?: House
  daily?: DailyPlan
  /** What was bought or reserved; a campaign without any has no such sheet. */
  purchases?: readonly PurchasedRow[]
  monitoring?: MonitoringContents
}

interface DrawOptions extends ProposalOptions {
  asked: readonly ProposalSheet[]
}

/** Draws a sheet; no sheet where there is nothing to show, or where it isn't for the audience. */
const DRAW: Record<ProposalSheet, (contents: ProposalContents, options: DrawOptions) => SheetLayout[]> = {
  summary: ({ plan, daily, house }, options) =>
    daily
      ? [
          summarySheet(plan, daily, {
            ...options,
            ...(house ? { house } : {}),
            withMediaMix: options.asked.includes('media-mix'),
          }),
        ]
      : [],
  'media-mix': ({ plan }, options) => [mediaMixSheet(plan, options)],
  comparison: ({ plan }, options) => comparisonSheets(plan, options),
  targeting: ({ plan }, options) => [targetingSheet(plan, options)],
  daily: ({ plan, daily }, options) => (daily ? [dailyPlanSheet(plan, daily, options)] : []),
  purchases: ({ plan, purchases }, options) =>
    purchases && purchases.length > 0 ? [purchasesSheet(plan, purchases, options)] : [],
  monitoring: ({ monitoring }, { audience }) =>
    monitoring && audience === 'internal' ? [monitoringSheet(monitoring)] : [],
}

/** The finished proposal workbook (제안서) of a plan, ready for a renderer. */
export function proposal(contents: ProposalContents, options: ProposalOptions): Proposal {
  const { plan } = contents
  const language = options.language ?? 'ko'
  const asked = options.sheets && options.sheets.length > 0 ? options.sheets : DEFAULT_SHEETS
  const { campaign } = plan
  const { look } = options
  return {
    sheets: PROPOSAL_SHEETS.filter((sheet) => asked.includes(sheet))
      .flatMap((sheet) => DRAW[sheet](contents, { ...options, asked }))
      .map((layout) => (look ? inHouseLook(layout, look) : layout))
      .map((layout) => withCompany(layout, contents.house?.company ?? ''))
      .reduce<SheetLayout[]>(named, []),
    properties: {
      title: cleanText(`${campaign.name} ${MEDIA_MIX_LABELS[language].title}`),
      subject: cleanText(campaign.advertiser),
      author: 'Flightsheet',
      keywords: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    },
    fileName: `${[
      fileNamePart(campaign.advertiser),
      fileNamePart(campaign.name),
      plan.writtenOn,
      // The internal proposal contains what the client must not see: the file name shows the difference.
      ...(options.audience === 'internal' ? [INTERNAL[language]] : []),
    ].join('_')}.xlsx`,
  }
}

/** Adds a sheet under a name that Excel accepts beside the others. */
function named(sheets: SheetLayout[], layout: SheetLayout): SheetLayout[] {
  const taken = sheets.map(({ name }) => name)
  return [...sheets, { ...layout, name: sheetName(layout.name, taken) }]
}

/** Names the sales house at the top of each printed page. */
function withCompany(layout: SheetLayout, company: string): SheetLayout {
  if (company === '' || !layout.print) return layout
  return { ...layout, print: { ...layout.print, header: { right: [{ text: company }] } } }
}

/** Part of the file name of a proposal that isn't for the client. */
const INTERNAL: Record<Language, string> = { ko: '내부용', en: 'internal' }

/** Windows refuses these characters, and names that end in a dot or a space. */
function fileNamePart(text: string): string {
  const safe = cleanText(text)
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/^[. ]+/, '')
  const short = [...safe].slice(0, 60).join('')
  return short.replace(/[. ]+$/, '') || '-'
}

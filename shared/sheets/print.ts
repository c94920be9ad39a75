import type { PageLine, PageLinePart, PrintSetup } from './layout'
import { COLORS } from './palette'
import type { PlanCampaign } from './plan'
import { cleanText } from './text'

/**
 * Most characters of a person's text in a part of a header or footer. Even if two such parts consist of
 * ampersands, which have to be doubled, the codes stay within Excel's limit of 255 characters for a line.
 */
const MAX_PART = 50
/** Size in points, and colour. A colour has six digits, so the text may begin with a digit. */
const PAGE_LINE_FONT = `&8&K${COLORS.muted}`

/**
 * Print set-up of every sheet: A4, one page wide; advertiser, page number and campaign in the footer.
 */
export function proposalPrint(input: {
  area: string
  headerRow: number
  campaign: PlanCampaign
  breaksBefore?: readonly number[]
  orientation?: PrintSetup['orientation']
}): PrintSetup {
  return {
    orientation: input.orientation ?? 'landscape',
    paper: 'A4',
    pagesWide: 1,
    area: input.area,
    repeatRows: { first: input.headerRow, last: input.headerRow },
    breaksBefore: input.breaksBefore ?? [],
    centerHorizontally: true,
    margins: PRINT_MARGINS,
    footer: {
      left: [{ text: input.campaign.advertiser }],
      center: [{ field: 'page' }, { text: ' / ' }, { field: 'pages' }],
      right: [{ text: input.campaign.name }],
    },
  }
}

/**
 * Print set-up of an operator's table: A4 landscape, one page wide; its title and the page number in the
 * footer.
 */
export function tablePrint(input: {
  area: string
  repeatRows: { first: number; last: number }
  title: string
}): PrintSetup {
  return {
    orientation: 'landscape',
    paper: 'A4',
    pagesWide: 1,
    area: input.area,
    repeatRows: input.repeatRows,
    margins: PRINT_MARGINS,
    footer: {
      left: [{ text: input.title }],
      right: [{ field: 'page' }, { text: ' / ' }, { field: 'pages' }],
    },
  }
}

/** In inches. */
const PRINT_MARGINS = { top: 0.5, right: 0.4, bottom: 0.6, left: 0.4, header: 0.3, footer: 0.3 }
/** The sides of A4, in points. */
const A4 = { long: 841.9, short: 595.3 }
/** Excel's default font: 7 pixels a digit and 5 pixels a column, at 96 pixels an inch. */
export const columnPoints = (width: number) => (width * 7 + 5) * 0.75

/** Height in points that a page has room for, once the columns are scaled to its width. */
export function pageHeight(
  widths: readonly number[],
  orientation: PrintSetup['orientation'] = 'landscape',
): number {
  const { top, right, bottom, left } = PRINT_MARGINS
  const [width, height] = orientation === 'landscape' ? [A4.long, A4.short] : [A4.short, A4.long]
  const across = widths.reduce((sum, column) => sum + columnPoints(column), 0)
  const scale = Math.min(1, (width - (left + right) * 72) / across)
  return (height - (top + bottom) * 72) / scale
}

/** Excel calls a sheet with more than 1,024 page breaks a broken file. */
const MAX_PAGE_BREAKS = 1000

/** The rows that begin a new page, for both renderers: after the last one that a sheet may have, Excel breaks the pages. */
export function pageBreaksOf({ breaksBefore = [] }: PrintSetup): readonly number[] {
  return breaksBefore.length > MAX_PAGE_BREAKS ? breaksBefore.slice(0, MAX_PAGE_BREAKS) : breaksBefore
}

/** A header or footer in Excel's codes, which both renderers take. */
export function pageLineCode(line: PageLine): string {
  return (['left', 'center', 'right'] as const)
    .map((side) => {
      const parts = line[side] ?? []
      return parts.length === 0 ? '' : `&${side[0]!.toUpperCase()}${pageLinePartsCode(parts)}`
    })
    .join('')
}

/** One side without its `&L`, `&C` or `&R`, as Office.js wants it. */
export function pageLinePartsCode(parts: readonly PageLinePart[]): string {
  const codes = parts.map((part) => {
    if ('field' in part) return part.field === 'page' ? '&P' : '&N'
    const characters = [...cleanText(part.text).replace(/\s+/g, ' ')]
    const short = characters.length > MAX_PART ? [...characters.slice(0, MAX_PART - 1), '…'] : characters
    return short.join('').replaceAll('&', '&&')
  })
  return `${PAGE_LINE_FONT}${codes.join('')}`
}

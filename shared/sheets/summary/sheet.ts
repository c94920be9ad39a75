import { countedRows } from '../../counted-rows'
import { mediaMixTotals } from '../../estimates'
import { rangeAddress } from '../address'
import type { DailyPlan } from '../daily-plan/contents'
import type { House } from '../house'
import type { SheetLayout } from '../layout'
import { estimateInput } from '../media-mix/sheet'
import { percentFormat, rateDecimals } from '../number-formats'
import { COLORS } from '../palette'
import type { Plan, SheetOptions } from '../plan'
import { planFor } from '../plan-for'
import { proposalPrint } from '../print'
import { groupedLength } from '../text-width'
import { COLUMNS, Cover, type CoverContents } from './cover'
import { drawFigures } from './figures'
import { SUMMARY_LABELS } from './labels'
import { drawPeriods } from './period-table'
import { drawPlatforms } from './platform-table'
import { summaryStyles } from './styles'
import { drawFacts, drawHead, drawNotes } from './texts'

const LEAST_WIDTH = 13

export interface SummaryOptions extends SheetOptions {
  house?: House
  /** The MediaMix is in the same workbook: the figures refer to its totals. */
  withMediaMix: boolean
}

/**
 * The cover of a proposal (요약): whose campaign it is, the figures that a client reads first, and how amount and
 * impressions are divided by platform and time, each with a chart.
 *
 * @throws RangeError when the campaign's id can't be stored in a workbook
 */
export function summarySheet(given: Plan, daily: DailyPlan, options: SummaryOptions): SheetLayout {
  const plan = planFor(given, options.audience)
  const { language = 'ko', house, withMediaMix } = options
  const estimates = plan.rows.map(estimateInput)
  const counted = countedRows(plan.rows)
  const totals = mediaMixTotals(estimates.filter((_, i) => counted.has(plan.rows[i]!)))
  const width = Math.max(LEAST_WIDTH, groupedLength(totals.amount) + 4, groupedLength(totals.impressions) + 4)
  const cover = new Cover(width)
  const pictures = draw(cover, { plan, daily, totals, house, withMediaMix, language })
  return {
    name: SUMMARY_LABELS[language].sheet,
    tabColor: COLORS.buyFill,
    styles: summaryStyles(language, percentFormat(rateDecimals(estimates.map(({ vtrPpm }) => vtrPpm)))),
    columns: [...Array.from({ length: COLUMNS }, () => ({ width })), { width: 12, hidden: true }],
    rows: cover.rows,
    charts: cover.charts,
    pictures,
    print: {
      ...proposalPrint({
        area: rangeAddress([1, 1], [COLUMNS, cover.count]),
        headerRow: 1,
        campaign: plan.campaign,
      }),
      repeatRows: undefined,
      pagesHigh: 1,
    },
    showGridlines: false,
  }
}

function draw(cover: Cover, contents: CoverContents) {
  const pictures = drawHead(cover, contents)
  drawFacts(cover, contents)
  cover.gap(12)
  drawFigures(cover, contents)
  if (contents.daily.platforms.length > 0) {
    cover.gap(14)
    drawPlatforms(cover, contents)
  }
  if (contents.daily.platforms.length > 0 && contents.daily.days.length > 0) {
    cover.gap(14)
    drawPeriods(cover, contents)
  }
  drawNotes(cover, contents)
  return pictures
}

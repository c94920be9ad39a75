import { rangeAddress } from '../address'
import { SHEET_LABELS } from '../labels'
import type { ColumnLayout, PrintSetup, SheetLayout } from '../layout'
import { COLORS } from '../palette'
import type { Plan, SheetOptions } from '../plan'
import { planFor } from '../plan-for'
import { pageHeight, proposalPrint } from '../print'
import { groupedLength, textWidth } from '../text-width'
import type { DailyPlan } from './contents'
import { dailyPlanGeometry } from './geometry'
import { DAILY_PLAN_LABELS, type DailyPlanLabels } from './labels'
import {
  campaignRows,
  closingHeight,
  type DailyPlanDrawing,
  dailyPlanRows,
  headerHeight,
  weekHeight,
} from './rows'
import { dailyPlanStyles } from './styles'

/** Scaled to this width, in characters, a month fits on one page in portrait. */
const PORTRAIT_WIDTH = 120
/** Wider tables are printed in landscape: in portrait their text would be too small. */
const WIDEST_PORTRAIT = 150

/**
 * The 일별 계획 sheet: a line for each day with the impressions of every platform, sums by week and TOTAL by formula.
 *
 * @throws RangeError when the campaign's id can't be stored in a workbook
 */
export function dailyPlanSheet(plan: Plan, daily: DailyPlan, options: SheetOptions): SheetLayout {
  const language = options.language ?? 'ko'
  const labels = DAILY_PLAN_LABELS[language]
  const geometry = dailyPlanGeometry(daily)
  const widths = dailyPlanWidths(daily, labels)
  const withService = planFor(plan, options.audience).rows.some(({ kind }) => kind === 'SERVICE')
  const drawing: DailyPlanDrawing = {
    plan,
    daily,
    geometry,
    labels,
    sheet: SHEET_LABELS[language],
    widths,
    notes: [
      labels.rowsNote(withService),
      ...(daily.estimatedRows > 0 ? [labels.estimateNote(daily.estimatedRows)] : []),
    ],
  }
  const across = visible(widths).reduce((sum, width) => sum + width, 0)
  const orientation = across <= WIDEST_PORTRAIT ? 'portrait' : 'landscape'
  const empty = geometry.weeks.length === 0
  const lastRow = empty ? geometry.firstRow : geometry.shareRow + drawing.notes.length
  return {
    name: labels.sheet,
    tabColor: COLORS.buyFill,
    styles: dailyPlanStyles(language),
    columns: widths,
    rows: { [Symbol.iterator]: () => dailyPlanRows(drawing) },
    freeze: { rows: empty ? 0 : geometry.headerRow, columns: empty ? 0 : geometry.columns.date },
    print: proposalPrint({
      area: rangeAddress([1, 1], [geometry.columns.share, lastRow]),
      headerRow: geometry.headerRow,
      breaksBefore: weeksOnPages(drawing, orientation),
      campaign: plan.campaign,
      orientation,
    }),
    showGridlines: false,
  }
}

/** The first rows of pages: a page ends with a week, the last one with TOTAL and the notes. */
function weeksOnPages(drawing: DailyPlanDrawing, orientation: PrintSetup['orientation']): number[] {
  const { weeks } = drawing.geometry
  // A reserve, because printers and fonts differ.
  const room = pageHeight(visible(drawing.widths), orientation) * 0.95
  const heading = headerHeight(drawing)
  const breaks: number[] = []
  let used = campaignRows(drawing).reduce((sum, { height }) => sum + height!, heading)
  for (const week of weeks) {
    const closing = week === weeks.at(-1) ? closingHeight(drawing) : 0
    if (used > heading && used + weekHeight(week) + closing > room) {
      breaks.push(week.firstRow)
      used = heading
    }
    used += weekHeight(week)
  }
  return breaks
}

function visible(widths: readonly ColumnLayout[]): number[] {
  return widths.filter(({ hidden }) => !hidden).map(({ width }) => width)
}

/** Numbers decide; the columns of a narrow table share the width of a page. */
function dailyPlanWidths({ platforms }: DailyPlan, labels: DailyPlanLabels): ColumnLayout[] {
  const total = platforms.reduce((sum, { impressions }) => sum + impressions, 0)
  const number = (heading: string, largest: number) =>
    Math.max(11, Math.min(16, Math.ceil(textWidth(heading) + 3)), groupedLength(largest) + 4)
  const numbers = [
    ...platforms.map(({ name, impressions }) => number(name, impressions)),
    number(labels.sum, total),
    number(labels.cumulated, total),
    10,
  ]
  const fixed = [12, 18]
  const used = [...fixed, ...numbers].reduce((sum, width) => sum + width, 0)
  const more = Math.max(0, Math.ceil((PORTRAIT_WIDTH - used) / numbers.length))
  return [
    ...[...fixed, ...numbers.map((width) => width + more)].map((width) => ({ width })),
    { width: 12, hidden: true },
  ]
}

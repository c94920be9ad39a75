import { dayCount } from '../../calendar'
import { countedRows } from '../../counted-rows'
import { mediaMixTotals, type Totals } from '../../estimates'
import type { Language } from '../../language'
import { cellAddress, columnLetter, rangeAddress } from '../address'
import { dateCell, emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import type { DailyPlan } from '../daily-plan/contents'
import type { House } from '../house'
import { identityToken } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, ChartLayout, PictureLayout, RowLayout, RowMerge, SheetLayout } from '../layout'
import { letterOf } from '../media-mix/columns'
import { mediaMixGeometry } from '../media-mix/geometry'
import { MEDIA_MIX_LABELS } from '../media-mix/labels'
import { estimateInput } from '../media-mix/sheet'
import { percentFormat, rateDecimals } from '../number-formats'
import { CHART_COLORS, COLORS } from '../palette'
import type { Plan, SheetOptions } from '../plan'
import { planFor } from '../plan-for'
import { columnPoints, proposalPrint } from '../print'
import { VALUE_FONT_SIZE } from '../sheet-frame'
import { groupedLength, heightOf, lineCount } from '../text-width'
import { SUMMARY_LABELS, type SummaryFigure } from './labels'
import { periodsOf } from './periods'
import { BODY_SIZE, NOTE_SIZE, SUBTITLE_SIZE, summaryStyles, TITLE_SIZE } from './styles'

const COLUMNS = 12
/** Tables are on the left, their charts on the right. */
const TABLE_COLUMNS = 6
const LEAST_WIDTH = 13
/** Rows beside a chart, so that it is high enough. */
const CHART_ROWS = 9
const ROW_HEIGHT = 21
/** With more platforms a week has one column for all of them. */
const MAX_STACKED = 4
const FIGURES: readonly SummaryFigure[] = ['amount', 'impressions', 'clicks', 'views', 'ecpm', 'vtr']

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
  const language = options.language ?? 'ko'
  const estimates = plan.rows.map(estimateInput)
  const counted = countedRows(plan.rows)
  const totals = mediaMixTotals(estimates.filter((_, i) => counted.has(plan.rows[i]!)))
  const summary = new Summary(plan, daily, totals, language, options)
  const width = Math.max(LEAST_WIDTH, groupedLength(totals.amount) + 4, groupedLength(totals.impressions) + 4)
  const { rows, charts, pictures } = summary.draw(width)
  return {
    name: SUMMARY_LABELS[language].sheet,
    tabColor: COLORS.buyFill,
    styles: summaryStyles(language, percentFormat(rateDecimals(estimates.map(({ vtrPpm }) => vtrPpm)))),
    columns: [...Array.from({ length: COLUMNS }, () => ({ width })), { width: 12, hidden: true }],
    rows,
    charts,
    pictures,
    print: {
      ...proposalPrint({
        area: rangeAddress([1, 1], [COLUMNS, rows.length]),
        headerRow: 1,
        campaign: plan.campaign,
      }),
      repeatRows: undefined,
      pagesHigh: 1,
    },
    showGridlines: false,
  }
}

class Summary {
  private readonly rows: RowLayout[] = []
  private readonly charts: ChartLayout[] = []
  private readonly words
  private readonly labels

  constructor(
    private readonly plan: Plan,
    private readonly daily: DailyPlan,
    private readonly totals: Totals & { withService: Totals | null },
    private readonly language: Language,
    private readonly options: SummaryOptions,
  ) {
    this.words = SUMMARY_LABELS[language]
    this.labels = SHEET_LABELS[language]
  }

  draw(width: number): Pick<SheetLayout, 'charts' | 'pictures'> & { rows: RowLayout[] } {
    const pictures = this.head(width)
    this.facts(width)
    this.gap(12)
    this.figures()
    if (this.daily.platforms.length > 0) {
      this.gap(14)
      this.platforms(width)
      this.gap(14)
      this.periods(width)
    }
    this.notes(width)
    return { rows: this.rows, charts: this.charts, pictures }
  }

  /** Number of the row that is added next. */
  private get next(): number {
    return this.rows.length + 1
  }

  private add(height: number, cells: readonly Cell[], merges: readonly RowMerge[] = []): void {
    this.rows.push({ height, cells, ...(merges.length > 0 ? { merges } : {}) })
  }

  private gap(height: number): void {
    this.add(height, [])
  }

  /** A row of one colour with a text across all columns. */
  private line(height: number, cell: Cell, hidden: readonly Cell[] = []): void {
    this.add(height, [...spanningCells(cell, COLUMNS), ...hidden], [{ column: 1, columns: COLUMNS, rows: 1 }])
  }

  private head(width: number): PictureLayout[] {
    const { house } = this.options
    const { campaign } = this.plan
    const token = identityToken({ campaignId: campaign.id, revision: campaign.revision })
    const logo = house?.logo
    const lines = lineCount(campaign.name, width * COLUMNS, TITLE_SIZE)
    const company = house?.company ?? ''
    const height = logo ? Math.max(30, logo.height + 8) : company === '' ? 6 : 30
    this.line(height, textCell(company, 'company'), [textCell(token, 'id')])
    this.line(Math.max(52, heightOf(lines, TITLE_SIZE, 14)), textCell(campaign.name, 'cover.title'))
    const subtitle = `${campaign.advertiser}  ·  ${this.words.subtitle}`
    const room = lineCount(subtitle, width * COLUMNS, SUBTITLE_SIZE)
    this.line(Math.max(30, heightOf(room, SUBTITLE_SIZE, 12)), textCell(subtitle, 'cover.subtitle'))
    this.gap(10)
    if (!logo) return []
    // At the right end of the row.
    const left = COLUMNS * columnPoints(width) - logo.width
    const column = Math.floor(left / columnPoints(width))
    return [
      {
        name: 'Logo',
        description: house.company,
        base64: logo.base64,
        at: cellAddress(column + 1, 1),
        left: left - column * columnPoints(width),
        width: logo.width,
        height: logo.height,
      },
    ]
  }

  private facts(width: number): void {
    const { campaign, rows, writtenOn } = this.plan
    const { labels, words } = this
    const days = labels.days(dayCount(campaign.startDate, campaign.endDate))
    const line = (...facts: [label: string, cell: Cell][]) => {
      const lines = facts.map(([, cell]) =>
        cell.kind === 'text' ? lineCount(cell.text, width * 3, VALUE_FONT_SIZE) : 1,
      )
      this.add(
        Math.max(26, heightOf(Math.max(...lines), VALUE_FONT_SIZE, 9)),
        facts.flatMap(([label, cell]) => [textCell(label, 'label'), ...spanningCells(cell, 3)]),
        [2, 6, 10].map((column) => ({ column, columns: 3, rows: 1 })),
      )
    }
    line(
      [labels.advertiser, textCell(campaign.advertiser, 'value')],
      [labels.agency, textCell(campaign.agency ?? '-', 'value')],
      [labels.writtenOn, dateCell(writtenOn, 'value.date')],
    )
    line(
      [labels.period, textCell(`${campaign.startDate} ~ ${campaign.endDate} (${days})`, 'value')],
      [words.budget, numberCell(campaign.budget, 'value.won')],
      [words.products, numberCell(rows.length, 'value.count')],
    )
  }

  private figures(): void {
    const { words } = this
    const across = COLUMNS / FIGURES.length
    const merges = FIGURES.map((_, i) => ({ column: i * across + 1, columns: across, rows: 1 }))
    const tiles = (cell: (figure: SummaryFigure) => Cell) =>
      FIGURES.flatMap((figure) => spanningCells(cell(figure), across))
    this.add(
      28,
      tiles((figure) => textCell(words.figures[figure], 'figure.label')),
      merges,
    )
    this.add(
      34,
      tiles((figure) => this.figure(figure)),
      merges,
    )
    this.add(
      24,
      tiles((figure) => textCell(this.noteOf(figure), 'figure.note')),
      merges,
    )
  }

  private figure(figure: SummaryFigure): Cell {
    const value = this.totals[figure] ?? '-'
    const style = figure === 'vtr' ? 'figure.rate' : 'figure.whole'
    if (!this.options.withMediaMix)
      return typeof value === 'number' ? numberCell(value, style) : textCell(value, 'figure.text')
    const { totalRow } = mediaMixGeometry(this.plan.rows.length, false, 'client')
    const sheet = MEDIA_MIX_LABELS[this.language].sheet
    return formulaCell(`'${sheet}'!${letterOf(figure)}${totalRow}`, value, style)
  }

  private noteOf(figure: SummaryFigure): string {
    const { totals, words, plan } = this
    const { budget } = plan.campaign
    switch (figure) {
      case 'amount': {
        if (budget === 0) return ''
        const over = totals.amount - budget
        if (over > 0) return words.overBudget(over.toLocaleString('en-US'))
        return words.ofBudget(`${Math.floor((totals.amount * 1000) / budget) / 10}%`)
      }
      case 'impressions':
      case 'clicks':
      case 'views': {
        const all = totals.withService?.[figure]
        if (all !== undefined && all !== totals[figure]) return words.withService(all.toLocaleString('en-US'))
        return figure === 'clicks' && totals.ctr !== null ? words.rate('CTR', percent(totals.ctr)) : ''
      }
      default:
        return ''
    }
  }

  private platforms(width: number): void {
    const { words, daily } = this
    const { platforms } = daily
    const named = [{ column: 1, columns: 2, rows: 1 }]
    this.line(26, textCell(words.byPlatform, 'section'))
    const header = this.next
    this.add(
      26,
      [
        ...spanningCells(textCell(words.platform, 'header.left'), 2),
        ...[words.amount, words.share, words.impressions, words.share].map((text) =>
          textCell(text, 'header.number'),
        ),
      ],
      named,
    )
    const first = this.next
    const last = first + platforms.length - 1
    const total = last + 1
    const amount = platforms.reduce((sum, one) => sum + one.amount, 0)
    const impressions = platforms.reduce((sum, one) => sum + one.impressions, 0)
    for (const platform of platforms) {
      const at = this.next
      this.add(
        Math.max(ROW_HEIGHT, heightOf(lineCount(platform.name, width * 2, BODY_SIZE), BODY_SIZE, 7)),
        [
          ...spanningCells(textCell(platform.name, 'text'), 2),
          numberCell(platform.amount, 'whole'),
          share('C', at, total, platform.amount, amount, 'share'),
          numberCell(platform.impressions, 'whole'),
          share('E', at, total, platform.impressions, impressions, 'share'),
        ],
        named,
      )
    }
    this.add(
      ROW_HEIGHT + 3,
      [
        ...spanningCells(textCell(this.labels.total, 'total.text'), 2),
        formulaCell(`SUM(C${first}:C${last})`, amount, 'total.whole'),
        share('C', total, total, amount, amount, 'total.share'),
        formulaCell(`SUM(E${first}:E${last})`, impressions, 'total.whole'),
        share('E', total, total, impressions, impressions, 'total.share'),
      ],
      named,
    )
    this.fillBeside(header)
    this.charts.push({
      name: 'Flightsheet_Platforms',
      kind: 'doughnut',
      title: words.amount,
      values: rangeAddress([3, header], [3, last]),
      categories: rangeAddress([1, first], [1, last]),
      colors: platforms.map((_, i) => CHART_COLORS[i % CHART_COLORS.length]!),
      ...this.besideTable(header),
    })
  }

  private periods(width: number): void {
    const { words, daily } = this
    const { unit, periods } = periodsOf(daily)
    const stacked = daily.platforms.length <= MAX_STACKED
    const series = stacked ? daily.platforms.map(({ name }) => name) : [words.impressions]
    this.line(26, textCell(unit === 'week' ? words.byWeek : words.byMonth, 'section'))
    const header = this.next
    const pad = (cells: Cell[], style: string) => [
      ...cells,
      ...Array.from({ length: TABLE_COLUMNS - cells.length }, () => emptyCell(style)),
    ]
    const headingLines = Math.max(...series.map((name) => lineCount(name, width, BODY_SIZE)))
    this.add(
      Math.max(26, heightOf(headingLines, BODY_SIZE, 10)),
      pad(
        [
          textCell(unit === 'week' ? words.week : words.month, 'header.left'),
          ...series.map((name) => textCell(name, 'header.number')),
          ...(stacked && series.length > 1 ? [textCell(this.labels.total, 'header.number')] : []),
        ],
        'header',
      ),
    )
    const first = this.next
    const last = first + periods.length - 1
    const letters = series.map((_, i) => columnLetter(i + 2))
    const withSum = series.length > 1
    for (const { label, impressions } of periods) {
      const at = this.next
      const sum = impressions.reduce((total, one) => total + one, 0)
      const values = stacked ? impressions : [sum]
      this.add(
        ROW_HEIGHT,
        pad(
          [
            textCell(label, 'text'),
            ...values.map((value) => numberCell(value, 'whole')),
            ...(withSum ? [formulaCell(`SUM(${letters[0]}${at}:${letters.at(-1)}${at})`, sum, 'whole')] : []),
          ],
          'text',
        ),
      )
    }
    const sums = series.map((_, i) =>
      periods.reduce(
        (sum, { impressions }) => sum + (stacked ? impressions[i]! : impressions.reduce((a, b) => a + b, 0)),
        0,
      ),
    )
    const columns = withSum ? [...letters, columnLetter(series.length + 2)] : letters
    const results = withSum ? [...sums, sums.reduce((a, b) => a + b, 0)] : sums
    this.add(
      ROW_HEIGHT + 3,
      pad(
        [
          textCell(this.labels.total, 'total.text'),
          ...columns.map((letter, i) =>
            formulaCell(`SUM(${letter}${first}:${letter}${last})`, results[i]!, 'total.whole'),
          ),
        ],
        'total.text',
      ),
    )
    this.fillBeside(header)
    this.charts.push({
      name: 'Flightsheet_Periods',
      kind: 'column',
      title: words.impressions,
      values: rangeAddress([2, header], [series.length + 1, last]),
      categories: rangeAddress([1, first], [1, last]),
      colors: series.map((_, i) => CHART_COLORS[i % CHART_COLORS.length]!),
      ...this.besideTable(header),
    })
  }

  /** Empty rows below a short table, until its chart has room. */
  private fillBeside(header: number): void {
    while (this.rows.length - header + 1 < CHART_ROWS) this.gap(ROW_HEIGHT)
  }

  /** From a table's heading to the last row so far. */
  private besideTable(header: number): Pick<ChartLayout, 'from' | 'to'> {
    return {
      from: cellAddress(TABLE_COLUMNS + 2, header),
      to: cellAddress(COLUMNS, this.rows.length),
    }
  }

  private notes(width: number): void {
    const { words, daily, language } = this
    const { house } = this.options
    const notes = [
      words.vat,
      ...(daily.estimatedRows > 0 ? [words.estimated(daily.estimatedRows)] : []),
      ...(house?.legal[language] ? [house.legal[language]] : []),
      ...(house && house.contact.length > 0 ? [house.contact.join('  ·  ')] : []),
    ]
    this.gap(10)
    for (const note of notes)
      this.line(heightOf(lineCount(note, width * COLUMNS, NOTE_SIZE), NOTE_SIZE, 4), textCell(note, 'small'))
  }
}

/** A part of its column's total; blank where the total is 0. */
function share(letter: string, at: number, total: number, part: number, whole: number, style: string): Cell {
  const sum = `${letter}$${total}`
  return formulaCell(`IF(${sum}=0,"",${letter}${at}/${sum})`, whole === 0 ? '' : part / whole, style)
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))}%`
}

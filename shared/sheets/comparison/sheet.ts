import type { Language } from '../../language'
import { columnLetter, ofSheet, rangeAddress } from '../address'
import { dateCell, emptyCell, formulaCell, numberCell, plainOf, spanningCells, textCell } from '../cells'
import { identityToken } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, CellStyle, ColumnLayout, RowLayout, SheetLayout } from '../layout'
import { letterOf } from '../media-mix/columns'
import { mediaMixGeometry } from '../media-mix/geometry'
import { MEDIA_MIX_LABELS } from '../media-mix/labels'
import { mediaMixSheet } from '../media-mix/sheet'
import { percentFormat, SHARE_FORMAT, WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, STRONG_LINE } from '../palette'
import type { Plan, SheetOptions } from '../plan'
import { proposalPrint } from '../print'
import { frameRows, frameStyles } from '../sheet-frame'
import { sheetName } from '../sheet-name'
import { groupedLength, textWidth } from '../text-width'
import { COMPARISON_LABELS, type ComparedFigure } from './labels'
import { type PlanVariant, variantsOf } from './variants'

const FIGURES: readonly ComparedFigure[] = ['amount', 'impressions', 'clicks', 'views', 'ecpm', 'ctr', 'vtr']
const HEADER_ROW = 6
/** The facts above need so many columns. */
const LEAST_COLUMNS = 4
const RATE_FORMAT = percentFormat(2)

/**
 * The variants of a campaign side by side (안 비교), and the MediaMix of each. The figures refer to the totals of these
 * sheets, differences are formulas. No sheets for a campaign with fewer than two variants.
 *
 * @throws RangeError when the campaign's id can't be stored in a workbook
 */
export function comparisonSheets(plan: Plan, options: SheetOptions): SheetLayout[] {
  const variants = variantsOf(plan)
  if (variants.length === 0) return []
  const language = options.language ?? 'ko'
  const taken = [MEDIA_MIX_LABELS[language].sheet]
  const sheets = variants.map((variant): SheetLayout => {
    const { names: _names, ...layout } = mediaMixSheet(variant.plan, options)
    const name = sheetName(`${layout.name} ${COMPARISON_LABELS[language].variant(variant.name)}`, taken)
    taken.push(name)
    return { ...layout, name, tabColor: COLORS.lineStrong }
  })
  return [
    comparisonSheet(
      plan,
      variants,
      sheets.map(({ name }) => name),
      language,
    ),
    ...sheets,
  ]
}

function comparisonSheet(
  plan: Plan,
  variants: readonly PlanVariant[],
  mixes: readonly string[],
  language: Language,
): SheetLayout {
  const drawing = new Comparison(plan, variants, mixes, language)
  const rows = drawing.draw()
  return {
    name: COMPARISON_LABELS[language].sheet,
    tabColor: COLORS.buyFill,
    styles: styles(language),
    columns: [...drawing.widths, { width: 12, hidden: true }],
    rows,
    freeze: { rows: HEADER_ROW, columns: 1 },
    print: {
      ...proposalPrint({
        area: rangeAddress([1, 1], [drawing.widths.length, rows.length]),
        headerRow: HEADER_ROW,
        campaign: plan.campaign,
      }),
      pagesHigh: 1,
    },
    showGridlines: false,
  }
}

class Comparison {
  readonly widths: ColumnLayout[]
  private readonly rows: RowLayout[] = []
  private readonly labels
  private readonly platforms: string[]

  constructor(
    private readonly plan: Plan,
    private readonly variants: readonly PlanVariant[],
    private readonly mixes: readonly string[],
    private readonly language: Language,
  ) {
    this.labels = COMPARISON_LABELS[language]
    this.platforms = [...new Set(variants.flatMap(({ platforms }) => [...platforms.keys()]))]
    const longest = Math.max(
      ...variants.map(({ totals }) => groupedLength(Math.max(totals.amount, totals.impressions))),
    )
    const number = { width: Math.max(18, longest + 5) }
    const label = { width: Math.min(40, Math.max(20, ...this.platforms.map((name) => textWidth(name) + 3))) }
    const used = [label, ...variants.flatMap((_, i) => (i === 0 ? [number] : [number, number]))]
    this.widths = [...used, ...Array.from({ length: LEAST_COLUMNS - used.length }, () => number)]
  }

  draw(): RowLayout[] {
    const { labels } = this
    this.rows.push(...this.frame(), this.header())
    this.section(labels.total)
    for (const figure of FIGURES) this.figure(figure)
    this.line(labels.products, 'whole', (variant) => numberCell(variant.plan.rows.length, 'whole'))
    this.section(labels.amountBy)
    const first = this.next
    for (const platform of this.platforms)
      this.line(platform, 'whole', ({ platforms }) => numberCell(platforms.get(platform) ?? 0, 'whole'))
    const last = this.next - 1
    this.section(labels.shareBy)
    this.platforms.forEach((platform, i) => {
      this.line(platform, 'share', ({ platforms, totals }, column) => {
        const sum = `SUM(${column}$${first}:${column}$${last})`
        const share = totals.amount === 0 ? '' : (platforms.get(platform) ?? 0) / totals.amount
        return formulaCell(`IF(${sum}=0,"",${column}${first + i}/${sum})`, share, 'share')
      })
    })
    this.rows.push({ height: 8, cells: [] })
    this.rows.push({
      height: 18,
      cells: spanningCells(textCell(labels.service, 'note'), this.widths.length),
      merges: [{ column: 1, columns: this.widths.length, rows: 1 }],
    })
    return this.rows
  }

  private get next(): number {
    return this.rows.length + 1
  }

  private frame(): RowLayout[] {
    const { plan, widths, labels } = this
    const words = SHEET_LABELS[this.language]
    const { campaign } = plan
    return frameRows({
      title: labels.title,
      token: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
      keyColumn: widths.length + 1,
      facts: [
        [
          { label: words.advertiser, columns: 1, cell: textCell(campaign.advertiser, 'value') },
          {
            label: words.period,
            columns: widths.length - 3,
            cell: textCell(`${campaign.startDate} ~ ${campaign.endDate}`, 'value'),
          },
        ],
        [
          { label: words.campaign, columns: 1, cell: textCell(campaign.name, 'value') },
          {
            label: words.writtenOn,
            columns: widths.length - 3,
            cell: dateCell(plan.writtenOn, 'value.date'),
          },
        ],
      ],
      unit: labels.unit,
      widths,
    })
  }

  private header(): RowLayout {
    const { labels, variants } = this
    const names = variants.map(({ name }) => labels.variant(name))
    const heads = names.flatMap((name, i) => [
      textCell(name, 'header.number'),
      ...(i === 0 ? [] : [textCell(labels.difference(names[0]!, name), 'header.number')]),
    ])
    return { height: 30, cells: this.filled([textCell(labels.figure, 'header.left'), ...heads], 'header') }
  }

  private section(title: string): void {
    this.rows.push({ height: 28, cells: this.filled([textCell(title, 'section')], 'section') })
  }

  private figure(figure: ComparedFigure): void {
    const style = figure === 'ctr' || figure === 'vtr' ? 'rate' : 'whole'
    this.line(this.labels.figures[figure], style, ({ plan, totals }, _column, i) => {
      const { totalRow } = mediaMixGeometry(plan.rows.length, false, 'client')
      return formulaCell(
        `${ofSheet(this.mixes[i]!)}${letterOf(figure, 'client')}${totalRow}`,
        totals[figure] ?? '-',
        style,
      )
    })
  }

  /** A value of each variant, and its difference to that of the first one. */
  private line(
    label: string,
    style: string,
    value: (variant: PlanVariant, column: string, index: number) => Cell,
  ): void {
    const at = this.next
    const values = this.variants.map((variant, i) => value(variant, letterAt(i), i))
    const base = plainOf(values[0]!)
    const cells = values.flatMap((cell, i): Cell[] => {
      if (i === 0) return [cell]
      const result = plainOf(cell)
      const difference = typeof base === 'number' && typeof result === 'number' ? result - base : ''
      const [from, to] = [`${letterAt(0)}${at}`, `${letterAt(i)}${at}`]
      const formula = `IF(AND(ISNUMBER(${from}),ISNUMBER(${to})),${to}-${from},"")`
      return [cell, formulaCell(formula, difference, `difference.${style}`)]
    })
    this.rows.push({
      height: 24,
      cells: this.filled([textCell(label, 'label.left'), ...cells], 'label.left'),
    })
  }

  private filled(cells: Cell[], style: string): Cell[] {
    return [...cells, ...Array.from({ length: this.widths.length - cells.length }, () => emptyCell(style))]
  }
}

/** The column of a variant's values; each but the first one is followed by its difference. */
function letterAt(variant: number): string {
  return columnLetter(variant === 0 ? 2 : 2 * variant + 1)
}

function styles(language: Language): Record<string, CellStyle> {
  const base: CellStyle = {
    font: font(10, COLORS.ink),
    border: { bottom: HAIRLINE },
    alignment: { horizontal: 'right', vertical: 'middle' },
  }
  const difference: CellStyle = { ...base, font: font(10, COLORS.muted), fill: COLORS.labelFill }
  const formats = { whole: WHOLE_FORMAT, share: SHARE_FORMAT, rate: RATE_FORMAT }
  return {
    ...frameStyles(language),
    section: {
      font: font(10, COLORS.navy, 'bold'),
      alignment: { horizontal: 'left', vertical: 'bottom', indent: 1 },
      border: { bottom: STRONG_LINE },
    },
    'label.left': {
      ...base,
      alignment: { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 },
    },
    ...Object.fromEntries(
      Object.entries(formats).flatMap(([key, numberFormat]) => [
        [key, { ...base, numberFormat }],
        [`difference.${key}`, { ...difference, numberFormat }],
      ]),
    ),
  }
}

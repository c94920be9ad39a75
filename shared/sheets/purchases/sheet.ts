import { rangeAddress } from '../address'
import { dateCell, textCell } from '../cells'
import { identityToken } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, ColumnLayout, SheetLayout } from '../layout'
import { COLORS } from '../palette'
import type { Plan, SheetOptions } from '../plan'
import { proposalPrint } from '../print'
import { frameRows } from '../sheet-frame'
import { groupedLength, textWidth } from '../text-width'
import { PurchasesColumns, type PurchasesField, purchasesFields, purchasesStyles } from './columns'
import type { PurchasedRow } from './contents'
import { PURCHASES_LABELS } from './labels'
import { purchasesLines, sumsOf } from './lines'
import { type PurchasesBlock, PurchasesTable } from './table'

/** Title, accent line, two lines of campaign facts, unit: the table's heading follows. */
const HEADER_ROW = 6

/**
 * The 구매내역 sheet: what was bought or reserved, by row, platform, targeting group and owner; a client sees the groups
 * without their owners. Sums by row, and TOTAL by formula.
 *
 * @param rows at least one
 * @throws RangeError when the campaign's id can't be stored in a workbook
 */
export function purchasesSheet(
  plan: Pick<Plan, 'campaign' | 'writtenOn'>,
  rows: readonly PurchasedRow[],
  options: SheetOptions,
): SheetLayout {
  const language = options.language ?? 'ko'
  const labels = SHEET_LABELS[language]
  const words = PURCHASES_LABELS[language]
  const { campaign } = plan
  const blocks = rows.map((row): PurchasesBlock => ({ row, lines: purchasesLines(row, options.audience) }))
  const columns = new PurchasesColumns(purchasesFields(options.audience))
  const widths = widthsOf(blocks, columns)
  // The left half of the campaign block ends with the flight.
  const left = columns.of('period')
  const fact = (label: string, cell: Cell, side: 'left' | 'right') => ({
    label,
    cell,
    columns: (side === 'left' ? left : columns.count - left) - 1,
  })
  const drawn = frameRows({
    title: words.title,
    token: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    keyColumn: columns.key,
    facts: [
      [
        fact(labels.advertiser, textCell(campaign.advertiser, 'value'), 'left'),
        fact(labels.period, textCell(`${campaign.startDate} ~ ${campaign.endDate}`, 'value'), 'right'),
      ],
      [
        fact(labels.campaign, textCell(campaign.name, 'value'), 'left'),
        fact(labels.writtenOn, dateCell(plan.writtenOn, 'value.date'), 'right'),
      ],
    ],
    unit: words.unit,
    widths,
  })
  const table = new PurchasesTable(drawn, blocks, columns, widths, language)
  table.draw()
  return {
    name: words.sheet,
    tabColor: COLORS.bookedText,
    styles: purchasesStyles(language),
    columns: widths,
    rows: drawn,
    freeze: { rows: HEADER_ROW, columns: columns.of('product') },
    print: proposalPrint({
      area: rangeAddress([1, 1], [columns.count, drawn.length]),
      headerRow: HEADER_ROW,
      breaksBefore: table.breaksBefore,
      campaign,
    }),
    showGridlines: false,
  }
}

function widthsOf(blocks: readonly PurchasesBlock[], columns: PurchasesColumns): ColumnLayout[] {
  const all = sumsOf(blocks.flatMap(({ lines }) => lines))
  const text = (least: number, most: number, texts: Iterable<string>) => {
    let width = least
    for (const one of texts) width = Math.max(width, textWidth(one) + 3)
    return Math.min(most, Math.ceil(width))
  }
  const lines = blocks.flatMap((block) => block.lines)
  const widths: Record<PurchasesField, number> = {
    kind: 12,
    product: text(
      24,
      36,
      blocks.map(({ row }) => row.productName),
    ),
    period: 27,
    status: 12,
    platform: text(
      14,
      22,
      lines.map(({ platform }) => platform.name),
    ),
    group: text(
      20,
      32,
      lines.map(({ group }) => group.name),
    ),
    owner: text(
      14,
      24,
      lines.map(({ owner }) => owner ?? ''),
    ),
    amount: Math.max(15, groupedLength(all.amount) + 4),
    impressions: Math.max(15, groupedLength(all.impressions) + 4),
    share: 10,
  }
  return [...columns.fields.map((field) => ({ width: widths[field] })), { width: 12, hidden: true }]
}

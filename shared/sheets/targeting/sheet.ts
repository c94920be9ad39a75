import { rangeAddress } from '../address'
import { dateCell, textCell } from '../cells'
import { identityToken } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, ColumnLayout, SheetLayout } from '../layout'
import { COLORS } from '../palette'
import type { Plan, SheetOptions } from '../plan'
import { planFor } from '../plan-for'
import { proposalPrint } from '../print'
import { frameRows, frameStyles } from '../sheet-frame'
import { targetingBlocks } from './blocks'
import { targetingColumns, targetingStyles } from './columns'
import { TARGETING_LABELS } from './labels'
import { TargetingTable } from './table'

/** Title, accent line, two lines of campaign facts, unit: the table's heading follows. */
const HEADER_ROW = 6

/**
 * The targeting sheet (큐레이션타겟팅): programs by broadcaster, YouTube channels, custom keywords and RANDOM, with
 * weight and forecast; for planners and internal readers also availability and owner. Parts without contents
 * are left out.
 *
 * @throws RangeError when the campaign's id can't be stored in a workbook
 */
export function targetingSheet(given: Plan, options: SheetOptions): SheetLayout {
  const plan = planFor(given, options.audience)
  const language = options.language ?? 'ko'
  const labels = SHEET_LABELS[language]
  const words = TARGETING_LABELS[language]
  const { campaign } = plan
  const blocks = targetingBlocks(plan, options.audience)
  const programs = blocks.some(({ groups }) =>
    groups.some(({ members }) => members.some(({ type }) => type === 'PROGRAM')),
  )
  const columns = targetingColumns(options.audience)
  const widths: ColumnLayout[] = [...columns.map(({ width }) => ({ width })), { width: 12, hidden: true }]
  // The left half of the campaign block ends with the wide column of contents.
  const left = 2
  const fact = (label: string, cell: Cell, room: number) => ({ label, cell, columns: room - 1 })
  const rows = frameRows({
    title: words.title,
    token: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    keyColumn: columns.length + 1,
    facts: [
      [
        fact(labels.advertiser, textCell(campaign.advertiser, 'value'), left),
        fact(
          labels.period,
          textCell(`${campaign.startDate} ~ ${campaign.endDate}`, 'value'),
          columns.length - left,
        ),
      ],
      [
        fact(labels.campaign, textCell(campaign.name, 'value'), left),
        fact(labels.writtenOn, dateCell(plan.writtenOn, 'value.date'), columns.length - left),
      ],
    ],
    unit: blocks.length === 0 ? '' : words.unit,
    widths,
  })
  const table = new TargetingTable(rows, columns, words, options.audience)
  if (blocks.length === 0) table.nothing()
  else table.heading(programs)
  blocks.forEach((block, index) => {
    table.block(block, index)
  })
  return {
    name: words.sheet,
    tabColor: COLORS.lineStrong,
    styles: { ...frameStyles(language), ...targetingStyles() },
    columns: widths,
    rows,
    freeze: { rows: blocks.length === 0 ? 0 : HEADER_ROW, columns: 0 },
    print: proposalPrint({
      area: rangeAddress([1, 1], [columns.length, rows.length]),
      headerRow: HEADER_ROW,
      breaksBefore: table.breaksBefore,
      campaign,
    }),
    showGridlines: false,
    ...(options.audience === 'planner'
      ? { protection: { allow: { formatColumns: true, formatRows: true } } }
      : {}),
  }
}

import { countedRows } from '../../counted-rows'
import { type EstimateInput, mediaMixTotals, toPpm } from '../../estimates'
import { rangeAddress } from '../address'
import { identityNames } from '../identity'
import type { ProtectionWish, RowLayout, SheetLayout } from '../layout'
import { pagesOfTable } from '../pages'
import { COLORS } from '../palette'
import type { Plan, PlanRow, SheetOptions } from '../plan'
import { planFor } from '../plan-for'
import { pageHeight, proposalPrint } from '../print'
import { type MediaMixGeometry, mediaMixGeometry } from './geometry'
import { MEDIA_MIX_LABELS } from './labels'
import { lastRowOf, type MediaMixContents, mediaMixRows } from './rows'
import { DEFAULT_DEVICES, mediaMixConditionalFormats, mediaMixValidations } from './rules'
import { shortageLines } from './shortages'
import { mediaMixStyles } from './styles'
import { mediaMixWidths } from './widths'

/** Rows that are on the page of TOTAL, if a plan has as many. */
const COMPANY_OF_TOTAL = 3
/** A planner's own notes beside and below the table. */
const ROOM_FOR_NOTES = { columns: 6, rows: 50 }

export interface MediaMixOptions extends SheetOptions {
  /** Offered in the planner's device list. */
  devices?: readonly string[]
}

/**
 * The MediaMix sheet of a plan: 16 columns, title and campaign block above, TOTAL by
 * formula below. In the planner's sheet the buy button, status and remaining inventory (J to L)
 * stand beside the amount.
 *
 * @throws RangeError when a rate isn't a decimal from 0 to 1 with at most six digits, or the campaign's id
 * can't be stored in a workbook
 */
export function mediaMixSheet(given: Plan, options: MediaMixOptions): SheetLayout {
  const plan = planFor(given, options.audience)
  const language = options.language ?? 'ko'
  const planner = options.audience === 'planner'
  const estimates = plan.rows.map(estimateInput)
  const counted = countedRows(plan.rows)
  const totals = mediaMixTotals(estimates.filter((_, i) => counted.has(plan.rows[i]!)))
  const geometry = mediaMixGeometry(plan.rows.length, totals.withService !== null, options.audience)
  const widths = mediaMixWidths(plan.rows, estimates, totals, geometry, language)
  const shortages = options.audience === 'internal' ? shortageLines(plan.rows, estimates, language) : []
  const contents = { plan, estimates, counted, totals, geometry, language, widths, shortages }
  // The pages of a proposal depend on all of its rows.
  const drawn = planner ? [] : [...mediaMixRows(contents)]
  const rows = planner ? { [Symbol.iterator]: () => mediaMixRows(contents) } : drawn
  return {
    name: MEDIA_MIX_LABELS[language].sheet,
    tabColor: COLORS.navy,
    styles: mediaMixStyles(estimates, language, planner, variantsOfRows(plan.rows)),
    columns: widths,
    rows,
    conditionalFormats: mediaMixConditionalFormats(geometry, language),
    validations: planner ? mediaMixValidations(geometry, language, options.devices ?? DEFAULT_DEVICES) : [],
    names: identityNames(geometry.keyColumn, geometry.firstRow, geometry.spacerRow),
    freeze: { rows: geometry.headerRow, columns: planner ? geometry.column('product') : 0 },
    print: proposalPrint({
      area: rangeAddress([1, 1], [geometry.column('views'), lastRowOf(geometry) + shortages.length]),
      headerRow: geometry.headerRow,
      campaign: plan.campaign,
      // A planner's rows come and go: the application breaks the pages.
      breaksBefore: planner ? [] : pagesOf(drawn, contents),
    }),
    showGridlines: false,
    ...(planner ? { protection: protectionOf(geometry) } : {}),
  }
}

function variantsOfRows(rows: readonly PlanRow[]): string[] {
  return [...new Set(rows.flatMap(({ variant }) => variant ?? []))].sort()
}

/** TOTAL and what is below it are never alone on a page. */
function pagesOf(rows: readonly RowLayout[], { geometry, widths }: MediaMixContents): number[] {
  const heights = rows.map(({ height }) => height ?? 0)
  return pagesOfTable(heights, {
    closing: { first: geometry.spacerRow, last: lastRowOf(geometry) },
    company: COMPANY_OF_TOTAL,
    repeated: heights[geometry.headerRow - 1]!,
    pageHeight: pageHeight(widths.slice(0, geometry.visibleColumns).map(({ width }) => width)),
  })
}

/**
 * Title and totals are locked. Rows can be inserted, deleted, sorted and filtered as in any sheet; what is typed over a
 * formula is put right at the next sync.
 */
function protectionOf({ firstRow, spacerRow }: MediaMixGeometry): ProtectionWish {
  return {
    notes: ROOM_FOR_NOTES,
    freeRows: { first: firstRow, last: spacerRow },
    allow: {
      formatColumns: true,
      formatRows: true,
      insertColumns: true,
      insertRows: true,
      deleteRows: true,
      sort: true,
      autoFilter: true,
    },
  }
}

/** @throws RangeError for a rate that isn't a decimal from 0 to 1 with at most six digits */
export function estimateInput(row: PlanRow): EstimateInput {
  const ctrPpm = toPpm(row.ctr)
  const vtrPpm = toPpm(row.vtr)
  if (ctrPpm === undefined || vtrPpm === undefined) {
    throw new RangeError(`a rate is a decimal from 0 to 1 with at most six digits: ${row.ctr}, ${row.vtr}`)
  }
  return { kind: row.kind, amount: row.amount, ecpm: row.ecpm, ctrPpm, vtrPpm }
}

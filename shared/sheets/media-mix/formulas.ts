import { columnLetter } from '../address'
import { formulaString } from '../text'

/**
 * The sheet's formulas. They give exactly the results of `shared/estimates` (docs/arithmetic.md, "Estimates") in any
 * application that calculates in IEEE doubles: products of whole numbers stay whole, and rates are used as
 * whole parts per million.
 */

/** What a total line sums up. */
export type SummedField = 'amount' | 'impressions' | 'clicks' | 'views'

/** The columns that formulas refer to. */
export type FormulaField = SummedField | 'kind' | 'ecpm' | 'ctr' | 'vtr'

/** The positions that formulas refer to; rows are 1-based. */
export interface FormulaPlace {
  letter(field: FormulaField): string
  /** See `MediaMixGeometry.leftOutColumn`. */
  leftOutColumn: number | null
  headerRow: number
  /** See `MediaMixGeometry.spacerRow`. */
  spacerRow: number
  totalRow: number
}

/** In a row that the totals leave out. */
export const LEFT_OUT = 'x'

const DASH = formulaString('-')
const BLANK = formulaString('')

/** 비중: share of the paid total; blank for rows that aren't in it, and when nothing is paid. */
export function shareFormula(row: number, place: FormulaPlace, service: string): string {
  const { letter, totalRow, leftOutColumn } = place
  const total = `${letter('amount')}$${totalRow}`
  const blank = [
    `$${letter('kind')}${row}=${formulaString(service)}`,
    ...(leftOutColumn === null ? [] : [isLeftOut(leftOutColumn, row)]),
    `${total}=0`,
  ]
  return `IF(OR(${blank}),${BLANK},${letter('amount')}${row}/${total})`
}

/** Whether the totals leave out a row. */
export function isLeftOut(leftOutColumn: number, row: number): string {
  return `$${columnLetter(leftOutColumn)}${row}=${formulaString(LEFT_OUT)}`
}

/** 예상노출수 = R(amount·1000 / eCPM). */
export function impressionsFormula(row: number, { letter }: FormulaPlace): string {
  return `ROUND(${letter('amount')}${row}*1000/${letter('ecpm')}${row},0)`
}

/** 예상클릭수, 예상조회수 = R(impressions·rate), with the rate in whole parts per million. */
export function resultFormula(rate: 'ctr' | 'vtr', row: number, { letter }: FormulaPlace): string {
  return `ROUND(${letter('impressions')}${row}*ROUND(${letter(rate)}${row}*1000000,0)/1000000,0)`
}

/** TOTAL: every counted row that isn't marked 서비스, so that a row whose 구분 is still empty counts. */
export function paidSumFormula(field: SummedField, place: FormulaPlace, service: string): string {
  const kinds = rowsOf(`$${place.letter('kind')}`, place)
  const conditions = [kinds, formulaString(`<>${service}`), ...counted(place)]
  return `SUMIFS(${[rowsOf(place.letter(field), place), ...conditions]})`
}

/** TOTAL(서비스 포함): all counted rows. */
export function sumFormula(field: SummedField, place: FormulaPlace): string {
  const rows = rowsOf(place.letter(field), place)
  const conditions = counted(place)
  return conditions.length === 0 ? `SUM(${rows})` : `SUMIFS(${[rows, ...conditions]})`
}

function counted(place: FormulaPlace): string[] {
  const { leftOutColumn } = place
  if (leftOutColumn === null) return []
  return [rowsOf(`$${columnLetter(leftOutColumn)}`, place), formulaString(`<>${LEFT_OUT}`)]
}

/** The paid amount once more: the price of service rows is 0. */
export function amountOfTotalFormula({ letter, totalRow }: FormulaPlace): string {
  return `${letter('amount')}${totalRow}`
}

/** eCPM of a total line, recomputed from its sums. */
export function totalEcpmFormula(row: number, { letter }: FormulaPlace): string {
  const impressions = `${letter('impressions')}${row}`
  return `IF(${impressions}=0,${DASH},ROUND(${letter('amount')}${row}*1000/${impressions},0))`
}

/** CTR or VTR of a total line, recomputed from its sums, to six digits. */
export function totalRateFormula(part: 'clicks' | 'views', row: number, { letter }: FormulaPlace): string {
  const impressions = `${letter('impressions')}${row}`
  return `IF(${impressions}=0,${DASH},ROUND(${letter(part)}${row}*1000000/${impressions},0)/1000000)`
}

/** 비중 of TOTAL: all of it, or blank when nothing is paid. */
export function totalShareFormula({ letter, totalRow }: FormulaPlace): string {
  const total = `${letter('amount')}$${totalRow}`
  return `IF(${total}=0,${BLANK},${total}/${total})`
}

/** From the header to the spacer row. The header's text counts as 0 in a sum. */
function rowsOf(column: string, { headerRow, spacerRow }: FormulaPlace): string {
  return `${column}$${headerRow}:${column}$${spacerRow}`
}

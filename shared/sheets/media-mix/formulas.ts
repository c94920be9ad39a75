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
  headerRow: number
  /** See `MediaMixGeometry.spacerRow`. */
  spacerRow: number
  totalRow: number
}

const DASH = formulaString('-')
const BLANK = formulaString('')

/** 비중: share of the paid total; blank for service rows and when nothing is paid. */
export function shareFormula(row: number, { letter, totalRow }: FormulaPlace, service: string): string {
  const total = `${letter('amount')}$${totalRow}`
  const isService = `$${letter('kind')}${row}=${formulaString(service)}`
  return `IF(OR(${isService},${total}=0),${BLANK},${letter('amount')}${row}/${total})`
}

/** 예상노출수 = R(amount·1000 / eCPM). */
export function impressionsFormula(row: number, { letter }: FormulaPlace): string {
  return `ROUND(${letter('amount')}${row}*1000/${letter('ecpm')}${row},0)`
}

/** 예상클릭수, 예상조회수 = R(impressions·rate), with the rate in whole parts per million. */
export function resultFormula(rate: 'ctr' | 'vtr', row: number, { letter }: FormulaPlace): string {
  return `ROUND(${letter('impressions')}${row}*ROUND(${letter(rate)}${row}*1000000,0)/1000000,0)`
}

/** TOTAL: every row that isn't marked 서비스, so that a row whose 구분 is still empty counts. */
export function paidSumFormula(field: SummedField, place: FormulaPlace, service: string): string {
  const { letter, headerRow, spacerRow } = place
  const kinds = `$${letter('kind')}$${headerRow}:$${letter('kind')}$${spacerRow}`
  return `SUMIF(${kinds},${formulaString(`<>${service}`)},${rowsOf(field, place)})`
}

/** TOTAL(서비스 포함): all rows. */
export function sumFormula(field: SummedField, place: FormulaPlace): string {
  return `SUM(${rowsOf(field, place)})`
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
function rowsOf(field: SummedField, { letter, headerRow, spacerRow }: FormulaPlace): string {
  return `${letter(field)}$${headerRow}:${letter(field)}$${spacerRow}`
}

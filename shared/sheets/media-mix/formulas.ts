import { fixedAddress } from '../address'
import type { SheetLabels } from '../labels'
import { formulaString } from '../text'
import { columnOf, letterOf, type MediaMixField, type MediaMixGeometry } from './columns'

/**
 * The sheet's formulas. They give exactly what `shared/estimates` gives (DESIGN, "Estimates"), in any application that
 * calculates in IEEE doubles: products of whole numbers stay whole, and rates enter as whole parts per million.
 */

/** What a total line sums up. */
export type SummedField = 'amount' | 'impressions' | 'clicks' | 'views'

const DASH = formulaString('-')
const BLANK = formulaString('')

/** 비중: share of the paid total; blank for service rows and when nothing is paid. */
export function shareFormula(row: number, geometry: MediaMixGeometry, labels: SheetLabels): string {
  const total = `${letterOf('amount')}$${geometry.totalRow}`
  const service = `$${letterOf('kind')}${row}=${formulaString(labels.kinds.SERVICE)}`
  return `IF(OR(${service},${total}=0),${BLANK},${letterOf('amount')}${row}/${total})`
}

/** 예상노출수 = R(amount·1000 / eCPM). */
export function impressionsFormula(row: number): string {
  return `ROUND(${letterOf('amount')}${row}*1000/${letterOf('ecpm')}${row},0)`
}

/** 예상클릭수, 예상조회수 = R(impressions·rate), with the rate in whole parts per million. */
export function resultFormula(rate: 'ctr' | 'vtr', row: number): string {
  return `ROUND(${letterOf('impressions')}${row}*ROUND(${letterOf(rate)}${row}*1000000,0)/1000000,0)`
}

/** TOTAL: every row that doesn't say 서비스, so that a row whose 구분 is still empty counts. */
export function paidSumFormula(field: SummedField, geometry: MediaMixGeometry, labels: SheetLabels): string {
  const kinds = rowsOf('kind', geometry, true)
  return `SUMIF(${kinds},${formulaString(`<>${labels.kinds.SERVICE}`)},${rowsOf(field, geometry, false)})`
}

/** TOTAL(서비스 포함): all rows. */
export function sumFormula(field: SummedField, geometry: MediaMixGeometry): string {
  return `SUM(${rowsOf(field, geometry, false)})`
}

/** The paid amount once more: the price of service rows is 0. */
export function amountOfTotalFormula(geometry: MediaMixGeometry): string {
  return `${letterOf('amount')}${geometry.totalRow}`
}

/** eCPM of a total line, recomputed from its sums. */
export function totalEcpmFormula(row: number): string {
  const impressions = `${letterOf('impressions')}${row}`
  return `IF(${impressions}=0,${DASH},ROUND(${letterOf('amount')}${row}*1000/${impressions},0))`
}

/** CTR or VTR of a total line, recomputed from its sums, to six digits. */
export function totalRateFormula(part: 'clicks' | 'views', row: number): string {
  const impressions = `${letterOf('impressions')}${row}`
  return `IF(${impressions}=0,${DASH},ROUND(${letterOf(part)}${row}*1000000/${impressions},0)/1000000)`
}

/** 비중 of TOTAL: all of it, or blank when nothing is paid. */
export function totalShareFormula(geometry: MediaMixGeometry): string {
  const total = `${letterOf('amount')}${geometry.totalRow}`
  return `IF(${total}=0,${BLANK},${total}/${total})`
}

/** From the header to the spacer row: see `MediaMixGeometry.spacerRow`. The header's text counts nothing in a sum. */
function rowsOf(field: MediaMixField, geometry: MediaMixGeometry, fixed: boolean): string {
  if (fixed) {
    return `${fixedAddress(columnOf(field), geometry.headerRow)}:${fixedAddress(columnOf(field), geometry.spacerRow)}`
  }
  return `${letterOf(field)}$${geometry.headerRow}:${letterOf(field)}$${geometry.spacerRow}`
}

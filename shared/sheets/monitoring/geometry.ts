import { columnLetter } from '../address'
import {
  MONITORING_DAY_FIELDS,
  MONITORING_FIELDS,
  type MonitoringDayField,
  type MonitoringField,
} from './labels'

/** The positions in a 모니터링 sheet; rows are 1-based. */
export interface MonitoringGeometry {
  headerRow: number
  firstRow: number
  lastRow: number
  totalRow: number
  /** null without service rows. */
  totalWithServiceRow: number | null
  /** The heading above the daily block. */
  dailyRow: number
  dayHeaderRow: number
  firstDayRow: number
  lastDayRow: number
  keyColumn: number
}

/** Title, accent, two lines of facts and the unit stand above. */
const HEADER_ROW = 6

/** A table without units, and a block without days, has one empty row. */
export function monitoringGeometry(units: number, withService: boolean, days: number): MonitoringGeometry {
  const firstRow = HEADER_ROW + 1
  const lastRow = HEADER_ROW + Math.max(1, units)
  const totalRow = lastRow + 1
  // A note and an empty row are between them.
  const dailyRow = totalRow + (withService ? 4 : 3)
  return {
    headerRow: HEADER_ROW,
    firstRow,
    lastRow,
    totalRow,
    totalWithServiceRow: withService ? totalRow + 1 : null,
    dailyRow,
    dayHeaderRow: dailyRow + 1,
    firstDayRow: dailyRow + 2,
    lastDayRow: dailyRow + 1 + Math.max(1, days),
    keyColumn: MONITORING_FIELDS.length + 1,
  }
}

/** The cell of the campaign block that shows how many units are at risk. */
export const AT_RISK_CELL = { column: MONITORING_FIELDS.indexOf('delivered') + 2, row: 4 }

/** 1-based column of a field of the table. */
export function monitoringColumn(field: MonitoringField): number {
  return MONITORING_FIELDS.indexOf(field) + 1
}

export function monitoringLetter(field: MonitoringField): string {
  return columnLetter(monitoringColumn(field))
}

/** Column letter in the daily block, which begins in column A too. */
export function dayLetter(field: MonitoringDayField): string {
  return columnLetter(MONITORING_DAY_FIELDS.indexOf(field) + 1)
}

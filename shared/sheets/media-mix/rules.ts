import { cellAddress, columnLetter, fixedAddress, rangeAddress } from '../address'
import type { SheetLabels } from '../labels'
import type { ConditionalFormat, DataValidation } from '../layout'
import { COLORS } from '../palette'
import { STATUS_SEPARATOR, statusFormats } from '../status-colors'
import { formulaString } from '../text'
import { MAX_SHEET_AMOUNT } from '../typed-values'
import { BUDGET_CELL, columnOf, letterOf, type MediaMixGeometry } from './columns'

/** Offered in the planner's list; another one can be typed. */
export const DEFAULT_DEVICES: readonly string[] = ['PC+Mobile', 'PC', 'Mobile', 'CTV']

/** Excel's limit for a list that is written out. */
const MAX_LIST_LENGTH = 255

const ALERT = { fontColor: COLORS.alertText, fill: COLORS.alertFill, bold: true }

/** Over budget, over availability, status, service rows: in this order, the first that says something wins. */
export function mediaMixConditionalFormats(
  geometry: MediaMixGeometry,
  labels: SheetLabels,
): ConditionalFormat[] {
  const { firstRow, lastRow, totalRow, maxAmountColumn } = geometry
  const formats: ConditionalFormat[] = [
    {
      range: cellAddress(columnOf('amount'), totalRow),
      rule: {
        type: 'cellValue',
        operator: 'greaterThan',
        formula: fixedAddress(BUDGET_CELL.column, BUDGET_CELL.row),
      },
      style: ALERT,
    },
  ]
  if (maxAmountColumn !== null) {
    const max = `$${columnLetter(maxAmountColumn)}${firstRow}`
    const over = `AND(ISNUMBER(${max}),$${letterOf('amount')}${firstRow}>${max})`
    for (const field of ['amount', 'message'] as const) {
      formats.push({
        range: bodyRange(field, field, geometry),
        rule: { type: 'custom', formula: over },
        style: ALERT,
      })
    }
    const status = `$${letterOf('status')}${firstRow}`
    const statuses = bodyRange('status', 'status', geometry)
    for (const name of ['FAILED', 'REJECTED'] as const) {
      const end = `${STATUS_SEPARATOR}${labels.publishStatuses[name]}`
      formats.push({
        range: statuses,
        rule: { type: 'custom', formula: `RIGHT(${status},${end.length})=${formulaString(end)}` },
        style: ALERT,
      })
    }
    formats.push(...statusFormats(statuses, status, labels))
  }
  formats.push({
    range: rangeAddress([1, firstRow], [columnOf('views'), lastRow]),
    rule: {
      type: 'custom',
      formula: `$${letterOf('kind')}${firstRow}=${formulaString(labels.kinds.SERVICE)}`,
    },
    style: { fontColor: COLORS.serviceText, italic: true, fill: COLORS.serviceFill },
  })
  return formats
}

/** What planners may type; checked again when the sheet is read back and by the service. */
export function mediaMixValidations(
  geometry: MediaMixGeometry,
  labels: SheetLabels,
  devices: readonly string[],
): DataValidation[] {
  const start = `${letterOf('startDate')}${geometry.firstRow}`
  const end = `${letterOf('endDate')}${geometry.firstRow}`
  const validations: DataValidation[] = [
    {
      range: bodyRange('startDate', 'startDate', geometry),
      rule: { type: 'date', min: '2000-01-01', max: '2199-12-31' },
      allowBlank: true,
      alert: { style: 'stop', ...labels.startAlert },
    },
    {
      range: bodyRange('endDate', 'endDate', geometry),
      rule: { type: 'custom', formula: `AND(ISNUMBER(${end}),${end}>=${start})` },
      allowBlank: true,
      alert: { style: 'stop', ...labels.endAlert },
    },
    {
      range: bodyRange('amount', 'amount', geometry),
      rule: { type: 'wholeNumber', min: 0, max: MAX_SHEET_AMOUNT },
      allowBlank: true,
      alert: { style: 'stop', ...labels.amountAlert },
    },
  ]
  const listed = listValues(devices)
  if (listed.length > 0) {
    validations.unshift({
      range: bodyRange('device', 'device', geometry),
      rule: { type: 'list', values: listed },
      allowBlank: true,
      alert: { style: 'warning', ...labels.deviceAlert },
    })
  }
  return validations
}

/** A written-out list can't hold a comma inside a value, and only so much text. */
function listValues(devices: readonly string[]): string[] {
  const values: string[] = []
  let length = 0
  for (const device of devices) {
    length += device.length + 1
    if (length > MAX_LIST_LENGTH) break
    if (device !== '' && !/[,"\n]/.test(device)) values.push(device)
  }
  return values
}

function bodyRange(
  first: Parameters<typeof columnOf>[0],
  last: Parameters<typeof columnOf>[0],
  geometry: MediaMixGeometry,
): string {
  return rangeAddress([columnOf(first), geometry.firstRow], [columnOf(last), geometry.lastRow])
}

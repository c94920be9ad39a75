import type { Language } from '../../language'
import { runsOf } from '../../runs'
import { PUBLISH_STATUS_WORDS } from '../../status-words'
import { cellAddress, columnLetter, fixedAddress, rangeAddress } from '../address'
import { SHEET_LABELS } from '../labels'
import type { ConditionalFormat, DataValidation } from '../layout'
import { COLORS } from '../palette'
import { STATUS_SEPARATOR, statusFormats } from '../status-colors'
import { formulaString } from '../text'
import { columnOfField, type MediaMixField } from './columns'
import { isLeftOut } from './formulas'
import { BUDGET_CELL, type MediaMixGeometry } from './geometry'
import { MEDIA_MIX_LABELS } from './labels'

/** Offered in the planner's list; other devices can be typed. */
export const DEFAULT_DEVICES: readonly string[] = ['PC+Mobile', 'PC', 'Mobile', 'CTV']

const ALERT = { fontColor: COLORS.alertText, fill: COLORS.alertFill, bold: true }

/** In this order: over budget, over availability, status, rows left out, service rows. The first rule that matches wins. */
export function mediaMixConditionalFormats(
  geometry: MediaMixGeometry,
  language: Language,
): ConditionalFormat[] {
  const { firstRow, totalRow, maxAmountColumn, leftOutColumn, letter, column } = geometry
  const formats: ConditionalFormat[] = [
    {
      range: cellAddress(column('amount'), totalRow),
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
    // A difference, not `amount>max`: grids with an index of a column's values go through all of it for each comparison.
    const over = `AND(ISNUMBER(${max}),$${letter('amount')}${firstRow}-${max}>0)`
    for (const field of ['amount', 'message'] as const) {
      formats.push({
        range: bodyRange(field, geometry),
        rule: { type: 'custom', formula: over },
        style: ALERT,
      })
    }
    const status = `$${columnLetter(column('status'))}${firstRow}`
    const statuses = bodyRange('status', geometry)
    for (const name of ['FAILED', 'REJECTED'] as const) {
      const end = `${STATUS_SEPARATOR}${PUBLISH_STATUS_WORDS[language][name]}`
      formats.push({
        range: statuses,
        rule: { type: 'custom', formula: `RIGHT(${status},${end.length})=${formulaString(end)}` },
        style: ALERT,
      })
    }
    formats.push(...statusFormats(statuses, status, language))
  }
  const isService = `$${letter('kind')}${firstRow}=${formulaString(SHEET_LABELS[language].kinds.SERVICE)}`
  for (const range of planRanges(geometry)) {
    if (leftOutColumn !== null) {
      const rule = { type: 'custom', formula: isLeftOut(leftOutColumn, firstRow) } as const
      formats.push({ range, rule, style: { fontColor: COLORS.leftOutText } })
    }
    formats.push({
      range,
      rule: { type: 'custom', formula: isService },
      style: { fontColor: COLORS.serviceText, italic: true, fill: COLORS.serviceFill },
    })
  }
  return formats
}

/** What planners may type; checked again when the sheet is read back and by the service. */
export function mediaMixValidations(
  geometry: MediaMixGeometry,
  language: Language,
  devices: readonly string[],
): DataValidation[] {
  const { firstRow, lastRow, fields } = geometry
  const first = (field: MediaMixField) => cellAddress(geometry.column(field), firstRow)
  const entries = fields.flatMap((field): DataValidation[] => {
    const cell = { self: first(field), startDate: first('startDate'), devices, language }
    const validation = columnOfField(field).validation?.(cell)
    return validation ? [{ range: bodyRange(field, geometry), allowBlank: true, ...validation }] : []
  })
  const untyped = fields.map((field) => {
    const { typed, synced, fromRateCard } = columnOfField(field)
    return !typed && (!synced || fromRateCard === true)
  })
  for (const { value, left, right } of runsOf(untyped)) {
    const range = rangeAddress([left + 1, firstRow], [right + 1, lastRow])
    if (value) entries.push({ range, allowBlank: true, ...filled(language) })
  }
  return entries
}

/** Refuses what a person types into a cell that the add-in fills: locked cells would forbid sorting and deleting rows. */
function filled(language: Language): Pick<DataValidation, 'rule' | 'alert'> {
  return {
    rule: { type: 'custom', formula: 'FALSE' },
    alert: { style: 'stop', ...MEDIA_MIX_LABELS[language].filledAlert },
  }
}

function bodyRange(field: MediaMixField, { firstRow, lastRow, column }: MediaMixGeometry): string {
  return rangeAddress([column(field), firstRow], [column(field), lastRow])
}

/** Where the plan stands in the rows, without the planner's own columns. */
function planRanges({ firstRow, lastRow, fields }: MediaMixGeometry): string[] {
  const planned = fields.map((field) => columnOfField(field).audience !== 'planner')
  return runsOf(planned).flatMap(({ value, left, right }) =>
    value ? [rangeAddress([left + 1, firstRow], [right + 1, lastRow])] : [],
  )
}

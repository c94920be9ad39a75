import type { Language } from '../../language'
import { PUBLISH_STATUS_WORDS } from '../../status-words'
import { cellAddress, fixedAddress, rangeAddress } from '../address'
import { SHEET_LABELS } from '../labels'
import type { CellStyle, ConditionalFormat } from '../layout'
import { DATE_FORMAT, percentFormat, SHARE_FORMAT, WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE } from '../palette'
import { frameStyles } from '../sheet-frame'
import { statusFormats } from '../status-colors'
import { formulaString } from '../text'
import {
  AT_RISK_CELL,
  dayLetter,
  type MonitoringGeometry,
  monitoringColumn,
  monitoringLetter,
} from './geometry'
import { MONITORING_DAY_FIELDS, type MonitoringField } from './labels'

/** A unit that has delivered less than this share of what was expected to date is behind. */
export const BEHIND_BELOW = 0.95

const AT_RISK = { fontColor: COLORS.alertText, fill: COLORS.alertFill, bold: true }
const BEHIND = { fontColor: COLORS.holdText, fill: COLORS.holdFill }
const ON_PACE = { fontColor: COLORS.bookedText, fill: COLORS.bookedFill }

/**
 * In this order: at risk, refused or failed ads, behind, on pace, booking status, service. The first rule
 * that matches wins.
 */
export function monitoringConditionalFormats(
  geometry: MonitoringGeometry,
  language: Language,
): ConditionalFormat[] {
  const { firstRow, lastRow, firstDayRow, lastDayRow } = geometry
  const cell = (field: MonitoringField) => `$${monitoringLetter(field)}${firstRow}`
  const range = (first: MonitoringField, last: MonitoringField = first) =>
    rangeAddress([monitoringColumn(first), firstRow], [monitoringColumn(last), lastRow])
  const when = (where: string, formula: string, style: ConditionalFormat['style']): ConditionalFormat => ({
    range: where,
    rule: { type: 'custom', formula },
    style,
  })
  const refused = (['FAILED', 'REJECTED'] as const).map((status) => {
    const label = PUBLISH_STATUS_WORDS[language][status]
    return when(
      range('publishStatus'),
      `LEFT(${cell('publishStatus')},${label.length})=${formulaString(label)}`,
      AT_RISK,
    )
  })
  const [date, planned, delivered] = [
    `$${dayLetter('date')}${firstDayRow}`,
    `$${dayLetter('guaranteed')}${firstDayRow}`,
    `$${dayLetter('delivered')}${firstDayRow}`,
  ]
  const asOf = fixedAddress(geometry.keyColumn, geometry.headerRow)
  const column = MONITORING_DAY_FIELDS.indexOf('delivered') + 1
  const day = rangeAddress([column, firstDayRow], [column, lastDayRow])
  return [
    when(cellAddress(AT_RISK_CELL.column, AT_RISK_CELL.row), `COUNTIF(${range('risk')},"?*")>0`, AT_RISK),
    ...[range('achievement'), range('pacing', 'missing'), range('risk')].map((where) =>
      when(where, `${cell('risk')}<>""`, AT_RISK),
    ),
    ...refused,
    when(range('pacing'), `AND(ISNUMBER(${cell('pacing')}),${cell('pacing')}<${BEHIND_BELOW})`, BEHIND),
    when(range('pacing'), `ISNUMBER(${cell('pacing')})`, ON_PACE),
    ...statusFormats(range('bookingStatus'), cell('bookingStatus'), language),
    when(range('kind', 'vtr'), `${cell('kind')}=${formulaString(SHEET_LABELS[language].kinds.SERVICE)}`, {
      fontColor: COLORS.serviceText,
      italic: true,
      fill: COLORS.serviceFill,
    }),
    // Today isn't over, so only days up to `asOf` can be behind.
    when(day, `AND(ISNUMBER(${delivered}),${date}<=${asOf},${delivered}<${planned}*${BEHIND_BELOW})`, BEHIND),
  ]
}

export function monitoringStyles(language: Language): Record<string, CellStyle> {
  const frame = frameStyles(language)
  const base: CellStyle = { font: font(10, COLORS.ink), border: { bottom: HAIRLINE } }
  const right = { horizontal: 'right', vertical: 'middle' } as const
  const center = { horizontal: 'center', vertical: 'middle' } as const
  const total: CellStyle = {
    font: font(10, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { top: NAVY_LINE, bottom: HAIRLINE },
  }
  const service: CellStyle = {
    font: font(10, COLORS.ink),
    fill: COLORS.labelFill,
    border: { bottom: HAIRLINE },
  }
  return {
    ...frame,
    text: { ...base, alignment: { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 } },
    center: { ...base, alignment: center },
    date: { ...base, alignment: center, numberFormat: DATE_FORMAT },
    whole: { ...base, alignment: right, numberFormat: WHOLE_FORMAT },
    share: { ...base, alignment: right, numberFormat: SHARE_FORMAT },
    rate: { ...base, alignment: right, numberFormat: percentFormat(2) },
    ...Object.fromEntries(
      Object.entries({ total, service }).flatMap(([line, style]) => [
        [`${line}.label`, { ...style, alignment: center }],
        [`${line}.whole`, { ...style, alignment: right, numberFormat: WHOLE_FORMAT }],
        [`${line}.share`, { ...style, alignment: right, numberFormat: SHARE_FORMAT }],
        [`${line}.rate`, { ...style, alignment: right, numberFormat: percentFormat(2) }],
      ]),
    ),
    block: {
      font: font(11, COLORS.navy, 'bold'),
      fill: COLORS.blockFill,
      alignment: { horizontal: 'left', vertical: 'middle', indent: 1 },
      border: { bottom: HAIRLINE },
    },
  }
}

import { columnLetter, rangeAddress } from '../address'
import type { ConditionalFormat, DataValidation } from '../layout'
import { COLORS } from '../palette'
import { formulaString } from '../text'
import { MAX_SHEET_AMOUNT } from '../typed-values'
import { FIRST_ROW, type StandardField, type StandardHidden, standardColumn } from './columns'
import type { StandardLabels } from './labels'

/**
 * Colours of rates, largest first: for a rate of at least this size, up or down. Red is up, as in Korean
 * price tables.
 */
export const CHANGE_STEPS = [
  {
    from: 0.5,
    up: { fill: 'F3B4AE', fontColor: '7A130C', bold: true },
    down: { fill: 'A9CBF0', fontColor: '0F3D73', bold: true },
  },
  { from: 0.3, up: { fill: 'F9D5D1', fontColor: '8F1D14' }, down: { fill: 'CFE2F7', fontColor: '17497F' } },
  { from: 0.1, up: { fill: 'FDECEA', fontColor: 'A3261C' }, down: { fill: 'E8F1FB', fontColor: '1D5591' } },
] as const

/** The result of sending a row, stored in the hidden column `mark`. */
export const MARKS = { saved: 'SAVED', refused: 'REFUSED' } as const
export type Mark = (typeof MARKS)[keyof typeof MARKS]

const CHANGED = { fill: 'FFE7A3', fontColor: '6B4700', bold: true }
/** A refused correction, until the operator decides about it. */
const REFUSED = { fill: 'F9D5D1', fontColor: '8F1D14', bold: true }
/** What a person should look at before the row is confirmed. */
const TO_CHECK = { fill: 'FFF4D6', fontColor: '6B4700' }
const MISSING = { fill: COLORS.alertFill, fontColor: COLORS.alertText }

/**
 * What the sheet shows without the add-in: a correction that differs from what was pulled, a missing reason,
 * the result of sending, changes by size, and confirmed rows. The first rule that matches wins.
 */
export function standardConditionalFormats(lastRow: number, labels: StandardLabels): ConditionalFormat[] {
  const cell = (field: StandardField | StandardHidden) =>
    `$${columnLetter(standardColumn(field))}${FIRST_ROW}`
  const range = (first: StandardField, last: StandardField = first) =>
    rangeAddress([standardColumn(first), FIRST_ROW], [standardColumn(last), lastRow])
  const custom = (where: string, formula: string, style: ConditionalFormat['style']): ConditionalFormat => ({
    range: where,
    rule: { type: 'custom', formula },
    style,
  })
  // Compared as text: a blank cell would equal 0.
  const changed = `${cell('adjustedTotal')}&""<>${cell('pulled')}&""`
  const rates = (['changeRate', 'monthOverMonth'] as const).flatMap((field) =>
    CHANGE_STEPS.flatMap(({ from, up, down }) => [
      custom(range(field), `AND(ISNUMBER(${cell(field)}),${cell(field)}>=${from})`, up),
      custom(range(field), `AND(ISNUMBER(${cell(field)}),${cell(field)}<=-${from})`, down),
    ]),
  )
  return [
    custom(range('reason'), `AND(${changed},TRIM(${cell('reason')}&"")="")`, MISSING),
    custom(
      range('adjustedTotal', 'reason'),
      `AND(${changed},${cell('mark')}=${formulaString(MARKS.refused)})`,
      REFUSED,
    ),
    custom(range('adjustedTotal', 'reason'), changed, CHANGED),
    custom(range('message'), `${cell('mark')}=${formulaString(MARKS.refused)}`, MISSING),
    custom(range('message'), `${cell('mark')}=${formulaString(MARKS.saved)}`, {
      fill: COLORS.bookedFill,
      fontColor: COLORS.bookedText,
    }),
    custom(range('notes'), `${cell('notes')}<>""`, TO_CHECK),
    ...rates,
    custom(range('type', 'message'), `${cell('status')}=${formulaString(labels.statuses.CONFIRMED)}`, {
      fill: 'E9ECF0',
      fontColor: '5B6472',
    }),
  ]
}

/** Checked again when the sheet is read back and by the service. */
export function standardValidations(lastRow: number, labels: StandardLabels): DataValidation[] {
  const column = standardColumn('adjustedTotal')
  return [
    {
      range: rangeAddress([column, FIRST_ROW], [column, lastRow]),
      rule: { type: 'wholeNumber', min: 0, max: MAX_SHEET_AMOUNT },
      allowBlank: true,
      alert: { style: 'stop', ...labels.correctionAlert },
    },
  ]
}

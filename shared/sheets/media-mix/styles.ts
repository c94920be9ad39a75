import type { EstimateInput } from '../../estimates'
import type { Language } from '../../language'
import type { Alignment, CellStyle } from '../layout'
import {
  DATE_FORMAT,
  percentFormat,
  rateDecimals,
  SHARE_FORMAT,
  TYPED_TEXT_FORMAT,
  WHOLE_FORMAT,
} from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE } from '../palette'
import { frameStyles } from '../sheet-frame'
import { MEDIA_MIX_LABELS } from './labels'

/** In points. */
export const BODY_FONT_SIZE = 10
/** Of the lines about rows that are short of inventory. */
export const SHORT_FONT_SIZE = 9
/** Above and below the text of a row, in points. */
export const BODY_PADDING = 10
/** The most that a column grows for its texts, in characters. */
export const MAX_TEXT_WIDTH = 44

const LEFT: Alignment = { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 }
const CENTER: Alignment = { horizontal: 'center', vertical: 'middle', wrap: true }
const RIGHT: Alignment = { horizontal: 'right', vertical: 'middle' }

/**
 * Styles of a MediaMix by key. In the planner's sheet, cells that can be typed into (`edit.…`) are white, the others
 * are tinted. None of a row is locked, because Excel then refuses to sort or delete it. What is typed into a cell
 * without a number format of its own stays text.
 */
export function mediaMixStyles(
  rows: readonly EstimateInput[],
  language: Language,
  planner: boolean,
  variants: readonly string[] = [],
) {
  const ctrFormat = percentFormat(rateDecimals(rows.map((row) => row.ctrPpm)))
  const vtrFormat = percentFormat(rateDecimals(rows.map((row) => row.vtrPpm)))
  const styles: Record<string, CellStyle> = {
    ...frameStyles(language),
    ...totalStyles(ctrFormat, vtrFormat),
    ...shortStyles(),
  }
  for (const [key, style] of Object.entries(bodyStyles(ctrFormat, vtrFormat))) {
    styles[key] = planner ? { ...style, fill: COLORS.lockedFill, locked: false } : style
    if (planner) styles[`edit.${key}`] = { numberFormat: TYPED_TEXT_FORMAT, ...style, locked: false }
  }
  if (planner) {
    styles.buy = { ...buyStyle(), locked: false }
    for (const key of ['id', 'plain']) styles[key] = { ...styles[key], locked: false }
    for (const name of variants)
      styles[variantStyle(name)] = { ...styles.center, numberFormat: variantFormat(name, language) }
  }
  return styles
}

/** Of the first cell of a variant's row: it says to which one the row belongs, its value stays what it is. */
export function variantStyle(name: string): string {
  return `center.${name}`
}

function variantFormat(name: string, language: Language): string {
  return `@" · ${MEDIA_MIX_LABELS[language].variant(name)}"`
}

/** How a cell of the table looks. */
export type BodyStyle = 'text' | 'center' | 'date' | 'whole' | 'share' | 'ctr' | 'vtr'

function bodyStyles(ctrFormat: string, vtrFormat: string): Record<BodyStyle, CellStyle> {
  const base: CellStyle = { font: font(BODY_FONT_SIZE, COLORS.ink), border: { bottom: HAIRLINE } }
  return {
    text: { ...base, alignment: LEFT },
    center: { ...base, alignment: CENTER },
    date: { ...base, alignment: { horizontal: 'center', vertical: 'middle' }, numberFormat: DATE_FORMAT },
    whole: { ...base, alignment: RIGHT, numberFormat: WHOLE_FORMAT },
    share: { ...base, alignment: RIGHT, numberFormat: SHARE_FORMAT },
    ctr: { ...base, alignment: RIGHT, numberFormat: ctrFormat },
    vtr: { ...base, alignment: RIGHT, numberFormat: vtrFormat },
  }
}

function totalStyles(ctrFormat: string, vtrFormat: string): Record<string, CellStyle> {
  const total: CellStyle = {
    font: font(BODY_FONT_SIZE, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { top: NAVY_LINE, bottom: HAIRLINE },
  }
  const withService: CellStyle = {
    font: font(BODY_FONT_SIZE, COLORS.ink),
    fill: COLORS.labelFill,
    border: { bottom: HAIRLINE },
  }
  const formats = (style: CellStyle, prefix: string): Record<string, CellStyle> => ({
    [`${prefix}.label`]: { ...style, alignment: { horizontal: 'center', vertical: 'middle' } },
    [`${prefix}.whole`]: { ...style, alignment: RIGHT, numberFormat: WHOLE_FORMAT },
    [`${prefix}.share`]: { ...style, alignment: RIGHT, numberFormat: SHARE_FORMAT },
    [`${prefix}.ctr`]: { ...style, alignment: RIGHT, numberFormat: ctrFormat },
    [`${prefix}.vtr`]: { ...style, alignment: RIGHT, numberFormat: vtrFormat },
  })
  return { ...formats(total, 'total'), ...formats(withService, 'service') }
}

/** Of rows that are short of inventory, in the internal proposal. */
function shortStyles(): Record<string, CellStyle> {
  return {
    'short.whole': {
      font: font(BODY_FONT_SIZE, COLORS.alertText, 'bold'),
      fill: COLORS.alertFill,
      border: { bottom: HAIRLINE },
      alignment: RIGHT,
      numberFormat: WHOLE_FORMAT,
    },
    'short.line': {
      font: font(SHORT_FONT_SIZE, COLORS.alertText),
      alignment: { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 },
    },
  }
}

/** Looks like a button: there is no button control inside a cell. */
function buyStyle(): CellStyle {
  const gap = { weight: 'medium', color: COLORS.white } as const
  return {
    font: font(BODY_FONT_SIZE, COLORS.white, 'bold'),
    fill: COLORS.buyFill,
    alignment: CENTER,
    border: { top: gap, right: gap, bottom: gap, left: gap },
  }
}

import type { Language } from '../../language'
import type { Alignment, CellStyle } from '../layout'
import { SHARE_FORMAT, WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE } from '../palette'
import { frameStyles } from '../sheet-frame'

const LEFT: Alignment = { horizontal: 'left', vertical: 'middle', indent: 1 }
const CENTER: Alignment = { horizontal: 'center', vertical: 'middle' }
const RIGHT: Alignment = { horizontal: 'right', vertical: 'middle' }

/** In points. */
export const NOTE_SIZE = 9
export const BODY_SIZE = 10
export const TITLE_SIZE = 24
export const SUBTITLE_SIZE = 12

export function summaryStyles(language: Language, ratePercent: string): Record<string, CellStyle> {
  const body: CellStyle = { font: font(BODY_SIZE, COLORS.ink), border: { bottom: HAIRLINE } }
  const total: CellStyle = {
    font: font(BODY_SIZE, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { top: NAVY_LINE },
  }
  const figure: CellStyle = {
    font: font(18, COLORS.navy, 'bold'),
    fill: COLORS.labelFill,
    alignment: CENTER,
  }
  const frame = frameStyles(language)
  return {
    ...frame,
    'value.count': { ...frame.value, numberFormat: '#,##0' },
    company: { font: font(10, COLORS.muted, 'bold'), alignment: { horizontal: 'left', vertical: 'middle' } },
    'cover.title': {
      font: font(TITLE_SIZE, COLORS.white, 'bold'),
      fill: COLORS.navy,
      alignment: { ...LEFT, vertical: 'bottom', wrap: true },
    },
    'cover.subtitle': {
      font: font(SUBTITLE_SIZE, COLORS.white),
      fill: COLORS.navy,
      alignment: { ...LEFT, vertical: 'top', wrap: true },
    },
    'figure.label': {
      font: font(10, COLORS.muted, 'bold'),
      fill: COLORS.labelFill,
      alignment: { ...CENTER, vertical: 'bottom' },
      border: { top: NAVY_LINE },
    },
    'figure.whole': { ...figure, numberFormat: '#,##0' },
    'figure.rate': { ...figure, numberFormat: ratePercent },
    'figure.text': figure,
    'figure.note': {
      font: font(NOTE_SIZE, COLORS.muted),
      fill: COLORS.labelFill,
      alignment: { ...CENTER, vertical: 'top', wrap: true },
    },
    section: { font: font(13, COLORS.navy, 'bold'), alignment: { horizontal: 'left', vertical: 'middle' } },
    text: { ...body, alignment: { ...LEFT, wrap: true } },
    whole: { ...body, alignment: RIGHT, numberFormat: WHOLE_FORMAT },
    share: { ...body, alignment: RIGHT, numberFormat: SHARE_FORMAT },
    'total.text': { ...total, alignment: LEFT },
    'total.whole': { ...total, alignment: RIGHT, numberFormat: WHOLE_FORMAT },
    'total.share': { ...total, alignment: RIGHT, numberFormat: SHARE_FORMAT },
    small: {
      font: font(NOTE_SIZE, COLORS.muted),
      alignment: { horizontal: 'left', vertical: 'top', wrap: true },
    },
  }
}

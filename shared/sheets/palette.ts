import type { BorderEdge, FontStyle } from './layout'

/** One calm set of colours for every sheet, `RRGGBB`. */
export const COLORS = {
  ink: '1F2937',
  navy: '1E3A5F',
  muted: '6B7280',
  faint: '9CA3AF',
  line: 'D9DEE5',
  lineStrong: '8A97A8',
  white: 'FFFFFF',
  /** Labels of the campaign block. */
  labelFill: 'F3F5F8',
  totalFill: 'E8EDF3',
  blockFill: 'EEF2F7',
  inputFill: 'FFFBE8',
  /** Cells that planners don't edit, in their own sheet. */
  lockedFill: 'F7F8FA',
  serviceFill: 'F8F7F3',
  serviceText: '7A6F57',
  leftOutText: '767676',
  alertFill: 'FDECEA',
  alertText: 'B3261E',
  buyFill: '2563A8',
  holdFill: 'FFF4D6',
  holdText: '8A5A00',
  bookedFill: 'E3F3E8',
  bookedText: '1B6B3A',
  liveFill: 'E0EDFA',
  liveText: '1D5591',
  /** Weekends, as calendars print them. */
  saturdayFill: 'F0F5FC',
  saturdayText: '1D5591',
  sundayFill: 'FDF2F1',
  sundayText: 'B3261E',
} as const

/** Of the parts of a chart, in this order. */
export const CHART_COLORS = [
  COLORS.navy,
  COLORS.buyFill,
  '6FA3D8',
  'C9A24B',
  '3E8E7E',
  '8A97A8',
  'B5654A',
  '6D5BA8',
  'A9C4E4',
  '93A86B',
  'D9A07A',
  '4F6D7A',
] as const

/** Comes with Windows and Office for Mac in Korean; elsewhere it is replaced by the system's Korean font. */
export const FONT_NAME = '맑은 고딕'

export function font(size: number, color: string, weight?: 'bold' | 'italic'): FontStyle {
  return {
    name: FONT_NAME,
    size,
    color,
    ...(weight === 'bold' ? { bold: true } : {}),
    ...(weight === 'italic' ? { italic: true } : {}),
  }
}

export const HAIRLINE: BorderEdge = { weight: 'thin', color: COLORS.line }
export const STRONG_LINE: BorderEdge = { weight: 'thin', color: COLORS.lineStrong }
export const NAVY_LINE: BorderEdge = { weight: 'medium', color: COLORS.navy }

import type { BusinessDate } from '../../calendar'
import { dayCount } from '../../calendar'
import { mondayOf } from '../../iso-week'
import type { Language } from '../../language'
import type { CellStyle } from '../layout'
import { SHARE_FORMAT, WEEKDAY_FORMAT, WHOLE_FORMAT, WHOLE_OR_DASH_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE, STRONG_LINE } from '../palette'
import { frameStyles } from '../sheet-frame'
import { DAILY_PLAN_LABELS } from './labels'

/** Saturdays are blue and Sundays red, as in Korean calendars. */
export type DayKind = 'day' | 'saturday' | 'sunday'

export function dayKind(date: BusinessDate): DayKind {
  const weekday = dayCount(mondayOf(date), date)
  return weekday === 6 ? 'saturday' : weekday === 7 ? 'sunday' : 'day'
}

/** Each line has a label (of a date: `….label`), whole numbers and shares. */
export function dailyPlanStyles(language: Language): Record<string, CellStyle> {
  const frame = frameStyles(language)
  const center = { horizontal: 'center', vertical: 'middle' } as const
  const right = { horizontal: 'right', vertical: 'middle' } as const
  const day: CellStyle = { font: font(10, COLORS.ink), border: { bottom: HAIRLINE } }
  const weekend = (fill: string): CellStyle => ({ ...day, fill })
  const week: CellStyle = {
    font: font(10, COLORS.navy, 'bold'),
    fill: COLORS.blockFill,
    border: { bottom: STRONG_LINE },
  }
  const total: CellStyle = {
    font: font(10, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { top: NAVY_LINE, bottom: HAIRLINE },
  }
  const share: CellStyle = {
    font: font(9, COLORS.muted),
    fill: COLORS.labelFill,
    border: { bottom: HAIRLINE },
  }
  const line = (name: string, style: CellStyle, label: CellStyle): [string, CellStyle][] => [
    [`${name}.label`, { ...style, ...label, alignment: center }],
    [`${name}.whole`, { ...style, alignment: right, numberFormat: WHOLE_OR_DASH_FORMAT }],
    [`${name}.share`, { ...style, alignment: right, numberFormat: SHARE_FORMAT }],
  ]
  const date = (color: string): CellStyle => ({
    font: font(10, color),
    numberFormat: WEEKDAY_FORMAT[language],
  })
  return {
    ...frame,
    'value.impressions': {
      ...frame['value.won'],
      numberFormat: DAILY_PLAN_LABELS[language].impressionsFormat,
    },
    ...Object.fromEntries([
      ...line('day', day, date(COLORS.ink)),
      ...line('saturday', weekend(COLORS.saturdayFill), date(COLORS.saturdayText)),
      ...line('sunday', weekend(COLORS.sundayFill), date(COLORS.sundayText)),
      ...line('week', week, {}),
      ...line('total', total, {}),
      ...line('share', share, {}),
    ]),
    'total.whole': { ...total, alignment: right, numberFormat: WHOLE_FORMAT },
    'week.name': {
      font: font(10, COLORS.navy, 'bold'),
      alignment: { ...center, wrap: true },
      border: { bottom: STRONG_LINE, right: HAIRLINE },
    },
    'note.wrapped': { ...frame.note, alignment: { horizontal: 'left', vertical: 'middle', wrap: true } },
    calm: { font: font(11, COLORS.muted), alignment: center },
  }
}

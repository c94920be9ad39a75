import { businessDateOf } from '../../shared/calendar'
import { SEOUL, startOfDay } from '../../shared/seoul-time'

/** Formats numbers, dates and instants; times are in Seoul time. */
export interface Numbers {
  whole(value: number): string
  /** 12.3만, 12.3K: where the exact number is shown beside it or isn't needed. */
  short(value: number): string
  /** A quotient as a percentage; a dash for null. */
  percent(value: number | null): string
  /** `12. 1.` */
  day(date: string): string
  /** `2026. 12. 1. ~ 2026. 12. 31.` */
  flight(startDate: string, endDate: string): string
  time(instant: string): string
}

const ZONE = { timeZone: SEOUL } as const

export function numbersOf(locale: string): Numbers {
  const whole = new Intl.NumberFormat(locale)
  const short = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumFractionDigits: 1,
    useGrouping: 'always',
  })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(locale, { ...ZONE, month: 'numeric', day: 'numeric' })
  const flight = new Intl.DateTimeFormat(locale, {
    ...ZONE,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  const time = new Intl.DateTimeFormat(locale, {
    ...ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const both = new Intl.DateTimeFormat(locale, {
    ...ZONE,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const withYear = new Intl.DateTimeFormat(locale, { ...ZONE, dateStyle: 'short', timeStyle: 'short' })
  return {
    whole: (value) => whole.format(value),
    short: (value) => short.format(value),
    percent: (value) => (value === null ? '–' : percent.format(value)),
    day: (date) => day.format(startOfDay(date)),
    flight: (startDate, endDate) => flight.formatRange(startOfDay(startDate), startOfDay(endDate)),
    time: (instant) => {
      const when = new Date(instant)
      const [date, today] = [businessDateOf(when), businessDateOf(new Date())]
      const format = date === today ? time : date.slice(0, 4) === today.slice(0, 4) ? both : withYear
      return format.format(when)
    },
  }
}

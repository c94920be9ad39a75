import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  businessDateOf,
  dayCount,
  daysBetween,
  daysOf,
  firstDayOf,
  isBusinessDate,
  isMonth,
  lastDayOf,
  monthOf,
  monthsBetween,
} from '../../shared/calendar'

/** Every day from 2000 to 2199, computed by the Gregorian rule. */
const CALENDAR: string[] = []
for (let year = 2000; year <= 2199; year++) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  ;[31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].forEach((days, month) => {
    for (let day = 1; day <= days; day++) {
      CALENDAR.push(`${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
    }
  })
}
const MONTHS = [...new Set(CALENDAR.map((date) => date.slice(0, 7)))]
const position = fc.integer({ min: 0, max: CALENDAR.length - 1 })
const nearby = fc.integer({ min: 0, max: 800 })

describe('business dates', () => {
  it('are exactly the days of the Gregorian calendar from 2000 to 2199', () => {
    const known = new Set(CALENDAR)
    let wrong = 0
    for (let year = 1998; year <= 2201; year++)
      for (let month = 0; month <= 13; month++)
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
          if (isBusinessDate(text) !== known.has(text)) wrong++
        }
    expect(wrong).toBe(0)
  })

  it.each(['2024-02-29', '2000-02-29', '2028-12-31', '2199-12-31'])('know %s', (text) => {
    expect(isBusinessDate(text)).toBe(true)
  })

  it.each([
    '',
    '2023-02-29',
    '2100-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '1999-12-31',
    '2200-01-01',
    '2024-1-1',
    '20240101',
    '2024/01/01',
    ' 2024-01-01',
    '2024-01-01 ',
    '2024-01-01\n',
    '2024-01-01T00:00:00Z',
    '+02024-01-01',
    '２０２４-01-01',
    'today',
  ])('refuse "%s"', (text) => {
    expect(isBusinessDate(text)).toBe(false)
  })

  it('follow one another without a gap over leap days, months and years', () => {
    let wrong = 0
    for (let i = 1; i < CALENDAR.length; i++) {
      if (addDays(CALENDAR[i - 1]!, 1) !== CALENDAR[i] || addDays(CALENDAR[i]!, -1) !== CALENDAR[i - 1])
        wrong++
    }
    expect(wrong).toBe(0)
  })

  it('move by any number of days', () => {
    fc.assert(
      fc.property(position, position, (from, to) => {
        expect(addDays(CALENDAR[from]!, to - from)).toBe(CALENDAR[to])
      }),
      { numRuns: 300 },
    )
  })
})

describe('months', () => {
  it('are 01 to 12 of the years 2000 to 2199', () => {
    expect(MONTHS.every(isMonth)).toBe(true)
  })

  it.each([
    '',
    '2024-00',
    '2024-13',
    '2024-1',
    '2024-011',
    '1999-12',
    '2200-01',
    '2024-01-01',
    '2024-01\n',
    '202401',
  ])('refuse "%s"', (text) => {
    expect(isMonth(text)).toBe(false)
  })

  it('follow one another over the years, forwards and backwards', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MONTHS.length - 1 }),
        fc.integer({ min: 0, max: MONTHS.length - 1 }),
        (from, to) => {
          expect(addMonths(MONTHS[from]!, to - from)).toBe(MONTHS[to])
        },
      ),
      { numRuns: 500 },
    )
    expect(addMonths('2024-12', 1)).toBe('2025-01')
    expect(addMonths('2025-01', -1)).toBe('2024-12')
    expect(addMonths('2024-12', 12)).toBe('2025-12')
  })

  it('have the days of the calendar', () => {
    let at = 0
    for (const month of MONTHS) {
      const own: string[] = []
      while (CALENDAR[at]?.startsWith(month)) own.push(CALENDAR[at++]!)
      expect(daysOf(month)).toEqual(own)
      expect(firstDayOf(month)).toBe(own[0])
      expect(lastDayOf(month)).toBe(own[own.length - 1])
    }
  })

  it.each([
    ['2024-02', '2024-02-29'],
    ['2023-02', '2023-02-28'],
    ['2000-02', '2000-02-29'],
    ['2100-02', '2100-02-28'],
    ['2024-12', '2024-12-31'],
    ['2199-12', '2199-12-31'],
  ])('%s ends on %s', (month, last) => {
    expect(lastDayOf(month)).toBe(last)
  })

  it('of a date are its year and month', () => {
    expect(monthOf('2024-02-29')).toBe('2024-02')
  })
})

describe('a flight', () => {
  it('has every day from its first to its last, both included', () => {
    fc.assert(
      fc.property(position, nearby, (from, length) => {
        const days = CALENDAR.slice(from, from + length + 1)
        expect(daysBetween(days[0]!, days[days.length - 1]!)).toEqual(days)
        expect(dayCount(days[0]!, days[days.length - 1]!)).toBe(days.length)
      }),
      { numRuns: 200 },
    )
  })

  it('of one day has one day', () => {
    expect(daysBetween('2024-02-29', '2024-02-29')).toEqual(['2024-02-29'])
    expect(dayCount('2024-02-29', '2024-02-29')).toBe(1)
  })

  it('that ends before it begins has none', () => {
    expect(daysBetween('2024-03-01', '2024-02-29')).toEqual([])
    expect(daysBetween('2024-03-01', '2024-01-01')).toEqual([])
  })

  it('touches every month of its days', () => {
    fc.assert(
      fc.property(position, nearby, (from, length) => {
        const days = CALENDAR.slice(from, from + length + 1)
        const months = [...new Set(days.map((date) => date.slice(0, 7)))]
        expect(monthsBetween(days[0]!, days[days.length - 1]!)).toEqual(months)
      }),
      { numRuns: 200 },
    )
    expect(monthsBetween('2024-11-30', '2025-02-01')).toEqual(['2024-11', '2024-12', '2025-01', '2025-02'])
  })
})

describe('the business date of an instant', () => {
  it.each([
    ['2024-02-28T14:59:59.999Z', '2024-02-28'],
    ['2024-02-28T15:00:00.000Z', '2024-02-29'],
    ['2024-02-29T14:59:59.999Z', '2024-02-29'],
    ['2024-02-29T15:00:00.000Z', '2024-03-01'],
    ['2023-02-28T15:00:00.000Z', '2023-03-01'],
    ['2024-12-31T14:59:59.999Z', '2024-12-31'],
    ['2024-12-31T15:00:00.000Z', '2025-01-01'],
    ['2024-07-01T00:00:00.000Z', '2024-07-01'],
    ['2024-07-01T23:59:59.999Z', '2024-07-02'],
  ])('%s is %s in Seoul', (instant, date) => {
    expect(businessDateOf(new Date(instant))).toBe(date)
  })

  it('is the date that the time zone database gives for Asia/Seoul', () => {
    const seoul = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Seoul',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    const around15 = fc
      .tuple(position, fc.integer({ min: -5000, max: 5000 }))
      .map(([day, off]) => new Date(Date.parse(`${CALENDAR[day]}T15:00:00Z`) + off))
    const anytime = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2199-12-30T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(fc.oneof(around15, anytime), (instant) => {
        expect(businessDateOf(instant)).toBe(seoul.format(instant))
      }),
      { numRuns: 1000 },
    )
  })
})

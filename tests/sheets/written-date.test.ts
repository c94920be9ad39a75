import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../shared/calendar'
import { writtenDate } from '../../shared/sheets/written-date'

const december = { startDate: '2026-12-02', endDate: '2026-12-31' }
const winter = { startDate: '2026-12-15', endDate: '2027-01-20' }

describe('a written date', () => {
  it.each([
    '2026-12-05',
    '2026. 12. 5',
    '2026. 12. 5.',
    '2026.12.5',
    '2026/12/05',
    '2026년 12월 5일',
    '2026년12월5일',
    '20261205',
    '26.12.5',
    '26. 12. 5.',
    '26/12/05',
    '26-12-5',
    '26년 12월 5일',
    '261205',
  ])('%j is 2026-12-05, with and without a campaign', (text) => {
    expect(writtenDate(text, december)).toBe('2026-12-05')
    expect(writtenDate(text)).toBe('2026-12-05')
  })

  it.each(['12/5', '12.5', '12.05', '12-5', '12. 5.', '12월 5일', '12월5일'])(
    '%j has the year of its campaign',
    (text) => {
      expect(writtenDate(text, december)).toBe('2026-12-05')
      expect(writtenDate(text)).toBeUndefined()
    },
  )

  it.each([
    ['12/20', winter, '2026-12-20'],
    ['1/5', winter, '2027-01-05'],
    // Outside of the campaign: the nearest.
    ['1/25', winter, '2027-01-25'],
    ['12/1', winter, '2026-12-01'],
    ['1/5', december, '2027-01-05'],
    ['11/30', december, '2026-11-30'],
    ['2/29', { startDate: '2027-12-01', endDate: '2028-03-01' }, '2028-02-29'],
  ])('%j in %o is %s', (text, period, date) => {
    expect(writtenDate(text, period)).toBe(date)
  })

  it.each([
    '2026-02-30',
    '2/30',
    '2/29',
    '13/1',
    '0/5',
    '12/0',
    '2026-13-01',
    '26.13.1',
    '261301',
    // The year comes first; this one would be 2011.
    '11/12/26',
    '12/5/2026',
    '12/5/',
    '12..5',
    '12/5-6',
    '125',
    '1205',
    '내일',
    '12월',
    '2026-11-05 ~',
  ])('%j is refused', (text) => {
    expect(writtenDate(text, december)).toBeUndefined()
  })

  it('needs its year where a campaign has the day twice', () => {
    const long = { startDate: '2026-12-01', endDate: '2027-12-31' }
    expect(writtenDate('12/5', long)).toBeUndefined()
    expect(writtenDate('6/5', long)).toBe('2027-06-05')
  })

  it('means the same in every form', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2020-01-01', days))
    fc.assert(
      fc.property(day, (date) => {
        const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number]
        const period = { startDate: date, endDate: addDays(date, 30) }
        const short = `${year - 2000}`
        for (const text of [
          date,
          date.replaceAll('-', ''),
          `${year}. ${month}. ${dayOfMonth}.`,
          `${year}년 ${month}월 ${dayOfMonth}일`,
          `${short}.${month}.${dayOfMonth}`,
          date.slice(2).replaceAll('-', ''),
          `${month}/${dayOfMonth}`,
          `${month}.${dayOfMonth}`,
          `${month}월 ${dayOfMonth}일`,
        ])
          expect([text, writtenDate(text, period)]).toEqual([text, date])
      }),
    )
  })
})

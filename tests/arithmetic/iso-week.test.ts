import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../shared/calendar'
import { isoWeekOf, mondayOf, weekOfMonth } from '../../shared/iso-week'

describe('ISO weeks', () => {
  it.each([
    ['2026-12-01', '2026-W49', '2026-11-30'],
    ['2026-12-31', '2026-W53', '2026-12-28'],
    ['2027-01-03', '2026-W53', '2026-12-28'],
    ['2027-01-04', '2027-W01', '2027-01-04'],
    ['2024-12-30', '2025-W01', '2024-12-30'],
    ['2000-01-01', '1999-W52', '1999-12-27'],
  ])('put %s into %s, which begins on %s', (date, week, startDate) => {
    expect(isoWeekOf(date)).toEqual({ week, startDate, endDate: addDays(startDate, 6) })
  })

  it('hold seven days each and follow on one another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (days) => {
        const monday = mondayOf(addDays('2000-01-03', days))
        const weeks = Array.from({ length: 7 }, (_, day) => isoWeekOf(addDays(monday, day)).week)
        expect(new Set(weeks).size).toBe(1)
        expect(isoWeekOf(addDays(monday, 7)).week > weeks[0]!).toBe(true)
        expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1)
      }),
    )
  })

  it.each([
    ['2026-11-01', '2026-10', 5],
    ['2026-11-02', '2026-11', 1],
    ['2026-11-30', '2026-12', 1],
    ['2026-12-06', '2026-12', 1],
    ['2027-01-01', '2026-12', 5],
    ['2027-01-04', '2027-01', 1],
    ['2024-02-29', '2024-02', 5],
  ])('name the week of %s by the month of its Thursday: %s, week %i', (date, month, number) => {
    expect(weekOfMonth(date)).toEqual({ month, number })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DeliveryDayFigures,
  deliveryFigures,
  deliveryRates,
  riskOf,
  sumOfFigures,
} from '../../shared/pacing'
import type { BookingStatus } from '../../shared/statuses'

const DATES = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05']
const days = (planned: readonly number[], delivered: readonly number[]): DeliveryDayFigures[] =>
  planned.map((count, i) => ({
    date: DATES[i]!,
    planned: count,
    impressions: delivered[i] ?? 0,
    clicks: 0,
    views: 0,
  }))
const inFlight = (counts = {}, bookingStatus: BookingStatus = 'InFlight') => ({ bookingStatus, counts })

describe('guaranteed against delivered', () => {
  it('paces by the days that are over, and goes on so', () => {
    const figures = deliveryFigures(days([100, 100, 100, 100], [80, 100, 30]), '2026-12-03')
    expect(figures).toEqual({
      guaranteed: 400,
      delivered: 210,
      clicks: 0,
      views: 0,
      expectedToDate: 200,
      deliveredToDate: 180,
      projected: 360,
    })
    expect(deliveryRates(figures)).toEqual({ achievementPpm: 525_000, pacingPpm: 900_000, missing: 40 })
    expect(riskOf(figures, inFlight())).toBe('BEHIND')
  })

  it('expects what is booked of a flight that has not begun', () => {
    const figures = deliveryFigures(days([100, 100], []), '2026-12-01')
    expect(figures.projected).toBe(200)
    expect(deliveryRates(figures)).toEqual({ achievementPpm: 0, pacingPpm: null, missing: 0 })
    expect(riskOf(figures, inFlight())).toBeNull()
  })

  it('never projects less than what is there already', () => {
    expect(deliveryFigures(days([10, 10], [1, 19]), '2026-12-02').projected).toBe(20)
  })

  it.each<[string, number[], string, object, BookingStatus, string | null]>([
    ['is on track within the tolerance', [95, 95], '2026-12-03', {}, 'InFlight', null],
    ['is behind one impression below it', [95, 94], '2026-12-03', {}, 'InFlight', 'BEHIND'],
    ['has not delivered', [], '2026-12-03', {}, 'InFlight', 'NO_DELIVERY'],
    ['has an ad that failed', [100, 100], '2026-12-03', { FAILED: 1, LIVE: 4 }, 'InFlight', 'FAILED'],
    ['has an ad that was rejected', [100, 100], '2026-12-03', { REJECTED: 1 }, 'Booked', 'REJECTED'],
    ['ended one short', [100, 100, 100, 99], '2026-12-05', { COMPLETED: 1 }, 'Finished', 'ENDED_SHORT'],
    ['ended with all of it', [100, 100, 100, 100], '2026-12-05', { FAILED: 1 }, 'Finished', null],
    ['was stopped on purpose', [], '2026-12-05', {}, 'Stopped', null],
    ['was canceled', [], '2026-12-03', { FAILED: 1 }, 'Canceled', null],
  ])('%s', (_name, delivered, today, counts, bookingStatus, reason) => {
    const figures = deliveryFigures(days([100, 100, 100, 100], delivered), today)
    expect(riskOf(figures, inFlight(counts, bookingStatus))).toBe(reason)
  })

  const count = fc.integer({ min: 0, max: 2 ** 40 })
  const flight = fc.array(fc.record({ planned: count, impressions: count, clicks: count, views: count }), {
    minLength: 1,
    maxLength: 5,
  })
  const plan = fc.record({ flight, over: fc.nat({ max: 5 }) })

  it('agrees with exact arithmetic, beyond 2^53 too', () => {
    fc.assert(
      fc.property(plan, ({ flight: booked, over }) => {
        const dated = booked.map((day, i) => ({ date: DATES[i]!, ...day }))
        const today = DATES[over] ?? '2026-12-06'
        const sum = (of: 'planned' | 'impressions', from: typeof dated) =>
          from.reduce((total, day) => total + BigInt(day[of]), 0n)
        const past = dated.slice(0, over)
        const expectedNow = sum('planned', past)
        const deliveredNow = sum('impressions', past)
        const ahead = sum('planned', dated) - expectedNow
        const pace =
          expectedNow === 0n ? ahead : (2n * ahead * deliveredNow + expectedNow) / (2n * expectedNow)
        const most = BigInt(Number.MAX_SAFE_INTEGER)
        const projected = [deliveredNow + (pace > most ? most : pace), sum('impressions', dated)].reduce(
          (a, b) => (a > b ? a : b),
        )
        const figures = deliveryFigures(dated, today)
        expect(BigInt(figures.projected)).toBe(projected > most ? most : projected)
        const { missing } = deliveryRates(figures)
        expect(missing).toBe(Math.max(0, figures.guaranteed - figures.projected))
      }),
    )
  })

  it('adds rows up: the sum of a campaign is of its rows, rates are of the sums', () => {
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 4 }), (rows) => {
        const figures = rows.map(({ flight: booked, over }) =>
          deliveryFigures(
            booked.map((day, i) => ({ date: DATES[i]!, ...day })),
            DATES[over] ?? '2026-12-06',
          ),
        )
        const total = sumOfFigures(figures)
        expect(total.delivered).toBe(figures.reduce((sum, one) => sum + one.delivered, 0))
        expect(deliveryRates(total).achievementPpm === null).toBe(total.guaranteed === 0)
      }),
    )
  })
})

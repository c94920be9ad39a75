import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApportionError } from '../../shared/apportion'
import {
  atRiskOf,
  changeRate,
  type PartShape,
  type PartTotal,
  partTotals,
  poolParts,
  RANDOM_POOL,
  remainingOf,
  unitForecast,
} from '../../shared/inventory'
import { expectedUnitNumbers, Fraction, shares } from './reference'

// fast-check shrinks a counterexample for ten seconds at most; a property that holds takes about one second.
fc.configureGlobal({ interruptAfterTimeLimit: 10_000 })

const DAYS = 30
const FEEDS: Record<string, string[]> = {
  SMR_PROGRAM: ['NAVER', 'KAKAO', 'DAUM'],
  SMR_RANDOM: ['NAVER', 'KAKAO', 'DAUM'],
  YT_CHANNEL: ['YOUTUBE'],
  YT_PROGRAM: ['YOUTUBE'],
  YT_RANDOM: ['YOUTUBE', 'NAVER'],
}
const PLATFORMS = ['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE']

const daily = (most: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(new Array<number>(DAYS).fill(0)) },
    {
      weight: 5,
      arbitrary: fc.array(
        fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.nat(most) }),
        { minLength: DAYS, maxLength: DAYS },
      ),
    },
  )
const shapes: fc.Arbitrary<PartShape[]> = fc.uniqueArray(
  fc.record({
    part: fc.constantFrom(...Object.keys(FEEDS)),
    daily: fc.oneof(daily(3), daily(2_000_000), daily(1_000_000_000_000)),
  }),
  { selector: ({ part }) => part, minLength: 1, maxLength: 5 },
)
const correction = fc.option(
  fc.oneof(fc.nat(100), fc.nat(2_000_000_000), fc.integer({ min: 2 ** 53 - 99, max: 2 ** 53 - 1 })),
  { nil: null },
)
const weights: fc.Arbitrary<Record<string, number>> = fc.dictionary(
  fc.constantFrom(...PLATFORMS),
  fc.integer({ min: 1, max: 1_000_000 }),
)

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)
const feeds = (part: string) => FEEDS[part]!
const byCode = <T extends { part: string }>(parts: readonly T[]) =>
  Object.keys(FEEDS)
    .sort()
    .flatMap((part) => parts.filter((one) => one.part === part))
const hasShape = (parts: readonly PartShape[]) => parts.some((one) => one.daily.some((day) => day > 0))

describe('the change rate', () => {
  const hours = fc.array(
    fc.record({ forecast: fc.nat(5_000_000), actual: fc.option(fc.nat(5_000_000), { nil: null }) }),
    { maxLength: 48 },
  )

  it('is (Σforecast − Σactual) / Σactual over the rows that have an actual', () => {
    fc.assert(
      fc.property(hours, (rows) => {
        const known = rows.filter(({ actual }) => actual !== null)
        const forecast = sum(known.map((one) => one.forecast))
        const actual = sum(known.map((one) => one.actual!))
        const rate = changeRate(known.length === 0 ? null : forecast, actual)
        if (known.length === 0 || actual === 0) expect(rate).toBeNull()
        else {
          const exact = new Fraction(forecast - actual, actual)
          expect(rate).toBe(Number(exact.over) / Number(exact.under))
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [110, 100, 0.1],
    [90, 100, -0.1],
    [100, 100, 0],
    [0, 100, -1],
    [300, 100, 2],
  ])('of %d forecast and %d actual is %d', (forecast, actual, rate) => {
    expect(changeRate(forecast, actual)).toBe(rate)
  })

  it('is none without an actual or when nothing was delivered', () => {
    expect(changeRate(null, 0)).toBeNull()
    expect(changeRate(100, 0)).toBeNull()
    expect(changeRate(0, 0)).toBeNull()
  })
})

describe('the parts of a month', () => {
  it('share the corrected total, or else Σforecast, by their forecast in order of code', () => {
    fc.assert(
      fc.property(shapes, correction, (parts, adjusted) => {
        fc.pre(hasShape(parts) || !adjusted)
        const ordered = byCode(parts)
        const forecasts = ordered.map((one) => sum(one.daily))
        const total = adjusted === null ? sum(forecasts) : adjusted
        const expected = total === 0 ? forecasts.map(() => 0) : shares(total, forecasts, 'remainder-last')
        expect(partTotals(parts, adjusted)).toEqual(ordered.map((one, i) => ({ ...one, total: expected[i] })))
      }),
      { numRuns: 500 },
    )
  })

  it('keep their own forecast without a correction', () => {
    fc.assert(
      fc.property(shapes, (parts) => {
        for (const { total, daily: days } of partTotals(parts, null)) expect(total).toBe(sum(days))
      }),
      { numRuns: 200 },
    )
  })

  it('put the last impression on the last part in order of code', () => {
    const even = ['YT_RANDOM', 'SMR_PROGRAM', 'YT_CHANNEL'].map((part) => ({ part, daily: [1, 0] }))
    expect(partTotals(even, 100).map(({ part, total }) => [part, total])).toEqual([
      ['SMR_PROGRAM', 33],
      ['YT_CHANNEL', 33],
      ['YT_RANDOM', 34],
    ])
  })

  it('get nothing from a correction to zero, with or without a shape', () => {
    expect(partTotals([{ part: 'YT_CHANNEL', daily: [5, 5] }], 0)).toEqual([
      { part: 'YT_CHANNEL', daily: [5, 5], total: 0 },
    ])
    expect(partTotals([{ part: 'YT_CHANNEL', daily: [0, 0] }], 0)[0]!.total).toBe(0)
    expect(partTotals([{ part: 'YT_CHANNEL', daily: [0, 0] }], null)[0]!.total).toBe(0)
    expect(partTotals([], null)).toEqual([])
  })

  it('cannot carry a positive total on an all-zero shape', () => {
    expect(() => partTotals([{ part: 'YT_CHANNEL', daily: [0, 0] }], 10)).toThrow(ApportionError)
  })
})

describe('the pool of RANDOM contents', () => {
  const contents = fc.array(
    fc.uniqueArray(
      fc.record({
        part: fc.constantFrom(...Object.keys(FEEDS)),
        daily: daily(1_000_000),
        total: fc.nat(50_000_000),
      }),
      { selector: ({ part }) => part, maxLength: 4 },
    ),
    { maxLength: 8 },
  )

  it('has the name that RANDOM products sell', () => {
    expect(RANDOM_POOL).toBe('RANDOM')
  })

  it('sums totals and shapes per part, parts in order of code', () => {
    fc.assert(
      fc.property(contents, (all) => {
        const expected = Object.keys(FEEDS)
          .sort()
          .flatMap((part) => {
            const same = all.flat().filter((one) => one.part === part)
            if (same.length === 0) return []
            const days = Array.from({ length: DAYS }, (_, d) => sum(same.map((one) => one.daily[d]!)))
            return [{ part, total: sum(same.map((one) => one.total)), daily: days }]
          })
        expect(poolParts(all)).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves the contents as they were', () => {
    const one = [{ part: 'YT_RANDOM', total: 3, daily: [1, 2] }]
    const other = [{ part: 'YT_RANDOM', total: 5, daily: [2, 3] }]
    poolParts([one, other])
    expect([one, other]).toEqual([
      [{ part: 'YT_RANDOM', total: 3, daily: [1, 2] }],
      [{ part: 'YT_RANDOM', total: 5, daily: [2, 3] }],
    ])
  })

  it('keeps every impression on its way to the platforms and days', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(shapes, correction), { minLength: 1, maxLength: 4 }), (all) => {
        fc.pre(all.every(([parts, adjusted]) => hasShape(parts) || !adjusted))
        fc.pre(all.every(([, adjusted]) => adjusted === null || adjusted < 1e12))
        const loaded = all.map(([parts, adjusted]) => partTotals(parts, adjusted))
        const pooled = unitForecast(poolParts(loaded), feeds, () => 1)
        const whole = sum(all.map(([parts, adjusted]) => adjusted ?? sum(parts.map((p) => sum(p.daily)))))
        expect(sum([...pooled.values()].flat())).toBe(whole)
      }),
      { numRuns: 150 },
    )
  })
})

describe('unit inventory', () => {
  const month = fc
    .tuple(shapes, correction)
    .filter(([parts, adjusted]) => hasShape(parts) || !adjusted)
    .map(([parts, adjusted]): PartTotal[] => partTotals(parts, adjusted))

  it('is each part over its platforms by weight and over the days by forecast, then summed', () => {
    fc.assert(
      fc.property(month, weights, (parts, given) => {
        const numbers = expectedUnitNumbers(parts, FEEDS, given)
        const forecast = unitForecast(parts, feeds, (platform) => given[platform] ?? 1)
        const fed = new Set(parts.flatMap(({ part }) => feeds(part)))
        expect([...forecast.keys()].sort()).toEqual([...fed].sort())
        for (const [platform, days] of forecast) {
          expect(days).toEqual(
            Array.from({ length: DAYS }, (_, day) =>
              sum(numbers.filter((n) => n.platform === platform && n.day === day).map((n) => n.impressions)),
            ),
          )
        }
      }),
      { numRuns: 250 },
    )
  })

  it('neither loses nor invents an impression', () => {
    fc.assert(
      fc.property(month, weights, (parts, given) => {
        const forecast = unitForecast(parts, feeds, (platform) => given[platform] ?? 1)
        const all = [...forecast.values()].flat()
        expect(all.every((impressions) => Number.isSafeInteger(impressions) && impressions >= 0)).toBe(true)
        expect(all.reduce((so, n) => so + BigInt(n), 0n)).toBe(
          parts.reduce((so, { total }) => so + BigInt(total), 0n),
        )
      }),
      { numRuns: 250 },
    )
  })

  it('has nothing on a day without forecast', () => {
    fc.assert(
      fc.property(month, weights, (parts, given) => {
        const forecast = unitForecast(parts, feeds, (platform) => given[platform] ?? 1)
        for (const [platform, days] of forecast) {
          const own = parts.filter(({ part }) => feeds(part).includes(platform))
          days.forEach((impressions, day) => {
            if (own.every((one) => one.daily[day] === 0)) expect(impressions).toBe(0)
          })
        }
      }),
      { numRuns: 150 },
    )
  })

  it('puts the last impression on the last platform in display order', () => {
    const [part] = partTotals([{ part: 'SMR_PROGRAM', daily: [100, 0] }], null)
    expect(unitForecast([part!], feeds, () => 1)).toEqual(
      new Map([
        ['NAVER', [33, 0]],
        ['KAKAO', [33, 0]],
        ['DAUM', [34, 0]],
      ]),
    )
  })

  it('follows the platform weights of the content', () => {
    const [part] = partTotals([{ part: 'SMR_PROGRAM', daily: [60, 40] }], 1000)
    const weight = { NAVER: 5, KAKAO: 3, DAUM: 2 } as Record<string, number>
    expect(unitForecast([part!], feeds, (platform) => weight[platform]!)).toEqual(
      new Map([
        ['NAVER', [300, 200]],
        ['KAKAO', [180, 120]],
        ['DAUM', [120, 80]],
      ]),
    )
  })

  it('sums the parts that feed the same platform, each rounded on its own', () => {
    const parts = partTotals(
      [
        { part: 'YT_CHANNEL', daily: [1, 1] },
        { part: 'YT_PROGRAM', daily: [1, 1] },
      ],
      2,
    )
    // One impression of each part: half an impression per day, rounded up on the first day, for both parts.
    expect(unitForecast(parts, feeds, () => 1)).toEqual(new Map([['YOUTUBE', [2, 0]]]))
  })

  it('of an all-zero month is zero', () => {
    const parts = partTotals([{ part: 'YT_CHANNEL', daily: [0, 0, 0] }], null)
    expect(unitForecast(parts, feeds, () => 1)).toEqual(new Map([['YOUTUBE', [0, 0, 0]]]))
  })

  it('leaves the parts as they were', () => {
    const parts = partTotals(
      [
        { part: 'YT_CHANNEL', daily: [3, 4] },
        { part: 'YT_PROGRAM', daily: [5, 6] },
      ],
      null,
    )
    unitForecast(parts, feeds, () => 1)
    expect(parts.map((part) => part.daily)).toEqual([
      [3, 4],
      [5, 6],
    ])
  })

  it('remains by what is neither held nor sold, and is at risk by what is promised beyond the forecast', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (forecast, held, sold) => {
        const capacity = Math.max(forecast, held + sold)
        const row = { forecast, capacity, held, sold }
        const promised = held + sold
        expect(remainingOf(row)).toBe(promised > forecast ? 0 : forecast - promised)
        expect(atRiskOf(row)).toBe(promised > forecast ? promised - forecast : 0)
      }),
      { numRuns: 200 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApportionError, apportion, mulDivFloor, mulDivRound, SPLIT_RULES } from '../../shared/apportion'
import { Fraction, quotas, shares } from './reference'

const MOST = Number.MAX_SAFE_INTEGER

const total = fc.oneof(
  fc.integer({ min: 0, max: 30 }),
  fc.integer({ min: 0, max: 10_000_000 }),
  fc.integer({ min: 0, max: 1_000_000_000_000 }),
  fc.integer({ min: MOST - 1000, max: MOST }),
)
const weight = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.integer({ min: 1, max: 5_000_000_000 }),
  fc.integer({ min: MOST - 3, max: MOST }),
)
const weights = fc.array(weight, { minLength: 1, maxLength: 12 }).filter((all) => all.some((one) => one > 0))

function sumOf(numbers: readonly number[]): bigint {
  return numbers.reduce((all, number) => all + BigInt(number), 0n)
}

describe.each(SPLIT_RULES)('splitting by %s', (rule) => {
  it('gives what the definition gives', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        expect(apportion(all, over, rule)).toEqual(shares(all, over, rule))
      }),
      { numRuns: 600 },
    )
  })

  it('gives what the definition gives for every small total over every small list of weights', () => {
    for (let a = 0; a <= 3; a++)
      for (let b = 0; b <= 3; b++)
        for (let c = 0; c <= 3; c++)
          for (let all = 0; all <= 12; all++) {
            if (a + b + c === 0) continue
            expect(apportion(all, [a, b, c], rule)).toEqual(shares(all, [a, b, c], rule))
          }
  })

  it('loses and invents nothing: the shares are whole, not negative and sum to the total', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const given = apportion(all, over, rule)
        expect(given).toHaveLength(over.length)
        expect(given.every((share) => Number.isSafeInteger(share) && share >= 0)).toBe(true)
        expect(sumOf(given)).toBe(BigInt(all))
      }),
      { numRuns: 600 },
    )
  })

  it('gives a zero weight nothing', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const given = apportion(all, over, rule)
        expect(given.filter((_, i) => over[i] === 0).every((share) => share === 0)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is the same with all weights twice as large', () => {
    fc.assert(
      fc.property(total, fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 }), (all, over) => {
        const doubled = over.map((one) => 2 * one)
        expect(apportion(all, doubled, rule)).toEqual(apportion(all, over, rule))
      }),
      { numRuns: 300 },
    )
  })

  it('refuses to split over no positive weight, even nothing', () => {
    expect(() => apportion(10, [], rule)).toThrow(ApportionError)
    expect(() => apportion(10, [0, 0], rule)).toThrow(ApportionError)
    expect(() => apportion(0, [0], rule)).toThrow(ApportionError)
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MOST + 1])(
    'refuses %d as total or weight',
    (no) => {
      expect(() => apportion(no, [1, 2], rule)).toThrow(ApportionError)
      expect(() => apportion(10, [1, no], rule)).toThrow(ApportionError)
    },
  )

  it('gives everything to the only positive weight', () => {
    expect(apportion(MOST, [0, 7, 0], rule)).toEqual([0, MOST, 0])
    expect(apportion(1, [0, 0, MOST], rule)).toEqual([0, 0, 1])
  })

  it('splits nothing into nothing', () => {
    expect(apportion(0, [3, 0, 4], rule)).toEqual([0, 0, 0])
  })

  it('leaves the weights as they were', () => {
    const over = Object.freeze([5, 0, 3, 3]) as number[]
    apportion(101, over, rule)
    expect(over).toEqual([5, 0, 3, 3])
  })

  it('splits the largest total over thousands of weights up to a million', () => {
    const over = Array.from({ length: 5000 }, (_, i) => (i * 7919 + 13) % 1_000_001)
    const started = performance.now()
    const given = apportion(MOST, over, rule)
    expect(performance.now() - started).toBeLessThan(1000)
    expect(given).toEqual(quick(MOST, over, rule))
    expect(sumOf(given)).toBe(BigInt(MOST))
  })

  it('splits by daily forecasts whose sum is beyond 2^53 or just below it', () => {
    const far = Array.from({ length: 90 }, (_, i) => 900_000_000_000_000 + i * 31_337)
    const justBelow = Array.from({ length: 90 }, (_, i) => Math.floor(MOST / 90) - (i % 7))
    for (const daily of [far, justBelow])
      for (const all of [1, 89, 90, 91, 12_345_678, MOST])
        expect(apportion(all, daily, rule)).toEqual(shares(all, daily, rule))
  })

  /** The definition again, without reducing fractions, which is fast enough for long lists. */
  function quick(all: number, over: readonly number[], by: typeof rule): number[] {
    const W = sumOf(over)
    const T = BigInt(all)
    if (by === 'carry-forward') {
      const cumulated = [0n]
      for (const one of over) cumulated.push(cumulated.at(-1)! + BigInt(one))
      const R = cumulated.map((upTo) => (2n * T * upTo + W) / (2n * W))
      return over.map((_, i) => Number(R[i + 1]! - R[i]!))
    }
    const floors = over.map((one) => Number((T * BigInt(one)) / W))
    const rest = Number(T - sumOf(floors))
    if (by === 'largest-remainder') {
      const lost = over.map((one, i) => ({ i, fraction: (T * BigInt(one)) % W }))
      lost.sort((a, b) => Number(b.fraction - a.fraction) || a.i - b.i)
      for (const { i } of lost.slice(0, rest)) floors[i]! += 1
    } else {
      const at =
        by === 'remainder-last' ? over.findLastIndex((one) => one > 0) : over.findIndex((one) => one > 0)
      floors[at]! += rest
    }
    return floors
  }
})

describe('remainder-last', () => {
  it('puts the last won on the last share', () => {
    expect(apportion(10_000_000, [1, 1, 1], 'remainder-last')).toEqual([3_333_333, 3_333_333, 3_333_334])
  })

  it('splits 100 % into 33.33 %, 33.33 % and 33.34 %', () => {
    expect(apportion(10_000, [1, 1, 1], 'remainder-last')).toEqual([3333, 3333, 3334])
  })

  it('passes over zero weights at the end', () => {
    expect(apportion(10, [1, 1, 1, 0, 0], 'remainder-last')).toEqual([3, 3, 4, 0, 0])
  })

  it('gives everything to the last when there is less than one each', () => {
    expect(apportion(2, [1, 1, 1], 'remainder-last')).toEqual([0, 0, 2])
  })

  it('rounds every other share down', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const last = over.findLastIndex((one) => one > 0)
        const given = apportion(all, over, 'remainder-last')
        quotas(all, over).forEach((quota, i) => {
          if (i !== last) expect(BigInt(given[i]!)).toBe(quota.floor())
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('remainder-first', () => {
  it('puts the last won on the first share', () => {
    expect(apportion(10_000_000, [1, 1, 1], 'remainder-first')).toEqual([3_333_334, 3_333_333, 3_333_333])
  })

  it('passes over zero weights at the start', () => {
    expect(apportion(11, [0, 0, 1, 1, 1], 'remainder-first')).toEqual([0, 0, 5, 3, 3])
  })

  it('mirrors remainder-last', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const mirrored = apportion(all, [...over].reverse(), 'remainder-last').reverse()
        expect(apportion(all, over, 'remainder-first')).toEqual(mirrored)
      }),
      { numRuns: 300 },
    )
  })
})

describe('carry-forward', () => {
  it('carries the error of one day into the next', () => {
    expect(apportion(10, [1, 1, 1], 'carry-forward')).toEqual([3, 4, 3])
    expect(apportion(2, [1, 1, 1, 1], 'carry-forward')).toEqual([1, 0, 1, 0])
  })

  it('rounds half up', () => {
    expect(apportion(1, [1, 1], 'carry-forward')).toEqual([1, 0])
    expect(apportion(3, [1, 1], 'carry-forward')).toEqual([2, 1])
  })

  it('is R(total·cum_i/W) − R(total·cum_{i−1}/W)', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const W = sumOf(over)
        const R = (n: number) => new Fraction(BigInt(all) * sumOf(over.slice(0, n)), W).round()
        expect(apportion(all, over, 'carry-forward')).toEqual(over.map((_, i) => Number(R(i + 1) - R(i))))
      }),
      { numRuns: 500 },
    )
  })

  it('leaves nothing over: the rest that a floating-point version would give to the day with the highest ratio is zero', () => {
    fc.assert(
      fc.property(
        total,
        fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 92 }),
        (all, daily) => {
          fc.pre(daily.some((one) => one > 0))
          const given = apportion(all, daily, 'carry-forward')
          const rest = BigInt(all) - sumOf(given)
          expect(rest).toBe(0n)
          const highest = daily.indexOf(Math.max(...daily))
          const patched = given.map((share, i) => (i === highest ? share + Number(rest) : share))
          expect(patched).toEqual(given)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('keeps what is given up to any day within half an impression of what is due up to that day', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const given = apportion(all, over, 'carry-forward')
        const exact = quotas(all, over)
        let off = new Fraction(0)
        given.forEach((share, i) => {
          off = off.plus(new Fraction(share)).minus(exact[i]!)
          expect(off.exceeds(new Fraction(1, 2))).toBe(false)
          expect(off.exceeds(new Fraction(-1, 2))).toBe(true)
        })
      }),
      { numRuns: 400 },
    )
  })
})

describe('largest-remainder', () => {
  it('gives what is left to the largest fractions', () => {
    // 41.5, 24.9, 16.6 → 41, 24, 16 and two left: .9 and .6
    expect(apportion(83, [50, 30, 20], 'largest-remainder')).toEqual([41, 25, 17])
  })

  it('breaks ties towards the earlier', () => {
    expect(apportion(5, [1, 1, 1, 1], 'largest-remainder')).toEqual([2, 1, 1, 1])
    expect(apportion(2, [0, 1, 1, 1], 'largest-remainder')).toEqual([0, 1, 1, 0])
    // 0.5, 1.5, 0.5, 1.5: four equal fractions, two left
    expect(apportion(4, [1, 3, 1, 3], 'largest-remainder')).toEqual([1, 2, 0, 1])
  })

  it('breaks ties towards the earlier near 2^53, where fractions differ by less than a double can tell', () => {
    const over = [MOST - 1, MOST, MOST - 2, MOST]
    for (const all of [MOST, MOST - 1, MOST - 2, MOST - 3, 1, 2, 3])
      expect(apportion(all, over, 'largest-remainder')).toEqual(shares(all, over, 'largest-remainder'))
  })
})

describe.each(['carry-forward', 'largest-remainder'] as const)('fairness of %s', (rule) => {
  it('keeps every share less than one away from its exact part', () => {
    fc.assert(
      fc.property(total, weights, (all, over) => {
        const exact = quotas(all, over)
        apportion(all, over, rule).forEach((share, i) => {
          const off = new Fraction(share).minus(exact[i]!)
          expect(new Fraction(1).exceeds(off)).toBe(true)
          expect(off.exceeds(new Fraction(-1))).toBe(true)
        })
      }),
      { numRuns: 500 },
    )
  })
})

describe('multiplying and dividing', () => {
  const factor = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: MOST }))
  const divisor = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: MOST }))
  const fitting = fc
    .tuple(factor, factor, divisor)
    .filter(([a, b, c]) => (BigInt(a) * BigInt(b)) / BigInt(c) < BigInt(MOST))

  it('floors and rounds half up exactly, however large the product is', () => {
    fc.assert(
      fc.property(fitting, ([a, b, c]) => {
        const exact = new Fraction(BigInt(a) * BigInt(b), c)
        expect(BigInt(mulDivFloor(a, b, c))).toBe(exact.floor())
        expect(BigInt(mulDivRound(a, b, c))).toBe(exact.round())
      }),
      { numRuns: 2000 },
    )
  })

  it('is exact one below, on and one above a multiple and a half, where the product is just below 2^53', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 94_906_265 }),
        fc.integer({ min: -2, max: 2 }),
        fc.boolean(),
        (c, off, half) => {
          const multiple = Math.floor(MOST / (2 * c)) * c + (half ? Math.floor(c / 2) : 0)
          const a = Math.min(MOST, Math.max(0, multiple + off))
          expect(BigInt(mulDivFloor(a, 1, c))).toBe(new Fraction(a, c).floor())
          expect(BigInt(mulDivRound(a, 1, c))).toBe(new Fraction(a, c).round())
          expect(BigInt(mulDivFloor(MOST, 1, c))).toBe(new Fraction(MOST, c).floor())
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('rounds a half up', () => {
    expect(mulDivRound(1, 1, 2)).toBe(1)
    expect(mulDivRound(5, 1, 2)).toBe(3)
    expect(mulDivRound(MOST, 1, 2)).toBe(4_503_599_627_370_496)
    expect(mulDivRound(MOST, MOST, MOST)).toBe(MOST)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  amountShare,
  type EstimateInput,
  estimate,
  fromPpm,
  impressionsFor,
  largestAmountFor,
  mediaMixTotals,
  PPM,
  toPpm,
  totalsOf,
} from '../../shared/estimates'
import { countOf, Fraction, impressionsOf } from './reference'

const MOST = Number.MAX_SAFE_INTEGER

const amount = fc.oneof(
  fc.integer({ min: 0, max: 100_000 }),
  fc.integer({ min: 0, max: 100_000_000_000 }),
  fc.integer({ min: 0, max: 9_000_000_000_000 }),
)
const ecpm = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1000, max: 100_000 }))
const ratePpm = fc.oneof(fc.constantFrom(0, 1, 500_000, PPM), fc.integer({ min: 0, max: PPM }))
const row: fc.Arbitrary<EstimateInput> = fc.record({
  kind: fc.constantFrom('PAID' as const, 'PAID' as const, 'SERVICE' as const),
  amount: fc.integer({ min: 0, max: 3_000_000_000 }),
  ecpm,
  ctrPpm: ratePpm,
  vtrPpm: ratePpm,
})

/** Excel's ROUND(x, 0): half away from zero, applied to the given double. */
function excelRound(x: number): number {
  const whole = Math.trunc(x)
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole
}

/** The cell formulas in doubles, operation by operation, in Excel's order of evaluation. */
const cells = {
  impressions: (I: number, K: number) => excelRound((I * 1000) / K),
  clicks: (L: number, M: number) => excelRound((L * excelRound(M * 1_000_000)) / 1_000_000),
}

describe('impressions', () => {
  it('are R(amount·1000 / eCPM)', () => {
    fc.assert(
      fc.property(amount, ecpm, (won, price) => {
        expect(impressionsFor(won, price)).toBe(impressionsOf(won, price))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    [0, 12_000, 0],
    [10_000_000, 10_000, 1_000_000],
    [10_000_000, 12_000, 833_333],
    [5, 10_000, 1], // a half rounds up
    [4, 10_000, 0],
    [15, 10_000, 2],
    [25, 10_000, 3],
    [1, 3, 333],
    [2, 3, 667],
    [1, 1, 1000],
    [MOST, 1000, MOST],
    [MOST, 2000, 4_503_599_627_370_496],
    [MOST, 1_000_000, 9_007_199_254_741],
  ])('%d won at an eCPM of %d are %d', (won, price, impressions) => {
    expect(impressionsFor(won, price)).toBe(impressions)
  })

  it('agree with the cell formula in IEEE doubles up to 4.5 trillion won', () => {
    // From 2^53 / 2000 won on, a double can't distinguish a quotient just below a half from the half.
    const sold = fc.oneof(amount, fc.integer({ min: 4_400_000_000_000, max: 4_500_000_000_000 }))
    fc.assert(
      fc.property(sold, ecpm, (won, price) => {
        fc.pre(won <= 4_500_000_000_000)
        expect(cells.impressions(won, price)).toBe(impressionsFor(won, price))
      }),
      { numRuns: 1000 },
    )
  })

  it('agree with the cell formula on and beside every half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000_000 }),
        ecpm,
        fc.constantFrom(-1, 0, 1),
        (n, price, off) => {
          // (n + 1/2)·eCPM/1000 won give n and a half impressions.
          const won = Math.max(0, Math.floor(((2 * n + 1) * price) / 2000) + off)
          expect(cells.impressions(won, price)).toBe(impressionsFor(won, price))
          expect(impressionsFor(won, price)).toBe(impressionsOf(won, price))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('clicks and views', () => {
  it('are R(impressions·CTR) and R(impressions·VTR)', () => {
    fc.assert(
      fc.property(amount, ecpm, ratePpm, ratePpm, (won, price, ctrPpm, vtrPpm) => {
        const impressions = impressionsOf(won, price)
        expect(estimate({ kind: 'PAID', amount: won, ecpm: price, ctrPpm, vtrPpm })).toEqual({
          impressions,
          clicks: countOf(impressions, ctrPpm),
          views: countOf(impressions, vtrPpm),
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('agree with the cell formula in IEEE doubles up to 4.5 billion impressions, the rate as the decimal in the sheet', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(100_000), fc.nat(10_000_000), fc.integer({ min: 0, max: 4_500_000_000 })),
        ratePpm,
        (impressions, ppm) => {
          const { clicks, views } = estimate({
            kind: 'PAID',
            amount: impressions,
            ecpm: 1000,
            ctrPpm: ppm,
            vtrPpm: ppm,
          })
          const shown = Number(`0.${String(ppm).padStart(6, '0')}`)
          expect(cells.clicks(impressions, ppm === PPM ? 1 : shown)).toBe(clicks)
          expect(views).toBe(clicks)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('round up exactly half a click', () => {
    const half = { kind: 'PAID' as const, amount: 500, ecpm: 1000, ctrPpm: 1000, vtrPpm: 999 }
    expect(estimate(half)).toEqual({ impressions: 500, clicks: 1, views: 0 })
  })

  it('are at most the impressions, and all of them at 100 %', () => {
    fc.assert(
      fc.property(row, (one) => {
        const { impressions, clicks } = estimate(one)
        expect(clicks).toBeLessThanOrEqual(impressions)
        expect(estimate({ ...one, ctrPpm: PPM }).clicks).toBe(impressions)
        expect(estimate({ ...one, ctrPpm: 0 }).clicks).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('of a service row follow from the shown amount like those of a paid row', () => {
    fc.assert(
      fc.property(row, (one) => {
        expect(estimate({ ...one, kind: 'SERVICE' })).toEqual(estimate({ ...one, kind: 'PAID' }))
      }),
      { numRuns: 200 },
    )
  })
})

describe('the largest amount for a number of impressions', () => {
  it('gives that number, and one won more gives more, from an eCPM of 1,000 on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000_000 }),
        fc.integer({ min: 1000, max: 500_000 }),
        (impressions, price) => {
          const most = largestAmountFor(impressions, price)
          expect(impressionsOf(most, price)).toBe(impressions)
          expect(impressionsOf(most + 1, price)).toBeGreaterThan(impressions)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('gives that number or, where no amount gives it, fewer, and one won more gives more, below 1,000', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000_000 }),
        fc.integer({ min: 1, max: 999 }),
        (impressions, price) => {
          const most = largestAmountFor(impressions, price)
          expect(impressionsOf(most, price)).toBeLessThanOrEqual(impressions)
          expect(impressionsOf(most + 1, price)).toBeGreaterThan(impressions)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is found by counting up from nothing for every small number', () => {
    for (const price of [1, 7, 400, 666, 999, 1000, 1001, 1500, 2000, 3333, 12_000]) {
      for (let impressions = 0; impressions <= 25; impressions++) {
        let counted = 0
        while (impressionsOf(counted + 1, price) <= impressions) counted++
        expect(largestAmountFor(impressions, price)).toBe(counted)
      }
    }
  })

  it.each([
    [1_000_000, 10_000, 10_000_004],
    [0, 10_000, 4],
    [0, 1000, 0],
    [5, 1000, 5],
    [MOST, 1000, MOST],
  ])('for %d impressions at an eCPM of %d is %d won', (impressions, price, won) => {
    expect(largestAmountFor(impressions, price)).toBe(won)
  })
})

describe('totals', () => {
  it('sum the rows and recompute CTR, VTR and eCPM from the sums', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const sums = { amount: 0, impressions: 0, clicks: 0, views: 0 }
        for (const one of rows) {
          const impressions = impressionsOf(one.amount, one.ecpm)
          if (one.kind === 'PAID') sums.amount += one.amount
          sums.impressions += impressions
          sums.clicks += countOf(impressions, one.ctrPpm)
          sums.views += countOf(impressions, one.vtrPpm)
        }
        const rate = (part: number) =>
          sums.impressions === 0
            ? null
            : Number(new Fraction(BigInt(part) * 1_000_000n, sums.impressions).round()) / 1_000_000
        expect(totalsOf(rows)).toEqual({
          ...sums,
          ecpm:
            sums.impressions === 0
              ? null
              : Number(new Fraction(BigInt(sums.amount) * 1000n, sums.impressions).round()),
          ctr: rate(sums.clicks),
          vtr: rate(sums.views),
        })
      }),
      { numRuns: 800 },
    )
  })

  it('never average: a small row with a high CTR hardly moves the total', () => {
    const totals = mediaMixTotals([
      { kind: 'PAID', amount: 9_900_000, ecpm: 10_000, ctrPpm: 1000, vtrPpm: 200_000 },
      { kind: 'PAID', amount: 100_000, ecpm: 1000, ctrPpm: 501_000, vtrPpm: 0 },
    ])
    // 990,000 impressions with 990 clicks and 100,000 with 50,100: 51,090 of 1,090,000; the average would be
    // 0.251
    expect(totals).toEqual({
      amount: 10_000_000,
      impressions: 1_090_000,
      clicks: 51_090,
      views: 198_000,
      ecpm: 9174, // 10,000,000,000 / 1,090,000 = 9174.3
      ctr: 0.046872,
      vtr: 0.181651,
      withService: null,
    })
  })

  it('leave service rows out of TOTAL and show them in a second line, at no price', () => {
    const paid = { kind: 'PAID' as const, amount: 10_000_000, ecpm: 10_000, ctrPpm: 2000, vtrPpm: 300_000 }
    const service = { ...paid, kind: 'SERVICE' as const, amount: 2_000_000 }
    const { withService, ...total } = mediaMixTotals([paid, service])
    expect(total).toEqual({
      amount: 10_000_000,
      impressions: 1_000_000,
      clicks: 2000,
      views: 300_000,
      ecpm: 10_000,
      ctr: 0.002,
      vtr: 0.3,
    })
    expect(withService).toEqual({
      amount: 10_000_000,
      impressions: 1_200_000,
      clicks: 2400,
      views: 360_000,
      ecpm: 8333,
      ctr: 0.002,
      vtr: 0.3,
    })
  })

  it('have the second line exactly when there are service rows, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const { withService, ...total } = mediaMixTotals(rows)
        const paid = rows.filter(({ kind }) => kind === 'PAID')
        const service = rows.filter(({ kind }) => kind === 'SERVICE')
        expect(total).toEqual(totalsOf(paid))
        expect(withService).toEqual(service.length === 0 ? null : totalsOf([...service, ...paid]))
        if (withService) expect(withService.amount).toBe(total.amount)
      }),
      { numRuns: 300 },
    )
  })

  it('have no rates without impressions', () => {
    const nothing = { amount: 0, impressions: 0, clicks: 0, views: 0, ecpm: null, ctr: null, vtr: null }
    expect(mediaMixTotals([])).toEqual({ ...nothing, withService: null })
    const service = { kind: 'SERVICE' as const, amount: 10_000, ecpm: 10_000, ctrPpm: 0, vtrPpm: 0 }
    expect(mediaMixTotals([service])).toEqual({
      ...nothing,
      withService: { amount: 0, impressions: 1000, clicks: 0, views: 0, ecpm: 0, ctr: 0, vtr: 0 },
    })
  })
})

describe('the share of a row', () => {
  const paid: EstimateInput = { kind: 'PAID', amount: 2_500_000, ecpm: 10_000, ctrPpm: 0, vtrPpm: 0 }

  it('is its part of the paid amount', () => {
    expect(amountShare(paid, 10_000_000)).toBe(0.25)
    expect(amountShare(paid, 2_500_000)).toBe(1)
  })

  it('is blank for a service row and when nothing is paid', () => {
    expect(amountShare({ ...paid, kind: 'SERVICE' }, 10_000_000)).toBeNull()
    expect(amountShare({ ...paid, amount: 0 }, 0)).toBeNull()
  })
})

describe('rates in parts per million', () => {
  it('take every decimal of at most six digits from 0 to 1 and give it back', () => {
    let wrong = 0
    for (let ppm = 0; ppm < PPM; ppm++) {
      const rate = Number(`0.${String(ppm).padStart(6, '0')}`)
      if (toPpm(rate) !== ppm || fromPpm(ppm) !== rate) wrong++
    }
    expect(wrong).toBe(0)
    expect(toPpm(1)).toBe(PPM)
    expect(fromPpm(PPM)).toBe(1)
  })

  it.each([
    -0.1,
    -0.000001,
    1.000001,
    2,
    0.0000001,
    0.1234567,
    0.3333333,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('refuse %d', (rate) => {
    expect(toPpm(rate)).toBeUndefined()
  })
})

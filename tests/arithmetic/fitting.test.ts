import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysBetween } from '../../shared/calendar'
import { demandOf, fillSplit, planSplit, type SplitBasis, type SplitPlan } from '../../shared/distribution'
import { type Fit, largestFit } from '../../shared/fitting'
import { PlanLoad } from '../../shared/plan-load'
import { basisOf, type RandomUnit, randomUnit } from './random-unit'
import { canBeBought, impressionsOf, largestFitByTrying, type Remaining } from './reference'
import { roomOf } from './room-of'

// fast-check shrinks a counterexample for ten seconds at most; a property that holds takes about one second.
fc.configureGlobal({ interruptAfterTimeLimit: 10_000 })

const MOST = Number.MAX_SAFE_INTEGER

/** What is left in each row: a number from 0 to `most` that depends only on the key and a seed. */
function remainingFrom(seed: number, most: number): Remaining {
  return (...key) => {
    let hash = seed
    for (const char of key.join(' '))
      hash = (Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0) % 0x7fffffff
    return hash % (most + 1)
  }
}

/** Gives every group a member with a forecast on every platform, which few random units have. */
const complete = (unit: RandomUnit): RandomUnit => ({
  ...unit,
  groups: unit.groups.map(({ weight, members }) => ({ weight, members })),
  forecasts: Object.fromEntries(
    Object.entries(unit.forecasts).map(([key, days]) => [
      key,
      days.every((n) => n === 0) ? days.map(() => 1) : days,
    ]),
  ),
})
const small = randomUnit({ weight: 4, forecast: 6, groups: 2 })
const ecpmBelow1000 = fc.integer({ min: 120, max: 999 })
const ecpmFrom1000 = fc.oneof(fc.constantFrom(1000, 1500, 2000), fc.integer({ min: 1000, max: 20_000 }))
const seed = fc.nat()

/** A unit of one content on one platform, over these days. */
function oneContent(forecast: number[]): SplitBasis {
  return {
    platforms: ['NAVER'],
    groups: [{ name: 'g', weight: 1, members: [{ metaId: 'm', weight: 1, owner: null }] }],
    days: daysBetween('2028-03-01', '2028-03-31').slice(0, forecast.length),
    forecast: () => forecast,
  }
}

function fitOf(plan: SplitPlan, remaining: Remaining, ecpm: number): Fit {
  return largestFit(new PlanLoad(plan, roomOf(plan, remaining)), ecpm)
}

function fitsProduct(unit: SplitBasis, remaining: Remaining, amount: number, impressions: number): boolean {
  const filled = fillSplit(planSplit(unit), amount, impressions)
  return (
    filled.noInventory.length === 0 &&
    filled.tooSmall.length === 0 &&
    demandOf([filled]).every((row) => row.quantity <= remaining(row.metaId, row.platform, row.date))
  )
}

describe.each([
  ['below 1,000 won', ecpmBelow1000],
  ['from 1,000 won on', ecpmFrom1000],
])('the largest fit at an eCPM %s', (_, ecpms) => {
  it('is the largest of all that can be bought whenever it says so', () => {
    let proven = 0
    let positive = 0
    fc.assert(
      fc.property(
        small.map(complete),
        ecpms,
        fc.integer({ min: 0, max: 6 }),
        seed,
        (unit, ecpm, most, salt) => {
          const basis = basisOf(unit)
          const remaining = remainingFrom(salt, most)
          const { exact, ...fit } = fitOf(planSplit(basis), remaining, ecpm)
          const best = largestFitByTrying(basis, remaining, ecpm)
          if (exact) expect(fit).toEqual(best)
          else expect(fit.impressions).toBeLessThanOrEqual(best.impressions)
          if (exact) proven++
          if (best.impressions > 0) positive++
        },
      ),
      { numRuns: 60 },
    )
    // Usually about 50 and 24; the limits are so much lower that chance alone never fails the test.
    expect(proven).toBeGreaterThan(20)
    expect(positive).toBeGreaterThan(5)
  })

  it('can be bought, for any unit', () => {
    fc.assert(
      fc.property(randomUnit(), ecpms, fc.constantFrom(10, 1000, 100_000), seed, (unit, ecpm, most, salt) => {
        const basis = basisOf(unit)
        const remaining = remainingFrom(salt, most)
        const { impressions, amount } = fitOf(planSplit(basis), remaining, ecpm)
        if (impressions === 0) expect(amount).toBe(0)
        else expect(canBeBought(basis, remaining, amount, impressions)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('has the largest amount that gives it', () => {
    fc.assert(
      fc.property(randomUnit().map(complete), ecpms, seed, (unit, ecpm, salt) => {
        const { impressions, amount } = fitOf(planSplit(basisOf(unit)), remainingFrom(salt, 100_000), ecpm)
        if (impressions === 0) return
        expect(impressionsOf(amount, ecpm)).toBe(impressions)
        expect(impressionsOf(amount + 1, ecpm)).toBeGreaterThan(impressions)
      }),
      { numRuns: 60 },
    )
  })

  it('is not beaten by any of the next thousands when it says so', () => {
    fc.assert(
      fc.property(randomUnit({ weight: 9 }).map(complete), ecpms, seed, (unit, ecpm, salt) => {
        const basis = basisOf(unit)
        const remaining = remainingFrom(salt, 20_000)
        const { impressions, amount, exact } = fitOf(planSplit(basis), remaining, ecpm)
        if (!exact) return
        let won = amount
        for (let more = impressions + 1; more <= impressions + 1100; more++) {
          while (impressionsOf(won + 1, ecpm) <= more) won++
          if (impressionsOf(won, ecpm) === more) expect(fitsProduct(basis, remaining, won, more)).toBe(false)
        }
      }),
      { numRuns: 4 },
    )
  })

  it('is nothing where a group has no inventory', () => {
    fc.assert(
      fc.property(randomUnit(), ecpms, (unit, ecpm) => {
        const basis = basisOf(unit)
        const filled = fillSplit(planSplit(basis), 1_000_000, 1_000_000)
        fc.pre(filled.noInventory.length > 0)
        expect(fitOf(planSplit(basis), () => 1_000_000, ecpm)).toEqual({
          impressions: 0,
          amount: 0,
          exact: true,
        })
      }),
      { numRuns: 60 },
    )
  })

  it('is nothing where nothing remains', () => {
    fc.assert(
      fc.property(randomUnit().map(complete), ecpms, fc.constantFrom(0, -5), (unit, ecpm, left) => {
        expect(fitOf(planSplit(basisOf(unit)), () => left, ecpm)).toMatchObject({
          impressions: 0,
          amount: 0,
        })
      }),
      { numRuns: 60 },
    )
  })
})

describe('the largest fit', () => {
  it('is what remains of the only row', () => {
    const plan = planSplit(oneContent([100]))
    expect(fitOf(plan, () => 1234, 1000)).toEqual({ impressions: 1234, amount: 1234, exact: true })
    // 1234.5 impressions would round up: 12,344 won are 1234.4
    expect(fitOf(plan, () => 1234, 10_000)).toEqual({ impressions: 1234, amount: 12_344, exact: true })
  })

  it('is the largest number that some amount gives, where a won buys more than one impression', () => {
    // 3 won at an eCPM of 400 are 7.5 → 8 impressions, 4 won are 10, 5 won are 12.5 → 13
    expect(fitOf(planSplit(oneContent([100])), () => 12, 400)).toEqual({
      impressions: 10,
      amount: 4,
      exact: true,
    })
  })

  it('stops at the day that is sold out first', () => {
    const plan = planSplit(oneContent([10, 10]))
    const remaining: Remaining = (_metaId, _platform, date) => (date === '2028-03-01' ? 50 : 1000)
    // 101 would take 50.5 from the first day, rounded up to 51.
    expect(fitOf(plan, remaining, 1000)).toEqual({ impressions: 100, amount: 100, exact: true })
  })

  it('gives the day that rounds down its odd impression', () => {
    const plan = planSplit(oneContent([10, 10]))
    const remaining: Remaining = (_metaId, _platform, date) => (date === '2028-03-01' ? 1000 : 50)
    expect(fitOf(plan, remaining, 1000)).toEqual({ impressions: 101, amount: 101, exact: true })
  })

  it('finds a larger number that fits again behind one that does not', () => {
    const unit: SplitBasis = {
      platforms: ['NAVER', 'KAKAO', 'DAUM'],
      groups: [{ name: 'g', weight: 1, members: [{ metaId: 'm', weight: 1, owner: null }] }],
      days: ['2028-03-01'],
      forecast: () => [1],
    }
    // The last platform takes the rest: 5 are 1 + 1 + 3, which don't fit; 6 are 2 + 2 + 2, which fit.
    expect(canBeBought(unit, () => 2, 5, 5)).toBe(false)
    expect(fitOf(planSplit(unit), () => 2, 1000)).toEqual({ impressions: 6, amount: 6, exact: true })
  })

  it('counts a row that several groups share once', () => {
    const shared = { metaId: 'm', weight: 1, owner: 'CJ' }
    const unit: SplitBasis = {
      ...oneContent([1]),
      groups: [
        { name: 'first', weight: 1, members: [shared] },
        { name: 'second', weight: 3, members: [shared] },
      ],
    }
    expect(fitOf(planSplit(unit), () => 100, 1000)).toEqual({
      impressions: 100,
      amount: 100,
      exact: true,
    })
  })

  it('never offers what would put money on a leaf without impressions', () => {
    const unit: SplitBasis = {
      ...oneContent([1]),
      groups: [
        { name: 'small', weight: 1, members: [{ metaId: 'a', weight: 1, owner: null }] },
        { name: 'large', weight: 99, members: [{ metaId: 'b', weight: 1, owner: null }] },
      ],
    }
    // From 100 won on the small group gets money, but below 100 impressions it gets no impression.
    const { impressions, amount } = fitOf(planSplit(unit), () => 60, 10_000)
    expect({ impressions, amount }).toEqual({ impressions: 9, amount: 94 })
    expect(largestFitByTrying(unit, () => 60, 10_000)).toEqual({ impressions: 9, amount: 94 })
  })

  it('is nothing for a unit without platforms', () => {
    expect(fitOf(planSplit({ ...oneContent([1]), platforms: [] }), () => 10, 1000)).toEqual({
      impressions: 0,
      amount: 0,
      exact: true,
    })
  })

  it('says so when the bounded walk ended before the proof, and can still be bought', () => {
    const days = daysBetween('2028-01-01', '2028-03-30')
    const unit: SplitBasis = {
      platforms: ['NAVER', 'KAKAO', 'DAUM'],
      groups: Array.from({ length: 8 }, (_, g) => ({
        name: `group ${g}`,
        weight: 10 + g,
        members: Array.from({ length: 5 }, (_, m) => ({
          metaId: `m${g}-${m}`,
          weight: 1 + m,
          owner: m % 2 ? 'CJ' : 'JTBC',
        })),
      })),
      days,
      forecast: (metaId) => days.map((_, day) => 1000 + ((day * metaId.charCodeAt(1)) % 77)),
    }
    const fit = fitOf(planSplit(unit), () => 1000, 10_000)
    expect(fit.exact).toBe(false)
    expect(fit.impressions).toBeGreaterThan(0)
    expect(fitsProduct(unit, () => 1000, fit.amount, fit.impressions)).toBe(true)
    expect(impressionsOf(fit.amount, 10_000)).toBe(fit.impressions)
  })

  it('claims no proof below 2^53 - 1 where even that number can be bought', () => {
    const unit = oneContent([1])
    expect(canBeBought(unit, () => MOST, MOST, MOST)).toBe(true)
    const fit = fitOf(planSplit(unit), () => MOST, 1000)
    if (fit.exact) expect(fit.impressions).toBe(MOST)
    expect(fit.amount).toBe(fit.impressions)
  })

  it('never offers more impressions than an amount below 2^53 gives', () => {
    const { impressions, amount } = fitOf(planSplit(oneContent([1])), () => MOST, 10_000)
    expect(amount).toBeLessThanOrEqual(MOST)
    expect(impressionsOf(amount, 10_000)).toBe(impressions)
  })
})

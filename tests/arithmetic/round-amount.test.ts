import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROUNDING_UNITS, roundAmount } from '../../shared/round-amount'

const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 20_000 })
const unit = fc.constantFrom(...ROUNDING_UNITS)

describe('an amount in 천원 or 만원', () => {
  it.each([
    [2_000_400, 1_000, 2_000_000],
    [2_000_500, 1_000, 2_001_000],
    [54_435_051, 10_000, 54_440_000],
    [499, 1_000, 1_000],
    [0, 10_000, 0],
  ])('%i to the nearest %i is %i', (won, step, expected) => {
    expect(roundAmount(won, step, 'nearest')).toBe(expected)
  })

  it('is a multiple, at most one unit away, and on the side that was asked for', () => {
    fc.assert(
      fc.property(amount, unit, (won, step) => {
        const [down, near, up] = (['down', 'nearest', 'up'] as const).map((way) =>
          roundAmount(won, step, way),
        )
        for (const one of [down!, near!, up!]) expect(one % step).toBe(0)
        expect(down).toBeLessThanOrEqual(won)
        expect(up).toBeGreaterThanOrEqual(won)
        expect(up! - down!).toBeLessThanOrEqual(step)
        expect([down, up]).toContain(near)
        if (won > 0) expect(near).toBeGreaterThan(0)
      }),
    )
  })

  it('stays when it is one already', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), unit, (times, step) => {
        for (const way of ['down', 'nearest', 'up'] as const)
          expect(roundAmount(times * step, step, way)).toBe(times * step)
      }),
    )
  })
})

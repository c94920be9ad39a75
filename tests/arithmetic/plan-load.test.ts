import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demandOf, fillSplit, planSplit, type Split } from '../../shared/distribution'
import { impressionsFor } from '../../shared/estimates'
import { PlanLoad } from '../../shared/plan-load'
import { basisOf, randomUnit } from './random-unit'
import { roomOf } from './room-of'

fc.configureGlobal({ interruptAfterTimeLimit: 10_000 })

/** High, so that some leaves get money but no impressions. */
const ECPM = 100_000

describe('What a plan loads on the inventory', () => {
  it('is judged as the split itself comes out, under every rule, in whatever order totals are asked', () => {
    const seen = { FITS: 0, OVERFLOW: 0, TOO_SMALL: 0 }
    fc.assert(
      fc.property(
        randomUnit({ otherRules: true, weight: 5, forecast: 6 }),
        fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 10, maxLength: 40 }),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        (unit, totals, left, salt) => {
          const plan = planSplit(basisOf(unit))
          fc.pre(
            plan.platforms.every(
              ({ groups }) => groups.length > 0 && groups.every((g) => g.leaves.length > 0),
            ),
          )
          // Nearly the same for all rows, so that some totals fit.
          const remaining = (metaId: string, platform: string, date: string) =>
            left +
            ([...`${metaId}${platform}${date}${salt}`].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 3)
          const load = new PlanLoad(plan, roomOf(plan, remaining))
          for (const amount of totals) {
            const impressions = impressionsFor(amount, ECPM)
            const split = fillSplit(plan, amount, impressions)
            const overflows = demandOf([split]).some(
              (row) => row.quantity > remaining(row.metaId, row.platform, row.date),
            )
            const expected = overflows ? 'OVERFLOW' : split.tooSmall.length > 0 ? 'TOO_SMALL' : 'FITS'
            expect(load.verdict(impressions, () => amount)).toBe(expected)
            seen[expected]++
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50)
  })

  it('asks of every row what the split itself asks, and names the shares that nobody takes', () => {
    let shared = 0
    let vacant = 0
    fc.assert(
      fc.property(
        randomUnit({ otherRules: true }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (unit, impressions) => {
          const plan = planSplit(basisOf(unit))
          const split = fillSplit(plan, 0, impressions)
          const load = new PlanLoad(plan, () => plan.days.map(() => 0))
          const asked = load.asked(impressions).flatMap(({ metaId, platform, asked }) =>
            plan.days.flatMap((date, day) => {
              const quantity = asked[day]!
              return quantity > 0 ? [{ metaId, platform, date, quantity }] : []
            }),
          )
          expect(asked).toEqual(demandOf([split]))
          expect(load.vacant(impressions)).toEqual(split.noInventory)
          expect(load.complete).toBe(split.noInventory.length === 0)
          if (split.noInventory.length > 0) vacant++
          if (asked.length < cellsWithImpressions(split)) shared++
        },
      ),
      { numRuns: 300 },
    )
    // Usually about 27 and 220; the limits are so much lower that chance alone never fails the test.
    expect(shared).toBeGreaterThan(5)
    expect(vacant).toBeGreaterThan(100)
  })
})

function cellsWithImpressions({ platforms }: Split): number {
  const cells = platforms.flatMap(({ groups }) =>
    groups.flatMap(({ owners }) => owners.flatMap((owner) => owner.cells)),
  )
  return cells.filter(({ impressions }) => impressions > 0).length
}

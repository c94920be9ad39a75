import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion } from '../../shared/apportion'
import { fillSplit, planSplit, type Split } from '../../shared/distribution'
import { plannedDays } from '../../shared/planned-days'
import { basisOf, randomUnit } from './random-unit'

fc.configureGlobal({ interruptAfterTimeLimit: 10_000 })

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)

/** The cells of a split added up by platform and day. */
function cellsByDay({ platforms }: Split, days: readonly string[]): Map<string, number[]> {
  return new Map(
    platforms.map(({ platform, groups }) => [
      platform,
      days.map((date) =>
        sum(
          groups.flatMap(({ owners }) =>
            owners.flatMap(({ cells }) =>
              cells.flatMap((cell) => (cell.date === date ? cell.impressions : [])),
            ),
          ),
        ),
      ),
    ]),
  )
}

describe('The days of a plan', () => {
  it('are those of the purchase, and spread evenly what no content can take', () => {
    fc.assert(
      fc.property(
        randomUnit({ otherRules: true }),
        fc.integer({ min: 0, max: 9_000_000_000 }),
        fc.integer({ min: 0, max: 9_000_000_000 }),
        (unit, amount, impressions) => {
          const plan = planSplit(basisOf(unit))
          const split = fillSplit(plan, amount, impressions)
          const cells = cellsByDay(split, plan.days)
          const planned = plannedDays(plan, amount, impressions)
          expect(planned.map(({ platform }) => platform)).toEqual(unit.platforms)
          for (const { platform, days } of planned) {
            const missing = sum(
              split.noInventory.flatMap((one) => (one.platform === platform ? one.impressions : [])),
            )
            const even = apportion(
              missing,
              days.map(() => 1),
              'carry-forward',
            )
            expect(days).toEqual(days.map((_, i) => (cells.get(platform)?.[i] ?? 0) + even[i]!))
          }
          expect(sum(planned.map((one) => one.amount))).toBe(amount)
          expect(sum(planned.flatMap(({ days }) => days))).toBe(impressions)
        },
      ),
    )
  })

  it('of nothing on no platform are none', () => {
    const plan = planSplit({ platforms: [], groups: [], days: ['2026-12-01'], forecast: () => [1] })
    expect(plannedDays(plan, 0, 0)).toEqual([])
  })
})

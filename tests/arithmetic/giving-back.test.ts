import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BookedLeaf } from '../../shared/amendment'
import { addDays } from '../../shared/calendar'
import { fillSplit, planSplit, RATIO_SCALE } from '../../shared/distribution'
import { giveBack, largestGivenBack } from '../../shared/giving-back'
import { basisOf, randomUnit } from './random-unit'

const FIRST_DAY = '2028-02-27'
const total = (all: readonly { amount: number; impressions: number }[]) => ({
  amount: all.reduce((sum, { amount }) => sum + amount, 0),
  impressions: all.reduce((sum, { impressions }) => sum + impressions, 0),
})
const numbers = ({ amount, impressions }: { amount: number; impressions: number }) => ({
  amount,
  impressions,
})

/** A bought unit's leaves, and where it may stay. */
const bought = fc
  .tuple(
    randomUnit(),
    fc.integer({ min: 1, max: 1_000_000_000 }),
    fc.integer({ min: 1, max: 1_000_000_000 }),
    fc.integer({ min: -1, max: 5 }),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([unit, amount, impressions, past, days]) => {
    const split = fillSplit(planSplit(basisOf(unit)), amount, impressions)
    const leaves: BookedLeaf[] = split.platforms.flatMap(({ platform, groups }) =>
      groups.flatMap(({ group, owners }) =>
        owners.map(({ owner, cells }) => ({
          platform,
          group,
          owner,
          cells: cells.map((cell) => ({ ...cell, revision: 1 })),
        })),
      ),
    )
    const today = addDays(FIRST_DAY, past)
    const stay = { platforms: unit.platforms, startDate: FIRST_DAY, endDate: addDays(FIRST_DAY, days) }
    const cells = leaves.flatMap((leaf) => leaf.cells)
    const kept = total(cells.filter(({ date }) => date <= today))
    const ahead = total(cells.filter(({ date }) => date > today && date <= stay.endDate))
    return {
      leaves,
      today,
      stay,
      kept,
      ahead,
      complete: split.noInventory.length + split.tooSmall.length === 0,
    }
  })

describe('Giving back', () => {
  it('lowers every cell or leaves it, keeps the past, and sums at every level', () => {
    let lowered = 0
    fc.assert(
      fc.property(
        bought,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(1_000_000),
        (unit, part, won) => {
          fc.pre(unit.complete)
          const { leaves, today, stay, kept, ahead } = unit
          const rest = Math.floor(ahead.impressions * part)
          const whole = {
            amount: kept.amount + (rest === 0 ? 0 : won),
            impressions: kept.impressions + rest,
          }
          const split = giveBack(leaves, whole, stay, today, 2)!
          lowered++
          expect(total(split.platforms)).toEqual(whole)
          for (const platform of split.platforms) {
            expect(total(platform.groups)).toEqual(numbers(platform))
            for (const group of platform.groups) {
              expect(total(group.owners)).toEqual(numbers(group))
              for (const owner of group.owners) {
                expect(total(owner.cells)).toEqual(numbers(owner))
                const leaf = leaves.find(
                  (one) =>
                    one.platform === platform.platform &&
                    one.group === group.group &&
                    one.owner === owner.owner,
                )!
                expect(owner.cells.filter(({ date }) => date <= today)).toEqual(
                  leaf.cells.filter(({ date }) => date <= today),
                )
                const toCome = owner.cells.filter(({ date }) => date > today)
                for (const cell of toCome) {
                  const was = leaf.cells.find((one) => one.date === cell.date && one.metaId === cell.metaId)!
                  expect(cell.impressions).toBeLessThanOrEqual(was.impressions)
                  expect(cell.date <= stay.endDate).toBe(true)
                  // Less than one impression beside the exact part of what the cell had.
                  const off = cell.impressions * ahead.impressions - was.impressions * rest
                  if (Number.isSafeInteger(off)) expect(Math.abs(off)).toBeLessThan(ahead.impressions)
                }
                if (toCome.length > 0)
                  expect(toCome.reduce((sum, { ratioPpb }) => sum + ratioPpb, 0)).toBe(RATIO_SCALE)
              }
            }
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(lowered).toBeGreaterThan(50)
  })

  it('is impossible below the past, above what there is, and where money has no impression', () => {
    fc.assert(
      fc.property(bought, ({ leaves, today, stay, kept, ahead }) => {
        const give = (amount: number, impressions: number) =>
          giveBack(leaves, { amount, impressions }, stay, today, 2)
        const most = kept.impressions + ahead.impressions
        expect(give(kept.amount, most + 1)).toBeUndefined()
        expect(give(kept.amount + 1, kept.impressions)).toBeUndefined()
        if (kept.impressions > 0) expect(give(kept.amount, kept.impressions - 1)).toBeUndefined()
        if (kept.amount > 0) expect(give(kept.amount - 1, most)).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })

  it('names the largest total that can stay, never more than the unit has', () => {
    fc.assert(
      fc.property(bought, fc.nat(2_000_000_000), fc.integer({ min: 1, max: 20_000 }), (unit, most, ecpm) => {
        const { leaves, today, stay, kept, ahead } = unit
        const fits = largestGivenBack(leaves, stay, today, { most, ecpm, price: (amount) => amount })
        expect(fits.amount).toBeLessThanOrEqual(most)
        expect(fits.impressions).toBeLessThanOrEqual(kept.impressions + ahead.impressions)
        if (fits.impressions > 0) expect(giveBack(leaves, fits, stay, today, 2)).toBeDefined()
      }),
      { numRuns: 200 },
    )
  })
})

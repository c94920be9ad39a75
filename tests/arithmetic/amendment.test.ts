import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amendSplit, type BookedLeaf, keptSplit } from '../../shared/amendment'
import { addDays } from '../../shared/calendar'
import { type Cell, fillSplit, planSplit, RATIO_SCALE, type Split } from '../../shared/distribution'
import { basisOf, randomUnit } from './random-unit'

const FIRST_DAY = '2028-02-27'
const amounts = fc.integer({ min: 1, max: 1_000_000_000 })

function pastOf({ platforms }: Split, today: string): BookedLeaf[] {
  return platforms.flatMap(({ platform, groups }) =>
    groups.flatMap(({ group, owners }) =>
      owners.map(({ owner, cells }) => ({
        platform,
        group,
        owner,
        cells: cells.filter(({ date }) => date <= today).map((cell) => ({ ...cell, revision: 1 })),
      })),
    ),
  )
}

function expectSums({ platforms }: Split, whole: { amount: number; impressions: number }): void {
  const total = (all: readonly { amount: number; impressions: number }[]) => ({
    amount: all.reduce((sum, { amount }) => sum + amount, 0),
    impressions: all.reduce((sum, { impressions }) => sum + impressions, 0),
  })
  const of = ({ amount, impressions }: { amount: number; impressions: number }) => ({ amount, impressions })
  expect(total(platforms)).toEqual(whole)
  for (const platform of platforms) {
    expect(total(platform.groups)).toEqual(of(platform))
    for (const group of platform.groups) {
      expect(total(group.owners)).toEqual(of(group))
      for (const owner of group.owners) expect(total(owner.cells)).toEqual(of(owner))
    }
  }
}

const cellsOf = ({ platforms }: Split) =>
  platforms.flatMap(({ platform, groups }) =>
    groups.flatMap(({ group, owners }) =>
      owners.flatMap(({ owner, cells }) => cells.map((cell) => ({ platform, group, owner, ...cell }))),
    ),
  )
const worn = (cells: readonly Cell[]) =>
  cells
    .filter(({ impressions }) => impressions > 0)
    .map((cell) => JSON.stringify(cell))
    .sort()

describe('Amending a split', () => {
  it('sums at every level, keeps the past as it was and moves only the days to come', () => {
    let complete = 0
    fc.assert(
      fc.property(
        randomUnit({ otherRules: true, forecast: 5_000 }),
        randomUnit({ otherRules: true, forecast: 5_000 }),
        fc.tuple(amounts, amounts, amounts, amounts),
        fc.integer({ min: -1, max: 5 }),
        (before, after, [amount, impressions, more, moreImpressions], day) => {
          const bought = fillSplit(planSplit(basisOf(before)), amount, impressions)
          fc.pre(bought.noInventory.length + bought.tooSmall.length === 0)
          const today = addDays(FIRST_DAY, day)
          const past = pastOf(bought, today)
          const whole = { amount: amount + more, impressions: impressions + moreImpressions }
          const amended = amendSplit(planSplit(basisOf(after)), past, whole, today, 2)
          if (amended.belowDelivered.length + amended.noInventory.length + amended.tooSmall.length > 0) return
          complete++
          expectSums(amended, whole)
          const cells = cellsOf(amended)
          const kept = past.flatMap(({ cells: own, ...leaf }) => own.map((cell) => ({ ...leaf, ...cell })))
          expect(worn(cells.filter(({ date }) => date <= today))).toEqual(worn(kept))
          for (const { date, revision } of cells) expect(revision).toBe(date > today ? 2 : 1)
          for (const { cells: own } of amended.platforms.flatMap(({ groups }) =>
            groups.flatMap(({ owners }) => owners),
          )) {
            const ratios = own.filter(({ revision }) => revision === 2).map(({ ratioPpb }) => ratioPpb)
            if (ratios.length > 0) expect(ratios.reduce((sum, ratio) => sum + ratio, 0)).toBe(RATIO_SCALE)
          }
        },
      ),
      { numRuns: 400 },
    )
    // Usually about 34; the limit is so much lower that chance alone never fails the test.
    expect(complete).toBeGreaterThan(5)
  })

  it('loses no won of a group that nobody in it delivers', () => {
    const members = [{ metaId: 'm1', weight: 1, owner: 'CJ' }]
    const plan = planSplit({
      platforms: ['DAUM'],
      groups: [
        { name: 'sold', weight: 1, members },
        { name: 'nobody’s', weight: 1, members, ownerRatios: [{ owner: 'JTBC', ratio: 1 }] },
      ],
      days: [FIRST_DAY],
      forecast: () => [1],
      rules: { platform: 'remainder-last', group: 'largest-remainder', owner: 'remainder-last' },
    })
    // One won for each group, and the only impression for the first.
    const { noInventory } = amendSplit(plan, [], { amount: 2, impressions: 1 }, '2028-02-26', 2)
    expect(noInventory).toEqual([{ platform: 'DAUM', group: 'nobody’s', impressions: 0 }])
  })

  describe('when a platform delivers no more', () => {
    const unit = (amount: number, impressions: number, today: string, forecast: Record<string, number[]>) => {
      const plan = (days: Record<string, number[]>) =>
        planSplit({
          platforms: ['DAUM', 'NAVER'],
          groups: [{ name: 'all', weight: 1, members: [{ metaId: 'm1', weight: 1, owner: 'CJ' }] }],
          days: [FIRST_DAY, addDays(FIRST_DAY, 1), addDays(FIRST_DAY, 2)],
          forecast: (_metaId, platform) => days[platform]!,
          rules: { platform: 'remainder-last', group: 'remainder-last', owner: 'remainder-last' },
        })
      const bought = fillSplit(plan({ DAUM: [10, 10, 10], NAVER: [10, 10, 10] }), 600, 60)
      return amendSplit(plan(forecast), pastOf(bought, today), { amount, impressions }, today, 2)
    }
    const shares = ({ platforms }: Split) =>
      platforms.map(({ platform, amount, impressions }) => [platform, amount, impressions]).sort()
    const daumEnded = { DAUM: [10, 0, 0], NAVER: [10, 10, 10] }

    it('is raised and lowered: the platform keeps its past, the others share the rest', () => {
      const raised = unit(900, 90, FIRST_DAY, daumEnded)
      expect(raised).toMatchObject({ noInventory: [], belowDelivered: [], tooSmall: [] })
      expect(shares(raised)).toEqual([
        ['DAUM', 100, 10],
        ['NAVER', 800, 80],
      ])
      expect(raised.warnings).toEqual([])
      expect(shares(unit(400, 40, FIRST_DAY, daumEnded))).toEqual([
        ['DAUM', 100, 10],
        ['NAVER', 300, 30],
      ])
      expect(unit(199, 19, FIRST_DAY, daumEnded).belowDelivered).toHaveLength(1)
    })

    it('is short when no platform has a forecast to come', () => {
      const ended = { DAUM: [10, 0, 0], NAVER: [10, 0, 0] }
      expect(unit(900, 90, FIRST_DAY, ended).noInventory).toHaveLength(2)
    })

    it('is short, as a purchase is, while nothing of a planned platform is past and it has no forecast', () => {
      const none = { DAUM: [0, 0, 0], NAVER: [10, 10, 10] }
      expect(unit(1, 0, '2028-02-26', none).noInventory).toMatchObject([{ platform: 'DAUM' }])
    })
  })

  it('is a purchase while nothing is past', () => {
    fc.assert(
      fc.property(randomUnit({ otherRules: true }), amounts, amounts, (unit, amount, impressions) => {
        const plan = planSplit(basisOf(unit))
        const bought = fillSplit(plan, amount, impressions)
        fc.pre(bought.noInventory.length + bought.tooSmall.length === 0)
        const { belowDelivered, ...amended } = amendSplit(plan, [], { amount, impressions }, '2028-02-26', 1)
        expect(belowDelivered).toEqual([])
        const strip = (split: Split) => cellsOf(split).map(({ revision: _revision, ...cell }) => cell)
        expect(strip(amended)).toEqual(strip(bought))
        expectSums(amended, { amount, impressions })
      }),
      { numRuns: 200 },
    )
  })

  it('changes nothing for the same plan when all is past', () => {
    fc.assert(
      fc.property(randomUnit(), amounts, amounts, (unit, amount, impressions) => {
        const plan = planSplit(basisOf(unit))
        const bought = fillSplit(plan, amount, impressions)
        fc.pre(bought.noInventory.length + bought.tooSmall.length === 0)
        const past = pastOf(bought, '2028-12-31')
        const amended = amendSplit(plan, past, { amount, impressions }, '2028-12-31', 2)
        expect([amended.belowDelivered, amended.noInventory, amended.tooSmall]).toEqual([[], [], []])
        expect(worn(cellsOf(amended))).toEqual(
          worn(past.flatMap(({ cells, ...leaf }) => cells.map((cell) => ({ ...leaf, ...cell })))),
        )
        expectSums(keptSplit(past), { amount, impressions })
      }),
      { numRuns: 200 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysBetween } from '../../shared/calendar'
import {
  cellRatios,
  DEFAULT_SPLIT_RULES,
  demandOf,
  divide,
  fillSplit,
  groupsOn,
  planSplit,
  RATIO_SCALE,
  type Split,
  type SplitBasis,
  type TargetedGroup,
} from '../../shared/distribution'
import { impressionsFor } from '../../shared/estimates'
import { basisOf, type RandomUnit, randomUnit } from './random-unit'
import {
  type ExpectedLeaf,
  expectedDemand,
  expectedRatios,
  expectedSplit,
  Fraction,
  quotas,
  shares,
} from './reference'

// fast-check shrinks a counterexample for ten seconds at most; a property that holds takes about one second.
fc.configureGlobal({ interruptAfterTimeLimit: 10_000 })

const MOST = Number.MAX_SAFE_INTEGER

const quantity = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 1_000_000 }),
  fc.integer({ min: 0, max: 1_000_000_000_000 }),
  fc.integer({ min: MOST - 1000, max: MOST }),
)

function split(unit: SplitBasis, amount: number, impressions: number): Split {
  return fillSplit(planSplit(unit), amount, impressions)
}

/** The tree as a flat list, as the reference returns it. */
function leavesOf({ platforms }: Split): ExpectedLeaf[] {
  return platforms.flatMap(({ platform, groups, ...first }) =>
    groups.flatMap(({ group, position, owners, ...second }) =>
      owners.map(({ owner, cells, ...third }) => ({
        platform,
        group,
        position,
        owner,
        levels: [first, second, third] satisfies unknown[] as ExpectedLeaf['levels'],
        cells,
      })),
    ),
  )
}

function sumOf(numbers: readonly number[]): bigint {
  return numbers.reduce((all, number) => all + BigInt(number), 0n)
}

/** A unit with one group whose members all have the same forecast everywhere. */
function simpleUnit(parts: Partial<SplitBasis> & { groups: readonly TargetedGroup[] }): SplitBasis {
  return {
    platforms: ['NAVER'],
    days: ['2028-03-01', '2028-03-02'],
    forecast: () => [100, 100],
    ...parts,
  }
}

describe('the three-level purchase split', () => {
  const units = randomUnit({ otherRules: true })

  it('is the brute force’s, number by number, for any unit', () => {
    fc.assert(
      fc.property(units, quantity, quantity, (unit, amount, impressions) => {
        const basis = basisOf(unit)
        const expected = expectedSplit(basis, amount, impressions)
        const plan = planSplit(basis)
        const filled = fillSplit(plan, amount, impressions)
        expect(leavesOf(filled)).toEqual(expected.leaves)
        expect(filled.noInventory).toEqual(expected.noInventory)
        expect(filled.tooSmall).toEqual(expected.tooSmall)
        expect(plan.warnings).toEqual(expected.leftOut.map((left) => ({ code: 'LEFT_OUT', ...left })))
      }),
      { numRuns: 250 },
    )
  })

  it('is the brute force’s for small weights and totals, where ties and empty leaves are common', () => {
    const small = fc.integer({ min: 0, max: 25 })
    fc.assert(
      fc.property(randomUnit({ weight: 3, forecast: 3, otherRules: true }), small, small, (unit, a, n) => {
        const basis = basisOf(unit)
        const expected = expectedSplit(basis, a, n)
        const filled = split(basis, a, n)
        expect(leavesOf(filled)).toEqual(expected.leaves)
        expect(filled.noInventory).toEqual(expected.noInventory)
        expect(filled.tooSmall).toEqual(expected.tooSmall)
      }),
      { numRuns: 250 },
    )
  })

  it('sums to its parent exactly at every level', () => {
    fc.assert(
      fc.property(units, quantity, quantity, (unit, amount, impressions) => {
        const { platforms, noInventory, tooSmall } = split(basisOf(unit), amount, impressions)
        fc.pre(noInventory.length === 0)
        const whole = (parts: readonly { amount: number; impressions: number }[]) => ({
          amount: sumOf(parts.map((part) => part.amount)),
          impressions: sumOf(parts.map((part) => part.impressions)),
        })
        const ofParent = (parent: { amount: number; impressions: number }) => whole([parent])
        // A leaf with money but no impressions is refused; its amount is all that may be missing from the
        // sum.
        const missing = sumOf(tooSmall.map((leaf) => leaf.amount))
        const leaves = platforms.flatMap(({ groups }) => groups.flatMap(({ owners }) => owners))
        expect(whole(leaves)).toEqual({ amount: BigInt(amount) - missing, impressions: BigInt(impressions) })
        for (const leaf of leaves) expect(whole(leaf.cells)).toEqual(ofParent(leaf))
        if (tooSmall.length > 0) return
        if (platforms.length > 0) expect(whole(platforms)).toEqual(ofParent({ amount, impressions }))
        for (const platform of platforms) {
          expect(whole(platform.groups)).toEqual(ofParent(platform))
          for (const group of platform.groups) expect(whole(group.owners)).toEqual(ofParent(group))
        }
      }),
      { numRuns: 250 },
    )
  })

  it('can say the rule and the quota of each number from its weight and the weights beside it', () => {
    fc.assert(
      fc.property(randomUnit(), quantity, quantity, (unit, amount, impressions) => {
        const { platforms } = split(basisOf(unit), amount, impressions)
        for (const platform of platforms) {
          expect([platform.weight, platform.weightTotal]).toEqual([1, unit.platforms.length])
          for (const group of platform.groups) {
            expect(group.weight).toBe(unit.groups[group.position]!.weight)
            const quota = new Fraction(BigInt(platform.amount) * BigInt(group.weight), group.weightTotal)
            expect(BigInt(group.amount)).toBeGreaterThanOrEqual(quota.floor())
            for (const owner of group.owners) expect(owner.weight).toBeLessThanOrEqual(owner.weightTotal)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('uses remainder-last at every level unless told otherwise', () => {
    expect(DEFAULT_SPLIT_RULES).toEqual({
      platform: 'remainder-last',
      group: 'remainder-last',
      owner: 'remainder-last',
    })
  })

  it('splits nothing over no platform', () => {
    const none = simpleUnit({ platforms: [], groups: [] })
    expect(split(none, 100, 100)).toEqual({ platforms: [], noInventory: [], tooSmall: [] })
  })

  it('divides one level exactly, amount and impressions apart', () => {
    expect(
      divide([{ weight: 2 }, { weight: 1 }], { amount: 100, impressions: 10 }, 'remainder-last'),
    ).toEqual([
      { amount: 66, impressions: 6, weight: 2, weightTotal: 3 },
      { amount: 34, impressions: 4, weight: 1, weightTotal: 3 },
    ])
  })
})

describe('10,000,000 won over three platforms, groups 40/35/25 and owners 60/40', () => {
  const owners = [
    { owner: 'CJ', ratio: 60 },
    { owner: 'JTBC', ratio: 40 },
  ]
  const group = (name: string, weight: number): TargetedGroup => ({
    name,
    weight,
    members: [
      { metaId: `${name}1`, weight: 1, owner: 'CJ' },
      { metaId: `${name}2`, weight: 5, owner: 'JTBC' },
    ],
    ownerRatios: owners,
  })
  const unit = simpleUnit({
    platforms: ['NAVER', 'KAKAO', 'YOUTUBE'],
    groups: [group('drama', 40), group('show', 35), group('news', 25)],
    days: daysBetween('2028-02-01', '2028-02-29'),
    forecast: (metaId) =>
      Array.from({ length: 29 }, (_, day) => 1000 + day * (metaId.endsWith('1') ? 7 : 13)),
  })
  const { platforms, noInventory, tooSmall } = split(unit, 10_000_000, impressionsFor(10_000_000, 10_000))

  it('can be bought', () => {
    expect([noInventory, tooSmall]).toEqual([[], []])
  })

  it.each([
    ['NAVER', 3_333_333, 333_333],
    ['KAKAO', 3_333_333, 333_333],
    ['YOUTUBE', 3_333_334, 333_334],
  ])('gives %s %d won and %d impressions', (code, amount, impressions) => {
    expect(platforms.find(({ platform }) => platform === code)).toMatchObject({ amount, impressions })
  })

  it.each([
    ['NAVER', 'drama', 1_333_333, 133_333],
    ['NAVER', 'show', 1_166_666, 116_666],
    ['NAVER', 'news', 833_334, 83_334],
    ['KAKAO', 'drama', 1_333_333, 133_333],
    ['KAKAO', 'show', 1_166_666, 116_666],
    ['KAKAO', 'news', 833_334, 83_334],
    ['YOUTUBE', 'drama', 1_333_333, 133_333],
    ['YOUTUBE', 'show', 1_166_666, 116_666],
    ['YOUTUBE', 'news', 833_335, 83_335],
  ])('gives %s, %s %d won and %d impressions', (code, name, amount, impressions) => {
    const { groups } = platforms.find(({ platform }) => platform === code)!
    expect(groups.find((one) => one.group === name)).toMatchObject({ amount, impressions })
  })

  it.each([
    ['NAVER', 'drama', [799_999, 533_334], [79_999, 53_334]],
    ['NAVER', 'show', [699_999, 466_667], [69_999, 46_667]],
    ['NAVER', 'news', [500_000, 333_334], [50_000, 33_334]],
    ['YOUTUBE', 'drama', [799_999, 533_334], [79_999, 53_334]],
    ['YOUTUBE', 'show', [699_999, 466_667], [69_999, 46_667]],
    ['YOUTUBE', 'news', [500_001, 333_334], [50_001, 33_334]],
  ])('gives the owners on %s, %s %j won and %j impressions', (code, name, amounts, impressions) => {
    const { groups } = platforms.find(({ platform }) => platform === code)!
    const shared = groups.find((one) => one.group === name)!.owners
    expect(shared.map(({ owner }) => owner)).toEqual(['CJ', 'JTBC'])
    expect(shared.map(({ amount }) => amount)).toEqual(amounts)
    expect(shared.map((one) => one.impressions)).toEqual(impressions)
  })

  it('is whole at every level, down to the days', () => {
    expect(sumOf(platforms.map(({ amount }) => amount))).toBe(10_000_000n)
    for (const platform of platforms) {
      expect(sumOf(platform.groups.map(({ amount }) => amount))).toBe(BigInt(platform.amount))
      for (const { owners: shared, ...one } of platform.groups) {
        expect(sumOf(shared.map(({ amount }) => amount))).toBe(BigInt(one.amount))
        for (const { cells, amount, impressions } of shared) {
          expect(cells).toHaveLength(29)
          expect(sumOf(cells.map((cell) => cell.amount))).toBe(BigInt(amount))
          expect(sumOf(cells.map((cell) => cell.impressions))).toBe(BigInt(impressions))
          expect(sumOf(cells.map((cell) => cell.ratioPpb))).toBe(1_000_000_000n)
        }
      }
    }
  })
})

describe('the groups of a platform', () => {
  const member = { metaId: 'm', weight: 1, owner: null }
  const general = { name: 'general', weight: 1, members: [member] }
  const other = { name: 'other', weight: 1, members: [member] }
  const onKakao = { name: 'on KAKAO', weight: 1, members: [member], platforms: ['KAKAO'] }
  const onBoth = { name: 'on both', weight: 1, members: [member], platforms: ['KAKAO', 'DAUM'] }
  const names = (platform: string, groups: TargetedGroup[]) =>
    groupsOn(platform, groups).map(({ group, position }) => [group.name, position])

  it('are all of the unit’s', () => {
    expect(names('NAVER', [general, other])).toEqual([
      ['general', 0],
      ['other', 1],
    ])
  })

  it('are its own list where it has one, in the unit’s order', () => {
    const groups = [onBoth, general, onKakao, other]
    expect(names('KAKAO', groups)).toEqual([
      ['on both', 0],
      ['on KAKAO', 2],
    ])
    expect(names('DAUM', groups)).toEqual([['on both', 0]])
    expect(names('NAVER', groups)).toEqual([
      ['general', 1],
      ['other', 3],
    ])
  })

  it('are none where every group is another platform’s: a shortage of the whole platform', () => {
    const unit = simpleUnit({ platforms: ['NAVER', 'KAKAO'], groups: [onKakao] })
    const { platforms, noInventory } = split(unit, 100, 100)
    expect(noInventory).toEqual([{ platform: 'NAVER', group: null, impressions: 50 }])
    expect(platforms.map(({ platform }) => platform)).toEqual(['KAKAO'])
  })
})

describe('who takes part', () => {
  const member = (metaId: string, owner: string | null, weight = 1) => ({ metaId, owner, weight })
  const forecasts: Record<string, number[]> = { empty: [0, 0], late: [0, 9], full: [5, 5], more: [6, 6] }
  const forecast = (metaId: string) => forecasts[metaId]!

  it('is who has a positive forecast on that platform in the flight; the others are named', () => {
    const unit = simpleUnit({
      platforms: ['NAVER', 'KAKAO'],
      groups: [
        {
          name: 'g',
          weight: 1,
          members: [member('empty', 'CJ', 9), member('late', 'CJ'), member('full', 'CJ')],
        },
      ],
      forecast: (metaId, platform) => (platform === 'KAKAO' && metaId === 'full' ? [0, 0] : forecast(metaId)),
    })
    const plan = planSplit(unit)
    expect(plan.warnings).toEqual([
      { code: 'LEFT_OUT', platform: 'NAVER', group: 'g', metaId: 'empty' },
      { code: 'LEFT_OUT', platform: 'KAKAO', group: 'g', metaId: 'empty' },
      { code: 'LEFT_OUT', platform: 'KAKAO', group: 'g', metaId: 'full' },
    ])
    const [naver, kakao] = fillSplit(plan, 200, 200).platforms
    expect(naver!.groups[0]!.owners[0]!.cells.map((cell) => [cell.metaId, cell.ratioPpb])).toEqual([
      ['late', 0],
      ['full', 250_000_000],
      ['late', 500_000_000],
      ['full', 250_000_000],
    ])
    expect(kakao!.groups[0]!.owners[0]!.cells.map((cell) => [cell.metaId, cell.impressions])).toEqual([
      ['late', 0],
      ['late', 100],
    ])
  })

  it('renormalises the weights of the owners over them', () => {
    const unit = simpleUnit({
      groups: [
        {
          name: 'g',
          weight: 1,
          members: [
            member('full', 'CJ', 2),
            member('empty', 'CJ', 5),
            member('more', 'JTBC', 3),
            member('late', null, 5),
          ],
        },
      ],
      forecast,
    })
    const { owners } = split(unit, 1000, 100).platforms[0]!.groups[0]!
    expect(
      owners.map(({ owner, weight, weightTotal, impressions }) => [owner, weight, weightTotal, impressions]),
    ).toEqual([
      ['CJ', 2, 10, 20],
      ['JTBC', 3, 10, 30],
      [null, 5, 10, 50],
    ])
  })

  it('renormalises given owner ratios over the owners that are left', () => {
    const unit = simpleUnit({
      groups: [
        {
          name: 'g',
          weight: 1,
          members: [member('empty', 'CJ'), member('full', 'JTBC'), member('more', 'SBS')],
          ownerRatios: [
            { owner: 'SBS', ratio: 30 },
            { owner: 'CJ', ratio: 60 },
            { owner: 'JTBC', ratio: 10 },
          ],
        },
      ],
      forecast,
    })
    const { owners } = split(unit, 4000, 400).platforms[0]!.groups[0]!
    expect(owners.map(({ owner, amount, impressions }) => [owner, amount, impressions])).toEqual([
      ['JTBC', 1000, 100],
      ['SBS', 3000, 300],
    ])
  })

  it('keeps the owners in the order in which their members first appear', () => {
    const unit = simpleUnit({
      groups: [
        {
          name: 'g',
          weight: 1,
          members: [member('more', 'SBS'), member('full', 'CJ'), member('late', 'SBS', 2)],
        },
      ],
      forecast,
    })
    const { owners } = split(unit, 1000, 101).platforms[0]!.groups[0]!
    // 3 : 1 of 101: 75 for SBS, the rest for the last owner.
    expect(owners.map(({ owner, impressions }) => [owner, impressions])).toEqual([
      ['SBS', 75],
      ['CJ', 26],
    ])
  })

  it('counts an owner left out of the given ratios as 0, and one without owner as well', () => {
    const unit = simpleUnit({
      groups: [
        {
          name: 'g',
          weight: 1,
          members: [member('full', 'CJ', 7), member('more', 'JTBC', 7), member('late', null, 7)],
          ownerRatios: [{ owner: 'CJ', ratio: 1 }],
        },
      ],
      forecast,
    })
    const { platforms, tooSmall } = split(unit, 1000, 100)
    expect(platforms[0]!.groups[0]!.owners.map(({ owner, impressions }) => [owner, impressions])).toEqual([
      ['CJ', 100],
    ])
    expect(tooSmall).toEqual([])
  })

  it('is nobody when the only owners left have ratio 0', () => {
    const unit = simpleUnit({
      groups: [
        {
          name: 'g',
          weight: 1,
          members: [member('empty', 'CJ'), member('full', 'JTBC')],
          ownerRatios: [
            { owner: 'CJ', ratio: 5 },
            { owner: 'JTBC', ratio: 0 },
          ],
        },
      ],
      forecast,
    })
    expect(split(unit, 1000, 100)).toEqual({
      platforms: [],
      noInventory: [{ platform: 'NAVER', group: 'g', impressions: 100 }],
      tooSmall: [],
    })
  })

  it('names every ratio for an owner without a member, with forecast or without', () => {
    const groups = [
      {
        name: 'first',
        weight: 1,
        members: [member('empty', 'CJ'), member('full', null)],
        ownerRatios: [
          { owner: 'CJ', ratio: 5 },
          { owner: 'SBS', ratio: 5 },
        ],
      },
      {
        name: 'second',
        weight: 1,
        members: [member('full', 'SBS')],
        ownerRatios: [{ owner: 'CJ', ratio: 1 }],
      },
      { name: 'third', weight: 1, members: [member('full', 'SBS')] },
    ]
    expect(planSplit(simpleUnit({ groups, forecast })).unknownOwners).toEqual([
      { group: 'first', owner: 'SBS' },
      { group: 'second', owner: 'CJ' },
    ])
  })

  it('names exactly the owners without a member, for any unit', () => {
    fc.assert(
      fc.property(randomUnit(), (unit: RandomUnit) => {
        const expected = unit.groups.flatMap(({ members, ownerRatios = [] }, i) =>
          ownerRatios
            .map(({ owner }) => owner)
            .filter((owner) => members.every(({ metaId }) => unit.owners[metaId] !== owner))
            .map((owner) => ({ group: `group ${i}`, owner })),
        )
        expect(planSplit(basisOf(unit)).unknownOwners).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('reports a group with nobody as NO_INVENTORY with what it would have taken', () => {
    const unit = simpleUnit({
      platforms: ['NAVER', 'KAKAO'],
      groups: [
        { name: 'some', weight: 3, members: [member('full', 'CJ')] },
        { name: 'none', weight: 1, members: [member('empty', 'CJ')] },
      ],
      forecast,
    })
    const { platforms, noInventory } = split(unit, 8000, 801)
    expect(noInventory).toEqual([
      { platform: 'NAVER', group: 'none', impressions: 100 },
      { platform: 'KAKAO', group: 'none', impressions: 101 },
    ])
    expect(
      platforms.map(({ groups }) => groups.map(({ group, impressions }) => [group, impressions])),
    ).toEqual([[['some', 300]], [['some', 300]]])
  })
})

describe('a RANDOM product', () => {
  it('has one group with one member and one owner share without owner', () => {
    const unit = simpleUnit({
      platforms: ['NAVER', 'YOUTUBE'],
      groups: [{ name: 'RANDOM', weight: 1, members: [{ metaId: 'RANDOM', weight: 1, owner: null }] }],
      forecast: () => [30, 70],
    })
    const { platforms } = split(unit, 10_001, 1001)
    expect(platforms.map(({ groups }) => groups[0]!.owners)).toEqual([
      [
        {
          owner: null,
          amount: 5000,
          impressions: 500,
          weight: 1,
          weightTotal: 1,
          cells: [
            { date: '2028-03-01', metaId: 'RANDOM', impressions: 150, amount: 1500, ratioPpb: 300_000_000 },
            { date: '2028-03-02', metaId: 'RANDOM', impressions: 350, amount: 3500, ratioPpb: 700_000_000 },
          ],
        },
      ],
      [
        {
          owner: null,
          amount: 5001,
          impressions: 501,
          weight: 1,
          weightTotal: 1,
          cells: [
            // 501 · 0.3 = 150.3; 5001 · 150/501 = 1497.3
            { date: '2028-03-01', metaId: 'RANDOM', impressions: 150, amount: 1497, ratioPpb: 300_000_000 },
            { date: '2028-03-02', metaId: 'RANDOM', impressions: 351, amount: 3504, ratioPpb: 700_000_000 },
          ],
        },
      ],
    ])
  })
})

describe('a leaf without impressions', () => {
  const groups = [
    { name: 'small', weight: 1, members: [{ metaId: 'a', weight: 1, owner: 'CJ' }] },
    { name: 'large', weight: 99, members: [{ metaId: 'b', weight: 1, owner: 'JTBC' }] },
  ]

  it('makes no child ad', () => {
    const { platforms, tooSmall } = split(simpleUnit({ groups }), 99, 99)
    expect(tooSmall).toEqual([])
    expect(platforms[0]!.groups.map(({ group }) => group)).toEqual(['large'])
  })

  it('that would carry money is AMOUNT_TOO_SMALL', () => {
    const { platforms, tooSmall } = split(simpleUnit({ groups }), 990, 99)
    expect(tooSmall).toEqual([{ platform: 'NAVER', group: 'small', owner: 'CJ', amount: 9 }])
    expect(platforms[0]!.groups.map(({ group }) => group)).toEqual(['large'])
  })

  it('is AMOUNT_TOO_SMALL on every platform that has not one impression', () => {
    const unit = simpleUnit({ platforms: ['NAVER', 'KAKAO', 'DAUM'], groups: [groups[0]!] })
    const { platforms, tooSmall } = split(unit, 20_000, 2)
    expect(tooSmall.map(({ platform, amount }) => [platform, amount])).toEqual([
      ['NAVER', 6666],
      ['KAKAO', 6666],
    ])
    expect(platforms.map(({ platform, impressions }) => [platform, impressions])).toEqual([['DAUM', 2]])
  })

  it('is how a purchase of nothing ends: no ads and nothing to refuse', () => {
    expect(split(simpleUnit({ groups }), 0, 0)).toEqual({ platforms: [], noInventory: [], tooSmall: [] })
  })
})

describe('the ratios of cells', () => {
  const series = fc.oneof(
    fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }),
    fc.array(fc.nat(50_000_000), { minLength: 6, maxLength: 6 }),
    fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 2 ** 50, max: MOST })), {
      minLength: 6,
      maxLength: 6,
    }),
  )
  const members = fc.array(
    fc.record({
      weight: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1_000_000 })),
      forecast: series.filter((days) => days.some((day) => day > 0)),
    }),
    { minLength: 1, maxLength: 6 },
  )

  it('are w_m/W × f(m,d)/F(m) in whole parts of 10⁹', () => {
    fc.assert(
      fc.property(members, (all) => {
        expect(cellRatios(all, 6)).toEqual(expectedRatios(all, 6))
      }),
      { numRuns: 400 },
    )
  })

  it('sum to 10⁹, and only a cell with forecast has one', () => {
    fc.assert(
      fc.property(members, (all) => {
        const ratios = cellRatios(all, 6)
        expect(sumOf(ratios)).toBe(BigInt(RATIO_SCALE))
        ratios.forEach((ratio, i) => {
          if (all[i % all.length]!.forecast[Math.floor(i / all.length)] === 0) expect(ratio).toBe(0)
        })
      }),
      { numRuns: 150 },
    )
  })

  it('give what is missing to the first cell with a positive ratio, past empty first days', () => {
    const members3 = [
      { weight: 1, forecast: [0, 0, 1] },
      { weight: 1, forecast: [0, 1, 1] },
      { weight: 1, forecast: [0, 0, 1] },
    ]
    expect(cellRatios(members3, 3)).toEqual([
      0, 0, 0, 0, 166_666_668, 0, 333_333_333, 166_666_666, 333_333_333,
    ])
  })

  it('give it to a cell whose ratio is positive but less than 10⁻⁹', () => {
    expect(cellRatios([{ weight: 1, forecast: [0, 1, 3_000_000_000, 3_000_000_000] }], 4)).toEqual([
      0, 2, 499_999_999, 499_999_999,
    ])
  })

  it('divide evenly without a rest where that is possible', () => {
    expect(
      cellRatios(
        [
          { weight: 3, forecast: [1, 1] },
          { weight: 2, forecast: [1, 3] },
        ],
        2,
      ),
    ).toEqual([300_000_000, 100_000_000, 300_000_000, 300_000_000])
  })
})

describe('the cells of a leaf', () => {
  it('come day by day, within a day in the group’s order, also those with nothing', () => {
    fc.assert(
      fc.property(randomUnit(), quantity, quantity, (unit, amount, impressions) => {
        const basis = basisOf(unit)
        for (const { platform, position, owner, cells } of leavesOf(split(basis, amount, impressions))) {
          const members = basis.groups[position]!.members.filter(
            (member) =>
              member.owner === owner && basis.forecast(member.metaId, platform).some((day) => day > 0),
          )
          const order = basis.days.flatMap((date) => members.map(({ metaId }) => `${date} ${metaId}`))
          expect(cells.map(({ date, metaId }) => `${date} ${metaId}`)).toEqual(order)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('take no money without impressions, and impressions only where there is forecast', () => {
    fc.assert(
      fc.property(randomUnit(), quantity, quantity, (unit, amount, impressions) => {
        const basis = basisOf(unit)
        for (const { platform, cells } of leavesOf(split(basis, amount, impressions))) {
          for (const cell of cells) {
            if (cell.impressions === 0) expect(cell.amount).toBe(0)
            const forecast = basis.forecast(cell.metaId, platform)[basis.days.indexOf(cell.date)]
            if (forecast === 0) expect([cell.ratioPpb, cell.impressions]).toEqual([0, 0])
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('are less than one impression away from their ratio, and less than one won from their impressions', () => {
    fc.assert(
      fc.property(randomUnit(), quantity, quantity, (unit, amount, impressions) => {
        const lessThanOne = (share: number, quota: Fraction) => {
          const off = new Fraction(share).minus(quota)
          expect(new Fraction(1).exceeds(off) && off.exceeds(new Fraction(-1))).toBe(true)
        }
        for (const { levels, cells } of leavesOf(split(basisOf(unit), amount, impressions))) {
          const asked = quotas(
            levels[2].impressions,
            cells.map((cell) => cell.ratioPpb),
          )
          const paid = quotas(
            levels[2].amount,
            cells.map((cell) => cell.impressions),
          )
          cells.forEach((cell, i) => {
            lessThanOne(cell.impressions, asked[i]!)
            lessThanOne(cell.amount, paid[i]!)
          })
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('the demand on unit inventory', () => {
  it('sums the cells that meet in one row, in order of the key', () => {
    fc.assert(
      fc.property(randomUnit({ groups: 4 }), quantity, (unit, impressions) => {
        const basis = basisOf(unit)
        expect(demandOf([split(basis, impressions, impressions)])).toEqual(
          expectedDemand(expectedSplit(basis, impressions, impressions).leaves),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('sums over several units', () => {
    const some = fc.nat(10_000)
    fc.assert(
      fc.property(randomUnit(), randomUnit(), some, some, (one, other, n, m) => {
        const [first, second] = [basisOf(one), basisOf(other)]
        expect(demandOf([split(first, n, n), split(second, m, m)])).toEqual(
          expectedDemand([...expectedSplit(first, n, n).leaves, ...expectedSplit(second, m, m).leaves]),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('asks a content that is in two groups once for both', () => {
    const shared = { metaId: 'shared', weight: 1, owner: 'CJ' }
    const unit = simpleUnit({
      groups: [
        { name: 'first', weight: 1, members: [shared] },
        { name: 'second', weight: 1, members: [{ metaId: 'other', weight: 1, owner: 'CJ' }, shared] },
      ],
    })
    expect(demandOf([split(unit, 400, 400)])).toEqual([
      { metaId: 'other', platform: 'NAVER', date: '2028-03-01', quantity: 50 },
      { metaId: 'other', platform: 'NAVER', date: '2028-03-02', quantity: 50 },
      { metaId: 'shared', platform: 'NAVER', date: '2028-03-01', quantity: 150 },
      { metaId: 'shared', platform: 'NAVER', date: '2028-03-02', quantity: 150 },
    ])
  })

  it('comes by content, then platform, then date, so that rows are always locked in one order', () => {
    const unit = simpleUnit({
      platforms: ['YOUTUBE', 'NAVER'],
      days: ['2028-02-29', '2028-03-01'],
      groups: [
        {
          name: 'g',
          weight: 1,
          members: ['무한도전', 'm10', 'm1', 'M1', 'm'].map((metaId) => ({ metaId, weight: 1, owner: null })),
        },
      ],
    })
    const keys = demandOf([split(unit, 2000, 2000)]).map((row) =>
      [row.metaId, row.platform, row.date].join(' '),
    )
    expect(keys).toEqual(
      ['M1', 'm', 'm1', 'm10', '무한도전'].flatMap((metaId) =>
        ['NAVER', 'YOUTUBE'].flatMap((platform) =>
          ['2028-02-29', '2028-03-01'].map((date) => `${metaId} ${platform} ${date}`),
        ),
      ),
    )
  })

  it('asks for every impression of a complete split and for no empty row', () => {
    fc.assert(
      fc.property(randomUnit(), quantity, (unit, impressions) => {
        const filled = split(basisOf(unit), impressions, impressions)
        fc.pre(filled.noInventory.length === 0)
        const demand = demandOf([filled])
        expect(sumOf(demand.map((row) => row.quantity))).toBe(BigInt(impressions))
        expect(demand.every((row) => row.quantity > 0)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('of nothing is nothing', () => {
    expect(demandOf([])).toEqual([])
    expect(demandOf([{ platforms: [] }])).toEqual([])
  })
})

describe('a unit of thousands of contents over 90 days', () => {
  const days = daysBetween('2028-02-01', '2028-04-30')
  const members = Array.from({ length: 2000 }, (_, i) => ({
    metaId: `m${i}`,
    weight: ((i * 7919) % 1_000_000) + 1,
    owner: i % 24 === 0 ? null : `owner ${i % 24}`,
  }))
  const forecasts = new Map(
    members.map(({ metaId }, i) => [
      metaId,
      days.map((_, day) => (i % 25 === 0 || day < i % 4 ? 0 : 1000 + ((i * 31 + day * 17) % 90_000))),
    ]),
  )
  const unit: SplitBasis = {
    platforms: ['NAVER'],
    groups: [{ name: 'everything', weight: 1, members }],
    days,
    forecast: (metaId) => forecasts.get(metaId)!,
  }
  const started = performance.now()
  const plan = planSplit(unit)
  const filled = fillSplit(plan, 900_000_000_000, 90_000_000_000)
  const demand = demandOf([filled])
  const took = performance.now() - started

  it('is split quickly', () => {
    expect(days).toHaveLength(90)
    expect(took).toBeLessThan(3000)
  })

  it('is split exactly', () => {
    const total = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0)
    const leaves = leavesOf(filled)
    expect(leaves).toHaveLength(24)
    expect(plan.warnings).toHaveLength(80)
    expect(total(leaves.map(({ levels }) => levels[2].amount))).toBe(900_000_000_000)
    expect(total(demand.map((row) => row.quantity))).toBe(90_000_000_000)
    for (const { cells, levels } of leaves) {
      expect(total(cells.map((cell) => cell.impressions))).toBe(levels[2].impressions)
      expect(total(cells.map((cell) => cell.amount))).toBe(levels[2].amount)
      expect(total(cells.map((cell) => cell.ratioPpb))).toBe(1_000_000_000)
    }
  })

  it('is the brute force’s in a leaf of dozens of contents', () => {
    const { cells, levels, owner } = leavesOf(filled)[7]!
    const own = members.filter((one) => one.owner === owner && forecasts.get(one.metaId)!.some((n) => n > 0))
    expect(own.length).toBeGreaterThan(60)
    const ratios = expectedRatios(
      own.map(({ metaId, weight }) => ({ weight, forecast: forecasts.get(metaId)! })),
      90,
    )
    const impressions = shares(levels[2].impressions, ratios, 'carry-forward')
    expect(cells.map((cell) => cell.ratioPpb)).toEqual(ratios)
    expect(cells.map((cell) => cell.impressions)).toEqual(impressions)
    expect(cells.map((cell) => cell.amount)).toEqual(shares(levels[2].amount, impressions, 'carry-forward'))
  })
})

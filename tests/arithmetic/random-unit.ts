import fc from 'fast-check'
import { addDays } from '../../shared/calendar'
import type { SplitBasis, SplitRules } from '../../shared/distribution'

/** A unit as plain data, so that a counterexample is readable. */
export interface RandomUnit {
  platforms: string[]
  dayCount: number
  /** The owner of each content; a content has one owner or none. */
  owners: Record<string, string | null>
  /** Daily forecasts by `metaId platform`. */
  forecasts: Record<string, number[]>
  groups: {
    weight: number
    members: { metaId: string; weight: number }[]
    platforms?: string[]
    ownerRatios?: { owner: string; ratio: number }[]
  }[]
  rules?: SplitRules
}

const PLATFORMS = ['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE']
const CONTENTS = ['m1', 'm2', 'm3', 'm4', 'm5']
const OWNERS = ['CJ', 'JTBC', 'SBS']
const MOST_DAYS = 5

export function randomUnit(
  limits: { weight?: number; forecast?: number; groups?: number; otherRules?: boolean } = {},
): fc.Arbitrary<RandomUnit> {
  const weight = fc.integer({ min: 1, max: limits.weight ?? 1_000_000 })
  const series = fc.oneof(
    { weight: 1, arbitrary: fc.constant(new Array<number>(MOST_DAYS).fill(0)) },
    {
      weight: 4,
      arbitrary: fc.array(
        fc.oneof(
          { weight: 1, arbitrary: fc.constant(0) },
          { weight: 3, arbitrary: fc.integer({ min: 1, max: limits.forecast ?? 5_000_000 }) },
        ),
        { minLength: MOST_DAYS, maxLength: MOST_DAYS },
      ),
    },
  )
  const group = fc.record(
    {
      weight,
      members: fc.uniqueArray(fc.record({ metaId: fc.constantFrom(...CONTENTS), weight }), {
        selector: ({ metaId }) => metaId,
        minLength: 1,
        maxLength: CONTENTS.length,
      }),
      platforms: fc.subarray(PLATFORMS, { minLength: 1 }),
      ownerRatios: fc.uniqueArray(
        fc.record({
          owner: fc.constantFrom(...OWNERS, 'nobody'),
          ratio: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: weight }),
        }),
        { selector: ({ owner }) => owner, minLength: 1, maxLength: 4 },
      ),
    },
    { requiredKeys: ['weight', 'members'] },
  )
  const rule = fc.constantFrom(
    'remainder-last' as const,
    'remainder-first' as const,
    'largest-remainder' as const,
  )
  const rules = fc.record({ platform: rule, group: rule, owner: rule })
  return fc
    .record({
      platforms: fc.shuffledSubarray(PLATFORMS, { minLength: 1 }),
      dayCount: fc.integer({ min: 1, max: MOST_DAYS }),
      owners: fc.tuple(...CONTENTS.map(() => fc.constantFrom(...OWNERS, null))),
      series: fc.tuple(...CONTENTS.flatMap(() => PLATFORMS.map(() => series))),
      groups: fc.array(group, { minLength: 1, maxLength: limits.groups ?? 3 }),
      rules: limits.otherRules ? fc.option(rules, { nil: undefined }) : fc.constant(undefined),
    })
    .map(({ owners, series, ...unit }) => ({
      ...unit,
      owners: Object.fromEntries(CONTENTS.map((metaId, i) => [metaId, owners[i]!])),
      forecasts: Object.fromEntries(
        CONTENTS.flatMap((metaId, c) =>
          PLATFORMS.map((platform, p) => [
            `${metaId} ${platform}`,
            series[c * PLATFORMS.length + p]!.slice(0, unit.dayCount),
          ]),
        ),
      ),
    }))
}

/**
 * The unit as the product takes it. Its flight begins on 27 February 2028, so that it may include a leap day.
 */
export function basisOf(unit: RandomUnit): SplitBasis {
  return {
    platforms: unit.platforms,
    groups: unit.groups.map((group, i) => ({
      ...group,
      name: `group ${i}`,
      members: group.members.map((member) => ({ ...member, owner: unit.owners[member.metaId]! })),
    })),
    days: Array.from({ length: unit.dayCount }, (_, i) => addDays('2028-02-27', i)),
    forecast: (metaId, platform) => unit.forecasts[`${metaId} ${platform}`]!,
    rules: unit.rules,
  }
}

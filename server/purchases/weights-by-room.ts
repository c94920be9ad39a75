import { mulDivRound } from '../../shared/apportion'
import type { UnitGroupBody } from '../../shared/contract/campaigns'
import { groupsOn, type TargetedGroup } from '../../shared/distribution'
import { largestFit } from '../../shared/fitting'
import { Problem } from '../../shared/problem'
import type { InventorySnapshot } from '../inventory/unit-inventory'
import { type Standing, standingOf } from './in-order'
import { loadOf, type PlannedUnit, type PlanningBasis, planUnit, type UnitToBuy } from './split-units'
import type { Taken } from './taken'
import { resolveTargeting } from './targeting'

const MOST_WEIGHT = 1_000_000

/** Why a content or group gets no weight. */
type LeftOutReason = 'NO_INVENTORY' | 'NOTHING_LEFT' | 'NOT_LOADED'

export interface Weighed {
  groups: UnitGroupBody[]
  leftOut: { metaId: string | null; code: string | null; reason: LeftOutReason }[]
  /** What the row can have with the weights that it has; null: it can't be planned with them. */
  before: Standing | null
  after: Standing | null
}

/** A content of the row's own list, or a catalogue group, with what it could take on each platform alone. */
interface Part {
  metaId: string | null
  code: string | null
  /** Impressions; one number per platform where it takes part. */
  room: number[]
  reason: LeftOutReason | null
}

/**
 * Weighs the contents of a row (or its catalogue groups) by what is left for each. Platforms share a purchase evenly, so
 * a content can take what fits on its tightest platform, and on its tightest day there: weights in these proportions fill
 * all of them at once. Where contents take part on different platforms only, the sum over the platforms may do better;
 * what gives the row most is taken, and nothing changes where neither does. Contents with nothing left get no weight.
 *
 * @param unit on its days to come
 * @throws Problem TARGETING_INVALID, UNKNOWN_REFERENCE
 */
export function weighByRoom(
  unit: UnitToBuy,
  basis: PlanningBasis,
  snapshot: InventorySnapshot,
  beside: readonly Taken[],
): Weighed {
  const [targeted] = resolveTargeting([unit], basis.named)
  const standing = (groups: readonly UnitGroupBody[]): Standing | null => {
    const of = { ...unit, groups }
    const planned = unlessRefused(() =>
      planUnit(of, resolveTargeting([of], basis.named)[0]!, snapshot, basis.rules),
    )
    return planned ? standingOf(planned, loadOf(planned, beside)) : null
  }
  const roomOn = (platform: string, group: TargetedGroup): number | LeftOutReason => {
    const { ownerRatios: _ratios, platforms: _own, ...whole } = group
    const of: UnitToBuy = { ...unit, platforms: [platform] }
    const planned = unlessRefused((): PlannedUnit => planUnit(of, [whole], snapshot, basis.rules))
    if (!planned) return 'NOT_LOADED'
    const load = loadOf(planned, beside)
    return load.complete ? largestFit(load, 1000, () => 0).impressions : 'NO_INVENTORY'
  }
  const ofContents = unit.product.targetingKind === 'CONTENTS'
  const parts = ofContents
    ? targeted!.flatMap((group) =>
        group.members.map((member) =>
          partOf(unit.platforms, { metaId: member.metaId, code: null }, (platform) =>
            roomOn(platform, { ...group, members: [{ ...member, weight: 1 }] }),
          ),
        ),
      )
    : targeted!.map((group, i) =>
        partOf(
          unit.platforms.filter((platform) =>
            groupsOn(platform, targeted!).some((one) => one.position === i),
          ),
          { metaId: null, code: unit.groups[i]?.code ?? null },
          (platform) => roomOn(platform, group),
        ),
      )
  const before = standing(unit.groups)
  let best = { groups: [...unit.groups], after: before }
  for (const weights of candidates(parts)) {
    const groups = withWeights(unit, weights, ofContents)
    const after = groups.length === 0 ? null : standing(groups)
    if (after && after.maxImpressions > (best.after?.maxImpressions ?? 0)) best = { groups, after }
  }
  return {
    ...best,
    before,
    leftOut: parts.flatMap(({ metaId, code, reason }) => (reason ? [{ metaId, code, reason }] : [])),
  }
}

function partOf(
  platforms: readonly string[],
  named: Pick<Part, 'metaId' | 'code'>,
  roomOn: (platform: string) => number | LeftOutReason,
): Part {
  const found = platforms.map(roomOn)
  const room = found.filter((one) => typeof one === 'number')
  const unloaded = found.includes('NOT_LOADED')
  const reason = unloaded
    ? 'NOT_LOADED'
    : room.length === 0
      ? 'NO_INVENTORY'
      : room.includes(0)
        ? 'NOTHING_LEFT'
        : null
  return { ...named, room, reason }
}

/** Two lists of weights, one per part: by the tightest platform, and by the sum over the platforms; 0: left out. */
function candidates(parts: readonly Part[]): number[][] {
  const weigh = (of: (room: readonly number[]) => number) => {
    const rooms = parts.map(({ room, reason }) => (reason ? 0 : of(room)))
    const most = Math.max(...rooms)
    return rooms.map((room) =>
      room === 0 || most <= MOST_WEIGHT ? room : Math.max(1, mulDivRound(room, MOST_WEIGHT, most)),
    )
  }
  return [weigh((room) => Math.min(...room)), weigh((room) => room.reduce((sum, one) => sum + one, 0))]
}

function withWeights(unit: UnitToBuy, weights: readonly number[], ofContents: boolean): UnitGroupBody[] {
  if (!ofContents)
    return unit.groups.flatMap((group, i) => (weights[i]! > 0 ? [{ ...group, weight: weights[i]! }] : []))
  let at = 0
  return unit.groups.flatMap((group) => {
    const members = (group.members ?? []).flatMap((member) => {
      const weight = weights[at++]!
      return weight > 0 ? [{ ...member, weight }] : []
    })
    return members.length > 0 ? [{ ...group, members }] : []
  })
}

function unlessRefused<Result>(attempt: () => Result): Result | null {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

import type { BookedLeaf, Numbers } from '../../shared/amendment'
import type { Cell, Split } from '../../shared/distribution'
import { impressionsFor } from '../../shared/estimates'
import { giveBack, largestGivenBack } from '../../shared/giving-back'
import { priceOf, type UnitToBuy } from './split-units'

/** A tree whose leaves have cells: of a booking, or of a hold. */
export interface Tree {
  platform: string
  groups: readonly {
    group: string
    owners: readonly { owner: string | null; cells: readonly Cell[] }[]
  }[]
}

export function leavesOf(platforms: readonly Tree[]): BookedLeaf[] {
  return platforms.flatMap(({ platform, groups }) =>
    groups.flatMap(({ group, owners }) =>
      owners.map(({ owner, cells }) => ({ platform, group, owner, cells })),
    ),
  )
}

/** What a change means on the unit's own cells. */
export interface OwnCells {
  /** The unit lowered on them; absent where the change asks for more than they have. */
  lowered?: Numbers & { split: Split }
  /** The largest total that an answer to a shortage names, from the largest that can be divided anew. */
  fits(anew: () => Numbers): Numbers
}

/**
 * Looks at a unit's own cells for a change that may be refused (decision 46).
 *
 * @param unit the unit after the change
 * @param before the unit before it, if the change leaves it within its targeting, platforms and flight
 * @param today the last day of the past; empty when there is none
 */
export function ownCells(
  leaves: readonly BookedLeaf[],
  unit: UnitToBuy,
  before: UnitToBuy | undefined,
  today: string,
  revision: number,
): OwnCells {
  if (!before) return { fits: (anew) => anew() }
  const price = (amount: number) => priceOf(unit, amount)
  const whole = { amount: price(unit.amount), impressions: impressionsFor(unit.amount, unit.ecpm) }
  const split =
    unit.amount <= before.amount && whole.impressions > 0
      ? giveBack(leaves, whole, unit, today, revision)
      : undefined
  // Nobody sees what would fit when the unit is lowered instead.
  if (split) return { lowered: { ...whole, split }, fits: () => ({ amount: 0, impressions: 0 }) }
  return {
    fits(anew) {
      const own = largestGivenBack(leaves, unit, today, { most: before.amount, ecpm: unit.ecpm, price })
      const other = anew()
      return own.impressions > other.impressions ? own : other
    },
  }
}

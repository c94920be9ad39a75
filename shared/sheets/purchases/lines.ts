import type { Audience } from '../plan'
import type { PurchasedGroup, PurchasedPlatform, PurchasedRow } from './contents'

/** A line of the table: an owner's share of a group; for a client the whole group. */
export interface PurchasesLine {
  platform: PurchasedPlatform
  group: PurchasedGroup
  /** null: no owner, or none that the audience sees. */
  owner: string | null
  amount: number
  impressions: number
}

export function purchasesLines({ platforms }: PurchasedRow, audience: Audience): PurchasesLine[] {
  return platforms.flatMap((platform) =>
    platform.groups.flatMap((group): PurchasesLine[] =>
      audience === 'client'
        ? [{ platform, group, owner: null, ...sumsOf(group.owners) }]
        : group.owners.map(({ name, ...figures }) => ({ platform, group, owner: name, ...figures })),
    ),
  )
}

export interface Sums {
  amount: number
  impressions: number
}

export function sumsOf(lines: readonly Sums[]): Sums {
  const sums = { amount: 0, impressions: 0 }
  for (const { amount, impressions } of lines) {
    sums.amount += amount
    sums.impressions += impressions
  }
  return sums
}

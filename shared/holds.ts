/** What one unit needs of one unit-inventory row. */
export interface HeldNeed {
  unitId: string
  /** `A`, `B`, `C` … of a campaign's alternatives; null: not an alternative. */
  variant: string | null
  /** Impressions. */
  need: number
}

/**
 * How much each unit's hold counts on a row, so that the alternatives of a campaign don't block each other.
 * Units without a variant count in full. Of the variants only the largest need is held, and each variant
 * counts what it needs beyond those before it. The counts sum to Σ(without variant) + max over the variants
 * of Σ(variant).
 *
 * @param needs the holds of one campaign on one row
 * @returns impressions per unit id
 */
export function countHolds(needs: readonly HeldNeed[]): Map<string, number> {
  const counts = new Map<string, number>()
  const byVariant = new Map<string, HeldNeed[]>()
  for (const one of needs) {
    if (one.variant === null) counts.set(one.unitId, one.need)
    else byVariant.set(one.variant, [...(byVariant.get(one.variant) ?? []), one])
  }
  let held = 0
  for (const variant of [...byVariant.keys()].sort()) {
    let upTo = 0
    for (const { unitId, need } of byVariant.get(variant)!.sort((a, b) => (a.unitId < b.unitId ? -1 : 1))) {
      counts.set(unitId, Math.max(0, upTo + need - held) - Math.max(0, upTo - held))
      upTo += need
    }
    held = Math.max(held, upTo)
  }
  return counts
}

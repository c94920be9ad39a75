import { DEFAULT_SPLIT_RULES, RATIO_SCALE } from '../../shared/distribution'
import type { StoredAd, StoredShare } from './purchase-tree'

/**
 * Explains every number of a bought unit's tree: the weight it stands on, the exact quota before rounding as a fraction
 * in lowest terms, and the rule that made a whole number of it.
 */
export function explain(unit: { amount: number; impressions: number }, ads: readonly StoredAd[]) {
  return ads.map(({ adId, platform, childAds, ...ad }) => ({
    adId,
    platform,
    ...explained(ad, unit, DEFAULT_SPLIT_RULES.platform),
    childAds: childAds.map(({ childAdId, group, owners, ...child }) => ({
      childAdId,
      group,
      ...explained(child, ad, DEFAULT_SPLIT_RULES.group),
      owners: owners.map(({ owner, cells, ...share }) => ({
        owner,
        ...explained(share, child, DEFAULT_SPLIT_RULES.owner),
        cells: cells.map((cell) => ({
          ...cell,
          rule: 'carry-forward',
          quota: {
            amount: fraction(share.amount, cell.impressions, share.impressions),
            impressions: fraction(share.impressions, cell.ratioPpb, RATIO_SCALE),
          },
        })),
      })),
    })),
  }))
}

function explained(share: StoredShare, parent: { amount: number; impressions: number }, rule: string) {
  return {
    ...share,
    rule,
    quota: {
      amount: fraction(parent.amount, share.weight, share.weightTotal),
      impressions: fraction(parent.impressions, share.weight, share.weightTotal),
    },
  }
}

/** total·weight/weightTotal in lowest terms: `10000000/3`, or a whole number. */
function fraction(total: number, weight: number, weightTotal: number): string {
  let numerator = BigInt(total) * BigInt(weight)
  let denominator = BigInt(weightTotal)
  const divisor = greatestCommonDivisor(numerator, denominator)
  numerator /= divisor
  denominator /= divisor
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : greatestCommonDivisor(b, a % b)
}

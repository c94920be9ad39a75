import { fraction, hashText } from './random'

/**
 * Quantiles of expected impressions per month: [share of the contents, impressions], with linear
 * interpolation. The shape is that of a log-normal distribution. A table avoids `Math.exp`, whose last bit
 * differs between engines.
 */
type Quantiles = readonly (readonly [number, number])[]

const QUANTILES = {
  PROGRAM: [
    [0, 4_000],
    [0.1, 15_000],
    [0.25, 40_000],
    [0.5, 130_000],
    [0.7, 320_000],
    [0.85, 900_000],
    [0.93, 2_000_000],
    [0.98, 4_500_000],
    [1, 9_000_000],
  ],
  CHANNEL: [
    [0, 3_000],
    [0.25, 20_000],
    [0.5, 70_000],
    [0.75, 220_000],
    [0.9, 900_000],
    [0.97, 2_500_000],
    [1, 5_000_000],
  ],
  KEYWORD: [
    [0, 3_000],
    [0.3, 12_000],
    [0.6, 40_000],
    [0.85, 160_000],
    [0.95, 600_000],
    [1, 2_000_000],
  ],
  RANDOM: [
    [0, 1_200_000],
    [0.5, 3_000_000],
    [1, 7_000_000],
  ],
} as const satisfies Record<string, Quantiles>

/**
 * The fraction of √2 in 32 bits: any number of its multiples is spread evenly over 0 to 1. (The golden ratio
 * spreads even better, but eight of its steps nearly return to the start, and every eighth programme has the
 * same genre.)
 */
const EVEN_STEP = 0x6a09e667

/**
 * Expected impressions per month of the nth content of a type.
 *
 * Each content's rank is a constant step from the previous one. So even a few contents include very popular
 * and unpopular ones, and a content keeps its popularity when the sample grows. The first content of each
 * type is always popular, so that even the smallest sample has something to sell.
 */
export function monthlyImpressions(seed: number, type: keyof typeof QUANTILES, index: number): number {
  const first = 0.88 + 0.1 * fraction(hashText(seed, `popularity of ${type}`))
  const rank = first + fraction(Math.imul(EVEN_STEP, index))
  return quantile(QUANTILES[type], rank >= 1 ? rank - 1 : rank)
}

function quantile(table: Quantiles, share: number): number {
  for (let i = 1; i < table.length; i++) {
    const [upperShare, upper] = table[i]!
    if (share > upperShare) continue
    const [lowerShare, lower] = table[i - 1]!
    return Math.round(lower + ((upper - lower) * (share - lowerShare)) / (upperShare - lowerShare))
  }
  return table[table.length - 1]![1]
}

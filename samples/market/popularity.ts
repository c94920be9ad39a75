import { fraction, hashText } from './random'

/**
 * Quantiles of expected impressions per month: [share of the contents, impressions], straight lines in between. The
 * shape is a log-normal's; a table keeps `Math.exp` out, whose last bit isn't the same in every engine.
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
 * The fraction of √2 in 32 bits: its multiples fill the circle evenly however many of them are taken. (The golden ratio
 * would do that best of all, but eight of its steps nearly close the circle, and every eighth programme is of one genre.)
 */
const EVEN_STEP = 0x6a09e667

/**
 * Expected impressions per month of the nth content of a type.
 *
 * The content's rank is an even step away from the one before it, so that a handful of contents already holds
 * both stars and long tail, and a content keeps its popularity when the sample grows. The first of each type is always
 * a star: even the smallest sample then has something to sell.
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

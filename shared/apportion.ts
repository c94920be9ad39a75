/**
 * Exact splitting of whole numbers (won, impressions) by whole-number weights.
 *
 * Numbers stay JavaScript numbers at the interface because everything we sell is below 2^53. Products of two such
 * numbers are not, so they are formed in BigInt unless doubles are known to give the same.
 */

/** The rules of splitting; each returns shares that sum to the total exactly. */
export const SPLIT_RULES = [
  'remainder-last',
  'remainder-first',
  'carry-forward',
  'largest-remainder',
] as const
export type SplitRule = (typeof SPLIT_RULES)[number]

/** Asked to split something that can't be split: a caller's mistake, never a user's. */
export class ApportionError extends Error {
  override readonly name = 'ApportionError'
}

/**
 * Splits `total` over `weights`.
 *
 * @param total whole number ≥ 0, below 2^53 (won or impressions)
 * @param weights whole numbers ≥ 0; a zero weight gets zero
 * @returns one whole number per weight, summing to `total` exactly
 * @throws ApportionError when no weight is positive or a number isn't a whole number in range
 */
export function apportion(total: number, weights: readonly number[], rule: SplitRule): number[] {
  requireWhole(total, 'total')
  let lastPositive = -1
  let firstPositive = -1
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!
    requireWhole(weight, 'weight')
    if (weight === 0) continue
    if (firstPositive < 0) firstPositive = i
    lastPositive = i
    sum += weight
  }
  if (lastPositive < 0) throw new ApportionError('no positive weight to split over')
  // A sum of doubles is exact as long as it stays below 2^53.
  const whole =
    sum <= Number.MAX_SAFE_INTEGER ? BigInt(sum) : weights.reduce((all, weight) => all + BigInt(weight), 0n)
  switch (rule) {
    case 'remainder-last':
      return withRemainderAt(total, weights, whole, lastPositive)
    case 'remainder-first':
      return withRemainderAt(total, weights, whole, firstPositive)
    case 'carry-forward':
      return carryForward(total, weights, whole)
    case 'largest-remainder':
      return largestRemainder(total, weights, whole)
  }
}

/** floor(a·b / c), exact. Shapes: whole numbers ≥ 0 below 2^53, c > 0; the result must be below 2^53. */
export function mulDivFloor(a: number, b: number, c: number): number {
  const product = a * b
  // For whole numbers below 2^53 the floor of the rounded quotient is the exact floor.
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / c)
  return certainFloor(product / c) ?? Number((BigInt(a) * BigInt(b)) / BigInt(c))
}

/** R(a·b / c): rounding half up, exact. Shapes as for {@link mulDivFloor}. */
export function mulDivRound(a: number, b: number, c: number): number {
  const twice = 2 * a * b + c
  if (twice <= Number.MAX_SAFE_INTEGER) return Math.floor(twice / (2 * c))
  const certain = certainFloor((a * b) / c + 0.5)
  if (certain !== undefined) return certain
  const divisor = 2n * BigInt(c)
  return Number((2n * BigInt(a) * BigInt(b) + BigInt(c)) / divisor)
}

/**
 * The floor of an exact value that a few operations on doubles came near to; undefined where an integer is so near that
 * their rounding could have crossed it. Three operations err by less than 4 × 2^-53 of the value.
 */
function certainFloor(near: number): number | undefined {
  const floor = Math.floor(near)
  const error = near * 2 ** -51
  return near - floor > error && floor + 1 - near > error ? floor : undefined
}

function requireWhole(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new ApportionError(`${what} must be a whole number from 0 to 2^53 - 1, not ${value}`)
  }
}

function withRemainderAt(total: number, weights: readonly number[], sum: bigint, at: number): number[] {
  const floor = floorOver(total, sum)
  let given = 0
  const shares = weights.map((weight, i) => {
    if (i === at) return 0
    const share = floor(weight)
    given += share
    return share
  })
  shares[at] = total - given
  return shares
}

function carryForward(total: number, weights: readonly number[], sum: bigint): number[] {
  if (sum <= BigInt(Number.MAX_SAFE_INTEGER)) {
    const whole = Number(sum)
    let cumulated = 0
    let before = 0
    return weights.map((weight) => {
      cumulated += weight
      const upTo = mulDivRound(total, cumulated, whole)
      const share = upTo - before
      before = upTo
      return share
    })
  }
  const bigTotal = BigInt(total)
  let cumulated = 0n
  let before = 0n
  return weights.map((weight) => {
    cumulated += BigInt(weight)
    const upTo = (2n * bigTotal * cumulated + sum) / (2n * sum)
    const share = upTo - before
    before = upTo
    return Number(share)
  })
}

function largestRemainder(total: number, weights: readonly number[], sum: bigint): number[] {
  const bigTotal = BigInt(total)
  const shares: number[] = []
  const remainders: bigint[] = []
  let given = 0
  for (const weight of weights) {
    const product = bigTotal * BigInt(weight)
    const share = Number(product / sum)
    shares.push(share)
    remainders.push(product % sum)
    given += share
  }
  const byRemainder = weights
    .map((_, i) => i)
    .filter((i) => weights[i]! > 0)
    .sort((a, b) => (remainders[a]! === remainders[b]! ? a - b : remainders[a]! > remainders[b]! ? -1 : 1))
  for (const i of byRemainder.slice(0, total - given)) shares[i]! += 1
  return shares
}

function floorOver(total: number, sum: bigint): (weight: number) => number {
  if (sum <= BigInt(Number.MAX_SAFE_INTEGER)) {
    const whole = Number(sum)
    return (weight) => mulDivFloor(total, weight, whole)
  }
  const bigTotal = BigInt(total)
  return (weight) => Number((bigTotal * BigInt(weight)) / sum)
}

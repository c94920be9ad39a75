/**
 * Exact splitting of whole numbers (won, impressions) by whole-number weights.
 *
 * Numbers stay JavaScript numbers at the interface because everything we sell is below 2^53. Products of two
 * such numbers are not, so they are calculated in BigInt unless doubles are known to give the same result.
 */

/** The rules of splitting; each returns shares that sum to the total exactly. */
export const SPLIT_RULES = [
  'remainder-last',
  'remainder-first',
  'carry-forward',
  'largest-remainder',
] as const
export type SplitRule = (typeof SPLIT_RULES)[number]

/** The input can't be split: always a mistake of the calling code, never of a user. */
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
  const shares = new Array<number>(weights.length).fill(0)
  splitterOver(weights, rule)(total, shares, 0)
  return shares
}

/** Splits a total, as {@link apportion} does, into the places of `shares` from `at` on. */
export type Splitter = (total: number, shares: { [place: number]: number }, at: number) => void

/**
 * Prepares splitting many totals over the same weights, which are then read only once.
 *
 * @throws ApportionError as {@link apportion}
 */
export function splitterOver(weights: readonly number[], rule: SplitRule): Splitter {
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
    sum <= Number.MAX_SAFE_INTEGER ? sum : weights.reduce((all, weight) => all + BigInt(weight), 0n)
  const split = ruleOver(weights, whole, rule, firstPositive, lastPositive)
  return (total, shares, at) => {
    requireWhole(total, 'total')
    split(total, shares, at)
  }
}

function ruleOver(
  weights: readonly number[],
  whole: number | bigint,
  rule: SplitRule,
  firstPositive: number,
  lastPositive: number,
): Splitter {
  switch (rule) {
    case 'remainder-last':
      return withRemainderAt(lastPositive, weights, whole)
    case 'remainder-first':
      return withRemainderAt(firstPositive, weights, whole)
    case 'carry-forward':
      return carryForward(weights, whole)
    case 'largest-remainder':
      return largestRemainder(weights, BigInt(whole))
  }
}

/** floor(a·b / c), exact. Arguments: whole numbers ≥ 0 below 2^53, c > 0; the result must be below 2^53. */
export function mulDivFloor(a: number, b: number, c: number): number {
  const product = a * b
  // For whole numbers below 2^53 the floor of the rounded quotient is the exact floor.
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / c)
  const certain = certainFloor(product / c)
  return certain >= 0 ? certain : bigMulDivFloor(a, b, c)
}

/** R(a·b / c): rounding half up, exact. Arguments as for {@link mulDivFloor}. */
export function mulDivRound(a: number, b: number, c: number): number {
  const twice = 2 * a * b + c
  if (twice <= Number.MAX_SAFE_INTEGER) return Math.floor(twice / (2 * c))
  const certain = certainFloor((a * b) / c + 0.5)
  return certain >= 0 ? certain : bigMulDivRound(a, b, c)
}

function bigMulDivFloor(a: number, b: number, c: number): number {
  return Number((BigInt(a) * BigInt(b)) / BigInt(c))
}

function bigMulDivRound(a: number, b: number, c: number): number {
  return Number((2n * BigInt(a) * BigInt(b) + BigInt(c)) / (2n * BigInt(c)))
}

/**
 * The floor of an exact value, from an approximation that a few operations on doubles gave. NaN if an integer
 * is so near that their rounding could have crossed it: three operations err by less than 4 × 2^-53 of the
 * value. (It always returns a number, and its callers are short, so that the thousands of floors of a search
 * allocate no memory.)
 */
function certainFloor(near: number): number {
  const floor = Math.floor(near)
  const error = near * 2 ** -51
  return near - floor > error && floor + 1 - near > error ? floor : Number.NaN
}

function requireWhole(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new ApportionError(`${what} must be a whole number from 0 to 2^53 - 1, not ${value}`)
  }
}

function withRemainderAt(place: number, weights: readonly number[], whole: number | bigint): Splitter {
  return (total, shares, at) => {
    let given = 0
    for (let i = 0; i < weights.length; i++) {
      if (i === place) continue
      const share =
        typeof whole === 'number'
          ? mulDivFloor(total, weights[i]!, whole)
          : Number((BigInt(total) * BigInt(weights[i]!)) / whole)
      given += share
      shares[at + i] = share
    }
    shares[at + place] = total - given
  }
}

function carryForward(weights: readonly number[], whole: number | bigint): Splitter {
  if (typeof whole === 'number') {
    return (total, shares, at) => {
      let cumulated = 0
      let before = 0
      for (let i = 0; i < weights.length; i++) {
        cumulated += weights[i]!
        const upTo = mulDivRound(total, cumulated, whole)
        shares[at + i] = upTo - before
        before = upTo
      }
    }
  }
  return (total, shares, at) => {
    const bigTotal = BigInt(total)
    let cumulated = 0n
    let before = 0n
    for (let i = 0; i < weights.length; i++) {
      cumulated += BigInt(weights[i]!)
      const upTo = (2n * bigTotal * cumulated + whole) / (2n * whole)
      shares[at + i] = Number(upTo - before)
      before = upTo
    }
  }
}

function largestRemainder(weights: readonly number[], whole: bigint): Splitter {
  return (total, shares, at) => {
    const bigTotal = BigInt(total)
    const remainders: bigint[] = []
    let given = 0
    for (let i = 0; i < weights.length; i++) {
      const product = bigTotal * BigInt(weights[i]!)
      const share = Number(product / whole)
      shares[at + i] = share
      remainders.push(product % whole)
      given += share
    }
    const byRemainder = weights
      .map((_, i) => i)
      .filter((i) => weights[i]! > 0)
      .sort((a, b) => (remainders[a]! === remainders[b]! ? a - b : remainders[a]! > remainders[b]! ? -1 : 1))
    for (const i of byRemainder.slice(0, total - given)) shares[at + i]! += 1
  }
}

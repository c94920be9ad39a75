import { impressionsFor, largestAmountFor } from './estimates'
import type { PlanLoad } from './plan-load'

/**
 * Limits of the walk around the number that the bisection found: number of totals, and number of cells in
 * all.
 */
const WALK_STEPS = 1000
const WALK_CELLS = 2_000_000

export interface Fit {
  impressions: number
  /** Whole won: the largest amount that gives `impressions`. */
  amount: number
  /**
   * True when it is proven that no larger number fits; false when the bounded walk ended before the proof.
   */
  exact: boolean
}

/**
 * The largest number of impressions (and its amount) that fits what remains, verified by the split itself.
 *
 * Rounding makes fitting not quite monotone: a larger total may fail and a still larger one fit again. So a
 * bisection finds a number that the rows can take, and a bounded walk looks for larger ones up to the point
 * where some row must overflow. Where that number is too small to be split (a leaf would carry money without
 * an impression), the walk goes down as well.
 *
 * @param price what a shown amount costs; a service row's costs nothing
 */
export function largestFit(
  load: PlanLoad,
  ecpm: number,
  price: (amount: number) => number = (amount) => amount,
): Fit {
  const nothing: Fit = { impressions: 0, amount: 0, exact: true }
  if (!load.complete) return nothing
  const steps = stepsOf(ecpm)
  const verdict = (step: number) => load.verdict(steps.impressions(step), () => price(steps.amount(step)))
  const end = Math.min(steps.after(load.fullFrom), steps.last + 1)

  // The first total that must fail is near the largest that fits, so the search begins there, with growing
  // strides.
  let high = end
  let low = Math.max(0, end - 1)
  for (let stride = 1; low > 0 && verdict(low) === 'OVERFLOW'; stride *= 2) {
    high = low
    low = Math.max(0, low - stride)
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (verdict(middle) === 'OVERFLOW') high = middle
    else low = middle
  }
  const walk = Math.max(1, Math.min(WALK_STEPS, Math.floor(WALK_CELLS / load.cells)))
  const walkEnd = Math.min(end, low + 1 + walk)
  let best = verdict(low) === 'FITS' ? low : 0
  let exact = walkEnd === end
  for (let step = low + 1; step < walkEnd; step++) {
    const found = verdict(step)
    if (found === 'FITS') best = step
    else if (found === 'TOO_SMALL') exact = false
  }
  for (let step = low - 1; best === 0 && step > Math.max(0, low - walk); step--) {
    if (verdict(step) === 'FITS') best = step
    exact = false
  }
  return best === 0
    ? { ...nothing, exact }
    : { impressions: steps.impressions(best), amount: steps.amount(best), exact }
}

/**
 * The unit of a search step. From an eCPM of 1,000 won on, every number of impressions has an amount, so a
 * step is an impression. Below, a won buys more than one impression and only some numbers have an amount, so
 * a step is a won.
 */
function stepsOf(ecpm: number) {
  const largest = Number.MAX_SAFE_INTEGER
  const impressions = (amount: number) => impressionsFor(amount, ecpm)
  return ecpm < 1000
    ? {
        impressions,
        amount: (step: number) => step,
        /** The first step whose impressions are beyond a number. */
        after: (count: number) => largestAmountFor(count, ecpm) + 1,
        last: largestAmountFor(largest - 1, ecpm),
      }
    : {
        impressions: (step: number) => step,
        amount: (step: number) => largestAmountFor(step, ecpm),
        after: (count: number) => count,
        last: impressions(largest),
      }
}

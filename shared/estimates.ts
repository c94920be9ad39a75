import { mulDivRound } from './apportion'

/** Rates (CTR, VTR) are kept as whole parts per million: a decimal with at most six digits. */
export const PPM = 1_000_000

/** One MediaMix row as far as its numbers go. */
export interface EstimateInput {
  /** PAID rows are sold; SERVICE rows (서비스) are free: their price is 0 and TOTAL leaves them out. */
  kind: 'PAID' | 'SERVICE'
  /** Shown amount in whole won. */
  amount: number
  /** Effective cost per mille: whole won for 1,000 impressions, at least 1. */
  ecpm: number
  ctrPpm: number
  vtrPpm: number
}

export interface Estimate {
  impressions: number
  clicks: number
  views: number
}

/** impressions = R(amount·1000 / eCPM). Units: won, won per mille → impressions. */
export function impressionsFor(amount: number, ecpm: number): number {
  return mulDivRound(amount, 1000, ecpm)
}

/** Whether the impressions of an amount stay below 2^53, where whole numbers are exact. */
export function isCountable(amount: number, ecpm: number): boolean {
  return (BigInt(amount) * 1000n) / BigInt(ecpm) < BigInt(Number.MAX_SAFE_INTEGER)
}

/**
 * The largest amount whose estimate is `impressions`; where no amount gives exactly that number (eCPM below
 * 1,000), the largest amount that gives fewer.
 */
export function largestAmountFor(impressions: number, ecpm: number): number {
  // R(a·1000/e) ≤ n  ⇔  a·1000/e < n + 1/2  ⇔  a < (2n+1)·e / 2000
  const bound = (2n * BigInt(impressions) + 1n) * BigInt(ecpm)
  const amount = (bound - 1n) / 2000n
  return amount > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(amount)
}

/** The smallest amount whose estimate is at least `impressions`. Units: impressions, won per mille → won. */
export function smallestAmountFor(impressions: number, ecpm: number): number {
  if (impressions === 0) return 0
  // R(a·1000/e) ≥ n  ⇔  a·1000/e ≥ n − 1/2  ⇔  a ≥ (2n−1)·e / 2000
  const bound = (2n * BigInt(impressions) - 1n) * BigInt(ecpm)
  return Number((bound + 1999n) / 2000n)
}

/** clicks = R(impressions·CTR), views = R(impressions·VTR), with the rates in parts per million. */
export function estimate(row: EstimateInput): Estimate {
  const impressions = impressionsFor(row.amount, row.ecpm)
  return {
    impressions,
    clicks: mulDivRound(impressions, row.ctrPpm, PPM),
    views: mulDivRound(impressions, row.vtrPpm, PPM),
  }
}

export interface Totals extends Estimate {
  amount: number
  /** Whole won per mille, recomputed from the sums; null without impressions. */
  ecpm: number | null
  /** Recomputed from the sums, at most six digits; null without impressions. */
  ctr: number | null
  vtr: number | null
}

/**
 * Sums the rows of one total line; rates are recomputed from the sums, never averaged.
 * The price of a service row is 0, whatever amount it shows.
 */
export function totalsOf(rows: readonly EstimateInput[]): Totals {
  const sum = { amount: 0, impressions: 0, clicks: 0, views: 0 }
  for (const row of rows) {
    const numbers = estimate(row)
    sum.amount += row.kind === 'PAID' ? row.amount : 0
    sum.impressions += numbers.impressions
    sum.clicks += numbers.clicks
    sum.views += numbers.views
  }
  const rate = (part: number) =>
    sum.impressions === 0 ? null : mulDivRound(part, PPM, sum.impressions) / PPM
  return {
    ...sum,
    ecpm: sum.impressions === 0 ? null : mulDivRound(sum.amount, 1000, sum.impressions),
    ctr: rate(sum.clicks),
    vtr: rate(sum.views),
  }
}

/**
 * The two total lines of a MediaMix: TOTAL over the paid rows, and a line with the service rows if there are
 * any.
 */
export function mediaMixTotals(rows: readonly EstimateInput[]): Totals & { withService: Totals | null } {
  const paid = rows.filter((row) => row.kind === 'PAID')
  return { ...totalsOf(paid), withService: paid.length === rows.length ? null : totalsOf(rows) }
}

/** A rate from outside (0 to 1, at most six digits) as parts per million; undefined when it isn't one. */
export function toPpm(rate: number): number | undefined {
  const ppm = Math.round(rate * PPM)
  if (!(ppm >= 0 && ppm <= PPM)) return undefined
  return ppm / PPM === rate ? ppm : undefined
}

export function fromPpm(ppm: number): number {
  return ppm / PPM
}

/**
 * A row's share of the paid amount as a ratio, for display (비중); null for service rows and when nothing is
 * paid. It is a ratio, not a split: the sheet's formula shows the same.
 */
export function amountShare(row: EstimateInput, paidTotal: number): number | null {
  return row.kind === 'SERVICE' || paidTotal === 0 ? null : row.amount / paidTotal
}

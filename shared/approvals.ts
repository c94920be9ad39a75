/** From which amount, and beyond which discount, a purchase waits for an approver; null: it never does for that. */
export interface ApprovalLimits {
  /** Won of one purchase, from which on it waits. */
  amount: number | null
  /** Whole percent below the rate card; a larger discount waits. */
  discountPercent: number | null
}

/** A row as it is to be bought. */
export interface JudgedRow {
  unitId: string
  kind: 'PAID' | 'SERVICE'
  amount: number
  /** The row's eCPM and the product's, in won. */
  ecpm: number
  rateCard: number
}

/** Why something waits for an approver. */
export type ApprovalReason =
  | { reason: 'AMOUNT'; amount: number; sameDay: number; limit: number }
  | { reason: 'DISCOUNT'; unitId: string; ecpm: number; rateCard: number; limitPercent: number }

/**
 * Why rows wait for an approver; empty: they don't. Service rows cost nothing and have no discount. All in whole
 * numbers: a discount is larger than a percentage when `(rateCard − ecpm) · 100 > percent · rateCard`.
 *
 * @param sameDay won that count with these rows although they are other ones, so that a large purchase isn't bought in pieces
 */
export function approvalReasons(
  rows: readonly JudgedRow[],
  sameDay: number,
  { amount: limit, discountPercent }: ApprovalLimits,
): ApprovalReason[] {
  const paid = rows.filter(({ kind }) => kind === 'PAID')
  const amount = paid.reduce((sum, row) => sum + row.amount, 0)
  return [
    ...(limit !== null && amount > 0 && amount + sameDay >= limit
      ? [{ reason: 'AMOUNT' as const, amount, sameDay, limit }]
      : []),
    ...(discountPercent === null
      ? []
      : paid
          .filter(({ ecpm, rateCard }) => isBeyond(ecpm, rateCard, discountPercent))
          .map(({ unitId, ecpm, rateCard }) => ({
            reason: 'DISCOUNT' as const,
            unitId,
            ecpm,
            rateCard,
            limitPercent: discountPercent,
          }))),
  ]
}

/** An eCPM is below 2^53, so its hundredfold may not be: BigInt keeps it exact. */
function isBeyond(ecpm: number, rateCard: number, percent: number): boolean {
  return (BigInt(rateCard) - BigInt(ecpm)) * 100n > BigInt(percent) * BigInt(rateCard)
}

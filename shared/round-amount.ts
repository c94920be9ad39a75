/** What amounts are rounded to, in won: 천원, 만원. */
export const ROUNDING_UNITS = [1_000, 10_000] as const
export type RoundingUnit = (typeof ROUNDING_UNITS)[number]

/**
 * An amount as a multiple of a unit.
 *
 * @param amount whole won, not negative
 * @param direction `nearest`: half up; `up`: at least as much; `down`: at most as much
 * @returns whole won; a positive amount never becomes 0 by `nearest`, because the row would be free then
 */
export function roundAmount(amount: number, unit: number, direction: 'nearest' | 'up' | 'down'): number {
  const below = amount - (amount % unit)
  if (below === amount) return amount
  if (direction === 'down') return below
  if (direction === 'up' || below === 0) return below + unit
  return (amount - below) * 2 >= unit ? below + unit : below
}

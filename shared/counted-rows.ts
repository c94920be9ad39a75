import { type BookingStatus, isBought, isCounted } from './statuses'

/** What decides whether a row is counted. */
export interface CountableRow {
  bookingStatus: BookingStatus
  /** The alternative that the row belongs to (A안, B안); null: none. */
  variant: string | null
}

/**
 * The rows of a campaign that totals, shares, budget, monitoring and proposals count (docs/arithmetic.md, "Estimates"):
 * not canceled, expired or declined, and one variant of a set. That is the bought one, else the first by name.
 */
export function countedRows<Row extends CountableRow>(rows: readonly Row[]): ReadonlySet<Row> {
  const live = rows.filter(({ bookingStatus }) => isCounted(bookingStatus))
  const named = live.filter(({ variant }) => variant !== null)
  const bought = named.filter(({ bookingStatus }) => isBought(bookingStatus))
  const chosen = new Set(
    bought.length > 0
      ? bought.map(({ variant }) => variant)
      : [firstOf(named.map(({ variant }) => variant!))],
  )
  return new Set(live.filter(({ variant }) => variant === null || chosen.has(variant)))
}

function firstOf(names: readonly string[]): string | undefined {
  return names.reduce<string | undefined>(
    (first, name) => (first === undefined || name < first ? name : first),
    undefined,
  )
}

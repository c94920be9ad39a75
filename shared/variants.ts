import type { CountableRow } from './counted-rows'
import { isCounted } from './statuses'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** The variants (A안, B안) that a campaign's rows make, by name; rows that were given up make none. */
export function variantsIn(rows: readonly CountableRow[]): string[] {
  const live = rows.filter(({ bookingStatus }) => isCounted(bookingStatus))
  return [...new Set(live.flatMap(({ variant }) => variant ?? []))].sort()
}

/** The first letter that no variant has; undefined when all are taken. */
export function freeVariant(taken: Iterable<string>): string | undefined {
  const used = new Set(taken)
  return LETTERS.find((letter) => !used.has(letter))
}

import type { OpenCampaign } from '../desk/state/desk-state'

/** A hold that ends within so many hours is warned of, as by the notification. */
const SOON_HOURS = 24

export function endsSoon(expiresAt: string, now: number): boolean {
  return Date.parse(expiresAt) <= now + SOON_HOURS * 3_600_000
}

/** The held rows of a campaign whose holds end soon, the first to end first. */
export function endingHolds(
  { rows, holds }: OpenCampaign,
  now: number,
): { unitId: string; productCode: string; expiresAt: string }[] {
  return rows
    .flatMap(({ unitId, productCode, bookingStatus }) => {
      const hold = bookingStatus === 'Reserved' ? holds.get(unitId) : undefined
      return hold && endsSoon(hold.expiresAt, now) ? [{ unitId, productCode, expiresAt: hold.expiresAt }] : []
    })
    .sort((one, other) => (one.expiresAt < other.expiresAt ? -1 : 1))
}

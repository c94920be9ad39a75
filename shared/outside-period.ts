import { type BookingStatus, isCounted } from './statuses'

/** Whether a row's flight leaves the campaign's period; what was given up doesn't matter any more. */
export function isOutside(
  row: { startDate: string; endDate: string; bookingStatus: BookingStatus },
  campaign: { startDate: string; endDate: string },
): boolean {
  return (
    isCounted(row.bookingStatus) && (row.startDate < campaign.startDate || row.endDate > campaign.endDate)
  )
}

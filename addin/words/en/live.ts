import { SHEET_LABELS } from '../../../shared/sheets/labels'
import type { BookingStatus, PublishStatus } from '../../../shared/statuses'
import type { Words } from '../words'

const { bookingStatuses, publishStatuses } = SHEET_LABELS.en

/** What happens by itself, in English. */
export const LIVE_EN: Words['live'] = {
  title: 'Changed just now',
  all: (count: number) => `Show all ${count}`,
  fewer: 'Show fewer',
  step: (before: BookingStatus, after: BookingStatus) =>
    `${bookingStatuses[before]} → ${bookingStatuses[after]}`,
  publish: (after: PublishStatus) => `Ad servers: ${publishStatuses[after]}`,
  counts: (status: PublishStatus, count: number) => `${publishStatuses[status]} ${count}`,
  plan: 'Somebody else changed the plan.',
  gone: 'Deleted row',
  away: 'The live connection is lost and being set up again. Until then statuses may be out of date.',
}

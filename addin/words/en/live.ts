import { BOOKING_STATUS_WORDS, PUBLISH_STATUS_WORDS } from '../../../shared/status-words'
import type { BookingStatus, PublishStatus } from '../../../shared/statuses'
import type { Words } from '../words'

const steps = BOOKING_STATUS_WORDS.en
const words = PUBLISH_STATUS_WORDS.en

/** Texts of the live changes, in English. */
export const LIVE_EN: Words['live'] = {
  title: 'Changed just now',
  all: (count: number) => `Show all ${count}`,
  fewer: 'Show fewer',
  step: (before: BookingStatus, after: BookingStatus) => `${steps[before]} → ${steps[after]}`,
  publish: (after: PublishStatus) => `Ad servers: ${words[after]}`,
  counts: (status: PublishStatus, count: number) => `${words[status]} ${count}`,
  plan: 'Somebody else changed the plan.',
  gone: 'Deleted row',
  away: 'The live connection is lost and being set up again. Until then statuses may be out of date.',
}

/**
 * The two kinds of status. A campaign unit has a booking status, in the words and steps of IAB OpenDirect
 * 2.1; a child ad has a publish status, which aggregates upwards by priority.
 */

export const BOOKING_STATUSES = [
  'Draft',
  'Reserved',
  'Booked',
  'InFlight',
  'Finished',
  'Paused',
  'Stopped',
  'Canceled',
  'Expired',
  'Declined',
] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]

const BOOKING_STEPS: Record<BookingStatus, readonly BookingStatus[]> = {
  Draft: ['Reserved', 'Booked'],
  Reserved: ['Draft', 'Expired', 'Booked', 'Canceled'],
  Expired: ['Draft'],
  Declined: ['Draft'],
  Booked: ['InFlight', 'Canceled'],
  InFlight: ['Paused', 'Stopped', 'Finished'],
  Paused: ['InFlight', 'Stopped'],
  Finished: [],
  Stopped: [],
  Canceled: [],
}

/** The steps allowed from a booking status. */
export function nextBookingStatuses(from: BookingStatus): readonly BookingStatus[] {
  return BOOKING_STEPS[from]
}

/**
 * The statuses in which an operator may decline. Declining isn't a step of the unit's own status diagram, but
 * an answer to a hold that requests inventory.
 */
export function mayBeDeclined(from: BookingStatus): boolean {
  return from === 'Reserved'
}

/** Bought and not ended: such a unit can be amended and ended. */
export function isRunning(status: BookingStatus): boolean {
  return status === 'Booked' || status === 'InFlight' || status === 'Paused'
}

/** Sold, whether it still runs or not. */
export function isBought(status: BookingStatus): boolean {
  return isRunning(status) || status === 'Finished' || status === 'Stopped'
}

/** Its inventory is taken: bought or reserved. */
export function isPromised(status: BookingStatus): boolean {
  return status === 'Reserved' || isBought(status)
}

/** Totals leave out what was given up. */
export function isCounted(status: BookingStatus): boolean {
  return status !== 'Canceled' && status !== 'Expired' && status !== 'Declined'
}

/** What is already promised changes by amendment: only the difference moves. */
export function isAmendable(status: BookingStatus): boolean {
  return status === 'Reserved' || isRunning(status)
}

/** A unit's plan may be edited freely only while nothing is promised. */
export function isEditable(status: BookingStatus): boolean {
  return status === 'Draft' || status === 'Expired' || status === 'Declined'
}

export const PUBLISH_STATUSES = [
  'REQUESTED',
  'APPROVED',
  'LIVE',
  'PAUSED',
  'COMPLETED',
  'REJECTED',
  'FAILED',
  'CANCELED',
] as const
export type PublishStatus = (typeof PUBLISH_STATUSES)[number]

/**
 * The steps that an ad server may report. It may skip steps, so a requested ad can get any status. A rejected
 * ad must be requested or approved again before it runs. A completed or canceled ad stays so, unless the
 * booking requests it again (an amendment).
 */
const PUBLISH_STEPS: Record<PublishStatus, readonly PublishStatus[]> = {
  REQUESTED: ['APPROVED', 'LIVE', 'PAUSED', 'COMPLETED', 'REJECTED', 'FAILED', 'CANCELED'],
  APPROVED: ['LIVE', 'PAUSED', 'COMPLETED', 'REJECTED', 'FAILED', 'CANCELED'],
  LIVE: ['PAUSED', 'COMPLETED', 'REJECTED', 'FAILED', 'CANCELED'],
  PAUSED: ['LIVE', 'COMPLETED', 'REJECTED', 'FAILED', 'CANCELED'],
  REJECTED: ['REQUESTED', 'APPROVED', 'FAILED', 'CANCELED'],
  FAILED: ['REQUESTED', 'APPROVED', 'LIVE', 'PAUSED', 'COMPLETED', 'REJECTED', 'CANCELED'],
  COMPLETED: [],
  CANCELED: [],
}

/** The steps that an ad server may report from a publish status. */
export function nextPublishStatuses(from: PublishStatus): readonly PublishStatus[] {
  return PUBLISH_STEPS[from]
}

/** The source of a child ad's status: its ad server, or the booking that it belongs to. */
export const REPORT_ORIGINS = ['AD_SERVER', 'BOOKING'] as const
export type ReportOrigin = (typeof REPORT_ORIGINS)[number]

/** By priority: what needs attention comes first. */
export const PUBLISH_PRIORITY: readonly PublishStatus[] = [
  'FAILED',
  'REJECTED',
  'REQUESTED',
  'LIVE',
  'PAUSED',
  'APPROVED',
  'COMPLETED',
  'CANCELED',
]

/** The first status by priority that any child has; null without children. */
export function aggregatePublishStatus(counts: Partial<Record<PublishStatus, number>>): PublishStatus | null {
  return PUBLISH_PRIORITY.find((status) => (counts[status] ?? 0) > 0) ?? null
}

/** By priority: the status that a campaign shows when its units differ. */
const CAMPAIGN_PRIORITY: readonly BookingStatus[] = [
  'InFlight',
  'Paused',
  'Booked',
  'Reserved',
  'Draft',
  'Finished',
  'Stopped',
  'Expired',
  'Declined',
  'Canceled',
]

/** A campaign's booking status from its units': Draft without units. */
export function campaignStatus(statuses: readonly BookingStatus[]): BookingStatus {
  return CAMPAIGN_PRIORITY.find((status) => statuses.includes(status)) ?? 'Draft'
}

import type { Language } from '../language'
import { BOOKING_STATUS_WORDS } from '../status-words'
import type { BookingStatus } from '../statuses'
import type { ConditionalFormat } from './layout'
import { COLORS } from './palette'
import { formulaString } from './text'

/** Between the booking status and the publish status. */
export const STATUS_SEPARATOR = ' · '

export const STATUS_COLORS: Partial<Record<BookingStatus, { fontColor: string; fill: string }>> = {
  Reserved: { fontColor: COLORS.holdText, fill: COLORS.holdFill },
  Booked: { fontColor: COLORS.bookedText, fill: COLORS.bookedFill },
  InFlight: { fontColor: COLORS.liveText, fill: COLORS.liveFill },
  Paused: { fontColor: COLORS.holdText, fill: COLORS.holdFill },
  Stopped: { fontColor: COLORS.alertText, fill: COLORS.alertFill },
  Declined: { fontColor: COLORS.alertText, fill: COLORS.alertFill },
  Expired: { fontColor: COLORS.muted, fill: COLORS.labelFill },
  Canceled: { fontColor: COLORS.muted, fill: COLORS.labelFill },
  Finished: { fontColor: COLORS.muted, fill: COLORS.labelFill },
}

/**
 * The colours of booking statuses, for a column whose texts begin with one. No status text is the beginning
 * of another.
 */
export function statusFormats(range: string, first: string, language: Language): ConditionalFormat[] {
  return Object.entries(STATUS_COLORS).map(([name, style]) => {
    const label = BOOKING_STATUS_WORDS[language][name as BookingStatus]
    const formula = `LEFT(${first},${label.length})=${formulaString(label)}`
    return { range, rule: { type: 'custom', formula }, style }
  })
}

import type { ReactNode } from 'react'
import type { BookingStatus, PublishStatus } from '../../shared/statuses'

export type Tone = 'brand' | 'good' | 'warning' | 'danger' | 'neutral'

const BOOKING: Record<BookingStatus, Tone> = {
  Draft: 'neutral',
  Reserved: 'warning',
  Booked: 'good',
  InFlight: 'brand',
  Finished: 'neutral',
  Paused: 'warning',
  Stopped: 'danger',
  Canceled: 'neutral',
  Expired: 'neutral',
  Declined: 'danger',
}

const PUBLISH: Record<PublishStatus, Tone> = {
  REQUESTED: 'warning',
  APPROVED: 'good',
  LIVE: 'brand',
  PAUSED: 'warning',
  COMPLETED: 'neutral',
  REJECTED: 'danger',
  FAILED: 'danger',
  CANCELED: 'neutral',
}

/** A status in its colour; the text names it too. */
export function StatusTag(props: { booking?: BookingStatus; publish?: PublishStatus; children: ReactNode }) {
  const tone = props.booking ? BOOKING[props.booking] : props.publish ? PUBLISH[props.publish] : 'neutral'
  return <Tag tone={tone}>{props.children}</Tag>
}

/** A word in a colour. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>
}

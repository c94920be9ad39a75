import type { ReactNode } from 'react'
import type { BookingStatus, PublishStatus } from '../../shared/statuses'
import { useDashboard } from './context'
import { type Pace, TONES } from './pace'

type Tone = 'brand' | 'good' | 'warning' | 'danger' | 'neutral'

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

/** How delivery stands to its plan, in a word and its colour; nothing when it is as planned. */
export function PaceTag({ pace }: { pace: Pace | null }) {
  const { words } = useDashboard()
  return pace && <span className={`tag tag-${TONES[pace]}`}>{words.paces[pace]}</span>
}

/** A status in its colour; the text names it too. */
export function StatusTag(props: { booking?: BookingStatus; publish?: PublishStatus; children: ReactNode }) {
  const tone = props.booking ? BOOKING[props.booking] : props.publish ? PUBLISH[props.publish] : 'neutral'
  return <span className={`tag tag-${tone}`}>{props.children}</span>
}

import type { BookingStatus, PublishStatus } from '../../../shared/statuses'

/** Something that happened to the open campaign, for the planner to see at a glance. */
export type LiveChange = {
  /** Of the event that said it. */
  id: string
  /** Instant. */
  at: string
} & (
  | { kind: 'booking'; unitId: string; before: BookingStatus; after: BookingStatus }
  | {
      kind: 'publish'
      unitId: string
      after: PublishStatus
      /** Child ads by publish status. */
      counts: Readonly<Partial<Record<PublishStatus, number>>>
    }
  /** Somebody else changed rows or the campaign itself. */
  | { kind: 'plan' }
)

/** What the pane hears of the open campaign while it is open. */
export interface LiveState {
  /** The newest first. */
  changes: readonly LiveChange[]
  /** Nothing has been heard for a while: what is shown may be old. */
  away: boolean
}

export const NOTHING_HEARD: LiveState = { changes: [], away: false }

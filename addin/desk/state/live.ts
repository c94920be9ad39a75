import type { BookingStatus, PublishStatus } from '../../../shared/statuses'

/** A change of the open campaign, for the planner's list of recent changes. */
export type LiveChange = {
  /** Id of the event that reported it. */
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

/** Live changes of the open campaign. */
export interface LiveState {
  /** The newest first. */
  changes: readonly LiveChange[]
  /** The live connection has been lost for a while, so the data may be outdated. */
  away: boolean
}

export const NOTHING_HEARD: LiveState = { changes: [], away: false }

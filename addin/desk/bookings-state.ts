import type { BookingStatus } from '../../shared/statuses'
import type { AmendFields } from '../sync/changes'
import type { Failure } from './state'

/** The steps of a booking that a person takes, buying excepted. */
export const BOOKING_ACTIONS = [
  'hold',
  'extend',
  'release',
  'amend',
  'pause',
  'resume',
  'stop',
  'cancel',
  'reopen',
  'decline',
] as const
export type BookingAction = (typeof BOOKING_ACTIONS)[number]

/** A hold as the pane shows it; `version` is the row's when it was asked about. */
export interface RowHold {
  version: number
  variant: string | null
  expiresAt: string
}

/** A row as it was when the step was begun. */
export interface BookingLine {
  unitId: string
  version: number
  productName: string
  status: BookingStatus
  startDate: string
  endDate: string
  amount: number
  impressions: number
  ecpm: number
  service: boolean
  hold: RowHold | null
  /** What an amendment changes; empty for every other step. */
  change: AmendFields
}

/** What the planner says beside yes or no. */
export interface BookingInputs {
  /** Seoul time, `2026-12-08T18:00`. */
  until: string
  /** A to Z; empty: none. */
  variant: string
  reason: string
}

/** What became of one row. */
export type BookingOutcome =
  | {
      kind: 'done'
      unitId: string
      status: BookingStatus
      /** Impressions that were taken in addition and given back; null: the step moves none. */
      moved: { taken: number; released: number } | null
      amount: number
      impressions: number
    }
  | { kind: 'refused'; unitId: string; failure: Failure }

export type BookingFlow =
  | { step: 'checking'; action: BookingAction; unitIds: readonly string[] }
  | {
      step: 'form' | 'working'
      action: BookingAction
      lines: readonly BookingLine[]
      inputs: BookingInputs
    }
  | {
      step: 'result'
      action: BookingAction
      lines: readonly BookingLine[]
      inputs: BookingInputs
      outcomes: readonly BookingOutcome[]
    }
  /** It didn't come to a confirmation. */
  | { step: 'failed'; action: BookingAction; unitIds: readonly string[]; failure: Failure }

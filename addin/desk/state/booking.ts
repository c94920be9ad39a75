import type { FailedUnit, PurchasedUnit, Shortage } from '../../../shared/contract/purchases'
import type { BookingStatus } from '../../../shared/statuses'
import type { Failure } from '../failure'
import type { AmendFields, RowHold } from './media-mix'

/** The steps of a booking that a person takes, except buying. */
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
  /** The row's alternative (A안); null: none. */
  variant: string | null
  hold: RowHold | null
  /** What an amendment changes; empty for every other step. */
  change: AmendFields
}

/** The planner's inputs, besides the confirmation. */
export interface BookingInputs {
  /** Seoul time, `2026-12-08T18:00`. */
  until: string
  /** A to Z; empty: none. */
  variant: string
  reason: string
}

/** The outcome of one row. */
export type BookingOutcome =
  | {
      kind: 'done'
      unitId: string
      status: BookingStatus
      /** Impressions that were additionally taken and given back; null: the step moves none. */
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
  /** The step failed before the confirmation. */
  | { step: 'failed'; action: BookingAction; unitIds: readonly string[]; failure: Failure }

export interface ConfirmLine {
  unitId: string
  version: number
  productName: string
  platforms: string
  targeting: string
  startDate: string
  endDate: string
  amount: number
  impressions: number
  service: boolean
}

/** Rows are bought together, or each on its own. */
export type BuyMode = 'all' | 'each'

export type BuyFlow =
  | { step: 'checking'; unitIds: readonly string[] }
  | { step: 'confirm' | 'buying'; lines: readonly ConfirmLine[]; mode: BuyMode }
  | {
      step: 'shortage'
      lines: readonly ConfirmLine[]
      shortages: readonly Shortage[]
      fits: { unitId: string; amount: number; impressions: number } | null
    }
  | {
      step: 'result'
      lines: readonly ConfirmLine[]
      bought: readonly PurchasedUnit[]
      failed: readonly FailedUnit[]
    }
  | {
      step: 'failed'
      /** Empty: the purchase failed before the confirmation. */
      lines: readonly ConfirmLine[]
      mode: BuyMode
      failure: Failure
      unitIds: readonly string[]
    }

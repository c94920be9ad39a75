import type { User } from '../../shared/contract/accounts'
import type { CampaignView, MediaMixRow, RowConflict } from '../../shared/contract/campaigns'
import type { ContentView, ProductView, TargetingGroupView } from '../../shared/contract/catalog'
import type { FailedUnit, PurchasedUnit, Shortage } from '../../shared/contract/purchases'
import type { IdentityFinding } from '../../shared/sheets/identity'
import type { CellError } from '../../shared/sheets/read-back'
import type { CallFailure } from '../api/client'
import type { ExcelFailure } from '../excel/excel-run'
import type { TypedAmendment } from '../sync/changes'
import type { BookingFlow, RowHold } from './bookings-state'
import type { InventoryState } from './inventory-state'
import type { LiveState } from './live-state'
import type { MonitoringState } from './monitoring-state'
import type { Overview } from './overview'
import type { TargetingOfRows } from './row-targeting'

/** Something went wrong; views turn it into the planner's words. */
export type Failure = CallFailure | ExcelFailure | DeskFailure

/** What the add-in itself refuses. */
export type DeskFailureCode =
  | 'NO_SHEET'
  | 'FOREIGN_SHEET'
  | 'KEYS_LOST'
  | 'ROW_NOT_READY'
  | 'NOTHING_TO_BUY'
  | 'STEP_NOT_POSSIBLE'
  | 'TARGETING_CHANGED'
  | 'AMOUNT_MISSING'
  | 'TARGETING_MISSING'
  | 'NO_STANDARD_SHEET'
  | 'UNSENT_CORRECTIONS'
  | 'NO_ROWS_SELECTED'
  | 'NOTHING_TO_CONFIRM'
  | 'NOTHING_TO_REOPEN'
  | 'UNEXPECTED'

export class DeskFailure extends Error {
  override readonly name = 'DeskFailure'
  constructor(
    readonly code: DeskFailureCode,
    detail: string = code,
  ) {
    super(detail)
  }
}

export type Loadable<T> =
  | { kind: 'loading' }
  | { kind: 'ready'; value: T }
  | { kind: 'failed'; failure: Failure }

export interface Catalogue {
  products: readonly ProductView[]
  platforms: readonly { code: string; name: string }[]
}

export type RowAvailability =
  | { kind: 'loading' }
  | {
      kind: 'known'
      status: 'AVAILABLE' | 'PARTIALLY_AVAILABLE' | 'UNAVAILABLE'
      maxAmount: number
      maxImpressions: number
    }
  /** A product that is bought by its contents has none yet. */
  | { kind: 'no-targeting' }
  | { kind: 'failed'; failure: Failure }

export type SyncStatus =
  | { kind: 'off' }
  | { kind: 'waiting' }
  | { kind: 'syncing' }
  | { kind: 'synced'; at: number }
  | { kind: 'failed'; failure: Failure }

export interface OpenCampaign {
  view: CampaignView
  rows: readonly MediaMixRow[]
  catalogue: Catalogue
  targeting: TargetingOfRows
  /** By metaId: the contents that targeting names. */
  contents: ReadonlyMap<string, ContentView>
  availability: ReadonlyMap<string, RowAvailability>
  /** The MediaMix in this workbook; null: not written yet. */
  sheet: { id: string; name: string } | null
  sync: SyncStatus
  conflicts: readonly RowConflict[]
  cellErrors: readonly CellError[]
  /** Rows that were deleted in the sheet. */
  missing: readonly { unitId: string; version: number }[]
  /** Rows that were bought meanwhile and whose cells were put right, until the planner has read it. */
  restored: readonly string[]
  /** Typed into rows that are reserved or bought: confirmed as an amendment, or put back. */
  amendments: readonly TypedAmendment[]
  /** By row: until when it is held. */
  holds: ReadonlyMap<string, RowHold>
  /** Rows of the service that the sheet can't show while something is undecided in it. */
  outdated: boolean
  live: LiveState
  monitoring: MonitoringState
}

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

export type BuyFlow =
  | { step: 'checking'; unitIds: readonly string[] }
  | { step: 'confirm' | 'buying'; lines: readonly ConfirmLine[]; mode: 'all' | 'each' }
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
      /** Empty: it didn't come to a confirmation. */
      lines: readonly ConfirmLine[]
      failure: Failure
      unitIds: readonly string[]
    }

export type Panel =
  | { kind: 'rows' }
  | { kind: 'products' }
  | { kind: 'row'; unitId: string }
  | { kind: 'targeting'; unitId: string }
  | { kind: 'goal'; unitId: string }
  | { kind: 'history'; unitId: string }
  | { kind: 'distribution'; unitId: string }
  | { kind: 'proposal' }
  | { kind: 'self-check' }

export interface DeskState {
  /** False until Office and a kept sign-in were looked at. */
  started: boolean
  user: User | null
  /** The sign-in ended by itself. */
  expired: boolean
  campaigns: Loadable<readonly CampaignView[]>
  /** All of one's campaigns at a glance; null: nobody asked yet. */
  overview: Loadable<Overview> | null
  workbook: IdentityFinding
  opening: Loadable<string> | null
  open: OpenCampaign | null
  panel: Panel
  buying: BuyFlow | null
  /** A step of bookings other than buying. */
  booking: BookingFlow | null
  /** What runs just now, for the progress line; null: nothing. */
  busy: 'write-sheet' | 'add-row' | 'save-targeting' | 'delete-row' | 'proposal' | null
  /** The last action that failed outside of a form of its own. */
  failure: Failure | null
  /** The sheet that would be overwritten holds something else. */
  overwrite: boolean
  /** Catalogue groups, once a panel asked for them. */
  groups: Loadable<readonly TargetingGroupView[]> | null
  /** A command of the ribbon came before there was a campaign to do it with. */
  commandTooEarly: boolean
  /** The inventory area; null: it isn't open. */
  inventory: InventoryState | null
}

export const INITIAL_STATE: DeskState = {
  started: false,
  user: null,
  expired: false,
  campaigns: { kind: 'loading' },
  overview: null,
  workbook: { kind: 'none' },
  opening: null,
  open: null,
  panel: { kind: 'rows' },
  buying: null,
  booking: null,
  busy: null,
  failure: null,
  overwrite: false,
  groups: null,
  commandTooEarly: false,
  inventory: null,
}

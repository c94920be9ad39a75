import type { Month } from '../../../shared/calendar'
import type { ContentView, ProductView } from '../../../shared/contract/catalog'
import type { JobRunView, StandardInventoryView } from '../../../shared/contract/inventory'
import type { StandardCellError } from '../../../shared/sheets/standard-inventory/cell-error'
import type { Correction } from '../../../shared/sheets/standard-inventory/read-back'
import type { Failure, Loadable } from '../failure'

/** What the inventory area of the pane shows. */
export interface InventoryState {
  tab: 'standard' | 'calendar'
  /** The month that is worked on. */
  month: Month
  sheet: StandardSheetState | null
  step: StandardStep
  busy: InventoryBusy | null
  failure: Failure | null
  /** The last action that succeeded, until another one begins. */
  done: StandardDone | null
  load: LoadState | null
  calendar: CalendarState
}

/** The 표준인벤토리 sheet as it was read last. */
export interface StandardSheetState {
  id: string
  month: Month
  rows: number
  confirmed: number
  corrections: readonly Correction[]
  errors: readonly StandardCellError[]
}

export type StandardStep =
  | { step: 'overview' }
  | { step: 'review' }
  | { step: 'sent'; saved: number; refused: readonly Refusal[] }
  /**
   * `ids` null: the whole month. Of these rows, `unseen` differ between service and sheet, and `toCheck` have notes of
   * what a person should look at.
   */
  | { step: 'confirm'; ids: readonly number[] | null; count: number; unseen: number; toCheck: number }
  | { step: 'reopen'; ids: readonly number[] }
  /** Confirmed rows whose forecast has changed since. */
  | { step: 'forecasts'; rows: readonly StandardInventoryView[] }
  /** The sheet's contents would be lost: something else, or unsent corrections of another month. */
  | { step: 'overwrite'; because: 'foreign' | 'other-month'; month: Month | null; unsent: number }

/** A correction that the service refused, and what it has instead. */
export interface Refusal {
  correction: Correction
  why: 'stale' | 'reloaded' | 'confirmed' | 'failed'
  /** The service's row; null when it has none. */
  server: StandardInventoryView | null
  /** E-mail of who changed the row last; null when unknown. */
  by: string | null
  failure: Failure
}

export type StandardDone =
  | { kind: 'pulled'; rows: number }
  /** Nothing to draw: the month has no standard inventory yet. */
  | { kind: 'empty' }
  | { kind: 'confirmed'; count: number; already: number }
  | { kind: 'reopened'; count: number; already: number }
  | { kind: 'dropped'; count: number }
  | { kind: 'forecasts-taken' | 'forecasts-kept'; count: number }
  /** No confirmed row has another forecast by now. */
  | { kind: 'forecasts-same' }

export interface InventoryBusy {
  what: 'pull' | 'read' | 'send' | 'confirm' | 'reopen' | 'forecasts' | 'calendar'
  /** Progress of an action that counts its items; null for the others. */
  progress: { done: number; total: number } | null
}

export const LOADS = ['standard-inventory-load', 'unit-inventory-load'] as const
export type LoadJob = (typeof LOADS)[number]

export interface LoadState {
  job: LoadJob
  month: Month
  /** The load was already running: this follows somebody else's run. */
  joined: boolean
  run: JobRunView | null
  /** The run couldn't be started, or its state can no longer be loaded. */
  failure: Failure | null
}

export interface CalendarState {
  products: Loadable<readonly ProductView[]>
  scope: 'product' | 'contents'
  productCode: string
  contents: readonly ContentView[]
  from: string
  to: string
  /** What was written last. */
  written: { platforms: number; days: number } | null
  /** The sheet of that name has other contents. */
  foreign: boolean
}

import type { RowFields, UnitTargeting } from '../../../shared/contract/campaigns'
import type { ProductView } from '../../../shared/contract/catalog'
import type { RowStanding } from '../../../shared/contract/purchases'
import type { AMEND_FIELDS } from '../../../shared/sheets/media-mix/columns'
import type { Failure } from '../failure'

/** What an amendment may change and the sheet has no cell for, or none that is typed. */
export interface AmendBeyondSheet {
  groups?: UnitTargeting['groups']
  /** Those of the product that go on. */
  platforms?: string[]
}

export type AmendFields = Partial<Pick<RowFields, (typeof AMEND_FIELDS)[number]>> & AmendBeyondSheet

/** A change typed into a row that changes by amendment only. */
export interface TypedAmendment {
  unitId: string
  fields: AmendFields
}

/** By unit id. Each entry contains the row's version for which its targeting is known to be current. */
export type TargetingOfRows = ReadonlyMap<string, UnitTargeting>

export interface Catalogue {
  products: readonly ProductView[]
  platforms: readonly { code: string; name: string }[]
}

export interface KnownAvailability {
  kind: 'known'
  /** After the rows before it in the sheet are bought. */
  inOrder: Standing
  /** If only this row is bought. */
  alone: Standing
  /** The rows before it that take from the same inventory. */
  sharedWith: readonly string[]
  /** What drafts of other campaigns want of the same inventory; null: nothing. */
  pressure: RowStanding['pressure']
  /** Why a purchase refuses the row although inventory is left; null: it doesn't. */
  refusal: Failure | null
}

/** What a row can have of what is left. */
export type Standing = NonNullable<RowStanding['alone']>

export type RowAvailability =
  | { kind: 'loading' }
  | KnownAvailability
  /** The product needs targeting, but the row has none yet. */
  | { kind: 'no-targeting' }
  | { kind: 'failed'; failure: Failure }

export type SyncStatus =
  | { kind: 'off' }
  | { kind: 'waiting' }
  | { kind: 'syncing' }
  | { kind: 'synced'; at: number }
  | { kind: 'failed'; failure: Failure }

/** A hold as the pane shows it; `version` is the row's version when the hold was loaded. */
export interface RowHold {
  version: number
  variant: string | null
  expiresAt: string
}

import type { RowFields, UnitTargeting } from '../../../shared/contract/campaigns'
import type { ProductView } from '../../../shared/contract/catalog'
import type { AMEND_FIELDS } from '../../../shared/sheets/media-mix/columns'
import type { Failure } from '../failure'

export type AmendFields = Partial<Pick<RowFields, (typeof AMEND_FIELDS)[number]>>

/** What was typed into a row that changes by amendment only. */
export interface TypedAmendment {
  unitId: string
  fields: AmendFields
}

/** By row. What is known of a row's targeting is as old as the version of the row that it was read with. */
export type TargetingOfRows = ReadonlyMap<string, UnitTargeting>

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

/** A hold as the pane shows it; `version` is the row's when it was asked about. */
export interface RowHold {
  version: number
  variant: string | null
  expiresAt: string
}

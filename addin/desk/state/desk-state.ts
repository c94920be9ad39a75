import type { User } from '../../../shared/contract/accounts'
import type { CampaignView, MediaMixRow, RowConflict } from '../../../shared/contract/campaigns'
import type { ContentView, TargetingGroupView } from '../../../shared/contract/catalog'
import type { ProposalSheet } from '../../../shared/contract/proposals'
import type { IdentityFinding } from '../../../shared/sheets/identity'
import type { CellError } from '../../../shared/sheets/media-mix/messages'
import type { Failure, Loadable } from '../failure'
import type { BookingFlow, BuyFlow } from './booking'
import type { InventoryState } from './inventory'
import type { LiveState } from './live'
import type {
  Catalogue,
  RowAvailability,
  RowHold,
  SyncStatus,
  TargetingOfRows,
  TypedAmendment,
} from './media-mix'
import type { MonitoringState } from './monitoring'
import type { Overview } from './overview'

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
  /** This campaign's proposal in the workbook, which the add-in doesn't write into; null: there is none. */
  proposal: { id: string; name: string } | null
  /** The copy of the sheet that the planner looks at; null: they look at no copy. */
  copy: { id: string; name: string } | null
  sync: SyncStatus
  conflicts: readonly RowConflict[]
  /** Rows were moved here and by somebody else (their e-mail), to different places. */
  orderConflict: { by: string | null } | null
  cellErrors: readonly (CellError & { unitId: string | null })[]
  /** Rows that were deleted in the sheet. */
  missing: readonly { unitId: string; version: number }[]
  /**
   * Rows whose cells were restored because they were bought meanwhile; kept until the planner dismisses the
   * notice.
   */
  restored: readonly string[]
  /**
   * Changes typed into reserved or bought rows: the planner confirms them as an amendment, or restores the
   * old values.
   */
  amendments: readonly TypedAmendment[]
  /** The hold of each held row, by unit id. */
  holds: ReadonlyMap<string, RowHold>
  /**
   * True: the sheet must be drawn again, for rows that the service has, for example, and waits until the planner has
   * settled what is open in it.
   */
  outdated: boolean
  live: LiveState
  monitoring: MonitoringState
}

export type Panel =
  | { kind: 'rows' }
  | { kind: 'products' }
  | { kind: 'row'; unitId: string }
  /** `others`: rows that get the same targeting. */
  | { kind: 'targeting'; unitId: string; others?: readonly string[] }
  | { kind: 'goal'; unitId: string }
  | { kind: 'history'; unitId: string }
  | { kind: 'distribution'; unitId: string }
  | { kind: 'proposal'; also?: ProposalSheet }
  | { kind: 'variants' }
  | { kind: 'settings' }
  | { kind: 'self-check' }

export interface DeskState {
  /** False until Office is ready and a stored sign-in has been checked. */
  started: boolean
  user: User | null
  /** The sign-in has expired. */
  expired: boolean
  campaigns: Loadable<readonly CampaignView[]>
  /** Summary of all of the user's campaigns; null: not requested yet. */
  overview: Loadable<Overview> | null
  workbook: IdentityFinding
  opening: Loadable<string> | null
  open: OpenCampaign | null
  panel: Panel
  buying: BuyFlow | null
  /** A step of bookings other than buying. */
  booking: BookingFlow | null
  /** The running action, for the progress line; null: none. */
  busy:
    | 'write-sheet'
    | 'add-row'
    | 'save-targeting'
    | 'delete-row'
    | 'change-rows'
    | 'campaign'
    | 'proposal'
    | null
  /** The failure of the last action that has no form of its own to show it. */
  failure: Failure | null
  /** True: the sheet to be overwritten has other contents. */
  overwrite: boolean
  /** Rows that were given up are out of sight, in the pane and in the sheet. */
  hidesGivenUp: boolean
  /** Catalogue groups; null: no panel has requested them yet. */
  groups: Loadable<readonly TargetingGroupView[]> | null
  /** True: a command was used before the planner had signed in or opened a campaign. */
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
  hidesGivenUp: false,
  groups: null,
  commandTooEarly: false,
  inventory: null,
}

import type { Language } from '../../shared/language'
import { type ApiClient, CallFailure } from '../api/client'
import type { Intents } from '../api/intents'
import type { Keep } from '../api/keep'
import { ExcelFailure } from '../excel/excel-run'
import { DeskFailure, type Failure } from './failure'
import type { DeskState, OpenCampaign } from './state/desk-state'
import type { Store } from './store'

/** Everything that actions work with. */
export interface Desk {
  store: Store<DeskState>
  api: ApiClient
  keep: Keep
  intents: Intents
  language: Language
  /** Today in Seoul. */
  today(): string
}

export function openCampaign({ store }: Desk): OpenCampaign {
  const { open } = store.get()
  if (!open) throw new DeskFailure('UNEXPECTED', 'no campaign is open')
  return open
}

/** Changes the open campaign; does nothing when another one was opened meanwhile. */
export function patchOpen({ store }: Desk, campaignId: string, patch: Partial<OpenCampaign>): void {
  const { open } = store.get()
  if (open?.view.id === campaignId) store.set({ open: { ...open, ...patch } })
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailure || error instanceof ExcelFailure || error instanceof DeskFailure)
    return error
  return new DeskFailure('UNEXPECTED', error instanceof Error ? error.message : String(error))
}

/** The service can't be reached, or isn't ready. */
export function isUnreachable({ code }: Failure): boolean {
  return code === 'UNREACHABLE' || code === 'UNAVAILABLE'
}

const OUTCOME_UNKNOWN: ReadonlySet<Failure['code']> = new Set([
  'UNREACHABLE',
  'UNAVAILABLE',
  'REQUEST_IN_PROGRESS',
  'OUTCOME_UNKNOWN',
  'INTERNAL_ERROR',
])

/** It is unknown whether the service executed the request: only the same request with the same key can tell. */
export function isOutcomeUnknown({ code }: Failure): boolean {
  return OUTCOME_UNKNOWN.has(code)
}

/** Runs an action. Shows its progress, and the failure if it fails. */
export async function busyWith<T>(
  { store }: Desk,
  busy: NonNullable<DeskState['busy']>,
  act: () => Promise<T>,
): Promise<T | undefined> {
  store.set({ busy, failure: null })
  try {
    return await act()
  } catch (error) {
    store.set({ failure: failureOf(error) })
    return undefined
  } finally {
    store.set({ busy: null })
  }
}

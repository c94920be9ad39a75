import { useCallback, useState } from 'react'
import {
  type CorrectedRow,
  correctManyStandardInventory,
  type StandardInventoryView,
} from '../../../shared/contract/inventory'
import { partsOf } from '../../desk/every-item'
import type { Failure } from '../../desk/failure'
import { failureOf } from '../../page/failure'
import { wholeOf } from '../../ui/numbers'
import { useOperator } from '../context'
import type { Words } from '../words/words'

const AT_ONCE = 200

/** A correction as it was typed, not sent yet. */
export interface Draft {
  adjusted: string
  reason: string
  /** The version of the row that it was typed over. */
  version: number
  /** Why the service refused it, when it did. */
  refusal?: string
}

export type Drafts = ReadonlyMap<number, Draft>

/** The total of a draft: null takes the correction back, undefined is no whole number. */
export function adjustedOf({ adjusted }: Draft): number | null | undefined {
  return adjusted.trim() === '' ? null : (wholeOf(adjusted) ?? undefined)
}

/** What is wrong with a draft, by its field. */
export function errorsOf(draft: Draft, said: Words['month']): { adjusted?: string; reason?: string } {
  return {
    ...(adjustedOf(draft) === undefined ? { adjusted: said.notWhole } : {}),
    ...(draft.reason.trim() === '' ? { reason: said.noReason } : {}),
  }
}

export function isSendable(draft: Draft): boolean {
  return adjustedOf(draft) !== undefined && draft.reason.trim() !== ''
}

interface DraftActions {
  drafts: Drafts
  busy: boolean
  failure: Failure | null
  /** Of the last sending; null before it. */
  sent: { saved: number; refused: number } | null
  edit(row: StandardInventoryView, change: Partial<Pick<Draft, 'adjusted' | 'reason'>>): void
  drop(id: number): void
  dropAll(): void
  send(): Promise<void>
}

/**
 * Corrections that are typed into a month's table.
 *
 * @param onRow is given each row as the service has it after the sending
 */
export function useDrafts(onRow: (row: StandardInventoryView) => void): DraftActions {
  const { api, user, words } = useOperator()
  const [drafts, setDrafts] = useState<Drafts>(new Map())
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [sent, setSent] = useState<DraftActions['sent']>(null)

  const change = useCallback((id: number, draft: Draft | undefined) => {
    setDrafts((before) => {
      const after = new Map(before)
      if (draft) after.set(id, draft)
      else after.delete(id)
      return after
    })
  }, [])

  const send = async () => {
    const sendable = [...drafts].filter(([, draft]) => isSendable(draft))
    setBusy(true)
    setFailure(null)
    setSent(null)
    const counts = { saved: 0, refused: 0 }
    try {
      for (const part of partsOf(sendable, AT_ONCE)) {
        const corrections = part.map(([id, draft]) => ({
          id,
          version: draft.version,
          adjustedTotal: adjustedOf(draft) ?? null,
          reason: draft.reason.trim(),
        }))
        const { items } = await api.call(correctManyStandardInventory, { body: { corrections, notes: true } })
        items.forEach((item, at) => {
          const correction = corrections[at]!
          if (item.row) onRow(item.row)
          if (item.saved || isOurs(item, correction, user.email)) {
            counts.saved++
            change(item.id, undefined)
          } else {
            counts.refused++
            const version = item.row?.version ?? correction.version
            const refusal = refusalOf(item, part[at]![1], words)
            change(item.id, { ...part[at]![1], version, refusal })
          }
        })
      }
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
      if (counts.saved + counts.refused > 0) setSent(counts)
    }
  }

  return {
    drafts,
    busy,
    failure,
    sent,
    send,
    edit: (row, changed) => {
      const shown = row.adjustedTotal === null ? '' : String(row.adjustedTotal)
      const before = drafts.get(row.id) ?? { adjusted: shown, reason: '', version: row.version }
      const { refusal: _settled, ...draft } = { ...before, ...changed }
      const isBack = (adjustedOf(draft) ?? null) === row.adjustedTotal && draft.reason === ''
      change(row.id, isBack && adjustedOf(draft) !== undefined ? undefined : draft)
    },
    drop: (id) => change(id, undefined),
    dropAll: () => setDrafts(new Map()),
  }
}

/** When an answer was lost, the operator's own correction looks like somebody else's change. */
function isOurs(
  { row, lastChange }: CorrectedRow,
  { adjustedTotal, reason }: { adjustedTotal: number | null; reason: string },
  email: string,
): boolean {
  return (
    row?.adjustedTotal === adjustedTotal &&
    lastChange?.kind === 'CORRECTED' &&
    lastChange.reason === reason &&
    lastChange.actor === email
  )
}

function refusalOf({ row, problem, lastChange }: CorrectedRow, draft: Draft, words: Words): string {
  const said = words.month
  if (!row) return said.gone
  if (row.status === 'CONFIRMED' || problem?.code === 'STANDARD_INVENTORY_CONFIRMED') return said.frozen
  const value = (total: number) => total.toLocaleString('en-US')
  if (lastChange?.kind === 'CORRECTED' && draft.version < row.version)
    return said.stale(
      lastChange.actor,
      row.adjustedTotal === null ? words.standard.noCorrection : value(row.adjustedTotal),
    )
  return said.reloaded(value(row.forecastTotal))
}

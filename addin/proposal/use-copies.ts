import { useCallback, useEffect, useRef, useState } from 'react'
import type { ProposalCopyView } from '../../shared/contract/proposals'
import { type Desk, failureOf } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { subscribeLive } from '../live/live'

/** Proposals that are shown at first, and how many more at a time. */
const PAGE = 10
/** While one is being made, its progress is asked for this often. */
const EVERY_MS = 1_000

export interface Copies {
  /** Null: they were not loaded yet. */
  items: readonly ProposalCopyView[] | null
  hasMore: boolean
  /** Why they could not be loaded; what was loaded before is still shown. */
  failure: Failure | null
  reload(): void
  showMore(): void
}

/** The stored proposals of a campaign as they are now: those that are being made move, new ones of others appear. */
export function useCopies(
  desk: Desk,
  load: (limit: number) => Promise<{ items: ProposalCopyView[]; nextCursor?: string | undefined }>,
): Copies {
  const [found, setFound] = useState<{ items: readonly ProposalCopyView[]; hasMore: boolean } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [limit, setLimit] = useState(PAGE)
  const [turn, setTurn] = useState(0)
  const reload = useCallback(() => setTurn((now) => now + 1), [])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again
  useEffect(() => {
    let late = false
    load(limit)
      .then(({ items, nextCursor }) => {
        if (late) return
        setFound({ items, hasMore: nextCursor !== undefined })
        setFailure(null)
        if (items.some(({ status }) => status === 'PENDING')) timer.current = setTimeout(reload, EVERY_MS)
      })
      .catch((error: unknown) => late || setFailure(failureOf(error)))
    return () => {
      late = true
      clearTimeout(timer.current)
    }
  }, [load, limit, turn, reload])

  useEffect(
    () =>
      subscribeLive(desk, (events, stale) => {
        if (stale || events.some(({ kind }) => kind === 'campaign.proposal' || kind === 'campaign.changed'))
          reload()
      }),
    [desk, reload],
  )

  return {
    items: found?.items ?? null,
    hasMore: found?.hasMore ?? false,
    failure,
    reload,
    showMore: () => setLimit((now) => now + PAGE),
  }
}

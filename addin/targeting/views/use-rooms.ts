import { useCallback, useEffect, useRef, useState } from 'react'
import type { MediaMixRow } from '../../../shared/contract/campaigns'
import type { ProductView } from '../../../shared/contract/catalog'
import { usePane } from '../../ui/pane-context'
import { type ContentRoom, loadRooms } from '../room'

export interface Rooms {
  /** Undefined while it isn't known. */
  of(metaId: string): ContentRoom | undefined
  /** Loads what isn't known of these contents. */
  need(metaIds: readonly string[]): void
}

/** What is left for contents in a row's flight, loaded as they come into view. */
export function useRooms(row: MediaMixRow, product: ProductView | undefined): Rooms {
  const { desk } = usePane()
  const [rooms, setRooms] = useState<ReadonlyMap<string, ContentRoom>>(new Map())
  const asked = useRef(new Set<string>())
  const question = `${row.startDate} ${row.endDate} ${product?.code}`
  const current = useRef(question)
  useEffect(() => {
    if (current.current === question) return
    current.current = question
    asked.current = new Set()
    setRooms(new Map())
  }, [question])
  const need = useCallback(
    (metaIds: readonly string[]) => {
      const unknown = [...new Set(metaIds)].filter((metaId) => !asked.current.has(metaId))
      if (unknown.length === 0 || !product) return
      for (const metaId of unknown) asked.current.add(metaId)
      loadRooms(desk, row, product, unknown).then(
        (found) => {
          if (current.current === question) setRooms((known) => new Map([...known, ...found]))
        },
        () => {
          // The numbers are only additional information; they are asked for again with the next contents.
          for (const metaId of unknown) asked.current.delete(metaId)
        },
      )
    },
    [desk, row, product, question],
  )
  return { of: (metaId) => rooms.get(metaId), need }
}

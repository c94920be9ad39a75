import { useCallback, useEffect, useRef, useState } from 'react'
import {
  listNotifications,
  type NotificationView,
  readNotifications,
} from '../../shared/contract/notifications'
import type { ApiClient } from '../api/client'

const POLL_MS = 60_000
/** As many as a person looks through. */
const SHOWN = 50

/** One's notifications; undefined before they are loaded the first time. */
export interface Notifications {
  items: readonly NotificationView[] | undefined
  unread: number
  /** Whether the last attempt to load them failed. */
  failed: boolean
  reload(): void
  /** Marks as read: one, or all that are shown. */
  read(id?: number): void
}

/**
 * Loads one's notifications every minute while the page is visible, and whenever something says that they have
 * changed.
 *
 * @param subscribe calls back when they have changed, and returns a function that ends that
 */
export function useNotifications(
  api: ApiClient,
  subscribe?: (changed: () => void) => () => void,
): Notifications {
  const [state, setState] = useState<Pick<Notifications, 'items' | 'unread' | 'failed'>>({
    items: undefined,
    unread: 0,
    failed: false,
  })
  const asked = useRef(0)
  const reload = useCallback(() => {
    const turn = ++asked.current
    api.call(listNotifications, { query: { limit: SHOWN } }).then(
      ({ items, unread }) => {
        // A slow answer must not replace a later one.
        if (turn === asked.current) setState({ items: items as NotificationView[], unread, failed: false })
      },
      () => {
        if (turn === asked.current) setState((before) => ({ ...before, failed: true }))
      },
    )
  }, [api])
  useEffect(() => {
    reload()
    const look = () => {
      if (document.visibilityState === 'visible') reload()
    }
    const timer = setInterval(look, POLL_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      asked.current++
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload])
  useEffect(() => subscribe?.(reload), [subscribe, reload])
  const read = (id?: number) => {
    const newest = state.items?.[0]
    if (!newest) return
    const body = id === undefined ? { upTo: newest.id } : { ids: [id] }
    api.call(readNotifications, { body }).then(reload, reload)
  }
  return { ...state, reload, read }
}

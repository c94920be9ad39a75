import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../desk/failure'
import { failureOf } from './failure'

const POLL_MS = 30_000

/** Data of a panel. The last figures stay while the next are loaded, and when loading fails. */
export interface Figures<Value> {
  value: Value | undefined
  failure: Failure | undefined
  /** The value belongs to an earlier query; the answer to the current query hasn't arrived yet. */
  stale: boolean
  reload(): void
}

/**
 * Loads figures, and polls them every half minute while the page is visible.
 *
 * @param key changes whenever the query changes
 * @param polls false for what is large or is being worked on: it is loaded again only when that is asked for
 */
export function useFigures<Value>(key: string, load: () => Promise<Value>, polls = true): Figures<Value> {
  const [state, setState] = useState<{ key: string; value?: Value; failure?: Failure }>({ key })
  const asked = useRef(0)
  const current = useRef(load)
  current.current = load
  const reload = useCallback(async () => {
    const turn = ++asked.current
    try {
      const value = await current.current()
      // A slow answer must not replace the answer to a later request.
      if (turn === asked.current) setState({ key, value })
    } catch (error) {
      if (turn === asked.current) {
        setState((before) => ({ ...(before.key === key ? before : {}), key, failure: failureOf(error) }))
      }
    }
  }, [key])
  useEffect(() => {
    void reload()
    const forget = () => {
      asked.current++
    }
    if (!polls) return forget
    const look = () => {
      if (document.visibilityState === 'visible') void reload()
    }
    const timer = setInterval(look, POLL_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      forget()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload, polls])
  return {
    value: state.value,
    failure: state.failure,
    stale: state.key !== key,
    reload: () => void reload(),
  }
}

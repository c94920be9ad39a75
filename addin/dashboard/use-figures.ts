import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../desk/failure'
import { failureOf } from './failure'

const POLL_MS = 30_000

/** What a panel shows: the last figures stay while the next are fetched, and when that fails. */
export interface Figures<Value> {
  value: Value | undefined
  failure: Failure | undefined
  /** The value answers another question than the present one, whose answer is on its way. */
  stale: boolean
  reload(): void
}

/**
 * Figures that are asked for again every half minute while somebody looks.
 *
 * @param key changes with what is asked
 */
export function useFigures<Value>(key: string, load: () => Promise<Value>): Figures<Value> {
  const [state, setState] = useState<{ key: string; value?: Value; failure?: Failure }>({ key })
  const asked = useRef(0)
  const current = useRef(load)
  current.current = load
  const reload = useCallback(async () => {
    const turn = ++asked.current
    try {
      const value = await current.current()
      // A slow answer doesn't take the place of one that was asked for later.
      if (turn === asked.current) setState({ key, value })
    } catch (error) {
      if (turn === asked.current) {
        setState((before) => ({ ...(before.key === key ? before : {}), key, failure: failureOf(error) }))
      }
    }
  }, [key])
  useEffect(() => {
    void reload()
    const look = () => {
      if (document.visibilityState === 'visible') void reload()
    }
    const timer = setInterval(look, POLL_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      asked.current++
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload])
  return {
    value: state.value,
    failure: state.failure,
    stale: state.key !== key,
    reload: () => void reload(),
  }
}

import { useEffect, useState } from 'react'
import { failureOf } from '../desk/desk'
import type { Loadable } from '../desk/failure'

/**
 * Loads what a view shows. Ignores an answer that arrives after the view was left.
 *
 * @param load must stay the same function while the same data is shown
 * @returns the state, and a function that loads again
 */
export function useLoaded<T>(load: () => Promise<T>): [Loadable<T>, () => void] {
  const [loaded, setLoaded] = useState<Loadable<T>>({ kind: 'loading' })
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try asks again
  useEffect(() => {
    let late = false
    setLoaded({ kind: 'loading' })
    load()
      .then((value) => late || setLoaded({ kind: 'ready', value }))
      .catch((error) => late || setLoaded({ kind: 'failed', failure: failureOf(error) }))
    return () => {
      late = true
    }
  }, [load, tries])
  return [loaded, () => setTries((now) => now + 1)]
}

import { useEffect, useState } from 'react'
import { failureOf } from '../desk/desk'
import type { Loadable } from '../desk/failure'

/**
 * What a view shows once it has come; an answer that comes after the view was left is of no interest.
 *
 * @param load stays the same as long as the same is to be shown
 * @returns with how to ask again
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

import { useState } from 'react'

/**
 * How many rows of a long list are shown: few at first, then more and more.
 *
 * @param steps numbers of rows, ascending
 * @returns the number, and what shows more; undefined after the last step
 */
export function useLimit(steps: readonly [number, ...number[]]): [number, (() => void) | undefined] {
  const [limit, setLimit] = useState(steps[0])
  const next = steps.find((step) => step > limit)
  return [limit, next === undefined ? undefined : () => setLimit(next)]
}

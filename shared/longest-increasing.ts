/**
 * The positions (0-based, ascending) of a longest strictly increasing subsequence: of rows that were put into another
 * order, the largest part that kept its order. By patience sorting, O(n log n).
 */
export function longestIncreasing(values: readonly number[]): number[] {
  /** For each length, the position of the smallest value that ends a subsequence of this length. */
  const ends: number[] = []
  const before: number[] = []
  values.forEach((value, at) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[ends[middle]!]! < value) low = middle + 1
      else high = middle
    }
    before[at] = low === 0 ? -1 : ends[low - 1]!
    ends[low] = at
  })
  const result: number[] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) result.push(at)
  return result.reverse()
}

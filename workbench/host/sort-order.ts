import type { ICellData, Nullable } from '@univerjs/core'
import { contentOf } from './cell-contents'

type Content = ReturnType<typeof contentOf>

/** Excel's order of kinds: numbers, text, logical values, errors. */
function rank(content: Content): number {
  if (typeof content === 'number') return 0
  if (typeof content === 'boolean') return 2
  return content.startsWith('#') ? 3 : 1
}

const LETTERS = {
  either: new Intl.Collator('ko', { sensitivity: 'accent' }),
  matched: new Intl.Collator('ko', { caseFirst: 'lower' }),
}

/** Below 0 when `a` comes first. Empty cells come last, whichever the direction. */
export function compareCells(
  a: Nullable<ICellData>,
  b: Nullable<ICellData>,
  { ascending, matchCase = false }: { ascending: boolean; matchCase?: boolean },
): number {
  const [first, second] = [contentOf(a), contentOf(b)]
  if (first === '' || second === '') return Number(first === '') - Number(second === '')
  return compareContents(first, second, matchCase) * (ascending ? 1 : -1)
}

function compareContents(a: Content, b: Content, matchCase: boolean): number {
  const kinds = rank(a) - rank(b)
  if (kinds !== 0) return kinds
  if (typeof a === 'string') return (matchCase ? LETTERS.matched : LETTERS.either).compare(a, String(b))
  return Number(a) - Number(b)
}

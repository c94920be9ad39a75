import type { RangeTarget } from './addresses'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { setColumnsHidden, setRowsHidden } from './row-and-column-sizes'

/** Excel's limit. */
const DEEPEST = 7

interface Lines {
  levels: Map<number, number>
  first: number
  last: number
  hide(line: number, hidden: boolean): void
}

function linesOf(host: Host, target: RangeTarget, option: unknown): Lines {
  const { outline } = host.sheetState(target.sheetId)
  const area = host.room(target) ?? target
  if (option === 'ByRows') {
    return {
      levels: outline.rows,
      first: area.top,
      last: area.bottom,
      hide: (line, hidden) => setRowsHidden(host, { ...target, top: line, bottom: line }, hidden),
    }
  }
  if (option !== 'ByColumns') throw invalidArgument(`group option ${option}`)
  return {
    levels: outline.columns,
    first: area.left,
    last: area.right,
    hide: (line, hidden) => setColumnsHidden(host, { ...target, left: line, right: line }, hidden),
  }
}

/** Puts lines a level deeper into the outline, or a level back. */
export function group(host: Host, target: RangeTarget, option: unknown, by: 1 | -1): null {
  host.mustAllow(target.sheetId, option === 'ByRows' ? 'allowFormatRows' : 'allowFormatColumns')
  const { levels, first, last } = linesOf(host, target, option)
  for (let line = first; line <= last; line++) {
    const level = (levels.get(line) ?? 0) + by
    if (level > DEEPEST) throw invalidArgument(`an outline has at most ${DEEPEST} levels`)
    if (level > 0) levels.set(line, level)
    else levels.delete(line)
  }
  return null
}

export function showDetails(host: Host, target: RangeTarget, option: unknown, shown: boolean): null {
  const { levels, first, last, hide } = linesOf(host, target, option)
  for (let line = first; line <= last; line++) if (levels.has(line)) hide(line, !shown)
  return null
}

/** Shows this many levels and hides what is deeper; 0 changes nothing. */
export function showLevels(host: Host, sheetId: string, rows: number, columns: number): null {
  const whole = host.wholeSheet(sheetId)
  for (const [option, shown] of [
    ['ByRows', rows],
    ['ByColumns', columns],
  ] as const) {
    if (shown === 0) continue
    const { levels, hide } = linesOf(host, whole, option)
    for (const [line, level] of levels) hide(line, level >= shown)
  }
  return null
}

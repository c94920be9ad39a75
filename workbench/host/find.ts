import type { Area, RangeTarget } from './addresses'
import { cellAt, contentOf, writeEntries } from './cell-contents'
import { pattern } from './filter-criteria'
import type { Host } from './host'

/** `Excel.SearchCriteria` and `Excel.ReplaceCriteria`. */
export interface SearchCriteria {
  completeMatch?: boolean
  matchCase?: boolean
  searchDirection?: 'Forward' | 'Backwards'
}

interface Hit {
  row: number
  column: number
}

/** The cells that contain a text, row by row; `*` and `?` stand for any letters. */
export function findAll(host: Host, target: RangeTarget, text: string, criteria: SearchCriteria): Hit[] {
  const wanted = pattern(text, {
    part: criteria.completeMatch !== true,
    matchCase: criteria.matchCase === true,
  })
  const area = host.room(target)
  if (!area || text === '') return []
  const sheet = host.sheet(target.sheetId)
  const hits: Hit[] = []
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      const content = contentOf(cellAt(sheet, row, column))
      if (content === '') continue
      if (wanted.test(String(content)) || wanted.test(sheet.getRange(row, column).getDisplayValue()))
        hits.push({ row, column })
    }
  }
  return hits
}

export function findOne(
  host: Host,
  target: RangeTarget,
  text: string,
  criteria: SearchCriteria,
): Area | null {
  const hit = findAll(host, target, text, criteria).at(criteria.searchDirection === 'Backwards' ? -1 : 0)
  return hit ? { top: hit.row, left: hit.column, bottom: hit.row, right: hit.column } : null
}

/** @returns how often the text was replaced */
export function replaceAll(
  host: Host,
  target: RangeTarget,
  text: string,
  replacement: string,
  criteria: SearchCriteria,
): number {
  const sheet = host.sheet(target.sheetId)
  const source = pattern(text, { part: true, matchCase: criteria.matchCase === true })
  const every = new RegExp(source.source, `${source.flags}g`)
  let count = 0
  for (const { row, column } of findAll(host, target, text, criteria)) {
    const before = String(contentOf(cellAt(sheet, row, column)))
    const after = before.replace(every, () => {
      count += 1
      return replacement
    })
    const place = { sheetId: target.sheetId, top: row, left: column, bottom: row, right: column }
    if (after !== before) writeEntries(host, place, [[after]])
  }
  return count
}

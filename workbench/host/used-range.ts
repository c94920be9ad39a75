import type { Area, RangeTarget } from './addresses'
import type { Host } from './host'

/** The smallest area that contains all used cells; formatted cells count unless `valuesOnly`. */
export function usedArea(host: Host, target: RangeTarget, valuesOnly: boolean): Area | null {
  const within = host.room(target)
  if (!within) return null
  let used: Area | null = null
  host
    .sheet(target.sheetId)
    .getSheet()
    .getCellMatrix()
    .forValue((row, column, cell) => {
      if (row < within.top || row > within.bottom || column < within.left || column > within.right) return
      if (!cell) return
      const hasValue = (cell.v !== undefined && cell.v !== null && cell.v !== '') || !!cell.f || !!cell.si
      if (!hasValue && (valuesOnly || !(cell.s || cell.custom))) return
      used = used
        ? {
            top: Math.min(used.top, row),
            left: Math.min(used.left, column),
            bottom: Math.max(used.bottom, row),
            right: Math.max(used.right, column),
          }
        : { top: row, left: column, bottom: row, right: column }
    })
  return used
}

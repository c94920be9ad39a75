import { runsOf } from '../../shared/runs'
import { rangeAddress } from '../../shared/sheets/address'

/** A rectangle of cells; rows and columns are 0-based and inclusive. */
export interface Area {
  top: number
  left: number
  bottom: number
  right: number
}

/** A1 notation of an area, `down` rows further down. */
export function areaAddress({ top, left, bottom, right }: Area, down = 0): string {
  return rangeAddress([left + 1, top + down + 1], [right + 1, bottom + down + 1])
}

export function areaSize({ top, left, bottom, right }: Area): number {
  return (bottom - top + 1) * (right - left + 1)
}

/**
 * Groups equal cells into few rectangles per value: runs along a row, extended downwards while the next row
 * has the same run. So Excel needs one call per rectangle instead of one per cell.
 */
export function areasByValue<T>(rows: readonly (readonly T[])[]): Map<T, Area[]> {
  const areas = new Map<T, Area[]>()
  let open = new Map<string, { value: T; area: Area }>()
  rows.forEach((row, top) => {
    const next = new Map<string, { value: T; area: Area }>()
    for (const { value, left, right } of runsOf(row)) {
      const key = `${left}:${right}`
      const above = open.get(key)
      if (above && above.value === value) {
        above.area.bottom = top
        next.set(key, above)
        continue
      }
      const area = { top, left, bottom: top, right }
      const list = areas.get(value)
      if (list) list.push(area)
      else areas.set(value, [area])
      next.set(key, { value, area })
    }
    open = next
  })
  return areas
}

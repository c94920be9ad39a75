import type { RangeTarget } from './addresses'
import { invalidArgument } from './errors'
import type { FilterCriteria } from './filter-criteria'
import type { Host } from './host'
import { HostType } from './host-type'
import { otherRange } from './other-range'
import { rangeReference } from './range-reference'
import type { AutoFilterState, SheetTarget } from './sheet-state'
import { hideStopped } from './table-filter'

/** The filter of a sheet: one range, with a line of headings. */
export const autoFilterType = new HostType<SheetTarget>('AutoFilter', {
  properties: {
    enabled: { get: ({ id }, host) => filterOf(host, id) !== null },
    isDataFiltered: { get: ({ id }, host) => (filterOf(host, id)?.criteria.size ?? 0) > 0 },
    criteria: {
      get: ({ id }, host) => {
        const filter = filterOf(host, id)
        if (!filter) return []
        const width = filter.area.right - filter.area.left + 1
        return Array.from({ length: width }, (_, index) => filter.criteria.get(index) ?? null)
      },
    },
  },
  methods: {
    apply: ({ id }, [range, columnIndex, criteria], host) => {
      mustFilter(host, id)
      const { sheetId: _, ...area } = otherRange(host, host.wholeSheet(id), range)
      const state = host.sheetState(id)
      const same = JSON.stringify(state.autoFilter?.area) === JSON.stringify(area)
      if (!same) removeFilter(host, id)
      const filter = (same && state.autoFilter) || { area, criteria: new Map<number, FilterCriteria>() }
      state.autoFilter = filter
      if (typeof columnIndex === 'number') {
        if (criteria) filter.criteria.set(columnIndex, criteria as FilterCriteria)
        else filter.criteria.delete(columnIndex)
      }
      show(host, id, filter)
      return null
    },
    clearColumnCriteria: ({ id }, [columnIndex], host) => {
      const filter = filterOf(host, id)
      if (!filter) throw invalidArgument('the sheet has no filter')
      filter.criteria.delete(Number(columnIndex))
      show(host, id, filter)
      return null
    },
    clearCriteria: ({ id }, _args, host) => {
      const filter = filterOf(host, id)
      filter?.criteria.clear()
      if (filter) show(host, id, filter)
      return null
    },
    reapply: ({ id }, _args, host) => {
      const filter = filterOf(host, id)
      if (filter) show(host, id, filter)
      return null
    },
    remove: ({ id }, _args, host) => {
      mustFilter(host, id)
      removeFilter(host, id)
      return null
    },
    getRange: ({ id }, _args, host) => {
      const filter = filterOf(host, id)
      if (!filter) throw invalidArgument('the sheet has no filter')
      return rangeReference({ sheetId: id, ...filter.area })
    },
    getRangeOrNullObject: ({ id }, _args, host) => {
      const filter = filterOf(host, id)
      return filter ? rangeReference({ sheetId: id, ...filter.area }) : null
    },
  },
})

function filterOf(host: Host, id: string): AutoFilterState | null {
  return host.sheetState(id).autoFilter
}

function mustFilter(host: Host, id: string): void {
  host.mustAllow(id, 'allowAutoFilter')
}

function show(host: Host, id: string, { area, criteria }: AutoFilterState): void {
  const body: RangeTarget = { sheetId: id, ...area, top: area.top + 1 }
  const inside = host.room(body)
  if (!inside) return
  hideStopped(
    host,
    { sheetId: id, ...inside },
    [...criteria].map(([index, each]) => ({ column: area.left + index, criteria: each })),
  )
}

function removeFilter(host: Host, id: string): void {
  const filter = filterOf(host, id)
  if (!filter) return
  filter.criteria.clear()
  show(host, id, filter)
  host.sheetState(id).autoFilter = null
}

import { parseArea, type RangeTarget, splitSheet } from './addresses'
import { itemNotFound } from './errors'
import { HostObject, HostType } from './host-type'
import { rangeReference } from './range-reference'
import type { SheetTarget } from './sheet-state'

/** `row` is the first row of the next page, 0-based. */
interface BreakTarget extends SheetTarget {
  row: number
}

/** The page breaks that were set by hand. */
export const horizontalPageBreaksType = new HostType<SheetTarget>('PageBreakCollection', {
  items: ({ id }, host) =>
    host.sheetState(id).pageLayout.rowBreaks.map((row) => pageBreakType.of({ id, row })),
  methods: {
    add: ({ id }, [range], host) => {
      const { pageLayout } = host.sheetState(id)
      const row =
        range instanceof HostObject
          ? (range.target as RangeTarget).top
          : parseArea(splitSheet(String(range)).area).top
      pageLayout.rowBreaks = [...new Set([...pageLayout.rowBreaks, row])].sort((a, b) => a - b)
      return pageBreakType.of({ id, row })
    },
    getCount: ({ id }, _args, host) => host.sheetState(id).pageLayout.rowBreaks.length,
    // A break has no id: the client finds an item of the collection by its index.
    getItemAt: ({ id }, [index], host) => {
      const row = host.sheetState(id).pageLayout.rowBreaks[Number(index)]
      if (row === undefined) throw itemNotFound(`page break ${index}`)
      return pageBreakType.of({ id, row })
    },
    removePageBreaks: ({ id }, _args, host) => {
      host.sheetState(id).pageLayout.rowBreaks = []
      return null
    },
  },
})

const pageBreakType = new HostType<BreakTarget>('PageBreak', {
  properties: { rowIndex: { get: ({ row }) => row } },
  methods: {
    getCellAfterBreak: ({ id, row }) =>
      rangeReference({ sheetId: id, top: row, left: 0, bottom: row, right: 0 }),
    delete: ({ id, row }, _args, host) => {
      const { pageLayout } = host.sheetState(id)
      pageLayout.rowBreaks = pageLayout.rowBreaks.filter((each) => each !== row)
      return null
    },
  },
})

import { parseArea, type RangeTarget, splitSheet } from './addresses'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { HostObject, HostType } from './host-type'
import { rangeType } from './range'
import type { SheetTarget } from './sheet-state'

export const freezePanesType = new HostType<SheetTarget>('WorksheetFreezePanes', {
  methods: {
    freezeRows: ({ id }, [count], host) => freeze(host, id, Number(count ?? 0), 0),
    freezeColumns: ({ id }, [count], host) => freeze(host, id, 0, Number(count ?? 0)),
    freezeAt: ({ id }, [range], host) => {
      const area =
        range instanceof HostObject
          ? (range.target as RangeTarget)
          : typeof range === 'string'
            ? parseArea(splitSheet(range).area)
            : undefined
      if (!area) throw invalidArgument('freezeAt')
      return freeze(host, id, area.bottom + 1, area.right + 1)
    },
    unfreeze: ({ id }, _args, host) => {
      host.sheet(id).cancelFreeze()
      return null
    },
    getLocationOrNullObject: ({ id }, _args, host) => {
      const { xSplit, ySplit } = host.sheet(id).getFreeze()
      if (xSplit <= 0 && ySplit <= 0) return null
      const whole = host.wholeSheet(id)
      return rangeType.of({
        ...whole,
        ...(ySplit > 0 ? { bottom: ySplit - 1 } : {}),
        ...(xSplit > 0 ? { right: xSplit - 1 } : {}),
      })
    },
  },
})

function freeze(host: Host, id: string, rows: number, columns: number): null {
  // `startRow` and `startColumn` are the first that scroll; -1 when nothing is frozen in that direction.
  host.sheet(id).setFreeze({
    ySplit: rows,
    xSplit: columns,
    startRow: rows > 0 ? rows : -1,
    startColumn: columns > 0 ? columns : -1,
  })
  return null
}

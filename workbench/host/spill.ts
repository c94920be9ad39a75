import type { IRange } from '@univerjs/core'
import { FormulaDataModel } from '@univerjs/engine-formula'
import { type Area, intersection, type RangeTarget } from './addresses'
import type { Host } from './host'

interface Spill {
  parent: Area
  to: Area
}

/** The formulas of a sheet whose results fill several cells. */
async function spillsOf(host: Host, sheetId: string): Promise<Spill[]> {
  await host.calculation.settled()
  const ranges =
    host.injector.get(FormulaDataModel).getArrayFormulaRange()[host.workbook.getId()]?.[sheetId] ?? {}
  return Object.entries(ranges).flatMap(([row, line]) =>
    Object.entries((line ?? {}) as Record<string, IRange>).map(([column, to]) => {
      const [top, left] = [Number(row), Number(column)]
      return {
        parent: { top, left, bottom: top, right: left },
        to: { top: to.startRow, left: to.startColumn, bottom: to.endRow, right: to.endColumn },
      }
    }),
  )
}

export async function spillingTo(host: Host, target: RangeTarget): Promise<RangeTarget | null> {
  const found = (await spillsOf(host, target.sheetId)).find(
    ({ parent }) => parent.top === target.top && parent.left === target.left,
  )
  return found ? { sheetId: target.sheetId, ...found.to } : null
}

export async function spillParent(host: Host, target: RangeTarget): Promise<RangeTarget | null> {
  const found = (await spillsOf(host, target.sheetId)).find(({ to }) => intersection(to, target))
  return found ? { sheetId: target.sheetId, ...found.parent } : null
}

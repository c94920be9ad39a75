import { parseArea, type RangeTarget, splitSheet } from './addresses'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { HostObject } from './host-type'

/** A range or an address; an address without a sheet's name is on the target's sheet. */
export function otherRange(host: Host, target: RangeTarget, other: unknown): RangeTarget {
  if (other instanceof HostObject) return other.target as RangeTarget
  const { sheet, area } = splitSheet(String(other))
  const sheetId = sheet === undefined ? target.sheetId : host.workbook.getSheetByName(sheet)?.getSheetId()
  if (!sheetId) throw invalidArgument(String(other))
  return { sheetId, ...parseArea(area) }
}

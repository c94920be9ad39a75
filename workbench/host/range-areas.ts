import {
  type Area,
  areaAddress,
  intersection,
  isWholeColumns,
  isWholeRows,
  quotedSheet,
  type RangeTarget,
} from './addresses'
import { invalidArgument, itemNotFound } from './errors'
import { together } from './fan-out'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'
import { otherRange } from './other-range'
import { rangeReference } from './range-reference'
import { clearRange, paste } from './range-structure'
import { worksheetReference } from './worksheet-reference'

/** Areas of one sheet; there is at least one. */
export interface AreasTarget {
  sheetId: string
  areas: Area[]
}

const rangesOf = ({ sheetId, areas }: AreasTarget): RangeTarget[] =>
  areas.map((area) => ({ sheetId, ...area }))

function all(name: string) {
  return (target: AreasTarget, host: Host): HostObject | null =>
    together(
      rangesOf(target).map((range) => {
        const { members } = rangeReference(range)
        return members.objects?.[name]?.(range, host) as HostObject
      }),
    )
}

export const rangeAreasType: HostType<AreasTarget> = new HostType<AreasTarget>('RangeAreas', {
  referenced: true,
  properties: {
    address: { get: addressOf },
    addressLocal: { get: addressOf },
    areaCount: { get: ({ areas }) => areas.length },
    cellCount: {
      get: ({ areas }) =>
        areas.reduce((sum, area) => sum + (area.bottom - area.top + 1) * (area.right - area.left + 1), 0),
    },
    isEntireColumn: { get: ({ areas }) => areas.every(isWholeColumns) },
    isEntireRow: { get: ({ areas }) => areas.every(isWholeRows) },
  },
  objects: {
    areas: (target) => rangeCollectionType.of(target),
    format: all('format'),
    dataValidation: all('dataValidation'),
    worksheet: ({ sheetId }) => worksheetReference(sheetId),
  },
  methods: {
    clear: (target, [applyTo], host) => {
      for (const range of rangesOf(target)) clearRange(host, range, String(applyTo ?? 'All'))
      return null
    },
    calculate: (_target, _args, host) => host.calculation.recalculate().then(() => null),
    copyFrom: (target, args, host) => {
      const ranges = rangesOf(target)
      return paste(host, ranges, sourceOf(host, ranges[0]!, args[0]), args)
    },
    getEntireRow: ({ sheetId, areas }, _args, host) => {
      const { left, right } = host.wholeSheet(sheetId)
      return rangeAreasType.of({ sheetId, areas: areas.map((area) => ({ ...area, left, right })) })
    },
    getEntireColumn: ({ sheetId, areas }, _args, host) => {
      const { top, bottom } = host.wholeSheet(sheetId)
      return rangeAreasType.of({ sheetId, areas: areas.map((area) => ({ ...area, top, bottom })) })
    },
    getIntersectionOrNullObject: ({ sheetId, areas }, [other], host) => {
      const range = otherRange(host, { sheetId, ...areas[0]! }, other)
      return areasOrNull(
        sheetId,
        areas.flatMap((area) => intersection(area, range) ?? []),
      )
    },
    select: (target, _args, host) => {
      const [first] = rangesOf(target)
      return rangeReference(first!).members.methods?.select?.(first, [], host)
    },
  },
})

function sourceOf(host: Host, target: RangeTarget, source: unknown): RangeTarget {
  const other = (source as HostObject | undefined)?.target as AreasTarget | undefined
  if (!other?.areas) return otherRange(host, target, source)
  if (other.areas.length > 1) throw invalidArgument('copying several areas')
  return { sheetId: other.sheetId, ...other.areas[0]! }
}

const rangeCollectionType = new HostType<AreasTarget>('RangeCollection', {
  properties: { count: { get: ({ areas }) => areas.length } },
  items: (target) => rangesOf(target).map(rangeReference),
  item: (target, index) => rangeAt(target, index),
  methods: {
    getCount: ({ areas }) => areas.length,
    getItemAt: (target, [index]) => rangeAt(target, index),
  },
})

function rangeAt(target: AreasTarget, index: unknown): HostObject {
  const range = rangesOf(target)[Number(index)]
  if (!range) throw itemNotFound(`area ${index}`)
  return rangeReference(range)
}

export function areasOrNull(sheetId: string, areas: Area[]): HostObject | null {
  return areas.length > 0 ? rangeAreasType.of({ sheetId, areas }) : null
}

export function addressOf({ sheetId, areas }: AreasTarget, host: Host): string {
  const sheet = quotedSheet(host.sheet(sheetId).getSheetName())
  return areas.map((area) => `${sheet}!${areaAddress(area)}`).join(',')
}

/** Cells of a sheet as few areas: runs along a row, extended downwards where the next row has the same run. */
export function areasOfCells(cells: readonly { row: number; column: number }[]): Area[] {
  const areas: Area[] = []
  const sorted = [...cells].sort((a, b) => a.row - b.row || a.column - b.column)
  for (const { row, column } of sorted) {
    const last = areas.at(-1)
    if (last && last.top === row && last.bottom === row && last.right === column - 1) last.right = column
    else areas.push({ top: row, left: column, bottom: row, right: column })
  }
  return areas.reduce<Area[]>((merged, area) => {
    const above = merged.find(
      ({ bottom, left, right }) => bottom === area.top - 1 && left === area.left && right === area.right,
    )
    if (above) above.bottom = area.bottom
    else merged.push(area)
    return merged
  }, [])
}

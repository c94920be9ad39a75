import { type Area, areaAddress, intersection, parseArea, type RangeTarget, splitSheet } from './addresses'
import { cellAt, formulaOf } from './cell-contents'
import { itemNotFound } from './errors'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'
import { type AreasTarget, addressOf, areasOfCells, rangeAreasType } from './range-areas'
import { rangeReference } from './range-reference'
import { usedArea } from './used-range'

/** Areas of several sheets. */
export const workbookRangeAreasType = new HostType<AreasTarget[]>('WorkbookRangeAreas', {
  referenced: true,
  properties: { addresses: { get: (sheets, host) => sheets.map((areas) => addressOf(areas, host)) } },
  objects: {
    areas: (sheets) => rangeAreasCollectionType.of(sheets),
    ranges: (sheets) => workbookRangesType.of(sheets),
  },
  methods: {
    getRangeAreasBySheet: (sheets, [key], host) => {
      const found = sheets.find(
        ({ sheetId }) => sheetId === key || host.sheet(sheetId).getSheetName() === key,
      )
      if (!found) throw itemNotFound(`areas on ${key}`)
      return rangeAreasType.of(found)
    },
  },
})

const rangeAreasCollectionType = new HostType<AreasTarget[]>('RangeAreasCollection', {
  items: (sheets) => sheets.map((areas) => rangeAreasType.of(areas)),
  item: (sheets, index) => areasAt(sheets, index),
  methods: { getCount: (sheets) => sheets.length, getItemAt: (sheets, [index]) => areasAt(sheets, index) },
})

function areasAt(sheets: AreasTarget[], index: unknown): HostObject {
  const areas = sheets[Number(index)]
  if (!areas) throw itemNotFound(`areas ${index}`)
  return rangeAreasType.of(areas)
}

const workbookRangesType = new HostType<AreasTarget[]>(
  'RangeCollection',
  {
    items: (sheets) =>
      sheets.flatMap(({ sheetId, areas }) => areas.map((area) => rangeReference({ sheetId, ...area }))),
    methods: { getCount: (sheets) => sheets.reduce((sum, { areas }) => sum + areas.length, 0) },
  },
  true,
)

const STRING = /"(?:[^"]|"")*"/g
const REFERENCE =
  /(?:'(?:[^']|'')+'!|[\p{L}_][\p{L}\p{N}_.]*!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?(?![\p{L}\p{N}_(])/gu

function references(host: Host, formula: string, sheetId: string): RangeTarget[] {
  return (formula.replace(STRING, '""').match(REFERENCE) ?? []).flatMap((text) => {
    const { sheet, area } = splitSheet(text)
    const id = sheet === undefined ? sheetId : host.workbook.getSheetByName(sheet)?.getSheetId()
    return id ? [{ sheetId: id, ...parseArea(area) }] : []
  })
}

interface Formula {
  place: RangeTarget
  refersTo: RangeTarget[]
}

function formulasIn(host: Host, target: RangeTarget): Formula[] {
  const area = usedArea(host, target, false)
  if (!area) return []
  const sheet = host.sheet(target.sheetId)
  const formulas: Formula[] = []
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      const formula = formulaOf(sheet, cellAt(sheet, row, column), row, column)
      if (formula === undefined) continue
      const place = { sheetId: target.sheetId, top: row, left: column, bottom: row, right: column }
      formulas.push({ place, refersTo: references(host, formula, target.sheetId) })
    }
  }
  return formulas
}

const meet = (a: RangeTarget, b: RangeTarget) => a.sheetId === b.sheetId && intersection(a, b) !== null

/** The cells that the formulas of a range refer to. */
export function precedents(host: Host, target: RangeTarget, direct: boolean): HostObject {
  return follow(target, direct, (range) => formulasIn(host, range).flatMap(({ refersTo }) => refersTo))
}

/** The cells whose formulas refer to a range. */
export function dependents(host: Host, target: RangeTarget, direct: boolean): HostObject {
  const all = host.workbook
    .getSheets()
    .flatMap((sheet) => formulasIn(host, host.wholeSheet(sheet.getSheetId())))
  return follow(target, direct, (range) =>
    all.filter(({ refersTo }) => refersTo.some((area) => meet(area, range))).map(({ place }) => place),
  )
}

function follow(
  target: RangeTarget,
  direct: boolean,
  next: (range: RangeTarget) => RangeTarget[],
): HostObject {
  const found = new Map<string, RangeTarget>()
  let open = [target]
  while (open.length > 0) {
    const reached = open.flatMap(next).filter((range) => !found.has(keyOf(range)))
    for (const range of reached) found.set(keyOf(range), range)
    open = direct ? [] : reached
  }
  const sheets = new Map<string, Area[]>()
  for (const { sheetId, ...area } of found.values())
    sheets.set(sheetId, [...(sheets.get(sheetId) ?? []), area])
  if (sheets.size === 0) throw itemNotFound('no cells were found')
  return workbookRangeAreasType.of([...sheets].map(([sheetId, areas]) => ({ sheetId, areas: merged(areas) })))
}

const keyOf = (range: RangeTarget) => `${range.sheetId}!${areaAddress(range)}`

/** Single cells that lie beside each other become one area. */
function merged(areas: Area[]): Area[] {
  const single = ({ top, left, bottom, right }: Area) => top === bottom && left === right
  const cells = areas.filter(single).map(({ top, left }) => ({ row: top, column: left }))
  return [...areas.filter((area) => !single(area)), ...areasOfCells(cells)]
}

import { type Area, areaAddress, EXCEL_COLUMNS, intersection, type RangeTarget } from './addresses'
import { cellAt, contentOf, formulaOf, writeEntries } from './cell-contents'
import { invalidArgument, itemNotFound } from './errors'
import { EVENT, EVERY_SHEET } from './event-channel'
import { eventRegistration } from './event-registration'
import type { FilterCriteria } from './filter-criteria'
import type { Host } from './host'
import { type HostObject, type HostProperty, HostType } from './host-type'
import { otherRange } from './other-range'
import { rangeReference } from './range-reference'
import { deleteRange, insertRange } from './range-structure'
import type { TableState } from './sheet-state'
import { type SortField, sortRange } from './sort'
import { applyFilter, clearFilter, showAll } from './table-filter'
import {
  allTables,
  bodyArea,
  checkName,
  checkPlace,
  columnAt,
  columnNames,
  type Found,
  findTable,
  headerArea,
  rowCount,
  type TableTarget,
  tableOf,
  tablesIn,
  totalsArea,
} from './table-state'
import { worksheetReference } from './worksheet-reference'

/** The tables of a sheet, or of the workbook. */
interface TablesTarget {
  sheetId: string | null
}

function plain<K extends keyof TableState>(key: K): HostProperty<TableTarget> {
  return {
    get: (target, host) => tableOf(host, target).table[key],
    set: (target, value, host) => {
      tableOf(host, target).table[key] = value as TableState[K]
    },
  }
}

const tableType: HostType<TableTarget> = new HostType<TableTarget>('Table', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }) => id },
    legacyId: { get: ({ id }) => id },
    name: {
      get: (target, host) => tableOf(host, target).table.name,
      set: (target, value, host) => {
        const { table } = tableOf(host, target)
        checkName(host, String(value), table)
        table.name = String(value)
      },
    },
    style: plain('style'),
    showBandedRows: plain('showBandedRows'),
    showBandedColumns: plain('showBandedColumns'),
    showFilterButton: plain('showFilterButton'),
    highlightFirstColumn: plain('highlightFirstColumn'),
    highlightLastColumn: plain('highlightLastColumn'),
    showHeaders: {
      get: (target, host) => tableOf(host, target).table.showHeaders,
      set: (target, value, host) => setLine(host, tableOf(host, target), 'showHeaders', value === true),
    },
    showTotals: {
      get: (target, host) => tableOf(host, target).table.showTotals,
      set: (target, value, host) => setLine(host, tableOf(host, target), 'showTotals', value === true),
    },
  },
  objects: {
    columns: (target) => columnsType.of(target),
    rows: (target) => rowsType.of(target),
    sort: (target) => tableSortType.of(target),
    worksheet: (target, host) => worksheetReference(tableOf(host, target).sheetId),
  },
  methods: {
    getRange: (target, _args, host) => part(host, target, ({ area }) => area),
    getHeaderRowRange: (target, _args, host) => part(host, target, headerArea),
    getDataBodyRange: (target, _args, host) => part(host, target, bodyArea),
    getTotalRowRange: (target, _args, host) => part(host, target, totalsArea),
    clearFilters: (target, _args, host) => {
      showAll(host, tableOf(host, target))
      return null
    },
    reapplyFilters: (target, _args, host) => {
      applyFilter(host, tableOf(host, target))
      return null
    },
    convertToRange: (target, _args, host) => {
      const { sheetId, table } = tableOf(host, target)
      drop(host, sheetId, table)
      return rangeReference({ sheetId, ...table.area })
    },
    delete: async (target, _args, host) => {
      const { sheetId, table } = tableOf(host, target)
      drop(host, sheetId, table)
      await deleteRange(host, { sheetId, ...table.area }, 'Up')
      return null
    },
    resize: (target, [address], host) => {
      const { sheetId, table } = tableOf(host, target)
      resize(host, sheetId, table, otherRange(host, { sheetId, ...table.area }, address))
      return null
    },
    ...eventRegistration<TableTarget>(
      { DataChangedEvent: EVENT.tableChanged, SelectionChangedEvent: EVENT.tableSelectionChanged },
      ({ id }) => id,
    ),
  },
})

export const tablesType = new HostType<TablesTarget>('TableCollection', {
  properties: { count: { get: ({ sheetId }, host) => tablesOf(host, sheetId).length } },
  items: ({ sheetId }, host) => tablesOf(host, sheetId).map(({ table }) => tableType.of({ id: table.id })),
  item: ({ sheetId }, key, host) => {
    const found = inScope(host, sheetId, key)
    if (!found) throw itemNotFound(`table ${key}`)
    return tableType.of({ id: found.table.id })
  },
  methods: {
    add: async ({ sheetId }, [address, hasHeaders], host) => {
      const active = sheetId ?? host.workbook.getActiveSheet().getSheetId()
      const place = otherRange(host, host.wholeSheet(active), address)
      return tableType.of({ id: (await addTable(host, place, hasHeaders === true)).id })
    },
    getCount: ({ sheetId }, _args, host) => tablesOf(host, sheetId).length,
    getItemOrNullObject: ({ sheetId }, [key], host) => {
      const found = inScope(host, sheetId, key)
      return found ? tableType.of({ id: found.table.id }) : null
    },
    getItemAt: ({ sheetId }, [index], host) => {
      const found = tablesOf(host, sheetId)[Number(index)]
      if (!found) throw itemNotFound(`table ${index}`)
      return tableType.of({ id: found.table.id })
    },
    getFirst: ({ sheetId }, _args, host) => {
      const [found] = tablesOf(host, sheetId)
      if (!found) throw itemNotFound('there is no table')
      return tableType.of({ id: found.table.id })
    },
    ...eventRegistration<TablesTarget>(
      {
        DataChangedEvent: EVENT.tableChanged,
        AddedEvent: EVENT.tableAdded,
        DeletedEvent: EVENT.tableDeleted,
      },
      ({ sheetId }) => sheetId ?? EVERY_SHEET,
    ),
  },
})

/** The table that a range belongs to. */
export function tableReferenceAt(host: Host, range: RangeTarget): HostObject {
  const [table] = tablesIn(host, range.sheetId).filter(({ area }) => intersection(area, range))
  if (!table) throw itemNotFound('the range is no table')
  return tableType.of({ id: table.id })
}

/** The tables at a range. */
export function tablesOn(host: Host, target: RangeTarget, fully: boolean): HostObject {
  const inside = ({ area }: TableState) => {
    const common = intersection(area, target)
    return common !== null && (!fully || JSON.stringify(common) === JSON.stringify(area))
  }
  return tableScopedType.of(
    tablesIn(host, target.sheetId)
      .filter(inside)
      .map(({ id }) => id),
  )
}

const tableScopedType = new HostType<string[]>('TableScopedCollection', {
  items: (ids) => ids.map((id) => tableType.of({ id })),
  item: (ids, key, host) => {
    const found = findTable(host, key)
    if (!found || !ids.includes(found.table.id)) throw itemNotFound(`table ${key}`)
    return tableType.of({ id: found.table.id })
  },
  methods: {
    getCount: (ids) => ids.length,
    getFirst: ([id]) => {
      if (id === undefined) throw itemNotFound('there is no table')
      return tableType.of({ id })
    },
  },
})

function tablesOf(host: Host, sheetId: string | null): Found[] {
  return allTables(host).filter((found) => sheetId === null || found.sheetId === sheetId)
}

function inScope(host: Host, sheetId: string | null, key: unknown): Found | undefined {
  const found = findTable(host, key)
  return found && (sheetId === null || found.sheetId === sheetId) ? found : undefined
}

function part(host: Host, target: TableTarget, of: (table: TableState) => Area): HostObject {
  const { sheetId, table } = tableOf(host, target)
  return rangeReference({ sheetId, ...of(table) })
}

function drop(host: Host, sheetId: string, table: TableState): void {
  showAll(host, { sheetId, table })
  host.sheetState(sheetId).tables = tablesIn(host, sheetId).filter((each) => each !== table)
}

async function addTable(host: Host, place: RangeTarget, hasHeaders: boolean): Promise<TableState> {
  const { sheetId } = place
  host.mustBeWritable(place)
  const area = { ...(host.room(place) ?? place) }
  if (!hasHeaders) {
    await insertRange(host, { ...area, sheetId, bottom: area.top }, 'Down')
    area.bottom += 1
  }
  const blank = area.bottom === area.top
  if (blank) area.bottom += 1
  checkPlace(host, sheetId, area)
  const number = host.state.nextTable++
  const width = area.right - area.left + 1
  const table: TableState = {
    id: `table-${number}`,
    name: `Table${number}`,
    area,
    blank,
    showHeaders: true,
    showTotals: false,
    showBandedRows: true,
    showBandedColumns: false,
    showFilterButton: true,
    highlightFirstColumn: false,
    highlightLastColumn: false,
    style: 'TableStyleMedium2',
    columnIds: Array.from({ length: width }, (_, index) => index + 1),
    nextColumnId: width + 1,
    sort: { fields: [], matchCase: false, method: 'PinYin' },
    filters: new Map(),
  }
  tablesIn(host, sheetId).push(table)
  nameColumns(host, { sheetId, table })
  host.events.fire(EVENT.tableAdded, sheetId, { tableId: table.id, source: 'Local' })
  return table
}

/** Every column has a heading that no other column has. */
function nameColumns(host: Host, found: Found): void {
  const { sheetId, table } = found
  if (!table.showHeaders) return
  const taken = new Set<string>()
  const names = columnNames(host, found).map((name, index) => {
    let unique = name === '' ? `Column${index + 1}` : name
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name || 'Column'}${number}`
    taken.add(unique.toLowerCase())
    return unique
  })
  writeEntries(host, { sheetId, ...headerArea(table) }, [
    names.map((name) => (name.startsWith("'") ? name : `'${name}`)),
  ])
}

function resize(host: Host, sheetId: string, table: TableState, to: RangeTarget): void {
  if (to.sheetId !== sheetId || to.top !== table.area.top) {
    throw invalidArgument('the headings of a table stay in their row')
  }
  checkPlace(host, sheetId, to, table)
  const width = to.right - to.left + 1
  const columnIds = Array.from(
    { length: width },
    (_, index) => table.columnIds[to.left + index - table.area.left] ?? table.nextColumnId++,
  )
  const { top, left, bottom, right } = to
  Object.assign(table, { area: { top, left, bottom, right }, columnIds, blank: false })
  nameColumns(host, { sheetId, table })
}

/** Shows or hides the line of headings or of totals; what is below moves by a row. */
async function setLine(
  host: Host,
  { sheetId, table }: Found,
  line: 'showHeaders' | 'showTotals',
  shown: boolean,
): Promise<void> {
  if (table[line] === shown) return
  const { area } = table
  if (line === 'showTotals') {
    const below = { sheetId, ...area, top: area.bottom + 1, bottom: area.bottom + 1 }
    if (shown) {
      await makeRoom(host, below)
      table.area = { ...area, bottom: area.bottom + 1 }
      table.showTotals = true
      writeTotals(host, { sheetId, table })
    } else {
      await deleteRange(host, { sheetId, ...totalsArea(table) }, 'Up')
      table.area = { ...area, bottom: area.bottom - 1 }
      table.showTotals = false
    }
    return
  }
  // Excel keeps the place of the headings free.
  table.area = { ...area, top: area.top + (shown ? -1 : 1) }
  table.showHeaders = shown
  if (shown) nameColumns(host, { sheetId, table })
}

/** Excel's own totals: a label in the first column, and a subtotal of the last one. */
function writeTotals(host: Host, { sheetId, table }: Found): void {
  const { left, right, bottom } = table.area
  const body = bodyArea(table)
  const place = { sheetId, top: bottom, bottom, left: right, right }
  const sheet = host.sheet(sheetId)
  const numeric = typeof contentOf(cellAt(sheet, body.top, right)) === 'number'
  writeEntries(host, { ...place, left, right: left }, [['Total']])
  if (right === left) return
  const letters = areaAddress({ ...body, left: right, right })
  writeEntries(host, place, [[`=SUBTOTAL(${numeric ? 109 : 103},${letters})`]])
}

/** The grid doesn't stretch a subtotal over rows that are added right above it; a table's own goes over all of them. */
function widenTotals(host: Host, { sheetId, table }: Found): void {
  const sheet = host.sheet(sheetId)
  const { left, right, bottom } = table.area
  for (let column = left; column <= right; column++) {
    const formula = formulaOf(sheet, cellAt(sheet, bottom, column), bottom, column)
    const kind = /^=SUBTOTAL\((\d+),/.exec(formula ?? '')?.[1]
    if (!kind) continue
    const body = areaAddress({ ...bodyArea(table), left: column, right: column })
    const place = { sheetId, top: bottom, left: column, bottom, right: column }
    writeEntries(host, place, [[`=SUBTOTAL(${kind},${body})`]])
  }
}

/** Makes room below a table where something stands. */
async function makeRoom(host: Host, place: RangeTarget): Promise<void> {
  const sheet = host.sheet(place.sheetId)
  for (let row = place.top; row <= place.bottom; row++) {
    for (let column = place.left; column <= place.right; column++) {
      const cell = cellAt(sheet, row, column)
      if (contentOf(cell) !== '' || formulaOf(sheet, cell, row, column)) {
        await insertRange(host, place, 'Down')
        return
      }
    }
  }
}

interface ColumnTarget extends TableTarget {
  columnId: number
}

function columnIndex(host: Host, target: ColumnTarget): number {
  const index = tableOf(host, target).table.columnIds.indexOf(target.columnId)
  if (index < 0) throw itemNotFound(`column ${target.columnId}`)
  return index
}

function columnPart(host: Host, target: ColumnTarget, of: (table: TableState) => Area): HostObject {
  const { sheetId, table } = tableOf(host, target)
  const left = table.area.left + columnIndex(host, target)
  return rangeReference({ sheetId, ...of(table), left, right: left })
}

const columnType = new HostType<ColumnTarget>('TableColumn', {
  identity: ({ columnId }) => ({ _Id: columnId, Id: columnId }),
  properties: {
    id: { get: ({ columnId }) => columnId },
    index: { get: (target, host) => columnIndex(host, target) },
    name: {
      get: (target, host) => columnNames(host, tableOf(host, target))[columnIndex(host, target)],
      set: (target, value, host) => {
        const { sheetId, table } = tableOf(host, target)
        const left = table.area.left + columnIndex(host, target)
        writeEntries(host, { sheetId, ...headerArea(table), left, right: left }, [[`'${value}`]])
      },
    },
    values: {
      get: async (target, host) => columnValues(host, target),
      set: (target, value, host) => {
        const { sheetId, table } = tableOf(host, target)
        const left = table.area.left + columnIndex(host, target)
        writeEntries(host, { sheetId, ...table.area, left, right: left }, value)
      },
    },
  },
  objects: { filter: (target) => filterType.of(target) },
  methods: {
    getRange: (target, _args, host) => columnPart(host, target, ({ area }) => area),
    getHeaderRowRange: (target, _args, host) => columnPart(host, target, headerArea),
    getDataBodyRange: (target, _args, host) => columnPart(host, target, bodyArea),
    getTotalRowRange: (target, _args, host) => columnPart(host, target, totalsArea),
    delete: async (target, _args, host) => {
      const { sheetId, table } = tableOf(host, target)
      const index = columnIndex(host, target)
      const left = table.area.left + index
      await deleteRange(host, { sheetId, ...table.area, left, right: left }, 'Left')
      table.columnIds.splice(index, 1)
      table.filters.delete(target.columnId)
      table.area = { ...table.area, right: table.area.right - 1 }
      return null
    },
  },
})

async function columnValues(host: Host, target: ColumnTarget): Promise<unknown> {
  const { sheetId, table } = tableOf(host, target)
  const left = table.area.left + columnIndex(host, target)
  const range = rangeReference({ sheetId, ...table.area, left, right: left })
  return range.members.properties?.values?.get?.(range.target, host)
}

const columnsType = new HostType<TableTarget>('TableColumnCollection', {
  properties: { count: { get: (target, host) => tableOf(host, target).table.columnIds.length } },
  items: (target, host) =>
    tableOf(host, target).table.columnIds.map((columnId) => columnType.of({ ...target, columnId })),
  item: (target, key, host) => {
    const column = columnNamed(host, target, key)
    if (!column) throw itemNotFound(`column ${key}`)
    return column
  },
  methods: {
    getCount: (target, _args, host) => tableOf(host, target).table.columnIds.length,
    getItemOrNullObject: (target, [key], host) => columnNamed(host, target, key),
    getItemAt: (target, [index], host) => {
      const columnId = tableOf(host, target).table.columnIds[Number(index)]
      if (columnId === undefined) throw itemNotFound(`column ${index}`)
      return columnType.of({ ...target, columnId })
    },
    add: async (target, [index, values, name], host) => {
      const columnId = await addColumn(host, tableOf(host, target), index, values, name)
      return columnType.of({ ...target, columnId })
    },
  },
})

function columnNamed(host: Host, target: TableTarget, key: unknown): HostObject | null {
  const found = tableOf(host, target)
  const columnId = found.table.columnIds[columnAt(host, found, key)]
  return columnId === undefined ? null : columnType.of({ ...target, columnId })
}

async function addColumn(
  host: Host,
  { sheetId, table }: Found,
  index: unknown,
  values: unknown,
  name: unknown,
): Promise<number> {
  const { area, columnIds } = table
  const at = typeof index === 'number' && index >= 0 && index < columnIds.length ? index : columnIds.length
  const left = area.left + at
  if (left >= EXCEL_COLUMNS) throw invalidArgument('beyond the sheet')
  const place = { sheetId, ...area, left, right: left }
  await insertRange(host, place, 'Right')
  const columnId = table.nextColumnId++
  columnIds.splice(at, 0, columnId)
  table.area = { ...area, right: area.right + 1 }
  if (Array.isArray(values)) writeEntries(host, { ...place, bottom: place.top + values.length - 1 }, values)
  else if (values !== null && values !== undefined) writeEntries(host, place, values)
  if (typeof name === 'string') writeEntries(host, { ...place, bottom: place.top }, [[`'${name}`]])
  nameColumns(host, { sheetId, table })
  return columnId
}

interface RowTarget extends TableTarget {
  index: number
}

function rowPlace(host: Host, target: RowTarget): RangeTarget {
  const { sheetId, table } = tableOf(host, target)
  if (!(target.index >= 0 && target.index < rowCount(table))) throw invalidArgument(`row ${target.index}`)
  const top = bodyArea(table).top + target.index
  return { sheetId, ...table.area, top, bottom: top }
}

const rowType = new HostType<RowTarget>('TableRow', {
  identity: ({ index }) => ({ _Id: index }),
  properties: {
    index: { get: ({ index }) => index },
    values: {
      get: (target, host) => {
        const range = rangeReference(rowPlace(host, target))
        return range.members.properties?.values?.get?.(range.target, host)
      },
      set: (target, value, host) => writeEntries(host, rowPlace(host, target), value),
    },
  },
  methods: {
    getRange: (target, _args, host) => rangeReference(rowPlace(host, target)),
    delete: async (target, _args, host) => {
      await deleteRows(host, tableOf(host, target), target.index, 1)
      return null
    },
  },
})

const rowsType = new HostType<TableTarget>('TableRowCollection', {
  properties: { count: { get: (target, host) => rowCount(tableOf(host, target).table) } },
  items: (target, host) =>
    Array.from({ length: rowCount(tableOf(host, target).table) }, (_, index) =>
      rowType.of({ ...target, index }),
    ),
  item: (target, index) => rowType.of({ ...target, index: Number(index) }),
  methods: {
    getCount: (target, _args, host) => rowCount(tableOf(host, target).table),
    getItemAt: (target, [index], host) => {
      rowPlace(host, { ...target, index: Number(index) })
      return rowType.of({ ...target, index: Number(index) })
    },
    add: async (target, [index, values], host) => {
      const at = await addRows(host, tableOf(host, target), index, values)
      return rowType.of({ ...target, index: at })
    },
    deleteRowsAt: async (target, [index, count], host) => {
      await deleteRows(host, tableOf(host, target), Number(index), Number(count ?? 1))
      return null
    },
  },
})

async function addRows(
  host: Host,
  { sheetId, table }: Found,
  index: unknown,
  values: unknown,
): Promise<number> {
  const width = table.columnIds.length
  const lines = Array.isArray(values)
    ? (values as unknown[][])
    : [Array.from({ length: width }, () => values ?? null)]
  if (lines.some((line) => !Array.isArray(line) || line.length !== width)) {
    throw invalidArgument("the values' columns must match the table's")
  }
  const present = rowCount(table)
  const at = typeof index === 'number' && index >= 0 && index < present ? index : present
  const added = table.blank ? lines.length - 1 : lines.length
  const top = bodyArea(table).top + at
  const place = { sheetId, ...table.area, top, bottom: top + lines.length - 1 }
  if (added > 0) {
    const room = { ...place, bottom: top + added - 1 }
    if (at < present || table.showTotals) await insertRange(host, room, 'Down')
    else await makeRoom(host, { ...room, top: table.area.bottom + 1, bottom: table.area.bottom + added })
  }
  table.area = { ...table.area, bottom: table.area.bottom + added }
  table.blank = false
  writeEntries(host, place, lines)
  if (table.showTotals) widenTotals(host, { sheetId, table })
  return at
}

async function deleteRows(
  host: Host,
  { sheetId, table }: Found,
  index: number,
  count: number,
): Promise<void> {
  if (!(index >= 0 && count > 0 && index + count <= rowCount(table))) throw invalidArgument(`row ${index}`)
  const top = bodyArea(table).top + index
  await deleteRange(host, { sheetId, ...table.area, top, bottom: top + count - 1 }, 'Up')
  // The last row becomes the blank one.
  const gone = count === rowCount(table) ? count - 1 : count
  table.blank = gone < count
  table.area = { ...table.area, bottom: table.area.bottom - gone }
}

const tableSortType = new HostType<TableTarget>('TableSort', {
  properties: {
    fields: { get: (target, host) => tableOf(host, target).table.sort.fields },
    matchCase: { get: (target, host) => tableOf(host, target).table.sort.matchCase },
    method: { get: (target, host) => tableOf(host, target).table.sort.method },
  },
  methods: {
    apply: (target, [fields, matchCase, method], host) => {
      if (!Array.isArray(fields) || fields.length === 0) throw invalidArgument('sort fields')
      const { sheetId, table } = tableOf(host, target)
      sortRange(host, { sheetId, ...bodyArea(table) }, fields as SortField[], {
        matchCase: matchCase === true,
      })
      table.sort = { fields, matchCase: matchCase === true, method: String(method ?? 'PinYin') }
      return null
    },
    clear: (target, _args, host) => {
      tableOf(host, target).table.sort.fields = []
      return null
    },
    reapply: (target, _args, host) => {
      const { sheetId, table } = tableOf(host, target)
      if (table.sort.fields.length > 0)
        sortRange(host, { sheetId, ...bodyArea(table) }, table.sort.fields as SortField[], table.sort)
      return null
    },
  },
})

function filterBy(make: (args: readonly unknown[]) => FilterCriteria) {
  return (target: ColumnTarget, args: readonly unknown[], host: Host) => {
    const found = tableOf(host, target)
    found.table.filters.set(target.columnId, make(args))
    applyFilter(host, found)
    return null
  }
}

const filterType = new HostType<ColumnTarget>('Filter', {
  properties: {
    criteria: { get: (target, host) => tableOf(host, target).table.filters.get(target.columnId) ?? null },
  },
  methods: {
    apply: filterBy(([criteria]) => criteria as FilterCriteria),
    applyValuesFilter: filterBy(([values]) => ({ filterOn: 'Values', values: values as string[] })),
    applyCustomFilter: filterBy(([criterion1, criterion2, operator]) => ({
      filterOn: 'Custom',
      criterion1: String(criterion1),
      ...(criterion2 ? { criterion2: String(criterion2) } : {}),
      ...(operator ? { operator: String(operator) } : {}),
    })),
    applyTopItemsFilter: filterBy(([count]) => ({ filterOn: 'TopItems', criterion1: String(count) })),
    applyTopPercentFilter: filterBy(([count]) => ({ filterOn: 'TopPercent', criterion1: String(count) })),
    applyBottomItemsFilter: filterBy(([count]) => ({ filterOn: 'BottomItems', criterion1: String(count) })),
    applyBottomPercentFilter: filterBy(([count]) => ({
      filterOn: 'BottomPercent',
      criterion1: String(count),
    })),
    applyDynamicFilter: filterBy(([criteria]) => ({
      filterOn: 'Dynamic',
      dynamicCriteria: String(criteria),
    })),
    clear: (target, _args, host) => {
      const found = tableOf(host, target)
      clearFilter(host, found, target.columnId)
      return null
    },
  },
})

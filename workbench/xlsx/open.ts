import {
  BooleanNumber,
  CellValueType,
  type ICellData,
  type IWorkbookData,
  type IWorksheetData,
} from '@univerjs/core'
import ExcelJS, { type Cell, type Worksheet } from 'exceljs'
import { parseArea } from '../host/addresses'
import { invalidArgument, itemNotFound } from '../host/errors'
import type { Host } from '../host/host'
import { addName, namesIn, rangeOf } from '../host/names'
import { addSheet, freeName, sheetData } from '../host/new-sheet'
import { newSheetState, POINTS_TO_PIXELS, type SheetState } from '../host/sheet-state'
import { addFileFormats } from './file-formats'
import { addFileValidations } from './file-validations'
import { functionsFromFile } from './function-names'
import { pageLayoutOf } from './page'
import { gridStyle } from './styles'

/** Replaces the workbook by a file's. What the workbench can't show (charts, pictures) is lost. */
export async function openXlsx(host: Host, file: ArrayBuffer): Promise<void> {
  const book = await read(file)
  const ids = new Map(book.worksheets.map((sheet, i) => [sheet, `sheet-${i + 1}`]))
  const sheets: Record<string, Partial<IWorksheetData>> = {}
  for (const [sheet, id] of ids) sheets[id] = { id, name: sheet.name, ...gridSheet(sheet) }
  const data: Partial<IWorkbookData> = {
    name: book.title || 'Workbook.xlsx',
    sheetOrder: [...ids.values()],
    sheets,
  }
  host.replaceWorkbook(data)
  host.asAddin(() => {
    const { keywords, title, subject, creator } = book
    host.state.properties = {
      keywords: keywords ?? '',
      title: title ?? '',
      subject: subject ?? '',
      author: creator ?? '',
    }
    host.state.datesFrom1904 = book.properties.date1904 === true
    for (const [sheet, id] of ids) addBesideCells(host, id, sheet)
    addNames(host, book, [...ids.values()])
  })
  host.undo.forgetAddin()
}

/**
 * Adds sheets of a file at the end, in the file's order. As in Excel, a sheet whose name is taken gets another one.
 *
 * @param names of the sheets; all where it is empty
 * @returns the new sheets' ids
 * @throws OfficeError InvalidArgument for what isn't a workbook, ItemNotFound for a sheet that the file doesn't have
 */
export async function insertSheets(
  host: Host,
  file: ArrayBuffer,
  names: readonly string[],
): Promise<string[]> {
  const book = await read(file).catch(() => {
    throw invalidArgument('the file is no workbook')
  })
  const chosen = names.length === 0 ? book.worksheets : names.map((name) => worksheetOf(book, name))
  return host.asAddin(() => {
    const ids = chosen.map((sheet) => {
      const data = gridSheet(sheet)
      const id = addSheet(host, freeName(host, sheet.name), data).getSheetId()
      addBesideCells(host, id, sheet)
      return id
    })
    addNames(host, book, ids)
    return ids
  })
}

async function read(file: ArrayBuffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(file)
  return book
}

function worksheetOf(book: ExcelJS.Workbook, name: string): Worksheet {
  const sheet = book.getWorksheet(name)
  if (!sheet) throw itemNotFound(`worksheet ${name}`)
  return sheet
}

function addBesideCells(host: Host, id: string, sheet: Worksheet): void {
  host.state.sheets.set(id, sheetState(sheet))
  addFileFormats(host, id, sheet)
  addFileValidations(host, id, sheet)
}

/** Those that aren't taken and refer to these sheets; not those of a sheet that has another name now. */
function addNames(host: Host, book: ExcelJS.Workbook, sheetIds: readonly string[]): void {
  const taken = new Set(namesIn(host, null).map((name) => name.getName().toLowerCase()))
  for (const { name, ranges } of book.definedNames.model) {
    const known = ranges[0] && !name.startsWith('_xlnm') && rangeOf(host, ranges[0])
    if (known && sheetIds.includes(known.sheetId) && !taken.has(name.toLowerCase()))
      addName(host, null, name, ranges[0]!)
  }
}

function gridSheet(sheet: Worksheet): Partial<IWorksheetData> {
  const base = sheetData()
  const cellData: Record<number, Record<number, ICellData>> = {}
  const rowData: IWorksheetData['rowData'] = {}
  const columnData: IWorksheetData['columnData'] = {}
  sheet.eachRow({ includeEmpty: true }, (row, number) => {
    if (row.height || row.hidden) {
      rowData[number - 1] = {
        ...(row.height ? { h: row.height * POINTS_TO_PIXELS, ia: BooleanNumber.FALSE } : {}),
        ...(row.hidden ? { hd: BooleanNumber.TRUE } : {}),
      }
    }
    const line: Record<number, ICellData> = {}
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      const made = gridCell(cell)
      if (made) line[column - 1] = made
    })
    cellData[number - 1] = line
  })
  for (let number = 1; number <= sheet.columnCount; number++) {
    const { width, hidden } = sheet.getColumn(number)
    if (!width && !hidden) continue
    columnData[number - 1] = {
      ...(width ? { w: Math.round(width * 7) } : {}),
      ...(hidden ? { hd: BooleanNumber.TRUE } : {}),
    }
  }
  // A file may have no views; exceljs then has none either, against its types.
  const view = (sheet.views as typeof sheet.views | null)?.[0]
  const frozen = view?.state === 'frozen' ? { x: view.xSplit ?? 0, y: view.ySplit ?? 0 } : { x: 0, y: 0 }
  return {
    ...base,
    rowCount: Math.max(base.rowCount ?? 0, sheet.rowCount + 100),
    columnCount: Math.max(base.columnCount ?? 0, sheet.columnCount + 5),
    cellData,
    rowData,
    columnData,
    mergeData: sheet.model.merges.map((merge) => {
      const { top, left, bottom, right } = parseArea(merge)
      return { startRow: top, startColumn: left, endRow: bottom, endColumn: right }
    }),
    showGridlines: view?.showGridLines === false ? BooleanNumber.FALSE : BooleanNumber.TRUE,
    hidden: sheet.state === 'visible' ? BooleanNumber.FALSE : BooleanNumber.TRUE,
    ...(sheet.properties.tabColor?.argb ? { tabColor: `#${sheet.properties.tabColor.argb.slice(-6)}` } : {}),
    freeze: {
      xSplit: frozen.x,
      ySplit: frozen.y,
      startColumn: frozen.x > 0 ? frozen.x : -1,
      startRow: frozen.y > 0 ? frozen.y : -1,
    },
  }
}

function gridCell(cell: Cell): ICellData | null {
  const style = gridStyle(cell.style)
  const covered = cell.isMerged && cell.master !== cell
  const made: ICellData = {
    ...(Object.keys(style).length > 0 ? { s: style } : {}),
    ...(covered ? {} : content(cell)),
    ...(cell.protection?.locked === false ? { custom: { unlocked: true } } : {}),
  }
  return Object.keys(made).length > 0 ? made : null
}

function content(cell: Cell): ICellData {
  if (cell.formula) return { f: `=${functionsFromFile(cell.formula)}`, ...plain(cell.result as unknown) }
  const { value } = cell
  if (value && typeof value === 'object' && 'richText' in value) {
    return { v: value.richText.map((part) => part.text).join(''), t: CellValueType.STRING }
  }
  if (value && typeof value === 'object' && 'hyperlink' in value) {
    return { v: String(value.text), t: CellValueType.STRING }
  }
  return plain(value)
}

function plain(value: unknown): ICellData {
  if (value === null || value === undefined || value === '') return {}
  if (typeof value === 'number') return { v: value, t: CellValueType.NUMBER }
  if (typeof value === 'boolean') return { v: value ? 1 : 0, t: CellValueType.BOOLEAN }
  if (value instanceof Date) return { v: value.getTime() / 86_400_000 + 25_569, t: CellValueType.NUMBER }
  if (typeof value === 'object' && 'error' in value)
    return { v: String(value.error), t: CellValueType.STRING }
  const text = String(value)
  // Text that consists of digits stays text.
  const forced = text.trim() !== '' && !Number.isNaN(Number(text))
  return { v: text, t: forced ? CellValueType.FORCE_STRING : CellValueType.STRING }
}

function sheetState(sheet: Worksheet): SheetState {
  const state = newSheetState()
  const wish = (sheet as Worksheet & { sheetProtection?: Record<string, boolean> | null }).sheetProtection
  if (wish && wish.sheet !== false) {
    state.protection = Object.fromEntries(
      [
        'formatCells',
        'formatColumns',
        'formatRows',
        'insertRows',
        'insertColumns',
        'deleteRows',
        'deleteColumns',
        'sort',
        'autoFilter',
      ].map((name) => [`allow${name.charAt(0).toUpperCase()}${name.slice(1)}`, wish[name] === true]),
    )
  }
  state.veryHidden = sheet.state === 'veryHidden'
  state.pageLayout = pageLayoutOf(sheet, state.pageLayout)
  return state
}

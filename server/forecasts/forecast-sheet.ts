import type { FileRecord } from './csv-records'
import { EMPTY, findHeader, HEADER_WITHIN, mostKnownColumns } from './forecast-columns'
import { invalidFile } from './invalid-file'
import { type MergedRows, mergedCellsOf } from './workbook/merged-cells'
import { sheetRecords } from './workbook/sheet-records'
import { type Sheet, sheetNamed, type Workbook } from './workbook/workbook'

/** Sheets that are looked at, and how many unpacked bytes of each; for merged headings, of small ones only. */
const MAX_SHEETS = 100
const MAX_LOOKED_AT = 256 * 1024 ** 2
const MAX_MERGED_SHEET = 16 * 1024 ** 2
const SHOWN_SHEETS = 30
/** Required columns, of six. */
const NEARLY_A_HEADER = 4
const HOW_TO_CHOOSE = 'Name the sheet in the form field `sheet`, or make it the first visible one.'

export interface ForecastSheet {
  sheet: Sheet
  /** Names of the other sheets that seem to have a forecast. */
  unread: string[]
}

/**
 * Finds the sheet with the forecast: the named one, or the first visible one that has a forecast's header. A cover
 * or an empty sheet in front is passed over, but none that is nearly a forecast.
 *
 * @throws Problem FORECAST_FILE_INVALID which names the sheets, and says how to choose one
 */
export async function findForecastSheet(workbook: Workbook, name?: string): Promise<ForecastSheet> {
  if (name !== undefined) return { sheet: await namedSheet(workbook, name), unread: [] }
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const candidates = (visible.length > 0 ? visible : workbook.sheets).slice(0, MAX_SHEETS)
  const faults: Fault[] = []
  for (const sheet of candidates) {
    const fault = await headerFault(workbook, sheet)
    if (!fault) return { sheet, unread: await otherForecasts(workbook, sheet) }
    if (fault.isNearly) throw withoutForecast(workbook, sheet, fault)
    faults.push(fault)
  }
  throw withoutForecasts(workbook, faults)
}

async function namedSheet(workbook: Workbook, name: string): Promise<Sheet> {
  const sheet = sheetNamed(workbook, name)
  if (!sheet) {
    const isOther = workbook.otherSheets.includes(name.trim())
    throw invalidFile(
      `The workbook has ${isOther ? `no cells in "${name}"` : `no sheet "${name}"`}. Its sheets: ${namesOf(workbook)}. ${HOW_TO_CHOOSE}`,
    )
  }
  const fault = await headerFault(workbook, sheet)
  if (fault) throw withoutForecast(workbook, sheet, fault)
  return sheet
}

/** Why a sheet has no forecast's header. */
interface Fault {
  error: unknown
  /** It may have a forecast nevertheless: most columns are there, or it can't be read. */
  isNearly: boolean
}

async function headerFault(workbook: Workbook, sheet: Sheet): Promise<Fault | undefined> {
  try {
    const fault = faultOf(await firstRecords(workbook, sheet))
    if (!fault) return undefined
    // Headings may be merged over two rows, beside others that have a heading for each of two columns below.
    const merged = await mergedCellsOf(workbook, sheet, MAX_MERGED_SHEET).catch(() => undefined)
    return merged && merged.size > 0 ? faultOf(await firstRecords(workbook, sheet, merged)) : fault
  } catch (error) {
    return { error, isNearly: true }
  }
}

function faultOf(records: readonly FileRecord[]): Fault | undefined {
  try {
    findHeader(records)
    return undefined
  } catch (error) {
    return { error, isNearly: mostKnownColumns(records) >= NEARLY_A_HEADER }
  }
}

async function firstRecords(workbook: Workbook, sheet: Sheet, merged?: MergedRows): Promise<FileRecord[]> {
  const records: FileRecord[] = []
  for await (const batch of sheetRecords(workbook, sheet, { merged, max: MAX_LOOKED_AT })) {
    records.push(...batch.slice(0, HEADER_WITHIN - records.length))
    if (records.length >= HEADER_WITHIN) break
  }
  return records
}

async function otherForecasts(workbook: Workbook, taken: Sheet): Promise<string[]> {
  const names: string[] = []
  for (const sheet of workbook.sheets.slice(0, MAX_SHEETS)) {
    if (sheet === taken) continue
    const fault = await headerFault(workbook, sheet)
    if (!fault || fault.isNearly) names.push(sheet.name)
  }
  return names
}

function withoutForecast(workbook: Workbook, { name }: Sheet, { error }: Fault): unknown {
  if (workbook.sheets.length === 1) return error
  return invalidFile(
    `The sheet "${name}" has no forecast that can be read. ${detailOf(error)} The workbook's sheets: ${namesOf(workbook)}. ${HOW_TO_CHOOSE}`,
  )
}

function withoutForecasts(workbook: Workbook, faults: readonly Fault[]): unknown {
  const [first] = faults
  if (!first)
    return invalidFile('The workbook has no sheet with cells. Send a workbook with the forecast in a sheet.')
  if (workbook.sheets.length === 1) return first.error
  const told =
    faults.map(({ error }) => detailOf(error)).find((detail) => detail !== EMPTY) ?? 'They are empty.'
  return invalidFile(
    `None of the workbook's visible sheets has a forecast. ${told} Its sheets: ${namesOf(workbook)}. ${HOW_TO_CHOOSE}`,
  )
}

function detailOf(fault: unknown): string {
  return fault instanceof Error ? fault.message.replace(/^[A-Z_]+: /, '') : ''
}

function namesOf({ sheets }: Workbook): string {
  const names = sheets.slice(0, SHOWN_SHEETS).map(({ name, hidden }) => (hidden ? `${name} (hidden)` : name))
  const more = sheets.length - names.length
  return `${names.join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`
}

import type { FileRecord } from './csv-records'
import { EMPTY, findHeader, HEADER_WITHIN } from './forecast-columns'
import { invalidFile } from './invalid-file'
import { type MergedRows, mergedCellsOf } from './workbook/merged-cells'
import { sheetRecords } from './workbook/sheet-records'
import { type Sheet, sheetNamed, type Workbook } from './workbook/workbook'

/** Sheets that are looked at, and how many unpacked bytes of each; for merged headings, of small ones only. */
const MAX_SHEETS = 100
const MAX_LOOKED_AT = 256 * 1024 ** 2
const MAX_MERGED_SHEET = 16 * 1024 ** 2
const SHOWN_SHEETS = 30
const HOW_TO_CHOOSE = 'Name the sheet in the form field `sheet`, or make it the first visible one.'

export interface ForecastSheet {
  sheet: Sheet
  /** Names of the other sheets with a forecast's header. */
  unread: string[]
}

/**
 * Finds the sheet with the forecast: the named one, or the first visible one that has a forecast's header.
 *
 * @throws Problem FORECAST_FILE_INVALID which names the sheets, and says how to choose one
 */
export async function findForecastSheet(workbook: Workbook, name?: string): Promise<ForecastSheet> {
  if (name !== undefined) return { sheet: await namedSheet(workbook, name), unread: [] }
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const candidates = (visible.length > 0 ? visible : workbook.sheets).slice(0, MAX_SHEETS)
  const faults: unknown[] = []
  for (const sheet of candidates) {
    const fault = await headerFault(workbook, sheet)
    if (fault !== undefined) faults.push(fault)
    else return { sheet, unread: await otherForecasts(workbook, sheet) }
  }
  throw withoutForecast(workbook, faults)
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
  if (fault === undefined) return sheet
  if (workbook.sheets.length === 1) throw fault
  throw invalidFile(
    `The sheet "${sheet.name}" has no forecast. ${detailOf(fault)} The workbook's sheets: ${namesOf(workbook)}. ${HOW_TO_CHOOSE}`,
  )
}

/** Why a sheet has no forecast's header; undefined when it has one. */
async function headerFault(workbook: Workbook, sheet: Sheet): Promise<unknown> {
  try {
    const fault = faultOf(await firstRecords(workbook, sheet))
    if (fault === undefined) return undefined
    // Headings may be merged over two rows, beside others that have a heading for each of two columns below.
    const merged = await mergedCellsOf(workbook, sheet, MAX_MERGED_SHEET).catch(() => undefined)
    return merged && merged.size > 0 ? faultOf(await firstRecords(workbook, sheet, merged)) : fault
  } catch (error) {
    return error
  }
}

function faultOf(records: readonly FileRecord[]): unknown {
  try {
    findHeader(records)
    return undefined
  } catch (error) {
    return error
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
    if (sheet !== taken && (await headerFault(workbook, sheet)) === undefined) names.push(sheet.name)
  }
  return names
}

function withoutForecast(workbook: Workbook, faults: readonly unknown[]): unknown {
  if (faults.length === 0)
    return invalidFile('The workbook has no sheet with cells. Send a workbook with the forecast in a sheet.')
  if (workbook.sheets.length === 1) return faults[0]
  const told = faults.map(detailOf).find((detail) => detail !== EMPTY) ?? 'They are empty.'
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

/// <reference types="office-js" />

import { LANGUAGES } from '../../shared/language'
import {
  findKeyColumn,
  IDENTITY_NAME,
  type IdentityFinding,
  identityNames,
  identityToken,
  type PlainGrid,
  parseRowKey,
  readIdentity,
  type WorkbookIdentity,
} from '../../shared/sheets/identity'
import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { TARGETING_LABELS } from '../../shared/sheets/targeting/labels'
import { cellsAt } from './cells-at'
import { type Ask, runExcel } from './excel-run'
import { type SheetGrid, sheetOfReference } from './read-sheet'

const SHEET_NAMES = [
  ...new Set(
    LANGUAGES.flatMap((language) => [MEDIA_MIX_LABELS[language].sheet, TARGETING_LABELS[language].sheet]),
  ),
]

/** Reads which campaign this workbook belongs to, from every place that may still contain it. */
export function readWorkbookIdentity(): Promise<IdentityFinding> {
  return runExcel(async (context) => {
    const { workbook } = context
    const name = workbook.names.getItemOrNullObject(IDENTITY_NAME)
    name.load({ formula: true })
    workbook.properties.load({ keywords: true })
    const sheets = SHEET_NAMES.map((sheetName) => {
      const sheet = workbook.worksheets.getItemOrNullObject(sheetName)
      sheet.load({ id: true })
      return sheet
    })
    await context.sync()
    const renamed = name.isNullObject ? null : sheetOfReference(String(name.formula))
    const candidates = sheets.filter(({ isNullObject }) => !isNullObject)
    if (renamed !== null && !SHEET_NAMES.includes(renamed)) {
      const sheet = workbook.worksheets.getItemOrNullObject(renamed)
      sheet.load({ id: true })
      await context.sync()
      if (!sheet.isNullObject) candidates.push(sheet)
    }
    // The token is above the table, so only these rows of each sheet are read.
    const firstRows = candidates.map((sheet) => {
      const range = cellsAt(sheet, 'A1:AZ30')
      range.load({ values: true })
      return range
    })
    await context.sync()
    return readIdentity({
      sheets: firstRows.map(({ values }) => values as PlainGrid),
      keywords: workbook.properties.keywords,
    })
  })
}

/**
 * Whether a sheet can be used for a campaign: `free` is empty, `ours` is this campaign's, `foreign` has other
 * contents.
 */
export type Place = 'free' | 'ours' | 'foreign'

/** @param grid the values of the sheet; null when there is none */
export function placeFor(campaignId: string, grid: PlainGrid | null): Place {
  if (!grid || grid.every((row) => row.every((value) => value === '' || value == null))) return 'free'
  const finding = readIdentity({ sheets: [grid] })
  return finding.kind === 'found' && finding.identity.campaignId === campaignId ? 'ours' : 'foreign'
}

/**
 * The revision of the campaign that a sheet shows, by its own token; 0: unknown.
 *
 * @param grid the values of the sheet
 */
export function revisionIn(campaignId: string, grid: PlainGrid): number {
  const finding = readIdentity({ sheets: [grid] })
  const known = finding.kind === 'found' && finding.identity.campaignId === campaignId
  return known ? finding.identity.revision : 0
}

/** Gives cells a defined name of the workbook, also if others have it. */
export function nameCells(context: Excel.RequestContext, name: string, cells: Excel.Range): void {
  const { names } = context.workbook
  // Nothing happens if there is none.
  names.getItemOrNullObject(name).delete()
  names.add(name, cells)
}

/** Makes the workbook's defined names refer to another sheet with an identity, which is found by them from then on. */
export async function moveIdentity({ sheetId, grid }: Pick<SheetGrid, 'sheetId' | 'grid'>): Promise<void> {
  const keys = findKeyColumn(grid)
  if (!keys) return
  const last = grid.findLastIndex((row) => parseRowKey(row[keys.column]) !== undefined)
  const first = keys.row + 1
  const moved = identityNames(keys.column + 1, first + 1, Math.max(first, last) + 1)
  await runExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItem(sheetId)
    for (const { name, ref } of moved) nameCells(context, name, cellsAt(sheet, ref.replaceAll('$', '')))
    await context.sync()
  })
}

/**
 * The file's keywords with the identity, which stands there as well; other keywords stay. The cell in the key column
 * and its defined name are written with the sheet.
 *
 * @param present the keywords that the file has
 */
export function keywordsWith(identity: WorkbookIdentity, present: string): string {
  const others = present.split(/\s+/).filter((word) => word !== '' && !word.startsWith('flightsheet:'))
  return [...others, identityToken(identity)].join(' ')
}

export function tellKeywords(keywords: string): Ask<void> {
  return ({ workbook }) => {
    workbook.properties.keywords = keywords
    return () => undefined
  }
}

/** The file's keywords. */
export function askKeywords(): Ask<string> {
  return ({ workbook: { properties } }) => {
    properties.load({ keywords: true })
    return () => properties.keywords
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Workbook } from 'exceljs'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import type { PlainValue } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { recalculate } from '../support/libreoffice'

/**
 * Draws the sheets with exceljs and calculates them with LibreOffice, in one workbook: a start takes seconds.
 */
export async function recalculated(layouts: readonly SheetLayout[]): Promise<Workbook> {
  const folder = await mkdtemp(join(tmpdir(), 'flightsheet-recalculation-'))
  try {
    const file = join(folder, 'proposal.xlsx')
    const properties = { title: '', subject: '', author: 'Flightsheet', keywords: '' }
    await writeFile(file, await renderWorkbook(layouts, properties, new Date('2026-10-12T00:00:00Z')))
    return await recalculate(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * LibreOffice writes 15 digits, and the last one isn't exact. Money, impressions and rates have fewer digits;
 * only shares, which are plain ratios, have more, and these are compared to twelve digits.
 */
export function comparable(result: PlainValue): PlainValue {
  const exact = typeof result !== 'number' || Number.isInteger(result * 1_000_000) || Number.isInteger(result)
  return exact ? result : result.toPrecision(12)
}

/** Replaces every formula's result by a wrong one: a correct result then proves that it was calculated. */
export function withWrongResults(layout: SheetLayout): SheetLayout {
  const rows = [...layout.rows].map((row) => ({
    ...row,
    cells: row.cells.map((cell) => (cell?.kind === 'formula' ? { ...cell, result: -12_345 } : cell)),
  }))
  return { ...layout, rows }
}

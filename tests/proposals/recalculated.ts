import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Workbook } from 'exceljs'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import type { PlainValue } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { recalculateAll } from '../support/libreoffice'

/** Draws sheets with exceljs and calculates them with LibreOffice, in one workbook: a start takes seconds. */
export async function recalculated(layouts: readonly SheetLayout[]): Promise<Workbook> {
  const [workbook] = await recalculatedAll([layouts])
  return workbook!
}

/** The same for several workbooks, in one start. */
export async function recalculatedAll(workbooks: readonly (readonly SheetLayout[])[]): Promise<Workbook[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flightsheet-recalculation-'))
  try {
    const files: string[] = []
    for (const [i, layouts] of workbooks.entries()) {
      const file = join(folder, `proposal-${i}.xlsx`)
      const properties = { title: '', subject: '', author: 'Flightsheet', keywords: '' }
      await writeFile(file, await renderWorkbook(layouts, properties, new Date('2026-10-12T00:00:00Z')))
      files.push(file)
    }
    return await recalculateAll(files)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Shares and rates agree when they differ by no more than this part of themselves. */
const TOLERANCE = 1e-12

/**
 * What was calculated, to be compared with what is expected: the expected value itself when both are the same number.
 * LibreOffice writes 15 digits, and the last one isn't exact. Money and impressions are whole and compared exactly.
 */
export function comparable(calculated: PlainValue, expected: PlainValue): PlainValue {
  if (typeof calculated !== 'number' || typeof expected !== 'number' || Number.isInteger(expected))
    return calculated
  return Math.abs(calculated - expected) <= Math.abs(expected) * TOLERANCE ? expected : calculated
}

/** Replaces every formula's result by a wrong one: a correct result then proves that it was calculated. */
export function withWrongResults(layout: SheetLayout): SheetLayout {
  const rows = [...layout.rows].map((row) => ({
    ...row,
    cells: row.cells.map((cell) => (cell?.kind === 'formula' ? { ...cell, result: -12_345 } : cell)),
  }))
  return { ...layout, rows }
}

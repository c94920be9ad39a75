import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import ExcelJS from 'exceljs'
import { addMonths, businessDateOf, type Month, monthOf } from '../shared/calendar'
import type { BenchOptions } from './bench'
import { clearedAway } from './leaving'
import type { Results } from './results'
import { ServiceProcess } from './service-process'
import { writeVendorFile } from './vendor-file'

const PROMISED_ROWS = 1_000_000
const PROMISED_MEMORY_MIB = 350

/**
 * Measures how the same rows are loaded from each kind of file, through the built service over HTTP: time, and
 * the memory of a service that loads nothing else. A tenth of the rows shows what of it grows with a file.
 */
export async function reading(
  { databases, rows = PROMISED_ROWS, say }: BenchOptions,
  results: Results,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-bench-files-'))
  const removeFolder = clearedAway(async () => rmSync(folder, { recursive: true, force: true }))
  try {
    const month = addMonths(monthOf(businessDateOf(new Date())), 1)
    for (const size of [rows / 10, rows]) {
      const shown = size.toLocaleString('en')
      say(`writing ${shown} rows as csv, csv.gz and xlsx …`)
      for (const [ending, path] of Object.entries(await writeFiles(folder, month, size))) {
        for (const kind of databases) {
          say(`${kind.name}: ${shown} rows of ${ending} …`)
          const database = await kind.create()
          const service = await ServiceProcess.start(database.url)
          try {
            const start = performance.now()
            const { result } = await service.upload(path)
            const seconds = (performance.now() - start) / 1000
            if (result.accepted !== size) throw new Error(`${result.accepted} of ${size} rows were taken`)
            results.add(kind.name, `${shown} rows of ${ending}`, seconds, 's')
            const memory = service.peakMemory()
            if (memory !== undefined)
              results.add(kind.name, '· peak memory of the service', memory, 'MiB', {
                most: PROMISED_MEMORY_MIB,
              })
          } finally {
            await service.stop()
            await database.drop()
          }
        }
      }
    }
  } finally {
    await removeFolder()
  }
}

async function writeFiles(folder: string, month: Month, rows: number): Promise<Record<string, string>> {
  const csv = join(folder, `${rows}.csv`)
  await writeVendorFile(csv, month, rows)
  const packed = `${csv}.gz`
  await pipeline(createReadStream(csv), createGzip(), createWriteStream(packed))
  const xlsx = join(folder, `${rows}.xlsx`)
  await writeWorkbook(csv, xlsx)
  return { csv, 'csv.gz': packed, xlsx }
}

async function writeWorkbook(csv: string, path: string): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true })
  const sheet = book.addWorksheet('예측')
  sheet.getColumn(3).numFmt = 'yyyy-mm-dd'
  let isHeader = true
  for await (const line of createInterface({ input: createReadStream(csv) })) {
    const [part, metaId, date = '', hour, forecast, actual] = line.split(',')
    const cells = isHeader
      ? [part, metaId, date, hour, forecast, actual]
      : [part, metaId, new Date(date), Number(hour), Number(forecast), actual ? Number(actual) : null]
    isHeader = false
    sheet.addRow(cells).commit()
  }
  await book.commit()
}

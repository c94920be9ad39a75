import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { renderWorkbook, writeWorkbook } from '../server/proposals/render-workbook'
import { longSheet } from './long-sheet'
import { writeWithWasm } from './long-sheet-wasm'

/**
 * Writes the long sheet with our renderer or with wasm-xlsxwriter, in a process of its own, as long_sheet.py does with
 * Python's libraries:
 *
 *   long-sheet-writer.mjs flightsheet|wasm-xlsxwriter ROWS FILE
 *
 * Prints one line of JSON: the seconds from the first cell to the finished file, and the peak memory in MiB.
 */
const PROPERTIES = { title: '', subject: '', author: 'Flightsheet', keywords: '' }

const [library, rows, path] = process.argv.slice(2)
const length = Number(rows)
const write: Record<string, () => Promise<void>> = {
  flightsheet: () => writeWorkbook([longSheet(length)], PROPERTIES, new Date(), createWriteStream(path!)),
  'wasm-xlsxwriter': async () => writeFileSync(path!, writeWithWasm(longSheet(length))),
}
// The libraries are loaded before, as those of Python are.
await renderWorkbook([longSheet(1)], PROPERTIES, new Date())
writeWithWasm(longSheet(1))
const start = performance.now()
await write[library!]!()
const seconds = (performance.now() - start) / 1000
process.stdout.write(`${JSON.stringify({ seconds, mib: peakMemory() })}\n`)

function peakMemory(): number | null {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024
  } catch {
    return null
  }
}

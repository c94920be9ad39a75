import type { FileRecord, TextRecord } from '../csv-records'
import { invalidFile } from '../invalid-file'
import { remember } from '../remember'
import { columnOf } from './cell-address'
import { isoText, numberText } from './cell-text'
import type { MergedCells, MergedRows } from './merged-cells'
import { unescaped } from './shared-strings'
import type { Sheet, Workbook } from './workbook'
import { xmlEvents } from './xml-events'

/** Further columns are ignored: a forecast has nine. */
const MAX_COLUMNS = 256
/** The largest number of a row that a database stores. */
const MAX_ROW = 2 ** 31 - 1

/**
 * The rows of a sheet as text, in batches; a row's line is its number in the sheet. A formula without a result
 * is given as `=` and its text. The rows that a merged cell covers have its value.
 *
 * @param options.merged the merged cells by the row in which they begin
 * @param options.max limit on the unpacked size of the sheet, in bytes
 */
export async function* sheetRecords(
  { archive, sharedStrings, styles, date1904 }: Workbook,
  sheet: Sheet,
  { merged, max }: { merged?: MergedRows | undefined; max?: number } = {},
): AsyncGenerator<FileRecord[]> {
  const fill = merged && merged.size > 0 ? mergedFiller(merged) : undefined
  let batch: FileRecord[] = []
  let line = 0
  let hidden = false
  let fields: string[] | undefined
  let column = 0
  let type = 'n'
  let style = 0
  let value: string | undefined
  let inline: string | undefined
  let formula: string | undefined
  let collecting: 'value' | 'inline' | 'formula' | undefined
  let inPhonetic = false
  // A sheet repeats few dates and times.
  const timeTexts = styles.map((one) =>
    one.shows === 'NUMBER' ? undefined : remember((text) => numberText(text, one, date1904)),
  )
  const cellText = (text: string): string => {
    switch (type) {
      case 's':
        return text.trim() === '' ? '' : (sharedStrings[Number(text)] ?? noSuchText(line))
      case 'b':
        return text === '1' ? 'TRUE' : 'FALSE'
      case 'd':
        return isoText(text)
      case 'n':
        return timeTexts[style]?.(text) ?? numberText(text, styles[style], date1904)
      default:
        return unescaped(text)
    }
  }
  const events = xmlEvents(archive.part(sheet.part, max), {
    open(tag, attributes) {
      if (tag === 'row') {
        // The file may leave out the numbers of rows and cells; then each is one more than the one before.
        line = attributes.r === undefined ? line + 1 : Number(attributes.r)
        if (!(Number.isInteger(line) && line > 0 && line <= MAX_ROW))
          throw badAddress(attributes.r ?? String(line))
        hidden = attributes.hidden === '1' || attributes.hidden === 'true'
        fields = []
        column = -1
      } else if (tag === 'c' && fields) {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
        if (column < 0) throw badAddress(attributes.r ?? '')
        type = attributes.t ?? 'n'
        style = Number(attributes.s ?? 0)
        value = undefined
        inline = undefined
        formula = undefined
      } else if (tag === 'f') {
        collecting = 'formula'
        formula = ''
      } else if (tag === 'rPh') inPhonetic = true
      else if (tag === 'v') {
        collecting = 'value'
        value ??= ''
      } else if (tag === 't' && !inPhonetic) {
        collecting = 'inline'
        inline ??= ''
      }
    },
    text(text) {
      if (collecting === 'value') value += text
      else if (collecting === 'inline') inline += text
      else if (collecting === 'formula') formula += text
    },
    close(tag) {
      if (tag === 'v' || tag === 't' || tag === 'f') collecting = undefined
      else if (tag === 'rPh') inPhonetic = false
      else if (tag === 'c') {
        if (!fields || column >= MAX_COLUMNS) return
        // Some programs write both; the type of the cell says which one counts.
        const given = type === 'inlineStr' ? (inline ?? value) : (value ?? inline)
        const hasResult = given !== undefined && !(given === '' && type === 'n')
        if (!hasResult && formula === undefined) return
        const text = hasResult ? cellText(given) : `=${formula}`
        while (fields.length < column) fields.push('')
        fields[column] = text
      } else if (tag === 'row' && fields) {
        const record: TextRecord = { line, fields }
        if (hidden) record.hidden = true
        const isFilled = fields.some((field) => field.trim() !== '')
        fill?.(record)
        // A row that only continues merged cells is none.
        if (isFilled) {
          // An empty cell to the right of the table is no field.
          while (fields.at(-1)?.trim() === '') fields.pop()
          if (fields.length > 0) batch.push(record)
        }
        fields = undefined
      }
    },
  })
  for await (const _ of events) {
    if (batch.length === 0) continue
    yield batch
    batch = []
  }
}

/** Gives each record the values of the merged cells that cover it. */
function mergedFiller(merged: MergedRows): (record: TextRecord) => void {
  const open = new Map<number, MergedCells & { text: string }>()
  return (record) => {
    const { line, fields } = record
    for (const [column, { last }] of open) if (last < line) open.delete(column)
    for (const { column, last } of merged.get(line) ?? [])
      open.set(column, { column, last, text: fields[column] ?? '' })
    if (open.size === 0) return
    record.merged = [...open.keys()]
    for (const { column, text } of open.values()) {
      while (fields.length < column) fields.push('')
      fields[column] = text
    }
  }
}

function noSuchText(line: number): never {
  throw invalidFile(
    `The workbook is damaged: row ${line} uses a text that is not there. Save it again as .xlsx and send it again.`,
  )
}

function badAddress(given: string) {
  return invalidFile(
    `The workbook is damaged: it has a row or cell at ${given.slice(0, 30)}. Save it again as .xlsx and send it again.`,
  )
}

import { isAscii, isUtf8 } from 'node:buffer'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../shared/calendar'
import { findPython } from '../support/python'
import { HEADER, read } from './reading'

interface Row {
  metaId: string
  date: string
  hour: number
  forecast: number
  actual: number | null
  name: string
}

const text = fc.constantFrom(
  '우리들의 저녁',
  '뉴스 9',
  'a,b;c|d\te',
  '"인용" 부호',
  '<b>&amp;',
  '똠방각하',
  '①',
)
const row: fc.Arbitrary<Row> = fc.record({
  metaId: fc
    .oneof(text, fc.constantFrom('000123', 'PG0001', '1E5', '12345678901234567890'))
    .filter((one) => !one.includes('\t')),
  date: fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-06-01', days)),
  hour: fc.integer({ min: 0, max: 29 }),
  forecast: fc.oneof(fc.nat(2000), fc.integer({ min: 0, max: 2 ** 46 })),
  actual: fc.option(fc.nat(1_000_000)),
  name: fc.oneof(fc.constant(''), text),
})
const rows = fc.array(row, { minLength: 1, maxLength: 12 })

/** What the rows say, worked out without the reader. */
const meant = (table: readonly Row[]) =>
  table.map(({ metaId, date, hour, forecast, actual, name }) => ({
    part: 'P',
    metaId,
    date: hour > 23 ? addDays(date, 1) : date,
    hour: hour % 24,
    forecast,
    actual,
    name: name.replaceAll('\t', ' ') || null,
  }))

async function expectSame(file: Buffer | string, table: readonly Row[]): Promise<void> {
  const { rows: taken, rejections } = await read(file)
  expect(rejections).toEqual([])
  expect(
    taken.map(({ part, metaId, date, hour, forecast, actual, name }) => ({
      part,
      metaId,
      date,
      hour,
      forecast,
      actual,
      name,
    })),
  ).toEqual(meant(table))
}

const thousands = (number: number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',')
const DATES: readonly ((date: string) => string)[] = [
  (date) => date,
  (date) => date.replaceAll('-', '/'),
  (date) => date.replaceAll('-', ''),
  (date) => `${date} 00:00:00`,
  (date) => date.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1. $2. $3.'),
  (date) => date.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1년 $2월 $3일'),
  (date) => `${date}(${'일월화수목금토'[new Date(date).getUTCDay()]})`,
]
const HOURS: readonly ((hour: number) => string)[] = [
  String,
  (hour) => String(hour).padStart(2, '0'),
  (hour) => `${hour}:00`,
  (hour) => `${hour}시`,
  (hour) => `${hour}~${hour + 1}시`,
  (hour) => (hour > 23 ? String(hour) : `${hour < 12 ? '오전' : '오후'} ${hour % 12 || 12}:00`),
]
const ENCODERS: Readonly<Record<string, (written: string) => Buffer>> = {
  'UTF-8': (written) => Buffer.from(written),
  'UTF-8 with a BOM': (written) => Buffer.from(`\ufeff${written}`),
  CP949: (written) => iconv.encode(written, 'cp949'),
  'UTF-16LE': (written) => Buffer.from(`\ufeff${written}`, 'utf16le'),
  'UTF-16BE': (written) => Buffer.from(`\ufeff${written}`, 'utf16le').swap16(),
}

describe('a random table', () => {
  it('is the same after a csv of any form', async () => {
    const form = fc.record({
      encoding: fc.constantFrom(...Object.keys(ENCODERS)),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      date: fc.constantFrom(...DATES),
      hour: fc.constantFrom(...HOURS),
      count: fc.constantFrom(String, thousands),
      title: fc.constantFrom('', '예측 인벤토리'),
      packed: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        rows,
        form,
        async (table, { encoding, delimiter, lineEnd, date, hour, count, title, packed }) => {
          const quoted = (field: string) =>
            /^[\w가-힣]+$/.test(field) ? field : `"${field.replaceAll('"', '""')}"`
          // In a file whose comma is no delimiter, only a long number shows that commas separate thousands.
          const shows = count === String ? [] : [{ ...table[0]!, forecast: 1_234_567 }]
          const all = [...table, ...shows]
          const lines = all.map((one) =>
            [
              'P',
              one.metaId,
              date(one.date),
              hour(one.hour),
              count(one.forecast),
              one.actual === null ? '' : count(one.actual),
              one.name,
            ]
              .map(quoted)
              .join(delimiter),
          )
          const head = `${HEADER},name`.replaceAll(',', delimiter)
          const bytes = ENCODERS[encoding]!([...(title ? [title] : []), head, ...lines].join(lineEnd))
          // A few letters in CP949 may be letters in UTF-8 as well: then nothing tells which they are.
          fc.pre(encoding !== 'CP949' || isAscii(bytes) || !isUtf8(bytes))
          await expectSame(packed ? gzipSync(bytes) : bytes, all)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('is the same after a workbook of exceljs', async () => {
    const form = fc.record({
      cells: cellForm,
      date1904: fc.boolean(),
      isStreamed: fc.boolean(),
      inline: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(rows, form, async (table, { cells, date1904, isStreamed, inline }) => {
        const stream = new PassThrough()
        const options = { stream, useSharedStrings: !inline, useStyles: true }
        const streaming = isStreamed ? new ExcelJS.stream.xlsx.WorkbookWriter(options) : undefined
        const book = streaming ?? new ExcelJS.Workbook()
        if (!streaming) book.properties = { date1904 } as ExcelJS.WorkbookProperties
        const sheet = book.addWorksheet('예측')
        for (const line of cellsOf(table, cells)) {
          const values = line.map(({ kind, value }) =>
            kind === 'date'
              ? new Date(value)
              : kind === 'time'
                ? Number(value) / 24
                : kind === 'blank'
                  ? null
                  : value,
          )
          const added = sheet.addRow(values)
          line.forEach(({ kind }, at) => {
            if (kind === 'time') added.getCell(at + 1).numFmt = 'hh:mm'
          })
          if (streaming) added.commit()
        }
        const streamed = streaming && buffer(stream)
        await streaming?.commit()
        await expectSame((await streamed) ?? Buffer.from(await book.xlsx.writeBuffer()), table)
      }),
      { numRuns: 25 },
    )
  })

  const python = findPython()
  it.skipIf(!python)('is the same after a workbook of openpyxl or XlsxWriter', async () => {
    const book = fc.record({
      table: rows,
      cells: cellForm,
      writer: fc.constantFrom('openpyxl', 'XlsxWriter'),
      date1904: fc.boolean(),
      inline: fc.boolean(),
      iso: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(book, { minLength: 40, maxLength: 40 }), async (books) => {
        const paths = books.map(() => join(tmpdir(), `flightsheet-${randomBytes(8).toString('hex')}.xlsx`))
        const described = books.map(({ table, cells, ...form }, at) => ({
          ...form,
          path: paths[at],
          sheet: '예측',
          rows: cellsOf(table, cells),
        }))
        const script = join(import.meta.dirname, 'write-workbooks.py')
        const { status, stderr } = spawnSync(python!, [script], { input: JSON.stringify(described) })
        expect(status, String(stderr)).toBe(0)
        for (const [at, { table }] of books.entries()) {
          await expectSame(readFileSync(paths[at]!), table)
          rmSync(paths[at]!)
        }
      }),
      { numRuns: 1, endOnFailure: true },
    )
  })
})

interface Cell {
  kind: 'text' | 'number' | 'date' | 'time' | 'blank'
  value: string | number
}

const cellForm = fc.record({
  dates: fc.constantFrom('cell', 'text'),
  hours: fc.constantFrom('number', 'text', 'time'),
  counts: fc.constantFrom('number', 'text', 'thousands'),
})

/** The cells of a sheet with this table, the header first. */
function cellsOf(table: readonly Row[], form: { dates: string; hours: string; counts: string }): Cell[][] {
  const written = (value: string): Cell => (value === '' ? { kind: 'blank', value } : { kind: 'text', value })
  const count = (value: number): Cell => {
    if (form.counts === 'number') return { kind: 'number', value }
    return { kind: 'text', value: form.counts === 'text' ? String(value) : thousands(value) }
  }
  const hour = (value: number): Cell => {
    if (form.hours === 'time' && value < 24) return { kind: 'time', value }
    return form.hours === 'number' ? { kind: 'number', value } : { kind: 'text', value: String(value) }
  }
  const date = (value: string): Cell => ({ kind: form.dates === 'text' ? 'text' : 'date', value })
  return [
    `${HEADER},name`.split(',').map(written),
    ...table.map((one) => [
      written('P'),
      written(one.metaId),
      date(one.date),
      hour(one.hour),
      count(one.forecast),
      one.actual === null ? written('') : count(one.actual),
      written(one.name),
    ]),
  ]
}

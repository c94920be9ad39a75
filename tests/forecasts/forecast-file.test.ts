import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectForecastFile, openForecastFile } from '../../server/forecasts/forecast-file'
import { type ForecastRow, rowReader } from '../../server/forecasts/forecast-row'
import type { Rejection } from '../../shared/contract/inventory'

const HEADER = 'part,metaId,date,hour,forecast,actual'
const PARTS = new Map([['P', 'PROGRAM' as const]])

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flightsheet-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(content: string | Buffer): string {
  const path = join(folder, randomBytes(8).toString('hex'))
  writeFileSync(path, content)
  return path
}

async function read(content: string | Buffer, sheet?: string) {
  const path = fileOf(content)
  const file = await inspectForecastFile(path, sheet)
  const { header, date1904, batches } = await openForecastFile(path, file)
  const readRow = rowReader(header, PARTS, date1904)
  const rows: ForecastRow[] = []
  const rejections: Rejection[] = []
  for await (const batch of batches) {
    for (const record of batch) {
      if ('reason' in record) rejections.push({ ...record, column: '' })
      else {
        const checked = readRow(record)
        if ('row' in checked) rows.push(checked.row)
        else rejections.push(checked.rejection)
      }
    }
  }
  return { file, rows, rejections }
}

const refused = async (content: string | Buffer, sheet?: string): Promise<string> => {
  try {
    await read(content, sheet)
  } catch (error) {
    expect(error).toMatchObject({ code: 'FORECAST_FILE_INVALID' })
    return (error as Error).message
  }
  throw new Error('it was not refused')
}

describe('the encoding of a text', () => {
  const text = `${HEADER},이름\nP,쀍똠각하,2026-12-01,1,10,,드라마 ①\n`
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8', Buffer.from(`\ufeff${text}`)],
    ['CP949', iconv.encode(text, 'cp949')],
    ['UTF-16LE', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('is found to be %s', async (encoding, bytes) => {
    for (const content of [bytes, gzipSync(bytes)]) {
      const { file, rows } = await read(content)
      expect(file.encoding).toBe(encoding)
      expect(rows).toMatchObject([{ metaId: '쀍똠각하', name: '드라마 ①' }])
    }
  })

  it.each(['utf8', 'cp949'])(
    'is found far behind the beginning, and where a chunk cuts a character (%s)',
    async (encoding) => {
      const rows = Array.from({ length: 40_000 }, (_, i) => `P,PG${i % 100},2026-12-01,${i % 24},${i},`)
      const late = `${[HEADER, ...rows].join('\n')}\n${Array.from({ length: 40_000 }, () => 'P,각하,2026-12-02,1,1,').join('\n')}`
      const { rows: read40k, rejections } = await read(iconv.encode(late, encoding))
      expect(rejections).toEqual([])
      expect(read40k.filter(({ metaId }) => metaId === '각하')).toHaveLength(40_000)
    },
  )

  it('is the one in which the text does not end within a character, where both are damaged', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER},x\nP,PG1,2026-12-01,1,1,,`),
      Buffer.from([0xff]),
      // In CP949 the first two bytes are a character, and the third begins one.
      Buffer.from('\nP,PG2,2026-12-01,2,1,,각'),
    ])
    expect((await read(bytes)).file.encoding).toBe('UTF-8')
  })

  it('is the better of two where a line is damaged, and that line is refused', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER}\nP,드라마,2026-12-01,1,1,\nP,예능`),
      Buffer.from([0xb0, 0xa1]),
      Buffer.from(',2026-12-01,2,1,\nP,뉴스,2026-12-01,3,1,'),
    ])
    const { file, rows, rejections } = await read(bytes)
    expect(file.encoding).toBe('UTF-8')
    expect(rows.map(({ metaId }) => metaId)).toEqual(['드라마', '뉴스'])
    expect(rejections).toMatchObject([
      { line: 3, column: 'metaId', reason: expect.stringContaining('cannot be read') },
    ])
  })
})

describe('a text', () => {
  it('reads its forms: delimiters, thousands, dates, hours, broadcast days, blanks', async () => {
    const { rows, rejections } = await read(
      [
        '파트;메타ID;날짜;시간;예측;실적;비고',
        'P;A;2026. 12. 31.;25시;1,234;;x',
        ' P ; A ;20261201;07:00;"1,234.0"; 5 ;',
        'P;A;2026/12/01;29;0;0',
      ].join('\r\n'),
    )
    expect(rejections).toEqual([])
    expect(rows).toMatchObject([
      { line: 2, date: '2027-01-01', hour: 1, forecast: 1234, actual: null },
      { line: 3, date: '2026-12-01', hour: 7, forecast: 1234, actual: 5 },
      { line: 4, date: '2026-12-02', hour: 5, forecast: 0, actual: 0 },
    ])
  })

  it('names what is wrong with a line that has too many fields or too few', async () => {
    const { rejections } = await read(`${HEADER}\nP,A,2026-12-01,1,1,234,\nP,A,2026-12-01,1,1,234,5\nP,A`)
    expect(rejections).toMatchObject([
      { line: 3, column: '', value: '5', reason: expect.stringContaining('has 7 fields, the header has 6') },
      { line: 4, column: 'date', reason: expect.stringContaining('the line has 2 fields') },
    ])
  })

  it('is refused where it is no forecast', async () => {
    expect(await refused('')).toContain('empty')
    expect(await refused(`${HEADER}\n\n,,,\n`)).toContain('no rows')
    expect(await refused('a,b,c\n1,2,3')).toMatch(/missing: part \(파트\).*Found: a,b,c/)
    expect(await refused('x'.repeat(3_000_000))).toContain('header cannot be read')
    expect(await refused(Buffer.alloc(100_000))).toContain('missing')
    expect(await refused(`"part${HEADER}\n`)).toContain('header cannot be read')
  })

  it('has the same hash packed or not', async () => {
    const text = `${HEADER}\nP,A,2026-12-01,1,1,`
    const [plain, packed] = [await read(text), await read(gzipSync(text))]
    expect(packed.file.hash).toBe(plain.file.hash)
    expect((await read(`${text}1`)).file.hash).not.toBe(plain.file.hash)
  })

  it('is refused early where it unpacks without end', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 ** 2, 'P,A,2026-12-01,1,1,\n'))
    expect(await refused(bomb)).toContain('200 times its size')
    expect(await refused(gzipSync(`${HEADER}\nP,A,2026-12-01,1,1,\n`.repeat(999)).subarray(0, 80))).toContain(
      'damaged',
    )
  }, 60_000)

  it('reads what a simple reader reads, whatever is in it', async () => {
    const cell = fc.constantFrom(
      ...[
        'P',
        'Q',
        'A',
        '가나',
        '',
        ' ',
        '2026-12-01',
        '20261231',
        '2026-02-30',
        '0',
        '7',
        '24',
        '29',
        '30',
        '1,234',
      ],
      ...['12', '-1', '1.0', 'x"y', 'a\nb', '9007199254740992', '7시', '\u0000'],
    )
    const row = fc.tuple(
      fc.constantFrom('P', 'P', 'P', 'Q'),
      cell,
      fc.constantFrom('2026-12-01', '2026/12/31', '20261215', '2026-02-30'),
      fc.constantFrom('0', '23', '24', '29', '30', '7시', 'x'),
      cell,
      cell,
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const { rows: ours, rejections } = await read(
          [HEADER, ...rows.map((one) => one.map(quote).join(','))].join('\n'),
        )
        const expected = rows.flatMap((one) => simpleReader(one) ?? [])
        expect(
          ours.map(({ metaId, date, hour, forecast, actual }) => [metaId, date, hour, forecast, actual]),
        ).toEqual(expected)
        expect(rejections).toHaveLength(rows.length - expected.length)
      }),
      { numRuns: 150 },
    )
  })
})

/** The rules a second time, as simple as possible. */
function simpleReader([part, metaId, date, hour, forecast, actual]: readonly string[]) {
  const count = (text: string) => {
    const plain = text.trim().replace(/\.0$/, '').replace('1,234', '1234')
    return plain !== '' && [...plain].every((sign) => '0123456789'.includes(sign)) && Number(plain) < 2 ** 53
      ? Number(plain)
      : undefined
  }
  const id = metaId!.trim()
  if (part !== 'P' || id === '' || id.includes('\u0000') || id.includes('\n')) return undefined
  const days: Record<string, [string, string]> = {
    '2026-12-01': ['2026-12-01', '2026-12-02'],
    '2026/12/31': ['2026-12-31', '2027-01-01'],
    '20261215': ['2026-12-15', '2026-12-16'],
  }
  const hours: Record<string, number> = { '0': 0, '23': 23, '24': 24, '29': 29, '7시': 7 }
  const clock = hours[hour!]
  const day = days[date!]
  const expected = count(forecast!)
  const seen = actual!.trim() === '' ? null : count(actual!)
  if (!day || clock === undefined || expected === undefined || seen === undefined) return undefined
  return [[id, day[clock > 23 ? 1 : 0], clock % 24, expected, seen]]
}

describe('a workbook', () => {
  const workbook = async (fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> => {
    const book = new ExcelJS.Workbook()
    fill(book)
    return Buffer.from(await book.xlsx.writeBuffer())
  }
  const rows = (sheet: ExcelJS.Worksheet, ...more: unknown[][]) => {
    sheet.addRow(HEADER.split(','))
    for (const row of more) sheet.addRow(row)
  }

  it('gives dates, times, numbers as text, formulas and rich text as a person sees them', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('예측')
      rows(
        sheet,
        [
          'P',
          { richText: [{ text: '콘' }, { text: '텐츠' }] },
          new Date('2026-12-01T00:00:00Z'),
          7 / 24,
          1234,
          null,
        ],
        ['P', 'A', 46357, '8', '1,234', '5'],
        ['P', 'A', 20261201, { formula: '4+5', result: 9 }, { formula: '1', result: 77 }, 0],
        ['P', 'A', '2026-12-01', 25 / 24, 10.5, null],
        ['P', 'A', { error: '#N/A' }, 1, 1, null],
        ['P', 123, '2026-12-01', 25 / 24, 1e15, null],
      )
      for (const line of [2, 5, 7]) sheet.getCell(`D${line}`).numFmt = '[h]:mm'
    })
    const { file, rows: read7, rejections } = await read(bytes)
    expect(file).toMatchObject({ kind: 'xlsx', sheet: '예측', encoding: null })
    expect(read7).toMatchObject([
      { line: 2, metaId: '콘텐츠', date: '2026-12-01', hour: 7, forecast: 1234, actual: null },
      { line: 3, date: '2026-12-01', hour: 8, forecast: 1234, actual: 5 },
      { line: 4, date: '2026-12-01', hour: 9, forecast: 77, actual: 0 },
      { line: 7, metaId: '123', date: '2026-12-02', hour: 1, forecast: 1e15 },
    ])
    expect(rejections).toMatchObject([
      { line: 5, column: 'forecast', value: '10.5' },
      { line: 6, column: 'date', value: '#N/A' },
    ])
  })

  it('may count its dates from 1904', async () => {
    const bytes = await workbook((book) => {
      book.properties.date1904 = true
      rows(
        book.addWorksheet('a'),
        ['P', 'A', new Date('2026-12-01T00:00:00Z'), 1, 1, null],
        ['P', 'A', 44895, 2, 1],
      )
    })
    expect((await read(bytes)).rows.map(({ date }) => date)).toEqual(['2026-12-01', '2026-12-01'])
  })

  it('gives its first visible sheet, or a named one', async () => {
    const bytes = await workbook((book) => {
      rows(book.addWorksheet('숨김', { state: 'hidden' }), ['P', 'HIDDEN', '2026-12-01', 1, 1])
      rows(book.addWorksheet('첫째'), ['P', 'FIRST', '2026-12-01', 1, 1])
      rows(book.addWorksheet('둘째'), ['P', 'SECOND', '2026-12-01', 1, 1])
    })
    expect((await read(bytes)).rows).toMatchObject([{ metaId: 'FIRST' }])
    expect((await read(bytes, '둘째')).rows).toMatchObject([{ metaId: 'SECOND' }])
    expect((await read(bytes, '숨김')).rows).toMatchObject([{ metaId: 'HIDDEN' }])
    expect((await read(bytes, '둘째')).file.hash).not.toBe((await read(bytes)).file.hash)
    expect(await refused(bytes, '셋째')).toMatch(/no sheet "셋째"\. Its sheets: 첫째, 둘째, 숨김/)
  })

  it('keeps Korean whole in a sheet of any size', async () => {
    const names = Array.from({ length: 12_000 }, (_, i) => `프로그램${i}이름`)
    const bytes = await workbook((book) =>
      rows(book.addWorksheet('a'), ...names.map((name, i) => ['P', name, '2026-12-01', i % 24, i])),
    )
    const { rows: all, rejections } = await read(bytes)
    expect(rejections).toEqual([])
    expect(all.map(({ metaId }) => metaId)).toEqual(names)
  })

  it('is read without row and cell numbers, with inline text, prefixes and absolute parts', async () => {
    const cell = (text: string) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`
    const row = (fields: string[]) => `<x:row>${fields.map(cell).join('')}</x:row>`
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>${row(HEADER.split(','))}${row(['P', 'A&amp;B', '2026-12-01', '1', '1', ''])}</x:sheetData></x:worksheet>`
    const { rows: one } = await read(zipOf(partsAround(sheet)))
    expect(one).toMatchObject([{ line: 2, metaId: 'A&B' }])
  })

  it('is refused where it is damaged, or no workbook, or without end', async () => {
    const good = await workbook((book) => rows(book.addWorksheet('a'), ['P', 'A', '2026-12-01', 1, 1]))
    expect(await refused(good.subarray(0, good.length - 30))).toContain('damaged')
    expect(await refused(zipOf({ 'data.csv': HEADER }))).toContain('not an Excel workbook')
    const broken = partsAround('<worksheet><sheetData><row></sheetData>')
    expect(await refused(zipOf(broken))).toContain('damaged')
    const endless = partsAround(
      `<worksheet><sheetData>${'<row/>'.repeat(20_000_000)}</sheetData></worksheet>`,
    )
    expect(await refused(zipOf(endless))).toContain('200 times its size')
    const longCell = partsAround(
      `<worksheet><sheetData><row><c><v>${'x'.repeat(20_000_000)}</v></c></row></sheetData></worksheet>`,
    )
    expect(await refused(zipOf(longCell))).toContain('far too long')
    const lying = zipOf(partsAround('<worksheet/>'), { crc: 7 })
    expect(await refused(lying)).toContain('damaged')
  }, 60_000)
})

function partsAround(sheet: string): Record<string, string> {
  return {
    // The sheet comes first: a reader that relies on an order would fail.
    'xl/worksheets/Data.xml': sheet,
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="/xl/worksheets/Data.xml"/></Relationships>',
  }
}

/** A zip file, written in the simplest way. */
function zipOf(parts: Record<string, string>, { crc: wrong }: { crc?: number } = {}): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(parts)) {
    const data = deflateRawSync(text)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50)
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(wrong ?? crcOf(Buffer.from(text)), 16)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(text.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    local.push(head, Buffer.from(name), data)
    central.push(entry, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

function crcOf(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (value >>> 8) ^ CRC_TABLE[(value ^ byte) & 0xff]!
  return (value ^ 0xffffffff) >>> 0
}

import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { inspectForecastFile } from '../../server/forecasts/forecast-file'
import { fileOf, HEADER, read, refused } from './reading'
import { partsAround, zipOf } from './zip-of'

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
      { line: 2, column: '', value: 'P,A,2026-12-01,1,1,234,' },
      { line: 3, column: '', value: '5', reason: expect.stringContaining('has 7 fields, the header has 6') },
      { line: 4, column: 'date', reason: expect.stringContaining('the line has 2 fields') },
    ])
  })

  it('refuses a row with a number whose thousands separator makes two fields of it', async () => {
    const { rows, rejections } = await read(`${HEADER}\nP,T,2027-03-01,7,12,340,\nP,T,2027-03-01,8,"12,340",`)
    expect(rows).toMatchObject([{ line: 3, forecast: 12_340, actual: null }])
    expect(rejections).toMatchObject([
      {
        line: 2,
        reason: expect.stringMatching(/has 7 fields, the header has 6.*in quotes.*thousands separators/),
      },
    ])
  })

  it('may end each line with a delimiter, the header too', async () => {
    const { rows, rejections } = await read(`${HEADER},\nP,T,2027-03-01,7,12,340,\nP,T,2027-03-01,8,12,340,,`)
    expect(rows).toMatchObject([{ line: 2, forecast: 12, actual: 340 }])
    expect(rejections).toMatchObject([{ line: 3, column: '' }])
  })

  it('refuses what a spreadsheet has made of an id or a name', async () => {
    const row = (metaId: string, owner = '') => `P,${metaId},2027-03-01,7,1,,,,${owner}`
    const { rows, rejections } = await read(
      [
        `${HEADER},name,broadcaster,owner`,
        row('#N/A'),
        row('1.23457E+12'),
        row('1E+15'),
        row('1234567890123450'),
        row('A', '#REF!'),
        row('A', '9.87654E+15'),
        'P,A,2027-03-01,7,1,,#VALUE!,,',
        'P,A,2027-03-01,7,#DIV/0!,,,,',
        // Whole: a spreadsheet keeps fifteen digits only.
        row('1234567890123456789'),
        row('#1위 쇼', '1E5'),
      ].join('\n'),
    )
    expect(rows.map(({ metaId, owner }) => [metaId, owner])).toEqual([
      ['1234567890123456789', null],
      ['#1위 쇼', '1E5'],
    ])
    expect(rejections.map(({ line, column, reason }) => [line, column, reason.split(';')[0]])).toEqual([
      [2, 'metaId', "is the error of a spreadsheet's formula"],
      [3, 'metaId', 'is a number that a spreadsheet has shortened'],
      [4, 'metaId', 'is a number that a spreadsheet has shortened'],
      [5, 'metaId', 'is a number that a spreadsheet has shortened'],
      [6, 'owner', "is the error of a spreadsheet's formula"],
      [7, 'owner', 'is a number that a spreadsheet has shortened'],
      [8, 'name', "is the error of a spreadsheet's formula"],
      [9, 'forecast', "is the error of a spreadsheet's formula"],
    ])
  })

  it('gives keys and names one form, and counts the rows with invisible marks', async () => {
    const { rows, rejections, warnings } = await read(
      [
        `${HEADER},name,broadcaster,owner`,
        `P\u200b,${'드라마'.normalize('NFD')},2027-03-01,7,1,,뉴\u00ad스,SBS\u200d,C\ufeffJ`,
        'P,\u200e드라마\u200b ,2027-03-01,7,1,,뉴스,SBS,CJ',
        'P,드라마,2027-03-01,7,1,,뉴스,SBS,CJ',
        'P,\u200b,2027-03-01,7,1,,,,',
      ].join('\n'),
    )
    const one = { part: 'P', metaId: '드라마', name: '뉴스', broadcaster: 'SBS', owner: 'CJ' }
    expect(rows).toMatchObject([one, one, one])
    expect(rejections).toMatchObject([{ line: 5, column: 'metaId', reason: 'is missing' }])
    expect(warnings).toMatchObject([{ code: 'INVISIBLE_MARKS', count: 2, first: ['line 2', 'line 3'] }])
  })

  it.each([
    ['\u3164', 'a Hangul filler'],
    ['\u115f', 'a Hangul Choseong filler'],
    ['\uffa0', 'a halfwidth filler'],
    ['\u034f', 'a grapheme joiner'],
    ['\ufe0f', 'a variation selector'],
    ['\u0085', 'a control character'],
    ['\u206a', 'a deprecated mark'],
    ['\u2800', 'an empty Braille cell'],
    ['\ufff9', 'an anchor of annotations'],
    ['\u{e0041}', 'a tag'],
  ])('drops %j, which is %s', async (mark) => {
    const { rows, warnings } = await read(`${HEADER}\nP,드라마${mark}1,2027-03-01,7,1,`)
    expect(rows).toMatchObject([{ metaId: '드라마1' }])
    expect(warnings).toMatchObject([{ code: 'INVISIBLE_MARKS', count: 1 }])
  })

  it.each(['\u00a0', '\u2003', '\u2009', '\u202f'])('takes %j for a space', async (space) => {
    const { rows, warnings } = await read(`${HEADER},name\nP,드라마${space}1,2027-03-01,7,1,,이${space}름`)
    expect(rows).toMatchObject([{ metaId: '드라마 1', name: '이 름' }])
    expect(warnings).toEqual([])
  })

  it('reads a number that may mean two as the file shows it, wherever it does', async () => {
    const numbers = async (delimiter: string, ...texts: string[]) => {
      const lines = texts.map((text, hour) => ['P', 'A', '2027-03-01', hour, `"${text}"`, ''].join(delimiter))
      const { rows, rejections } = await read([HEADER.replaceAll(',', delimiter), ...lines].join('\n'))
      return texts.map((_text, hour) => {
        const reason = rejections.find(({ line }) => line === hour + 2)?.reason
        return reason?.includes('two ways')
          ? 'two ways'
          : (rows.find((one) => one.hour === hour)?.forecast ?? reason)
      })
    }
    const whole = expect.stringContaining('must be a whole number')
    expect(await numbers(';', '12.000', '1.234', '5')).toEqual(['two ways', 'two ways', 5])
    expect(await numbers(';', '12.000', '1.234', '1.234.567')).toEqual([12_000, 1234, 1_234_567])
    expect(await numbers(';', '12.000', '1,234', '12,5')).toEqual([12_000, whole, whole])
    expect(await numbers(';', '12.000', '1.234', '1,234', '12.0')).toEqual([12, whole, 1234, 12])
    expect(await numbers(';', '1,234', '12,000')).toEqual(['two ways', 'two ways'])
    expect(await numbers(',', '1,234', '12.000')).toEqual([1234, 'two ways'])
    expect(await numbers(',', '12.000', '1200.000')).toEqual([12, 1200])
    // It contradicts itself.
    expect(await numbers(';', '12.000', '1,234', '1,234,567', '1.234.567')).toEqual([
      'two ways',
      'two ways',
      1_234_567,
      1_234_567,
    ])
  })

  it('warns of hours that may be counted from 1 to 24', async () => {
    const day = (hours: number[]) => [HEADER, ...hours.map((hour) => `P,A,2027-03-01,${hour},1,`)].join('\n')
    const hours = Array.from({ length: 24 }, (_, i) => i + 1)
    expect((await read(day(hours))).warnings).toMatchObject([{ code: 'HOURS_1_TO_24', count: 1 }])
    expect((await read(day([0, ...hours]))).warnings).toEqual([])
    expect((await read(day([...hours, 25]))).warnings).toEqual([])
    expect((await read(day(hours.slice(0, 23)))).warnings).toEqual([])
  })

  it('warns of days with fewer hours than others, as the file writes its days', async () => {
    const day = (metaId: string, date: string, from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `P,${metaId},${date},${from + i},1,`)
    const { warnings } = await read(
      [
        HEADER,
        ...day('A', '2027-03-01', 6, 30),
        ...day('A', '2027-03-02', 6, 30),
        ...day('A', '2027-03-03', 6, 29),
        ...day('B', '2027-03-01', 8, 10),
        ...day('B', '2027-03-02', 7, 9),
      ].join('\n'),
    )
    expect(warnings).toMatchObject([
      { code: 'FEWER_HOURS', count: 1, first: ['P A 2027-03-03: 23 of 24 hours'] },
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

  it('gives an id with its leading zeros, and a result of a formula that is whole', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('a')
      rows(
        sheet,
        ['P', 123, '2026-12-01', 1, { formula: '1', result: 124599.99999999999 }, null],
        ['P', 1.23456789012346e18, '2026-12-01', 1, 1, null],
        ['P', { error: '#REF!' }, '2026-12-01', 1, 1, null],
      )
      sheet.getCell('A2').numFmt = '@'
      sheet.getCell('B2').numFmt = '000000'
      // An empty text to the right of the table.
      sheet.getCell('H2').value = ' '
    })
    const { rows: one, rejections } = await read(bytes)
    expect(one).toMatchObject([{ metaId: '000123', forecast: 124_600 }])
    expect(rejections).toMatchObject([
      { line: 3, column: 'metaId', reason: expect.stringContaining('shortened') },
      { line: 4, column: 'metaId', reason: expect.stringContaining('formula') },
    ])
  })

  it('is refused before any row is taken where its sheet is damaged near its end', async () => {
    const bytes = await workbook((book) =>
      rows(
        book.addWorksheet('a'),
        ...Array.from({ length: 20_000 }, (_, i) => ['P', `A${i}`, '2026-12-01', 1, i * 7919, null]),
      ),
    )
    const name = 'xl/worksheets/sheet1.xml'
    const start = bytes.indexOf(name)
    const end = bytes.indexOf('PK\u0001\u0002', start)
    const broken = Buffer.from(bytes)
    broken.fill(0xff, Math.floor(start + (end - start) * 0.9), Math.floor(start + (end - start) * 0.9) + 64)
    const path = fileOf(broken)
    await expect(inspectForecastFile(path)).rejects.toMatchObject({ code: 'FORECAST_FILE_INVALID' })
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

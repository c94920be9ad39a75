import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { HEADER, read, refused } from './reading'
import { zipOf } from './zip-of'

type Cell = string | { xml: string }

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships'

const textCell = (text: string) => ({
  xml: `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`,
})
const numberCell = (value: string, style = 0) => ({ xml: `<c s="${style}"><v>${value}</v></c>` })
const isoCell = (value: string) => ({ xml: `<c t="d"><v>${value}</v></c>` })

/** The XML of a sheet with these rows; texts are inline. */
function sheetOf(
  rows: readonly (readonly Cell[])[],
  { behind = '', rowAttributes = (_row: number): string => '' } = {},
): string {
  const lines = rows.map((cells, row) => {
    const xml = cells.map((cell) => (typeof cell === 'string' ? textCell(cell) : cell).xml).join('')
    return `<row r="${row + 1}"${rowAttributes(row + 1)}>${xml}</row>`
  })
  return `<worksheet xmlns="${NAMESPACE}"><sheetData>${lines.join('')}</sheetData>${behind}</worksheet>`
}

interface PackageForm {
  /** Name of the main part, and how the package's relationship writes it. */
  main?: string
  mainTarget?: string
  /** Namespace of the types of relationships. */
  relations?: string
  /** Name of a sheet's part, and how the workbook's relationship writes it. */
  place?: (index: number) => string
  target?: (index: number) => string
  styles?: string
}

/** The parts of a workbook with these sheets. */
function partsOf(
  sheets: Readonly<Record<string, string>>,
  {
    main = 'xl/workbook.xml',
    mainTarget = main,
    relations = RELATIONS,
    place = (index) => `xl/worksheets/sheet${index}.xml`,
    target = (index) => `worksheets/sheet${index}.xml`,
    styles = '',
  }: PackageForm = {},
): Record<string, string> {
  const names = Object.keys(sheets)
  const [, folder = '', base = ''] = /^(.*\/)?([^/]+)$/.exec(main) ?? []
  const relation = (id: number, type: string, to: string) =>
    `<Relationship Id="r${id}" Type="${relations}/${type}" Target="${to}"/>`
  return {
    '_rels/.rels': `<Relationships>${relation(1, 'officeDocument', mainTarget)}</Relationships>`,
    [main]: `<workbook xmlns="${NAMESPACE}" xmlns:q="${relations}"><sheets>${names
      .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" q:id="r${at + 1}"/>`)
      .join('')}</sheets></workbook>`,
    [`${folder}_rels/${base}.rels`]: `<Relationships>${names
      .map((_name, at) => relation(at + 1, 'worksheet', target(at + 1)))
      .join('')}${styles && relation(99, 'styles', '/xl/styles.xml')}</Relationships>`,
    ...Object.fromEntries(names.map((name, at) => [place(at + 1), sheets[name]!])),
    ...(styles && { 'xl/styles.xml': styles }),
  }
}

/** Styles 1, 2, … with these number formats. */
const stylesOf = (...codes: string[]) =>
  `<styleSheet><numFmts>${codes
    .map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('')}</numFmts><cellXfs><xf numFmtId="0"/>${codes
    .map((_code, at) => `<xf numFmtId="${200 + at}"/>`)
    .join('')}</cellXfs></styleSheet>`

const HEAD = HEADER.split(',')
const ROW: Cell[] = ['P', 'A', '2027-03-01', '7', '100', '']
const readSheet = (rows: Cell[][], styles = '') =>
  read(zipOf(partsOf({ 예측: sheetOf([HEAD, ...rows]) }, { styles })))

describe('dates and times of a workbook', () => {
  it.each([
    ['2027-03-01', '2027-03-01'],
    ['2027-03-01T00:00:00', '2027-03-01'],
    ['2027-03-01T00:00:00.000Z', '2027-03-01'],
    ['2027-03-01T00:00:00.004', '2027-03-01'],
    ['2027-02-28T23:59:08.000Z', '2027-03-01'],
    ['2027-03-01T00:00:52Z', '2027-03-01'],
  ])('takes the ISO date %s for %s', async (text, date) => {
    const { rows } = await readSheet([['P', 'A', isoCell(text), '7', '1', '']])
    expect(rows).toMatchObject([{ date, hour: 7 }])
  })

  it.each([
    ['07:00:00', 7],
    ['T07:00:00.000Z', 7],
    ['1899-12-30T07:00:00.000Z', 7],
    ['1899-12-30T06:59:08.000Z', 7],
    ['1899-12-31T07:00:00', 7],
  ])('takes the ISO time %s for the hour %i', async (text, hour) => {
    const { rows } = await readSheet([['P', 'A', '2027-03-01', isoCell(text), '1', '']])
    expect(rows).toMatchObject([{ hour }])
  })

  it('refuses an instant of another time of day, and a time that may be 0 or 24', async () => {
    const { rejections } = await readSheet([
      ['P', 'A', isoCell('2027-02-28T15:00:00.000Z'), '7', '1', ''],
      ['P', 'A', '2027-03-01', isoCell('23:59:08'), '1', ''],
      ['P', 'A', '2027-03-01', isoCell('1900-01-01T01:00:00'), '1', ''],
      ['P', 'A', isoCell('2027-02-30'), '7', '1', ''],
    ])
    expect(rejections.map(({ line, column }) => [line, column])).toEqual([
      [2, 'date'],
      [3, 'hour'],
      [4, 'hour'],
      [5, 'date'],
    ])
  })

  it('takes serial dates seconds beside midnight, and hours after midnight only where they are shown', async () => {
    const styles = stylesOf('yyyy-mm-dd', '[h]:mm', 'h:mm')
    const day = 46_447
    const { rows, rejections } = await readSheet(
      [
        ['P', 'A', numberCell(String(day - 52 / 86_400), 1), numberCell(String(7 / 24), 3), '1', ''],
        [
          'P',
          'A',
          numberCell(String(day + 20 / 86_400), 1),
          numberCell(String(7 / 24 - 52 / 86_400), 3),
          '1',
          '',
        ],
        ['P', 'A', numberCell(String(day), 1), numberCell(String(25 / 24), 2), '1', ''],
        ['P', 'A', numberCell(String(day), 1), numberCell(String(25 / 24), 3), '1', ''],
      ],
      styles,
    )
    expect(rows.map(({ date, hour }) => [date, hour])).toEqual([
      ['2027-03-01', 7],
      ['2027-03-01', 7],
      ['2027-03-02', 1],
    ])
    expect(rejections).toMatchObject([{ line: 5, column: 'hour' }])
  })
})

describe('texts and numbers of a workbook', () => {
  it('unescapes _xHHHH_ in headings, keys and names', async () => {
    const header = ['part_x000D_', 'metaId', 'date', 'hour', 'fore_x0063_ast', 'actual', 'name']
    const rows: Cell[] = ['P', 'A_x005F_x0041_', '2027-03-01_x000D_', '7', '1', '', '우리들의_x000D_\n저녁']
    const { rows: one } = await read(zipOf(partsOf({ a: sheetOf([header, rows]) })))
    expect(one).toMatchObject([{ metaId: 'A_x0041_', date: '2027-03-01', name: '우리들의 저녁' }])
  })

  it('takes the last binary digits of a result for what they are', async () => {
    const { rows } = await readSheet([
      ['P', 'A', '2027-03-01', '7', numberCell('124599.99999999999'), numberCell('0.99999999999999989')],
    ])
    expect(rows).toMatchObject([{ forecast: 124_600, actual: 1 }])
  })

  it('refuses a formula without a result, in every column', async () => {
    const formula = { xml: '<c><f>SUM(A1:A2)</f></c>' }
    const empty = { xml: '<c><f>B1*2</f><v></v></c>' }
    const { rows, rejections } = await readSheet([
      ['P', 'A', '2027-03-01', '7', formula, ''],
      ['P', 'A', '2027-03-01', '7', '1', empty],
      ['P', formula, '2027-03-01', '7', '1', ''],
      ['P', 'A', formula, '7', '1', ''],
      // An empty text is a result.
      ['P', 'A', '2027-03-01', '8', '1', { xml: '<c t="str"><f>IF(1,"")</f><v></v></c>' }],
    ])
    expect(rejections.map(({ line, column, value }) => [line, column, value])).toEqual([
      [2, 'forecast', '=SUM(A1:A2)'],
      [3, 'actual', '=B1*2'],
      [4, 'metaId', '=SUM(A1:A2)'],
      [5, 'date', '=SUM(A1:A2)'],
    ])
    expect(rejections.every(({ reason }) => reason.includes('formula without a result'))).toBe(true)
    expect(rows).toMatchObject([{ hour: 8, actual: null }])
  })

  it('gives an id as its format shows it', async () => {
    const { rows } = await readSheet(
      [['P', numberCell('12', 1), '2027-03-01', numberCell('7', 2), numberCell('5', 3), '']],
      stylesOf('"PG"0000', '00"시"', '0"회"'),
    )
    expect(rows).toMatchObject([{ metaId: 'PG0012', hour: 7, forecast: 5 }])
  })

  it.each([
    ['0000"A"', '12', '0012A'],
    ['000-0000', '1234', '000-1234'],
    ['000-0000', '12345678', '1234-5678'],
    ['"PG-"0', '7', 'PG-7'],
    ['\\P\\G000;-000', '7', 'PG007'],
    ['[$-412]000000', '123', '000123'],
    ['00 00', '1', '00 01'],
    ['_ 000000_ ', '123', '000123'],
    ['"₩"0', '123', '123'],
    ['[>9]000;0', '7', '7'],
    ['#,##0', '1234', '1234'],
  ])('gives an id with the format %s and the number %s as %s', async (format, number, metaId) => {
    const { rows } = await readSheet(
      [['P', numberCell(number, 1), '2027-03-01', '7', '1', '']],
      stylesOf(format),
    )
    expect(rows).toMatchObject([{ metaId }])
  })

  it.each(['0000000000000000000000', '"PG"0', '0-0000'])(
    'refuses an id of which digits are lost, also with the format %s',
    async (format) => {
      const { rows, rejections } = await readSheet(
        [
          ['P', numberCell('1.2345678901234568E+18', 1), '2027-03-01', '7', '1', ''],
          ['P', numberCell('1.23456789012345E+15', 1), '2027-03-01', '8', '1', ''],
          ['P', numberCell('1234567890123450', 1), '2027-03-01', '9', '1', ''],
        ],
        stylesOf(format),
      )
      expect(rows).toEqual([])
      expect(rejections.every(({ reason }) => reason.includes('shortened'))).toBe(true)
    },
  )

  it('takes #N/A in actual for nothing, and refuses it in a key', async () => {
    const error = { xml: '<c t="e"><v>#N/A</v></c>' }
    const { rows, rejections } = await readSheet([
      ['P', 'A', '2027-03-01', '7', '1', error],
      ['P', error, '2027-03-01', '7', '1', ''],
      ['P', 'A', '2027-03-01', '7', error, ''],
    ])
    expect(rows).toMatchObject([{ line: 2, actual: null }])
    expect(rejections).toMatchObject([
      { line: 3, column: 'metaId' },
      { line: 4, column: 'forecast' },
    ])
  })

  it('takes the text that the type of a cell names, and an empty reference for nothing', async () => {
    const both = { xml: '<c t="inlineStr"><is><t>A</t></is><v>A1</v></c>' }
    const misplaced = { xml: '<c t="inlineStr"><v>5</v></c>' }
    const empty = { xml: '<c t="s"><v></v></c>' }
    const { rows } = await readSheet([['P', both, '2027-03-01', '7', misplaced, empty]])
    expect(rows).toMatchObject([{ metaId: 'A', forecast: 5, actual: null }])
  })

  it('has no fields in empty cells to the right of the table, whatever stands above it', async () => {
    const title = ['예측', '', '', '', '', '', '', '', '', '2027-03']
    const { rows, rejections } = await read(
      zipOf(partsOf({ a: sheetOf([title, HEAD, [...ROW, '', ' '], [...ROW, '', '넘침']]) })),
    )
    expect(rows).toMatchObject([{ line: 3, forecast: 100 }])
    expect(rejections).toMatchObject([
      { line: 4, value: ',넘침', reason: expect.stringContaining('right of the last heading') },
    ])
  })

  it('is refused where a cell uses a text that is not there', async () => {
    const lost = { xml: '<c t="s"><v>7</v></c>' }
    expect(
      await refused(zipOf(partsOf({ a: sheetOf([HEAD, ['P', lost, '2027-03-01', '7', '1', '']]) }))),
    ).toContain('row 2 uses a text that is not there')
  })
})

describe('the package of a workbook', () => {
  const sheets = { 예측: sheetOf([HEAD, ROW]) }
  it.each([
    [
      'other names and places',
      partsOf(sheets, { main: 'book.xml', place: () => 'data/one.xml', target: () => 'data/one.xml' }),
    ],
    [
      'a leading slash',
      partsOf(sheets, { mainTarget: '/xl/workbook.xml', target: () => '/xl/worksheets/sheet1.xml' }),
    ],
    [
      'back slashes',
      partsOf(sheets, { mainTarget: 'xl\\workbook.xml', target: () => 'worksheets\\sheet1.xml' }),
    ],
    [
      'other letter case',
      partsOf(sheets, {
        main: 'XL/Workbook.xml',
        mainTarget: 'xl/workbook.XML',
        place: () => 'XL/Worksheets/Sheet1.xml',
      }),
    ],
    ['a path from the root without a slash', partsOf(sheets, { target: () => 'xl/worksheets/sheet1.xml' })],
    ['an escaped space', partsOf(sheets, { place: () => 'xl/my sheet.xml', target: () => 'my%20sheet.xml' })],
    ['strict relationships', partsOf(sheets, { relations: STRICT })],
  ])('is read with %s', async (_form, parts) => {
    expect((await read(zipOf(parts))).rows).toMatchObject([{ metaId: 'A', forecast: 100 }])
  })

  it.each([
    ['back slashes', (name: string) => name.replaceAll('/', '\\')],
    ['a leading slash', (name: string) => `/${name}`],
  ])('is read with %s in the names of the zip', async (_form, rename) => {
    const parts = Object.entries(partsOf(sheets)).map(([name, text]) => [rename(name), text])
    expect((await read(zipOf(Object.fromEntries(parts)))).rows).toMatchObject([{ metaId: 'A' }])
  })

  it('takes nothing from elements of other namespaces, which extensions use with the same names', async () => {
    const parts = partsOf({ a: sheetOf([HEAD, ['P', 'A', '44985', '7', '1', '']]) })
    const main = parts['xl/workbook.xml']!
    const mac = main
      .replace('<sheets>', '<workbookPr date1904="1"/><sheets>')
      .replace(
        '</workbook>',
        '<extLst><ext xmlns:x15="x15"><x15:workbookPr chartTrackingRefBase="1"/><sheets xmlns="y"><sheet name="b"/></sheets></ext></extLst></workbook>',
      )
    expect((await read(zipOf({ ...parts, 'xl/workbook.xml': mac }))).rows).toMatchObject([
      { date: '2027-03-01' },
    ])
  })

  it('is refused where it has a part twice, of which programs read one or the other', async () => {
    const parts = partsOf(sheets)
    const twice = {
      ...parts,
      'xl/Worksheets/Sheet1.xml': sheetOf([HEAD, ['P', 'B', '2027-03-01', '7', '1', '']]),
    }
    expect(await refused(zipOf(twice))).toContain('it has xl/worksheets/sheet1.xml twice')
  })

  it('is read with XML in UTF-16 and in another encoding', async () => {
    const inUtf16 = Object.entries(partsOf(sheets)).map(([name, text]) => [
      name,
      Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le'),
    ])
    expect((await read(zipOf(Object.fromEntries(inUtf16)))).rows).toMatchObject([{ metaId: 'A' }])
    const parts: Record<string, string | Buffer> = partsOf({
      a: sheetOf([HEAD, ['P', 'é', '2027-03-01', '7', '1', '']]),
    })
    parts['xl/worksheets/sheet1.xml'] = Buffer.from(
      `<?xml version='1.0' encoding='ISO-8859-1'?>${parts['xl/worksheets/sheet1.xml']}`,
      'latin1',
    )
    expect((await read(zipOf(parts))).rows).toMatchObject([{ metaId: 'é' }])
  })

  it('is read with cell addresses in small letters, in any order', async () => {
    const cells = HEAD.map((name, at) => `<c r="${'abcdef'[at]}1" t="inlineStr"><is><t>${name}</t></is></c>`)
    const values = ROW.map(
      (value, at) => `<c r="${'ABCDEF'[at]}2" t="inlineStr"><is><t>${value}</t></is></c>`,
    )
    const sheet = `<worksheet><sheetData><row>${cells.join('')}</row><row>${values.reverse().join('')}</row></sheetData></worksheet>`
    expect((await read(zipOf(partsOf({ a: sheet })))).rows).toMatchObject([{ metaId: 'A', forecast: 100 }])
    const bad = sheet.replace('r="A2"', 'r="77"')
    expect(await refused(zipOf(partsOf({ a: bad })))).toContain('a row or cell at 77')
    const zero = sheet.replace('<row>', '<row r="0">')
    expect(await refused(zipOf(partsOf({ a: zero })))).toContain('a row or cell at 0')
  })
})

describe('merged cells', () => {
  const merge = (...ranges: string[]) =>
    `<mergeCells>${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`

  it('give part and date to each row that they cover', async () => {
    const rows: Cell[][] = [
      ['P', 'A', '2027-03-01', '7', '1', ''],
      ['', 'A', '', '8', '2', ''],
      ['', 'A', '', '9', '3', ''],
      ['', 'B', '2027-03-02', '7', '4', ''],
      ['', 'B', '', '', '', ''],
      ['P', 'B', '', '8', '5', ''],
    ]
    const sheet = sheetOf([HEAD, ...rows], { behind: merge('A2:A6', 'C2:C4', 'C5:C6', 'G1:H1') })
    const { rows: taken, rejections } = await read(zipOf(partsOf({ a: sheet })))
    expect(taken.map(({ line, part, date, forecast }) => [line, part, date, forecast])).toEqual([
      [2, 'P', '2027-03-01', 1],
      [3, 'P', '2027-03-01', 2],
      [4, 'P', '2027-03-01', 3],
      [5, 'P', '2027-03-02', 4],
    ])
    expect(rejections).toMatchObject([
      { line: 6, column: 'hour', reason: 'is missing' },
      { line: 7, column: 'date', reason: 'is missing' },
    ])
  })

  it('are refused in forecast and actual, where the number may be for all their rows', async () => {
    const rows: Cell[][] = [
      ['P', 'A', '2027-03-01', '7', '1', '9'],
      ['P', 'A', '2027-03-01', '8', '1', ''],
      ['P', 'A', '2027-03-01', '9', '1', ''],
    ]
    const sheet = sheetOf([HEAD, ...rows], { behind: merge('F2:F3') })
    const { rows: taken, rejections } = await read(zipOf(partsOf({ a: sheet })))
    expect(taken).toMatchObject([{ line: 4, actual: null }])
    expect(rejections).toMatchObject([
      { line: 2, column: 'actual', value: '9', reason: expect.stringContaining('merged') },
      { line: 3, column: 'actual', value: '9', reason: expect.stringContaining('merged') },
    ])
  })

  it('hide what stands below their first cell, as in a spreadsheet', async () => {
    const rows: Cell[][] = [ROW, [''], ['P'], ['Q', ...ROW.slice(1)]]
    const sheet = sheetOf([HEAD, ...rows], { behind: merge('A3:A4', 'A5:A6') })
    const { rows: taken, rejections } = await read(zipOf(partsOf({ a: sheet })))
    expect(taken).toMatchObject([{ line: 2 }])
    expect(rejections).toMatchObject([{ line: 5, column: 'part', value: 'Q' }])
    const hidden = sheetOf([HEAD, ROW, ['', 'A'], ['P']], { behind: merge('A3:A4') })
    expect((await read(zipOf(partsOf({ a: hidden })))).rejections).toMatchObject([
      { line: 3, column: 'part' },
    ])
  })

  it('are read as exceljs writes them, below a title and under headings in two rows', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('예측')
    sheet.addRow(['2027년 3월 예측 인벤토리'])
    sheet.addRow(['파트', '메타ID', '날짜', '시간', '노출'])
    sheet.addRow(['', '', '', '', '예측', '실적'])
    sheet.addRow(['P', 'A', new Date('2027-03-01T00:00:00Z'), 7, 100, 90])
    sheet.addRow(['', 'A', null, 8, 200, null])
    for (const range of ['A1:F1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:F2', 'A4:A5', 'C4:C5'])
      sheet.mergeCells(range)
    const { rows, rejections } = await read(Buffer.from(await book.xlsx.writeBuffer()))
    expect(rejections).toEqual([])
    expect(rows).toMatchObject([
      { line: 4, date: '2027-03-01', hour: 7, forecast: 100, actual: 90 },
      { line: 5, date: '2027-03-01', hour: 8, forecast: 200, actual: null },
    ])
  })
})

describe('the sheets of a workbook', () => {
  const cover = sheetOf([['예측 인벤토리 제출'], ['작성자', '홍길동']])
  const empty = sheetOf([])
  const forecast = (metaId: string) => sheetOf([HEAD, ['P', metaId, '2027-03-01', '7', '1', '']])

  it('may begin with a cover or an empty sheet', async () => {
    const { file, rows, warnings } = await read(
      zipOf(partsOf({ 표지: cover, 빈: empty, 예측: forecast('A') })),
    )
    expect(file.sheet).toBe('예측')
    expect(rows).toMatchObject([{ metaId: 'A' }])
    expect(warnings).toEqual([])
  })

  it('are named where others with a forecast were not read', async () => {
    const book = zipOf(
      partsOf({ '3월': forecast('A'), 메모: cover, '4월': forecast('B'), '5월': forecast('C') }),
    )
    const { rows, warnings } = await read(book)
    expect(rows).toMatchObject([{ metaId: 'A' }])
    expect(warnings).toMatchObject([
      { code: 'SHEETS_NOT_READ', count: 2, first: ['4월', '5월'], detail: expect.stringContaining('"3월"') },
    ])
    expect((await read(book, '4월')).rows).toMatchObject([{ metaId: 'B' }])
    expect((await read(book, '4월'.normalize('NFD'))).rows).toMatchObject([{ metaId: 'B' }])
  })

  it('are named, with how to choose one, where the wrong one is asked for or none has a forecast', async () => {
    const book = zipOf(partsOf({ 표지: cover, 예측: forecast('A') }))
    expect(await refused(book, '4월')).toMatch(
      /no sheet "4월"\. Its sheets: 표지, 예측\. Name the sheet in the form field/,
    )
    expect(await refused(book, '표지')).toMatch(
      /"표지" has no forecast that can be read.*missing: part.*표지, 예측.*form field `sheet`/,
    )
    const none = zipOf(partsOf({ 표지: cover, 빈: empty }))
    expect(await refused(none)).toMatch(
      /None of .*sheets has a forecast.*missing: part.*표지, 빈.*form field/,
    )
    expect(await refused(zipOf(partsOf({ 빈: empty })))).toContain('empty')
  })

  it('are not passed over where one is nearly a forecast', async () => {
    const wrong = sheetOf([['part', 'metaId', 'date', '시각', 'forecast', '실적치'], ROW])
    const book = zipOf(partsOf({ '4월': wrong, '3월': forecast('A') }))
    expect(await refused(book)).toMatch(
      /"4월" has no forecast that can be read.*missing: hour.*4월, 3월.*form field/,
    )
    expect((await read(book, '3월')).rows).toMatchObject([{ metaId: 'A' }])
    const behind = zipOf(partsOf({ '3월': forecast('A'), '4월': wrong, 깨짐: '<worksheet><sheetData>' }))
    expect((await read(behind)).warnings).toMatchObject([{ code: 'SHEETS_NOT_READ', first: ['4월', '깨짐'] }])
  })

  it('may have hidden rows, which are taken and counted', async () => {
    const sheet = sheetOf([HEAD, ROW, ROW], { rowAttributes: (row) => (row === 3 ? ' hidden="1"' : '') })
    const { rows, warnings } = await read(zipOf(partsOf({ a: sheet })))
    expect(rows.map(({ remarks }) => remarks)).toEqual([
      [],
      [{ column: '', value: '', reason: 'is hidden in the sheet, and was taken like all others' }],
    ])
    expect(warnings).toMatchObject([{ code: 'HIDDEN_ROWS', count: 1, first: ['line 3'] }])
  })
})

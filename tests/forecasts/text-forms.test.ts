import { describe, expect, it } from 'vitest'
import { delimiterOf, readHeader } from '../../server/forecasts/forecast-columns'
import { readCount } from '../../server/forecasts/read-count'
import { readDate } from '../../server/forecasts/read-date'
import { readHour } from '../../server/forecasts/read-hour'
import { HEADER, read, refused } from './reading'

describe('what vendors write in one field', () => {
  it.each([
    '2027-03-01(월)',
    '2027-03-01 (월)',
    '2027.03.01(월요일)',
    '2027. 3. 1. (월)',
    '2027년 3월 1일 월요일',
    '2027-03-01 월',
    '2027-03-01 (Mon)',
    '2027-03-01 오전 12:00:00',
    '2027-03-01 12:00:00 AM',
    '2027-03-01T00:00:00Z',
  ])('takes %s for the first of March', (text) => expect(readDate(text)).toBe('2027-03-01'))

  it.each([
    '2027-03-01(화)',
    '2027-03-01 오후 12:00',
    '(월)',
    '01/03/2027',
    `2027-03-01${' '.repeat(100_000)}x`,
  ])('takes %.40s for no date', (text) => expect(readDate(text)).toBeUndefined())

  it.each([
    ['오전 7:00', 7],
    ['오후 7:00', 19],
    ['오전 12:00', 0],
    ['오후 12시', 12],
    ['07:00 AM', 7],
    ['7:00:00 PM', 19],
    ['12:00 AM', 0],
    ['7am', 7],
    ['07~08시', 7],
    ['07-08', 7],
    ['7시~8시', 7],
    ['07:00~08:00', 7],
    ['07:00 - 07:59', 7],
    ['07:00:00~08:00:00', 7],
    ['07:00:00~07:59:59', 7],
    ['23~24시', 23],
    ['23:00~00:00', 23],
    ['24~25시', 24],
  ])('takes %s for the hour %i', (text, hour) => expect(readHour(text)).toBe(hour))

  it.each([
    '07~09시',
    '08~07시',
    '오전 13:00',
    '오전 0:00',
    '오전 7:00 AM',
    '7:30 PM',
    '30~31시',
    '07:00~08:30',
    '07:00:00~08:59:59',
  ])('takes %s for no hour', (text) => expect(readHour(text)).toBeUndefined())

  it.each([
    ['12 340', 12_340],
    ['12\u00a0340', 12_340],
    ['1\u202f234\u202f567', 1_234_567],
    ["12'340", 12_340],
    ['12,340.00', 12_340],
    ['12340.', 12_340],
  ])('takes %s for %i', (text, count) => expect(readCount(text)).toBe(count))

  it.each(['12 34', '12 3400', '1 234,567', '12,340.50'])('takes %s for no count', (text) =>
    expect(readCount(text)).toBeUndefined(),
  )
})

describe('nothing and zero', () => {
  it('are read where the column allows them', async () => {
    const { rows, rejections } = await read(
      [
        `${HEADER},name,owner`,
        'P,A,2027-03-01,0," -   ",NULL,NULL,\\N',
        'P,A,2027-03-01,1,-,\\N,#N/A,-',
        'P,A,2027-03-01,2,1,NaN,,',
        'P,A,2027-03-01,3,1,#N/A,,',
        'P,A,2027-03-01,4,1," -   ",,',
        'P,A,2027-03-01,5,1,-,,',
      ].join('\n'),
    )
    expect(rejections).toEqual([])
    expect(
      rows.map(({ hour, forecast, actual, name, owner }) => [hour, forecast, actual, name, owner]),
    ).toEqual([
      [0, 0, null, null, null],
      [1, 0, null, null, null],
      [2, 1, null, null, null],
      [3, 1, null, null, null],
      [4, 1, 0, null, null],
      [5, 1, null, null, null],
    ])
  })

  it('are refused in keys, and nothing in forecast', async () => {
    const nothing = ['NULL', '\\N', 'NaN', '#N/A', ' -   ']
    const rows = nothing.flatMap((text) => [
      `${text},A,2027-03-01,7,1,`,
      `P,${text},2027-03-01,7,1,`,
      `P,A,${text},7,1,`,
      `P,A,2027-03-01,${text},1,`,
    ])
    const { rows: taken, rejections } = await read(
      [HEADER, ...rows, 'P,A,2027-03-01,7,NULL,', 'P,A,2027-03-01,7,NaN,'].join('\n'),
    )
    expect(taken).toEqual([])
    expect(rejections).toHaveLength(rows.length + 2)
    expect(rejections.at(-1)).toMatchObject({
      column: 'forecast',
      reason: expect.stringContaining('stands for nothing'),
    })
  })
})

describe('the lines of a file', () => {
  const row = 'P;A;2027-03-01;7;12;'
  it.each(['sep=;', '"sep=;"', 'SEP=;'])('may begin with %s', async (line) => {
    const { rows, rejections } = await read(`${line}\r\n${HEADER.replaceAll(',', ';')}\r\n${row}`)
    expect(rejections).toEqual([])
    expect(rows).toMatchObject([{ line: 3, forecast: 12 }])
  })

  it('may be separated by a bar', async () => {
    expect((await read(`${HEADER.replaceAll(',', '|')}\n${row.replaceAll(';', '|')}`)).rows).toHaveLength(1)
    expect(delimiterOf(HEADER.replaceAll(',', '|'))).toBe('|')
  })

  it('may begin with titles above the header', async () => {
    const { rows, rejections } = await read(
      [
        '2027년 3월 예측,,,,,',
        '작성일,2027-02-20,작성자,홍길동,버전,3',
        '',
        HEADER,
        'P,A,2027-03-01,7,12,',
      ].join('\n'),
    )
    expect(rejections).toEqual([])
    expect(rows).toMatchObject([{ line: 5, forecast: 12 }])
  })

  it('is refused with a row above the header, which would be lost', async () => {
    expect(await refused(['P,A,2027-03-01,7,12,', HEADER, 'P,A,2027-03-01,8,12,'].join('\n'))).toMatch(
      /Line 1 is above the header, which is line 2, but it looks like a row/,
    )
  })

  it('may be very short and very many in one chunk', async () => {
    const { rows, rejections } = await read(`${HEADER}\nP,A,2027-03-01,7,12,\n${'x\n'.repeat(100_000)}`)
    expect(rows).toHaveLength(1)
    expect(rejections).toHaveLength(100_000)
  })

  it('may repeat the header in another language', async () => {
    const { rows, rejections } = await read(
      ['파트,메타ID,날짜,시간,예측,실적', HEADER, 'P,A,2027-03-01,7,12,'].join('\n'),
    )
    expect(rejections).toEqual([])
    expect(rows).toMatchObject([{ line: 3 }])
  })

  it('may hold a line break in a name, and not in a key', async () => {
    const { rows, rejections } = await read(
      `${HEADER},name,owner\nP,A,2027-03-01,7,1,,"우리들의\r\n저녁",CJ\nP,"A\nB",2027-03-01,8,1,,,\nP,A,2027-03-01,9,1,,,"C\nJ"`,
    )
    expect(rows).toMatchObject([{ name: '우리들의 저녁' }])
    expect(rejections.map(({ column }) => column)).toEqual(['metaId', 'owner'])
  })

  it('keeps a text that is guarded as ="000123"', async () => {
    const { rows } = await read(`${HEADER}\nP,"=""000123""",2027-03-01,"=""7""","=""12""",`)
    expect(rows).toMatchObject([{ metaId: '000123', hour: 7, forecast: 12 }])
  })
})

describe('headings', () => {
  it.each([
    'part (파트),metaId / 메타ID,날짜 Date,시간(hour),예측 Forecast,실적\nActual',
    '파트(Part),콘텐츠ID(Content ID),일자 / date,Hour 시간대,forecast 예측,actual(실제)',
  ])('may be in two languages: %j', (line) => {
    expect(readHeader(line.split(',')).positions).toEqual({
      part: 0,
      metaId: 1,
      date: 2,
      hour: 3,
      forecast: 4,
      actual: 5,
    })
  })

  it('may name an optional column twice: the first one counts, the others are said', async () => {
    const { header, rows } = {
      header: readHeader([...HEADER.split(','), '콘텐츠명', 'title', 'CO', 'owner']),
      ...(await read(`${HEADER},콘텐츠명,title,CO,owner\nP,A,2027-03-01,7,1,,뉴스,News,CJ,SBS`)),
    }
    expect(header.ignored).toEqual(['title', 'owner'])
    expect(rows).toMatchObject([{ name: '뉴스', owner: 'CJ' }])
  })

  it('with another meaning are not taken for known ones', () => {
    expect(() => readHeader(['part', 'metaId', 'date', 'hour', 'forecast', '실적(전월)'])).toThrow(
      /missing: actual/,
    )
  })
})

describe('dates and numbers that the file explains', () => {
  const dates = async (...texts: string[]) => {
    const { rows, rejections } = await read([HEADER, ...texts.map((text) => `P,A,${text},7,1,`)].join('\n'))
    return texts.map((_text, at) => {
      const reason = rejections.find(({ line }) => line === at + 2)?.reason
      return reason
        ? reason.includes('day or with the month')
          ? 'two ways'
          : 'wrong'
        : rows.find(({ line }) => line === at + 2)?.date
    })
  }

  it('read a date that ends with its year as the file shows it, wherever it does', async () => {
    expect(await dates('01/03/2027', '02/03/2027')).toEqual(['two ways', 'two ways'])
    expect(await dates('01/03/2027', '31/03/2027')).toEqual(['2027-03-01', '2027-03-31'])
    expect(await dates('03/01/2027', '03/31/2027')).toEqual(['2027-03-01', '2027-03-31'])
    expect(await dates('01.03.2027', '31.03.2027(수)')).toEqual(['2027-03-01', '2027-03-31'])
    // It contradicts itself.
    expect(await dates('01/03/2027', '31/03/2027', '03/31/2027')).toEqual([
      'two ways',
      'two ways',
      'two ways',
    ])
    expect(await dates('31/02/2027', '01/03/2027')).toEqual(['wrong', '2027-03-01'])
  })

  it('read whole decimals with a comma only where the comma is known to be one', async () => {
    const count = async (delimiter: string, ...texts: string[]) =>
      (
        await read(
          [
            HEADER.replaceAll(',', delimiter),
            ...texts.map((text, hour) => ['P', 'A', '2027-03-01', hour, `"${text}"`, ''].join(delimiter)),
          ].join('\n'),
        )
      ).rows.map(({ forecast }) => forecast)
    expect(await count(';', '12,00', '12 340,0')).toEqual([12, 12_340])
    expect(await count(',', '1.234.567,00', '12,00')).toEqual([1_234_567, 12])
    expect(await count(',', '1,00')).toEqual([])
    expect(await count(',', '1,234,567', '1,00')).toEqual([1_234_567])
  })
})

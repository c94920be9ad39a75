import { describe, expect, it } from 'vitest'
import { delimiterOf, readHeader } from '../../server/forecasts/forecast-columns'
import { readCount } from '../../server/forecasts/read-count'
import { readDate } from '../../server/forecasts/read-date'
import { readHour } from '../../server/forecasts/read-hour'
import { SeenHours } from '../../server/forecasts/seen-hours'

describe('what vendors write', () => {
  it.each([
    '2026-12-01',
    '2026/12/01',
    '2026/12/1',
    '2026.12.01',
    '2026. 12. 1.',
    '2026. 12. 01',
    '20261201',
    '2026년 12월 1일',
    '2026-12-01 00:00:00',
    '2026-12-01T00:00:00.000',
    '2026-12-01 0:00',
    '46357',
    '２０２６-１２-０１',
  ])('takes %s for the first of December', (text) => expect(readDate(text)).toBe('2026-12-01'))

  it('counts a serial number from 1904 where the workbook does', () =>
    expect(readDate('44895', true)).toBe('2026-12-01'))

  it.each([
    '',
    '2026-02-30',
    '2026-13-01',
    '26-12-01',
    '12/01/2026',
    '2026-12/01',
    '1999-12-31',
    '2200-01-01',
    '2026121',
    '0',
    '99999999',
    '2026-12-01 09:00',
    'tomorrow',
  ])('takes %j for no date', (text) => expect(readDate(text)).toBeUndefined())

  it.each([
    ['7', 7],
    ['07', 7],
    ['07:00', 7],
    ['7:00:00', 7],
    ['7시', 7],
    ['7 시', 7],
    ['7.0', 7],
    ['0', 0],
    ['29', 29],
    ['25:00', 25],
    ['７', 7],
  ])('takes %s for hour %i', (text, hour) => expect(readHour(text)).toBe(hour))

  it.each(['', '30', '-1', '7:30', '1.5', '100'])('takes %j for no hour', (text) =>
    expect(readHour(text)).toBeUndefined(),
  )

  it.each([
    ['0', 0],
    ['1234', 1234],
    ['1,234', 1234],
    ['12,345,678', 12_345_678],
    ['1234.0', 1234],
    ['1,234.00', 1234],
    ['１,２３４', 1234],
    ['007', 7],
    ['1.234.567', 1_234_567],
    ['124599.99999999999', 124_600],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9,007,199,254,740,991', Number.MAX_SAFE_INTEGER],
  ])('takes %s for %i', (text, count) => expect(readCount(text)).toBe(count))

  it.each([
    '',
    '-1',
    '+1',
    '1.5',
    '1,23',
    '12,0',
    '1.234,0',
    ',123',
    '1,2345',
    '1e3',
    'NaN',
    '9007199254740992',
    '12 34',
    '0x1',
    '=1',
  ])('takes %j for no count', (text) => expect(readCount(text)).toBeUndefined())
})

describe('the header', () => {
  it.each([
    'part,metaId,date,hour,forecast,actual',
    'PART, Meta ID ,Date,HOUR,Forecast,Actual',
    '파트,메타ID,날짜,시간,예측,실적',
    '파트,메타아이디,일자,시,예측노출,실제노출',
    '파트,콘텐츠 ID,날짜,시간,예측 인벤토리,실제',
    'part,meta_id,date,hour,예측(노출),실적',
  ])('is known as %s', (line) => {
    expect(readHeader(line.split(',')).positions).toEqual({
      part: 0,
      metaId: 1,
      date: 2,
      hour: 3,
      forecast: 4,
      actual: 5,
    })
  })

  it('has its columns in any order, with others between them', () => {
    const header = readHeader([
      'CO',
      '실적',
      '비고',
      '예측',
      '방송사',
      '시',
      '날짜',
      '프로그램명',
      '메타ID',
      '파트',
      '',
    ])
    expect(header.positions).toEqual({
      owner: 0,
      actual: 1,
      forecast: 3,
      broadcaster: 4,
      hour: 5,
      date: 6,
      name: 7,
      metaId: 8,
      part: 9,
    })
    expect(header.ignored).toEqual(['비고'])
  })

  it('says what is missing, in both languages, and what was found', () => {
    expect(() => readHeader(['part', 'metaId', '날짜', 'x'])).toThrow(
      /missing: hour \(시간\), forecast \(예측\), actual \(실적\)\. Found: part,metaId,날짜,x\./,
    )
  })

  it('has each column once, whatever it is called', () => {
    expect(() => readHeader(['part', 'metaId', 'date', '날짜', 'hour', 'forecast', 'actual'])).toThrow(
      /twice: date/,
    )
  })

  it.each([',', ';', '\t'])('says that the delimiter is %j', (delimiter) => {
    expect(delimiterOf(['"파트"', '메타ID', 'date', 'hour', 'forecast', 'actual'].join(delimiter))).toBe(
      delimiter,
    )
  })
})

describe('which hours a file has brought', () => {
  it('is exact, also through growth', () => {
    const seen = new SeenHours()
    const brute = new Set<string>()
    let random = 1
    const next = (below: number) => {
      random = (random * 48_271) % 2_147_483_647
      return random % below
    }
    for (let i = 0; i < 60_000; i++) {
      const part = `P${next(3)}`
      const metaId = `M${next(400)}`
      const date = `20${26 + next(3)}-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`
      const hour = next(4)
      const key = `${part} ${metaId} ${date} ${hour}`
      expect(seen.add(part, metaId, date, hour)).toBe(brute.has(key))
      brute.add(key)
    }
  })
})

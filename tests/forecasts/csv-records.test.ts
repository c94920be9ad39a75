import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvRecords, type FileRecord } from '../../server/forecasts/csv-records'

/** Reads a text that arrives in chunks of the given length. */
function read(text: string, piece = text.length || 1, delimiter = ','): FileRecord[] {
  const reader = new CsvRecords(delimiter, text.includes('\n') || !text.includes('\r') ? '\n' : '\r')
  const records: FileRecord[] = []
  for (let at = 0; at < text.length; at += piece) records.push(...reader.push(text.slice(at, at + piece)))
  return [...records, ...reader.end()]
}

const fieldsOf = (records: FileRecord[]) => records.map((one) => ('fields' in one ? one.fields : one.reason))

describe('lines of a csv', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a,1","b ""two"""\n', [['a,1', 'b "two"']]],
    [
      '"two\nlines",x\r\nnext,y',
      [
        ['two\nlines', 'x'],
        ['next', 'y'],
      ],
    ],
    ['\n\n,,\n \na', [['a']]],
    ['"",""\nx,""', [['x', '']]],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
  ])('reads %j', (text, rows) => {
    for (const piece of [1, 2, 3, 100]) expect(fieldsOf(read(text, piece))).toEqual(rows)
  })

  it('names the line on which a record begins', () => {
    const records = read('h\n"two\nlines"\n\nx"y\nlast')
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5, 6])
  })

  it.each([
    ['good\nba"d,1\nnext', 2],
    ['good\n"bad"x,1\nnext', 2],
    ['good\n"never closed,1\nnext', 2],
  ])('gives up one line with wrong quotes in %j, and no more', (text, line) => {
    for (const piece of [1, 4, 100]) {
      const records = read(text, piece)
      expect(records).toHaveLength(3)
      expect(records[1]).toMatchObject({ line, reason: expect.stringContaining('quote') })
      expect(records[2]).toMatchObject({ fields: ['next'] })
    }
  })

  it('gives up a line without end, and keeps none of it', () => {
    const records = read(`h\n${'x'.repeat(3_000_000)}\nnext`, 65_536)
    expect(records).toMatchObject([
      { line: 1 },
      { line: 2, reason: expect.stringContaining('256 KB') },
      { line: 3 },
    ])
  })

  it('gives up a quote that is open for very long, and finds the lines behind it', () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `row${i},1,2,3`)
    const records = read(['h', '"open', ...lines].join('\n'), 65_536)
    expect(records.filter((one) => 'reason' in one)).toHaveLength(1)
    expect(records).toHaveLength(60_002)
  })

  it('reads what csv-parse reads, however it is cut', () => {
    const field = fc.oneof(
      fc.string({ maxLength: 6 }).filter((text) => !/["\r\n,]/.test(text)),
      fc.stringMatching(/^[a,"\n가 ]{0,6}$/),
    )
    const row = fc
      .array(field, { minLength: 1, maxLength: 5 })
      .filter((fields) => fields.some((one) => one.trim()))
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (rows, lineEnd, piece, ended) => {
          const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
          const text =
            rows.map((fields) => fields.map(quote).join(',')).join(lineEnd) + (ended ? lineEnd : '')
          const theirs = parse(text, { relax_column_count: true, record_delimiter: lineEnd })
          expect(fieldsOf(read(text, piece))).toEqual(theirs)
        },
      ),
      { numRuns: 500 },
    )
  })
})

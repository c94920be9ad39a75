import { describe, expect, it } from 'vitest'
import { typedEntry } from '../../workbench/host/typed-entry'

describe('an entry in the workbench', () => {
  it.each([
    ['16:9', 969 / 1440, 'h:mm'],
    ['10:30:36', 37_836 / 86_400, 'h:mm:ss'],
    ['48:00', 2, '[h]:mm:ss'],
    ['10%', 0.1, '0%'],
    ['1,000', 1_000, '#,##0'],
    ['2026-03-01', 46_082, 'yyyy-mm-dd'],
  ])('%s becomes a number, as in Excel', (text, value, format) => {
    expect(typedEntry(text, false)).toMatchObject({ cell: { v: value }, format })
  })

  it.each(['3-1', '3/1', '3월 1일'])('%s is a day of this year', (text) => {
    const serial = Date.UTC(new Date().getFullYear(), 2, 1) / 86_400_000 + 25_569
    expect(typedEntry(text, false)).toMatchObject({ cell: { v: serial } })
  })

  it.each(['16:9', '3-1', '1/2', '10%', '1,000', '2026-03-01', '=1+1', 'true', '007'])(
    '%s stays text in a cell with the text format',
    (text) => {
      expect(typedEntry(text, true)).toEqual({ cell: expect.objectContaining({ v: text, f: null }) })
    },
  )

  it.each(['16:9', '3-1', '=1+1'])("'%s stays text everywhere, without its apostrophe", (text) => {
    for (const asText of [false, true]) expect(typedEntry(`'${text}`, asText).cell.v).toBe(text)
  })

  it.each(['500만', '5천만원', '13-1x', '16:75', '1:2:3:4', '13/45', '2/30'])(
    '%s stays what it is',
    (text) => {
      expect(typedEntry(text, false).cell.v).toBe(text)
    },
  )
})

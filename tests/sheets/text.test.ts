import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText, formulaString, MAX_CELL_TEXT, typedText } from '../../shared/sheets/text'

const INJECTIONS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1+1', '\r=1+1', '\n=1+1', "'=1+1", ' =1+1', '＝1+1']

describe('clean text', () => {
  it('keeps what looks like a formula: it is text, and stays it', () => {
    expect(cleanText('=HYPERLINK("http://x","y")')).toBe('=HYPERLINK("http://x","y")')
  })

  it('removes the characters that XML forbids, and keeps tab and line end', () => {
    expect(cleanText('가\u0000나\u0008\u000B다\u001F\t라\n마\uFFFF\u007F')).toBe('가나다\t라\n마')
  })

  it('makes one kind of line end', () => {
    expect(cleanText('a\r\nb\rc\nd')).toBe('a\nb\nc\nd')
  })

  it('replaces half of a pair that stands alone and keeps whole ones', () => {
    expect(cleanText('a\uD83Db 😀')).toBe('a\uFFFDb 😀')
  })

  it('shortens text that no cell can hold, and never cuts a character in two', () => {
    const long = cleanText(`${'가'.repeat(MAX_CELL_TEXT - 2)}😀😀`)
    expect(long.length).toBeLessThanOrEqual(MAX_CELL_TEXT)
    expect(long.endsWith('가…')).toBe(true)
    expect(cleanText('나'.repeat(MAX_CELL_TEXT))).toHaveLength(MAX_CELL_TEXT)
    expect(cleanText('나'.repeat(50_000))).toHaveLength(MAX_CELL_TEXT)
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text))
      }),
    )
  })
})

describe('text for an application that reads it like typing', () => {
  it.each(INJECTIONS)('puts an apostrophe before %j', (text) => {
    expect(typedText(text)).toBe(`'${text}`)
  })

  it.each([
    '2026-11-01',
    '00123',
    '1/2',
    '10%',
    'TRUE',
    'false',
    'Mar 5',
    '오전 9:00',
    '3월 5일',
    '₩100',
    '(5)',
    '#N/A',
  ])('puts an apostrophe before %j, which would become something else', (text) => {
    expect(typedText(text)).toBe(`'${text}`)
  })

  it.each(['나 혼자 산다', 'NAVER, KAKAO', 'RANDOM', ''])('leaves %j as it is', (text) => {
    expect(typedText(text)).toBe(text)
  })

  it('never lets anything begin with what begins a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typedText(text)).not.toMatch(/^[=+\-@\t\r\n]/)
      }),
    )
  })
})

it('doubles quotation marks inside a formula', () => {
  expect(formulaString('"서비스"')).toBe('"""서비스"""')
})

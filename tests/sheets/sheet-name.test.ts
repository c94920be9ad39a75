import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sheetName } from '../../shared/sheets/sheet-name'

describe('the name of a sheet', () => {
  it('stays as it is wanted where Excel accepts it', () => {
    for (const name of ['MediaMix', '일별 계획', 'A안', "It's", '=1+1', '😀'])
      expect(sheetName(name, [])).toBe(name)
  })

  it('loses what Excel refuses', () => {
    expect(sheetName("'a:b/c\\d[e]*?'", [])).toBe('a b c d e')
    expect(sheetName('가'.repeat(40), [])).toBe('가'.repeat(31))
    expect(sheetName(`${'가'.repeat(30)}😀`, [])).toBe('가'.repeat(30))
    expect(sheetName('History', [])).toBe('History -')
    for (const nothing of ['', '  ', "''", '[]']) expect(sheetName(nothing, [])).toBe('Sheet')
  })

  it('is another one than the others, whatever their case', () => {
    expect(sheetName('mediamix', ['MediaMix'])).toBe('mediamix (2)')
    expect(sheetName('가'.repeat(31), ['가'.repeat(31)])).toBe(`${'가'.repeat(27)} (2)`)
    expect(sheetName('A', ['a', 'A (2)'])).toBe('A (3)')
  })

  it('is always one that Excel accepts', () => {
    const wanted = fc.array(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom('History', "'", 'a')),
    )
    fc.assert(
      fc.property(wanted, (names) => {
        const given: string[] = []
        for (const name of names) given.push(sheetName(name, given))
        expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(names.length)
        for (const name of given) {
          expect(name).toMatch(/^(?!')[^*?:\\/[\]]{1,31}(?<!')$/)
          expect(name.isWellFormed()).toBe(true)
          expect(name.toLowerCase()).not.toBe('history')
        }
      }),
    )
  })
})

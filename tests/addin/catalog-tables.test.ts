import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  rateText,
  readChoice,
  readCodes,
  readRate,
  readWeights,
  weightsText,
} from '../../addin/operator/catalog/cell-values'
import { edited, paste } from '../../addin/operator/catalog/edits'
import { type CatalogRow, catalogTable } from '../../addin/operator/catalog/tables'
import { readTsv, writeTsv } from '../../addin/operator/catalog/tsv'
import { WORDS } from '../../addin/operator/words/all'

const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\r', '').trim())

describe('Cells of the catalogue', () => {
  it('come back from the clipboard as they went', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          // An apostrophe before a formula is the mark that keeps it one; a text with its own can't be told from it.
          const plain = rows.map((row) => row.map((text) => text.replace(/^['\s]+/, '')))
          expect(readTsv(writeTsv(plain))).toEqual(plain)
        },
      ),
    )
  })

  it('never become a formula in the spreadsheet that they are pasted into', () => {
    expect(writeTsv([['=1+1', '@x', '-3', 'a']])).toBe("'=1+1\t'@x\t'-3\ta")
  })

  it('hold rates by their digits: 1.25% is 0.0125, and no other', () => {
    expect(readRate('1.25%')).toEqual({ value: 0.0125 })
    expect(readRate('0.0125')).toEqual({ value: 0.0125 })
    expect(readRate('100%')).toEqual({ value: 1 })
    for (const wrong of ['101%', '1.00001%', '-1%', 'x', '', '1,5%', '0.0000001'])
      expect(readRate(wrong)).toEqual({ error: 'NOT_RATE' })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (ppm) => {
        expect(readRate(rateText(ppm / 1_000_000))).toEqual({ value: ppm / 1_000_000 })
      }),
    )
  })

  it('hold codes with weights, one of each', () => {
    expect(readWeights('NAVER 3, 카카오 TV: 1')).toEqual({
      value: [
        { code: 'NAVER', weight: 3 },
        { code: '카카오 TV', weight: 1 },
      ],
    })
    expect(weightsText([{ code: 'NAVER', weight: 3 }])).toBe('NAVER 3')
    expect(readWeights('')).toEqual({ value: [] })
    expect(readWeights('NAVER')).toEqual({ error: 'NOT_WEIGHTS' })
    expect(readWeights('NAVER 0')).toEqual({ error: 'NOT_WEIGHTS' })
    expect(readWeights('A 1, A 2')).toEqual({ error: 'TWICE' })
    expect(readCodes('A; B,')).toEqual({ value: ['A', 'B'] })
    expect(readCodes(' , ')).toEqual({ error: 'EMPTY' })
  })

  it('take a choice by its value and by its word', () => {
    const types = WORDS.ko.standard.types
    expect(readChoice('프로그램', types)).toEqual({ value: 'PROGRAM' })
    expect(readChoice('channel', types)).toEqual({ value: 'CHANNEL' })
    expect(readChoice('드라마', types)).toEqual({ error: 'NOT_LISTED' })
  })
})

describe('A block that is pasted', () => {
  const table = catalogTable('parts', WORDS.ko)
  const row = (key: string, type: string, platforms: string): CatalogRow => ({
    key,
    version: 3,
    cells: { code: key, type, platforms },
  })
  const rows = [row('A', 'PROGRAM', 'NAVER'), row('B', 'PROGRAM', 'KAKAO'), row('C', 'CHANNEL', 'YOUTUBE')]
  const given = { table, rows, shown: ['C', 'A', 'B'], edits: new Map() }
  const headings = ({ name }: { name: string }) => [
    name,
    ...Object.values(WORDS).map(({ catalog }) => (catalog.fields as Record<string, string>)[name]!),
  ]

  it('goes over the rows as they are shown, from its cell on; what is as before is no change', () => {
    const block = [
      ['채널', 'DAUM'],
      ['프로그램', 'NAVER'],
      ['x', 'DAUM'],
      ['채널', 'DAUM'],
    ]
    const pasted = paste(block, { row: 'C', field: 'type' }, given, headings)!
    expect([...pasted.edits.keys()].sort()).toEqual(['B', 'C'])
    expect(pasted.edits.get('C')).toEqual({
      cells: { code: 'C', type: 'CHANNEL', platforms: 'DAUM' },
      version: 3,
    })
    expect(table.read(pasted.edits.get('B')!.cells)).toEqual({ errors: { type: 'NOT_LISTED' } })
    expect(pasted.left).toBe(1)
  })

  it('goes by its headings to the rows with its keys, in any order and language, and adds what is missing', () => {
    const block = [
      ['Media', '코드', 'note'],
      ['DAUM, NAVER', 'B', '!'],
      ['YOUTUBE', 'D', '!'],
    ]
    const pasted = paste(block, null, given, headings)!
    expect(pasted.edits.get('B')!.cells).toEqual({ code: 'B', type: 'PROGRAM', platforms: 'DAUM, NAVER' })
    expect(pasted.edits.get('D')).toEqual({ cells: { code: 'D', platforms: 'YOUTUBE' }, version: undefined })
    expect(pasted.rows).toBe(2)
  })

  it('has no place without a cell and without headings', () => {
    expect(paste([['a', 'b']], null, given, headings)).toBeUndefined()
  })

  it('keeps the version that a row was changed from', () => {
    const first = edited(table, rows[0], undefined, { platforms: 'DAUM' })!
    expect(edited(table, { ...rows[0]!, version: 9 }, first, { type: 'CHANNEL' })!.version).toBe(3)
    expect(edited(table, rows[0], first, { platforms: 'NAVER' })).toBeUndefined()
  })
})

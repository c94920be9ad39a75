import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../shared/sheets/identity'
import { FIRST_ROW, standardColumn } from '../../shared/sheets/standard-inventory/columns'
import { standardCellErrorText } from '../../shared/sheets/standard-inventory/messages'
import { readStandardInventory } from '../../shared/sheets/standard-inventory/read-back'
import { standardInventorySheet } from '../../shared/sheets/standard-inventory/sheet'
import { gridOf, shownAt } from './layout-grid'
import { standardContents, standardRowOf } from './standard-rows'

const rows = [
  standardRowOf(),
  standardRowOf({
    id: 2,
    metaId: 'PG0002',
    name: '=1+1',
    adjustedTotal: 90_000,
    previousTotal: null,
    monthOverMonth: null,
  }),
  standardRowOf({
    id: 3,
    type: 'RANDOM',
    metaId: 'R1',
    name: '',
    broadcaster: null,
    changeRate: null,
    status: 'CONFIRMED',
    version: 4,
  }),
]
const layout = standardInventorySheet(standardContents(rows))

/** The grid of the sheet after these values were typed into it. */
function typed(...cells: [row: number, field: Parameters<typeof standardColumn>[0], value: PlainValue][]) {
  const grid = gridOf(layout).map((row) => [...row] as PlainValue[])
  for (const [row, field, value] of cells) grid[FIRST_ROW - 1 + row]![standardColumn(field) - 1] = value
  const read = readStandardInventory(grid)
  if (read.kind !== 'read') throw new Error('not read')
  return read
}

describe('the 표준인벤토리 sheet', () => {
  it('shows every row with its names, totals and rates', () => {
    expect(
      ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'I', 'J', 'L', 'M'].map((letter) => shownAt(layout, `${letter}7`)),
    ).toEqual(['프로그램', 'PG0001', '런닝맨', 'SBS', 120_000, 100_000, 0.2, 0.2, '', 120_000, '미확정'])
    expect(shownAt(layout, 'L8')).toBe(90_000)
    expect(shownAt(layout, 'M9')).toBe('확정')
  })

  it('adds up above the table what goes on', () => {
    expect(shownAt(layout, 'E6')).toBe(360_000)
    expect(shownAt(layout, 'L6')).toBe(330_000)
    expect(shownAt(layout, 'E3')).toBe('1 / 3')
  })

  it('can be typed into only in corrections and reasons of open rows', () => {
    const unlocked = [...layout.rows].flatMap(({ cells }, r) =>
      cells.flatMap((cell, c) =>
        cell?.style && layout.styles[cell.style]?.locked === false ? [`${r + 1}:${c + 1}`] : [],
      ),
    )
    expect(unlocked).toEqual(['7:10', '7:11', '8:10', '8:11'])
  })

  it('names only styles it has, and hides keys, versions and what was pulled', () => {
    const used = new Set([...layout.rows].flatMap(({ cells }) => cells.flatMap((cell) => cell?.style ?? [])))
    expect([...used].filter((key) => !(key in layout.styles))).toEqual([])
    expect(layout.columns.map((column) => column?.hidden === true)).toEqual([
      ...new Array(15).fill(false),
      true,
      true,
      true,
      true,
    ])
  })

  it('has a sheet for a month without rows', () => {
    expect(readStandardInventory(gridOf(standardInventorySheet(standardContents([]))))).toMatchObject({
      kind: 'read',
      month: '2026-12',
      corrections: [],
      errors: [],
    })
  })
})

describe('reading corrections back', () => {
  it('finds none where nothing was typed', () => {
    const read = typed()
    expect(read).toMatchObject({ month: '2026-12', corrections: [], errors: [] })
    expect([...read.rows]).toEqual([
      [1, { row: 7, version: 1, confirmed: false }],
      [2, { row: 8, version: 1, confirmed: false }],
      [3, { row: 9, version: 4, confirmed: true }],
    ])
    expect(read.drafts.size).toBe(0)
  })

  it('takes changed rows with their version, and a cleared cell as the end of a correction', () => {
    const { corrections, errors } = typed(
      [0, 'adjustedTotal', '1,500'],
      [0, 'reason', ' 편성 변경 '],
      [1, 'adjustedTotal', ''],
      [1, 'reason', '원복'],
    )
    expect(errors).toEqual([])
    expect(corrections).toMatchObject([
      { id: 1, version: 1, before: null, adjustedTotal: 1500, reason: '편성 변경', row: 7 },
      { id: 2, version: 1, before: 90_000, adjustedTotal: null, reason: '원복', name: '=1+1' },
    ])
  })

  it('takes 0 as a correction of its own', () => {
    expect(typed([0, 'adjustedTotal', 0], [0, 'reason', '편성 없음']).corrections).toMatchObject([
      { adjustedTotal: 0 },
    ])
  })

  it.each<[PlainValue, PlainValue, string, string]>([
    ['많이', '사유', 'NOT_A_NUMBER', 'J7'],
    [-5, '사유', 'NEGATIVE', 'J7'],
    [1.5, '사유', 'NOT_WHOLE', 'J7'],
    [1e15, '사유', 'TOO_LARGE', 'J7'],
    ['#REF!', '사유', 'CELL_ERROR', 'J7'],
    [100, 46_082, 'NOT_TEXT', 'K7'],
    [100, '', 'REASON_REQUIRED', 'K7'],
    [100, 'ㅎ'.repeat(501), 'REASON_TOO_LONG', 'K7'],
    ['', '사유만', 'REASON_ALONE', 'K7'],
  ])('says of %s with the reason %s that it is %s', (value, reason, code, address) => {
    const { corrections, errors, drafts } = typed([0, 'adjustedTotal', value], [0, 'reason', reason])
    expect(corrections).toEqual([])
    expect(errors).toMatchObject([{ code, address, metaId: 'PG0001' }])
    expect(standardCellErrorText(errors[0]!, 'ko')).toMatch(new RegExp(`^${address} 보정`))
    expect(drafts.get(1)).toEqual({ adjustedTotal: value, reason, version: 1, pulled: null })
  })

  it('refuses a copied row and one that nobody knows', () => {
    const { corrections, errors } = typed(
      [1, 'key', 1],
      [1, 'adjustedTotal', 5],
      [2, 'key', ''],
      [2, 'version', ''],
      [2, 'adjustedTotal', 7],
    )
    expect(corrections).toEqual([])
    expect(errors.map(({ code, row }) => [code, row])).toEqual([
      ['COPIED_ROW', 8],
      ['LOST_ROW', 9],
    ])
  })

  it('finds moved columns, sorted rows and the English sheet', () => {
    const english = gridOf(standardInventorySheet({ ...standardContents(rows), language: 'en' }))
    const moved = english.map((row) => ['', ...row] as PlainValue[])
    const [first, second] = [moved[FIRST_ROW - 1]!, moved[FIRST_ROW]!]
    ;[moved[FIRST_ROW - 1], moved[FIRST_ROW]] = [second, first]
    moved[FIRST_ROW]![standardColumn('adjustedTotal')] = 12
    moved[FIRST_ROW]![standardColumn('reason')] = 'why'
    const read = readStandardInventory(moved)
    expect(read.kind === 'read' && read.corrections).toMatchObject([{ id: 1, row: 8, adjustedTotal: 12 }])
  })

  it('takes no other sheet for one', () => {
    expect(readStandardInventory([['표준인벤토리'], ['유형', '메타ID']])).toEqual({ kind: 'not-standard' })
  })

  it('keeps what was typed when the sheet is drawn again', () => {
    const { drafts } = typed([0, 'adjustedTotal', '많이'], [1, 'adjustedTotal', 7], [1, 'reason', '사유'])
    const newer = rows.map((row) => ({ ...row, version: row.version + 1, adjustedTotal: 55 }))
    const again = readStandardInventory(
      gridOf(standardInventorySheet({ ...standardContents(newer), drafts })),
    )
    if (again.kind !== 'read') throw new Error('not read')
    expect(again.corrections).toMatchObject([{ id: 2, version: 1, before: 90_000, adjustedTotal: 7 }])
    expect(again.errors).toMatchObject([{ code: 'NOT_A_NUMBER' }])
    expect(again.drafts).toEqual(drafts)
  })
})

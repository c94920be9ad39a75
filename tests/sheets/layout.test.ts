import { describe, expect, it } from 'vitest'
import { columnLetter, fixedAddress, rangeAddress } from '../../shared/sheets/address'
import type { SheetLayout } from '../../shared/sheets/layout'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import type { Audience } from '../../shared/sheets/plan'
import { pageLineCode } from '../../shared/sheets/print'
import { dateOfSerial, serialOf } from '../../shared/sheets/serial-date'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { emptyPlan, planRow, samplePlan } from './sample-plan'

const AUDIENCES: Audience[] = ['planner', 'internal', 'client']
const PLANS = {
  'eight rows': samplePlan(),
  'no rows': emptyPlan(),
  'one row': { ...emptyPlan(), rows: [planRow()] },
  '200 rows': {
    ...emptyPlan(),
    rows: Array.from({ length: 200 }, (_, i) =>
      planRow({ unitId: `unit-${i}`, kind: i % 7 === 0 ? 'SERVICE' : 'PAID' }),
    ),
  },
}
const layouts = Object.entries(PLANS).flatMap(([name, plan]) =>
  AUDIENCES.flatMap((audience) => [
    { name: `MediaMix, ${name}, ${audience}`, layout: mediaMixSheet(plan, { audience }) },
    { name: `targeting, ${name}, ${audience}`, layout: targetingSheet(plan, { audience }) },
  ]),
)

describe.each(layouts)('$name', ({ layout }) => {
  const rows = [...layout.rows]

  it('names only styles it has', () => {
    const used = new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.style ?? [])))
    expect([...used].filter((key) => !(key in layout.styles))).toEqual([])
  })

  it('has a width for every column and a height Excel allows for every row', () => {
    expect(Math.max(...rows.map(({ cells }) => cells.length))).toBeLessThanOrEqual(layout.columns.length)
    expect(rows.every(({ height }) => height !== undefined && height > 0 && height <= 409)).toBe(true)
  })

  it('merges no cell twice, and leaves nothing under a merge', () => {
    const taken = new Set<string>()
    rows.forEach(({ merges }, top) => {
      for (const merge of merges ?? []) {
        for (let row = top; row < top + merge.rows; row++) {
          for (let column = merge.column; column < merge.column + merge.columns; column++) {
            expect(taken.has(`${row}:${column}`)).toBe(false)
            taken.add(`${row}:${column}`)
            const cell = rows[row]!.cells[column - 1]
            if (row > top || column > merge.column) expect(cell?.kind ?? 'empty').toBe('empty')
          }
        }
      }
    })
  })

  it('prints on A4 landscape, one page wide, everything that can be seen', () => {
    expect(layout.print).toMatchObject({ orientation: 'landscape', paper: 'A4', pagesWide: 1 })
    expect(layout.print!.area).toBe(rangeAddress([1, 1], [printedColumns(layout), rows.length]))
    expect(layout.print!.repeatRows).toEqual({ first: 6, last: 6 })
  })
})

/** The column of the variants is at the end of the planner's MediaMix and isn't printed. */
function printedColumns(layout: SheetLayout): number {
  const visible = layout.columns.filter((column) => !column?.hidden).length
  return layout.name === 'MediaMix' && visible > 16 ? visible - 1 : visible
}

describe('addresses', () => {
  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [702, 'ZZ'],
    [703, 'AAA'],
  ])('column %i is %s', (column, letters) => {
    expect(columnLetter(column)).toBe(letters)
  })

  it('write ranges, single cells and fixed cells', () => {
    expect(rangeAddress([3, 7], [9, 20])).toBe('C7:I20')
    expect(rangeAddress([3, 7], [3, 7])).toBe('C7')
    expect(fixedAddress(17, 1)).toBe('$Q$1')
  })
})

describe('serial dates', () => {
  it('are those of the 1900 date system', () => {
    expect(serialOf('2000-01-01')).toBe(36_526)
    expect(serialOf('2026-11-23')).toBe(46_349)
    expect(dateOfSerial(46_349)).toBe('2026-11-23')
    expect(dateOfSerial(46_349.75)).toBe('2026-11-23')
  })

  it('are undefined outside the calendar', () => {
    expect(dateOfSerial(0)).toBeUndefined()
    expect(dateOfSerial(3_000_000)).toBeUndefined()
    expect(dateOfSerial(Number.NaN)).toBeUndefined()
  })
})

describe('a line below the page', () => {
  it('keeps an ampersand and digits of a name apart from its codes', () => {
    expect(
      pageLineCode({
        left: [{ text: '2026 R&D' }],
        center: [{ field: 'page' }, { text: ' / ' }, { field: 'pages' }],
      }),
    ).toBe('&L&8&K6B72802026 R&&D&C&8&K6B7280&P / &N')
  })

  it('never gets longer than Excel takes', () => {
    const name = [{ text: '&'.repeat(500) }]
    const code = pageLineCode({
      left: name,
      center: [{ field: 'page' }, { text: ' / ' }, { field: 'pages' }],
      right: name,
    })
    expect(code.length).toBeLessThanOrEqual(255)
    expect(code).toContain('…')
  })
})

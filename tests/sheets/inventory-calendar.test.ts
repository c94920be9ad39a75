import { describe, expect, it } from 'vitest'
import { daysBetween } from '../../shared/calendar'
import { columnLetter } from '../../shared/sheets/address'
import {
  type CalendarContents,
  calendarBlockRows,
  inventoryCalendarSheet,
  isInventoryCalendar,
} from '../../shared/sheets/inventory-calendar/sheet'
import { cellAt, gridOf, shownAt } from './layout-grid'

const DAYS = daysBetween('2026-12-01', '2026-12-03')

function calendar(lines: CalendarContents['lines']): CalendarContents {
  return { subject: '크로스', from: '2026-12-01', to: '2026-12-03', pulledAt: '지금', lines, language: 'ko' }
}

const line = (platform: string, ...numbers: [capacity: number, held: number, sold: number][]) => ({
  content: '',
  platform,
  days: new Map(numbers.map(([capacity, held, sold], i) => [DAYS[i]!, { capacity, held, sold }])),
})

describe('the 인벤토리 sheet', () => {
  const contents = calendar([
    line('네이버', [100, 0, 100], [100, 10, 50], [100, 0, 0]),
    line('카카오', [50, 5, 5]),
  ])
  const layout = inventoryCalendarSheet(contents)
  const blocks = calendarBlockRows(2)

  it('shows what is left as capacity without sold and held, by formula', () => {
    expect(['C', 'D', 'E', 'F'].map((letter) => shownAt(layout, `${letter}${blocks.remaining}`))).toEqual([
      0, 40, 100, 140,
    ])
    expect(cellAt(layout, `D${blocks.remaining}`)).toMatchObject({
      kind: 'formula',
      formula: `D${blocks.capacity}-D${blocks.sold}-D${blocks.held}`,
    })
  })

  it('adds up platforms below each block and days beside it', () => {
    const sums = Object.entries(blocks).map(([block, first]) => [
      block,
      shownAt(layout, `C${first + 2}`),
      shownAt(layout, `F${first + 2}`),
    ])
    expect(sums).toEqual([
      ['remaining', 40, 180],
      ['capacity', 150, 350],
      ['sold', 105, 155],
      ['held', 5, 15],
    ])
  })

  it('leaves days empty that are not open', () => {
    expect(shownAt(layout, `D${blocks.remaining + 1}`)).toBe('')
    expect(shownAt(layout, `D${blocks.capacity + 1}`)).toBe('')
  })

  it('colours by the share that is left: each day has one colour, and the first rule that holds is the right one', () => {
    const expected: [remaining: number, capacity: number, rule: number][] = [
      [0, 0, 0],
      [0, 100, 1],
      [9, 100, 2],
      [10, 100, 3],
      [29, 100, 3],
      [30, 100, 4],
      [59, 100, 4],
      [60, 100, 5],
      [100, 100, 5],
    ]
    const [left, capacity] = [`C${blocks.remaining}`, `C${blocks.capacity}`]
    for (const [remaining, of, rule] of expected) {
      const first = layout.conditionalFormats!.findIndex(({ rule }) => {
        const formula = 'formula' in rule ? rule.formula : ''
        const plain = formula
          .replace(/N\((\w+)\)/g, '$1')
          .replaceAll(left, String(remaining))
          .replaceAll(capacity, String(of))
          .replace(/AND\((.*),(.*)\)/, '($1)&&($2)')
          .replace(/([^<>])=/g, '$1===')
        return new Function(`return ${plain}`)() === true
      })
      expect(first, `${remaining} of ${of}`).toBe(rule)
    }
  })

  it.each([1, 7, 31, 366])('keeps its table within its columns over %i days', (days) => {
    const to = daysBetween('2026-01-01', '2027-12-31')[days - 1]!
    const wide = inventoryCalendarSheet({ ...calendar([]), from: '2026-01-01', to })
    const rows = [...wide.rows]
    expect(rows.every(({ cells }) => cells.length <= wide.columns.length)).toBe(true)
    expect(rows[0]!.cells.at(-1)).toMatchObject({ text: 'flightsheet:inventory' })
    expect(wide.columns.at(-1)!.hidden).toBe(true)
    expect(wide.print!.area).toContain(columnLetter(days + 3))
    const used = new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.style ?? [])))
    expect([...used].filter((key) => !(key in wide.styles))).toEqual([])
  })

  it('is known again', () => {
    expect(isInventoryCalendar(gridOf(layout))).toBe(true)
    expect(isInventoryCalendar([['인벤토리']])).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { DailyPlan } from '../../shared/sheets/daily-plan/contents'
import { dailyPlanGeometry } from '../../shared/sheets/daily-plan/geometry'
import { dailyPlanSheet } from '../../shared/sheets/daily-plan/sheet'
import type { SheetLayout } from '../../shared/sheets/layout'
import { pageBreaksOf } from '../../shared/sheets/print'
import { groupedLength } from '../../shared/sheets/text-width'
import { dailyPlan } from './daily-plan-contents'
import { cellAt, gridOf, shownAt } from './layout-grid'
import { emptyPlan, planRow } from './sample-plan'

const CLIENT = { audience: 'client' } as const
const draw = (daily: DailyPlan, options: Parameters<typeof dailyPlanSheet>[2] = CLIENT) =>
  dailyPlanSheet(emptyPlan(), daily, options)
const texts = (layout: SheetLayout) =>
  gridOf(layout)
    .flat()
    .filter((value) => typeof value === 'string')

/** A Friday to the Monday after the next weekend: three weeks, two platforms. */
const DAYS: DailyPlan = {
  platforms: [
    { name: '네이버', amount: 30_000, impressions: 60 },
    { name: '카카오', amount: 0, impressions: 20 },
  ],
  days: [
    { date: '2026-12-04', impressions: [10, 0] },
    { date: '2026-12-05', impressions: [20, 5] },
    { date: '2026-12-06', impressions: [0, 15] },
    { date: '2026-12-07', impressions: [30, 0] },
  ],
  estimatedRows: 0,
}

describe('the 일별 계획 sheet', () => {
  const layout = draw(DAYS)
  const row = (at: number) =>
    ['B', 'C', 'D', 'E', 'F', 'G'].map((letter) => shownAt(layout, `${letter}${at}`))

  it('has a line for each day with platforms, sum, cumulated sum and share', () => {
    expect(row(7)).toEqual(['날짜', '네이버', '카카오', '합계', '누적', '비중'])
    expect(row(9)).toEqual([46_361, 20, 5, 25, 35, 25 / 80])
    expect(cellAt(layout, 'E9')).toMatchObject({ formula: 'SUM(C9:D9)' })
    expect(cellAt(layout, 'F8')).toMatchObject({ formula: 'E8' })
    expect(cellAt(layout, 'F9')).toMatchObject({ formula: 'F8+E9' })
    // A week's sum stands between the two days.
    expect(cellAt(layout, 'F12')).toMatchObject({ formula: 'F10+E12', result: 80 })
    expect(cellAt(layout, 'G9')).toMatchObject({ formula: 'IF(E$14=0,"",E9/E$14)' })
  })

  it('names each week beside its days, and sums it up', () => {
    expect(shownAt(layout, 'A8')).toBe('12월 1주')
    expect(shownAt(layout, 'A12')).toBe('12월 2주')
    expect([...layout.rows][7]!.merges).toEqual([{ column: 1, columns: 1, rows: 4 }])
    expect(row(11)).toEqual(['주 소계', 30, 20, 50, 50, 50 / 80])
    expect(cellAt(layout, 'C11')).toMatchObject({ formula: 'SUM(C8:C10)' })
    expect(cellAt(layout, 'F11')).toMatchObject({ formula: 'F10' })
  })

  it('counts no week twice in TOTAL, and shows the share of each platform below', () => {
    expect(shownAt(layout, 'A14')).toBe('TOTAL')
    expect(row(14)).toEqual(['', 60, 20, 80, '', 1])
    expect(cellAt(layout, 'C14')).toMatchObject({ formula: 'SUMIF($B$8:$B$13,">0",C$8:C$13)' })
    expect(row(15)).toEqual(['', 0.75, 0.25, 1, '', ''])
    expect(cellAt(layout, 'C15')).toMatchObject({ formula: 'IF($E14=0,"",C14/$E14)' })
  })

  it('says the total and the average of a day on top', () => {
    expect([shownAt(layout, 'B5'), shownAt(layout, 'F5')]).toEqual([80, 20])
    expect(cellAt(layout, 'F5')).toMatchObject({ formula: 'ROUND($E$14/COUNT($B$8:$B$13),0)' })
  })

  it('marks Saturdays and Sundays as calendars do', () => {
    const styleOf = (address: string) => layout.styles[cellAt(layout, address)!.style!]!
    expect([8, 9, 10, 12].map((at) => styleOf(`B${at}`).font!.color)).toEqual([
      '1F2937',
      '1D5591',
      'B3261E',
      '1F2937',
    ])
    expect(styleOf('C8').fill).toBeUndefined()
    expect(styleOf('C9').fill).toBe('F0F5FC')
    expect(styleOf('C10').fill).toBe('FDF2F1')
    expect(styleOf('B8').numberFormat).toBe('[$-412]yyyy-mm-dd (ddd)')
  })

  it('says what is an estimate, and whether service rows are in it', () => {
    expect(texts(layout).join()).not.toMatch(/추정|서비스/)
    expect(texts(draw({ ...DAYS, estimatedRows: 2 })).join()).toContain('구매 전인 상품 2개의 일별 노출수는')
    const withService = { ...emptyPlan(), rows: [planRow({ kind: 'SERVICE' })] }
    expect(texts(dailyPlanSheet(withService, DAYS, CLIENT)).join()).toContain('서비스(무상) 상품')
    const english = draw({ ...DAYS, estimatedRows: 1 }, { audience: 'client', language: 'en' })
    expect(texts(english)).toEqual(
      expect.arrayContaining(['Daily Plan', 'Dec W1', 'Week total', 'Cumulative']),
    )
    expect(texts(english).join()).toContain('The daily figures of 1 product not bought yet')
  })

  it('says that there is nothing to plan', () => {
    const layout = draw({ platforms: [], days: [], estimatedRows: 0 })
    expect(texts(layout)).toContain('아직 등록된 상품이 없습니다.')
    expect(layout.freeze).toEqual({ rows: 0, columns: 0 })
  })

  it('has rows without a platform too: a row that costs nothing yet', () => {
    const layout = draw({ platforms: [], days: [{ date: '2026-12-04', impressions: [] }], estimatedRows: 0 })
    expect(['C', 'D', 'E'].map((letter) => shownAt(layout, `${letter}8`))).toEqual([0, 0, ''])
  })

  it('fits the widest numbers and twelve platforms on paper of its own', () => {
    const daily = dailyPlan({ platforms: 12, total: 9_007_199_254_740_991 })
    const layout = draw(daily)
    const { columns, totalRow } = dailyPlanGeometry(daily)
    for (let column = columns.firstPlatform; column <= columns.cumulated; column++) {
      const most = layout.columns[column - 1]!.width
      const shown = [...layout.rows].map(({ cells }) => cells[column - 1])
      for (const cell of shown) {
        const value =
          cell?.kind === 'number' ? cell.value : cell?.kind === 'formula' ? Number(cell.result) : 0
        if (value > 1) expect(groupedLength(value) + 2).toBeLessThan(most)
      }
    }
    expect(shownAt(layout, `O${totalRow}`)).toBe(9_007_199_254_740_991)
    expect(layout.print!.orientation).toBe('landscape')
    expect(draw(dailyPlan()).print!.orientation).toBe('portrait')
  })

  it('prints a month with a few platforms on one page', () => {
    for (const platforms of [1, 2, 3, 4, 5]) {
      for (const [startDate, endDate] of [
        ['2026-11-01', '2026-11-30'],
        ['2027-08-01', '2027-08-31'],
        ['2027-02-01', '2027-02-28'],
      ]) {
        const daily = dailyPlan({ startDate, endDate, platforms, estimatedRows: 3 })
        expect(draw(daily).print!.breaksBefore).toEqual([])
      }
    }
  })

  it('ends pages with weeks, and never has more breaks than Excel takes', () => {
    const year = dailyPlan({ startDate: '2026-11-01', endDate: '2027-11-01', platforms: 12 })
    const { breaksBefore, repeatRows } = draw(year).print!
    const { weeks } = dailyPlanGeometry(year)
    expect(breaksBefore!.length).toBeGreaterThan(5)
    for (const at of breaksBefore!) expect(weeks.map(({ firstRow }) => firstRow)).toContain(at)
    expect(repeatRows).toEqual({ first: 7, last: 7 })
    const century = dailyPlan({
      startDate: '2026-01-01',
      endDate: '2199-12-31',
      platforms: 12,
      total: 1_000_000,
    })
    expect(pageBreaksOf(draw(century).print!)).toHaveLength(1000)
  })
})

import { addDays, type BusinessDate } from '../shared/calendar'
import { columnLetter } from '../shared/sheets/address'
import { dateCell, emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../shared/sheets/cells'
import type { Cell, CellStyle, RowLayout, SheetLayout } from '../shared/sheets/layout'
import { DATE_FORMAT, SHARE_FORMAT, WHOLE_FORMAT } from '../shared/sheets/number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE } from '../shared/sheets/palette'
import { proposalPrint } from '../shared/sheets/print'

/**
 * A sheet of days like a 일별 계획: weekends have a colour, each week ends with its sums. long_sheet.py writes the same
 * one with other libraries.
 */

export const PLATFORMS = 10
const WEEKDAYS = ['월', '화', '수', '목', '금', '토', '일'] as const
const HEADINGS = ['날짜', '요일', ...Array.from({ length: PLATFORMS }, (_, i) => `매체 ${i + 1}`)]
const SUMS = ['합계', '누계', '비중', '전일 대비']
const COLUMNS = HEADINGS.length + SUMS.length
const FIRST_ROW = 3
const START: BusinessDate = '2026-01-05'
const [FIRST, LAST, TOTAL, RUNNING, CHANGE] = [3, 12, 13, 14, 16]
const letter = columnLetter

/** @param length the number of rows with days and sums of weeks */
export function longSheet(length: number): SheetLayout {
  const campaign = {
    id: 'bench',
    name: '일별 계획',
    advertiser: '한빛식품',
    agency: null,
    startDate: START,
    endDate: START,
    budget: 0,
    revision: 1,
  }
  const last = FIRST_ROW + length - 1
  return {
    name: '일별 계획',
    tabColor: COLORS.navy,
    styles: STYLES,
    columns: Array.from({ length: COLUMNS }, (_, i) => ({ width: i < 2 ? 12 : 14 })),
    rows: { [Symbol.iterator]: () => rowsOf(length) },
    conditionalFormats: [
      {
        range: `${letter(CHANGE)}${FIRST_ROW}:${letter(CHANGE)}${last}`,
        rule: { type: 'cellValue', operator: 'lessThan', formula: '0' },
        style: { fontColor: COLORS.alertText },
      },
      {
        range: `A${FIRST_ROW}:${letter(COLUMNS)}${last}`,
        rule: { type: 'custom', formula: `$${letter(TOTAL)}${FIRST_ROW}=0` },
        style: { fontColor: COLORS.faint },
      },
    ],
    freeze: { rows: FIRST_ROW - 1, columns: 2 },
    print: proposalPrint({ area: `A1:${letter(COLUMNS)}${last}`, headerRow: FIRST_ROW - 1, campaign }),
    showGridlines: false,
  }
}

function* rowsOf(length: number): Generator<RowLayout> {
  yield {
    height: 42,
    cells: spanningCells(textCell('일별 계획', 'title'), COLUMNS),
    merges: [{ column: 1, columns: COLUMNS, rows: 1 }],
  }
  yield { height: 32, cells: [...HEADINGS, ...SUMS].map((heading) => textCell(heading, 'header')) }
  const week = weekOf(length)
  for (let at = 0; at < length; at++) {
    const row = FIRST_ROW + at
    yield at % 8 === 7 ? weekRow(row, week) : dayRow(row, at, week)
  }
}

/** What a whole sheet knows of the days before a row. */
interface Sums {
  days: number[][]
  running: number
  before: number
  whole: number
}

function weekOf(length: number): Sums {
  let whole = 0
  for (let at = 0; at < length; at++) if (at % 8 !== 7) whole += sum(impressionsOn(dayOf(at)))
  return { days: [], running: 0, before: 0, whole }
}

const dayOf = (at: number) => at - Math.floor(at / 8)
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

function impressionsOn(day: number): number[] {
  return Array.from({ length: PLATFORMS }, (_, i) => ((day * 7919 + i * 104_729) % 99_991) + 1000)
}

function dayRow(row: number, at: number, sums: Sums): RowLayout {
  const day = dayOf(at)
  const weekday = day % 7
  const style = weekday > 4 ? 'weekend.' : 'day.'
  const numbers = impressionsOn(day)
  const total = sum(numbers)
  const change = day === 0 ? 0 : total / sums.before - 1
  sums.days.push(numbers)
  sums.running += total
  sums.before = total
  // The day before is above the sum of a week.
  const above = weekday === 0 ? row - 2 : row - 1
  return {
    height: 22,
    cells: [
      dateCell(addDays(START, day), `${style}date`),
      textCell(WEEKDAYS[weekday]!, `${style}text`),
      ...numbers.map((number): Cell => numberCell(number, `${style}whole`)),
      formulaCell(`SUM(${letter(FIRST)}${row}:${letter(LAST)}${row})`, total, `${style}whole`),
      formulaCell(
        day === 0 ? `${letter(TOTAL)}${row}` : `${letter(RUNNING)}${above}+${letter(TOTAL)}${row}`,
        sums.running,
        `${style}whole`,
      ),
      formulaCell(`${letter(TOTAL)}${row}/${sums.whole}`, total / sums.whole, `${style}share`),
      day === 0
        ? emptyCell(`${style}share`)
        : formulaCell(`${letter(TOTAL)}${row}/${letter(TOTAL)}${above}-1`, change, `${style}share`),
    ],
  }
}

function weekRow(row: number, sums: Sums): RowLayout {
  const totals = Array.from({ length: PLATFORMS }, (_, i) => sum(sums.days.map((day) => day[i]!)))
  const cells = [...totals, sum(totals)].map((total, i) => {
    const column = letter(FIRST + i)
    return formulaCell(`SUM(${column}${row - 7}:${column}${row - 1})`, total, 'week.whole')
  })
  sums.days = []
  return {
    height: 25,
    cells: [
      ...spanningCells(textCell('주 합계', 'week.text'), 2),
      ...cells,
      ...Array.from({ length: COLUMNS - 2 - cells.length }, () => emptyCell('week.whole')),
    ],
    merges: [{ column: 1, columns: 2, rows: 1 }],
  }
}

const center = { horizontal: 'center', vertical: 'middle' } as const
const right = { horizontal: 'right', vertical: 'middle' } as const

function formatsOf(name: string, base: CellStyle): Record<string, CellStyle> {
  return {
    [`${name}.date`]: { ...base, alignment: center, numberFormat: DATE_FORMAT },
    [`${name}.text`]: { ...base, alignment: center },
    [`${name}.whole`]: { ...base, alignment: right, numberFormat: WHOLE_FORMAT },
    [`${name}.share`]: { ...base, alignment: right, numberFormat: SHARE_FORMAT },
  }
}

const STYLES: Record<string, CellStyle> = {
  title: { font: font(22, COLORS.navy, 'bold'), alignment: { horizontal: 'left', vertical: 'middle' } },
  header: { font: font(10, COLORS.white, 'bold'), fill: COLORS.navy, alignment: { ...center, wrap: true } },
  ...formatsOf('day', { font: font(10, COLORS.ink), border: { bottom: HAIRLINE } }),
  ...formatsOf('weekend', {
    font: font(10, COLORS.ink),
    fill: COLORS.serviceFill,
    border: { bottom: HAIRLINE },
  }),
  ...formatsOf('week', {
    font: font(10, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { top: NAVY_LINE, bottom: HAIRLINE },
  }),
}

import { describe, expect, it } from 'vitest'
import type { PlainGrid, PlainValue } from '../../shared/sheets/identity'
import { cellErrorText } from '../../shared/sheets/media-mix/messages'
import { type ReadBackOptions, type ReadRow, readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import type { Plan } from '../../shared/sheets/plan'
import { serialOf } from '../../shared/sheets/serial-date'
import { gridOf } from './layout-grid'
import { emptyPlan, planRow, samplePlan } from './sample-plan'

const rowsOf = (grid: PlainGrid, options?: ReadBackOptions): ReadRow[] => {
  const read = readMediaMix(grid, options)
  if (read.kind !== 'read') throw new Error(read.kind)
  return read.rows
}
const sheetOf = (plan: Plan) => gridOf(mediaMixSheet(plan, { audience: 'planner' }))
/** The sheet of one row, with a planner's input in some of its cells. */
const typed = (cells: Record<string, PlainValue>): PlainGrid => {
  const grid = sheetOf({ ...emptyPlan(), rows: [planRow()] }).map((row) => [...row])
  for (const [address, value] of Object.entries(cells)) {
    grid[Number(address.slice(1)) - 1]![address.charCodeAt(0) - 65] = value
  }
  return grid
}
const firstRow = (cells: Record<string, PlainValue>, options?: ReadBackOptions) =>
  rowsOf(typed(cells), options)[0]!
const errorsOf = (cells: Record<string, PlainValue>, options?: ReadBackOptions) =>
  firstRow(cells, options).errors.map(({ code, address }) => [code, address])

describe('a sheet as it was drawn', () => {
  it.each(['ko', 'en'] as const)('gives every row back (%s)', (language) => {
    const plan = samplePlan()
    const rows = rowsOf(gridOf(mediaMixSheet(plan, { audience: 'planner', language })))
    expect(
      rows.map(({ row: _, productCode: __, columns: ___, errors, ...fields }) => ({
        ...fields,
        errors: errors.length,
      })),
    ).toEqual(
      plan.rows.map((row) => ({
        unitId: row.unitId,
        kind: row.kind,
        productName: row.productName,
        targeting: row.targeting,
        device: row.device,
        creative: row.creative,
        startDate: row.startDate,
        endDate: row.endDate,
        amount: row.amount,
        ecpm: row.ecpm,
        ctr: row.ctr,
        vtr: row.vtr,
        variant: row.variant,
        errors: 0,
      })),
    )
  })

  it('is recognised as a proposal too', () => {
    const rows = rowsOf(gridOf(mediaMixSheet(samplePlan(), { audience: 'client' })))
    expect(rows.map(({ unitId }) => unitId)).toEqual(samplePlan().rows.map(({ unitId }) => unitId))
  })

  it('gives no row back when it has none', () => {
    expect(rowsOf(sheetOf(emptyPlan()))).toEqual([])
  })

  it('is found although rows and columns were inserted around it', () => {
    const moved = [[], [], ...sheetOf(samplePlan()).map((row) => ['', 'x', ...row])]
    const rows = rowsOf(moved)
    expect(rows).toHaveLength(8)
    expect(rows[0]).toMatchObject({
      row: 9,
      unitId: samplePlan().rows[0]!.unitId,
      amount: 1_250_000_000,
      errors: [],
    })
  })

  it('is not seen in another sheet', () => {
    expect(
      readMediaMix([
        ['구분', '매체'],
        ['집행', 'NAVER'],
      ]),
    ).toEqual({ kind: 'not-a-media-mix' })
    expect(readMediaMix([])).toEqual({ kind: 'not-a-media-mix' })
  })
})

describe('dates', () => {
  it.each([
    [serialOf('2026-11-05')],
    [serialOf('2026-11-05') + 0.5],
    ['2026-11-05'],
    ['2026.11.5'],
    ['2026. 11. 5.'],
    ['2026/11/05'],
    ['2026년 11월 5일'],
    ['20261105'],
    [20_261_105],
    ['２０２６－１１－０５'],
  ])('%j is 2026-11-05', (value) => {
    expect(firstRow({ G7: value })).toMatchObject({ startDate: '2026-11-05', errors: [] })
  })

  it.each([['내일'], ['2026-02-30'], ['11/12/26'], [true], [-3], [12.5], ['2026-11-05 ~']])(
    '%j is not a date',
    (value) => {
      expect(errorsOf({ G7: value })).toEqual([['NOT_A_DATE', 'G7']])
    },
  )

  it.each(['12/5', '12.5', '12-5', '12월 5일', '26.12.5', '26/12/05', '2026. 12. 5', '261205'])(
    '%j is 2026-12-05 in a campaign of December',
    (value) => {
      const period = { startDate: '2026-12-02', endDate: '2026-12-31' }
      expect(firstRow({ G7: value, H7: '2026-12-31' }, { period })).toMatchObject({
        startDate: '2026-12-05',
        errors: [],
      })
    },
  )

  it.each(['12/5', '12.5', '12월 5일'])('%j needs its year where no campaign is known', (value) => {
    expect(errorsOf({ G7: value })).toEqual([['NOT_A_DATE', 'G7']])
  })

  it.each([[261_205], [100], ['1999-12-31'], ['2200-01-01']])('%j is no business date', (value) => {
    expect(errorsOf({ G7: value })).toEqual([['DATE_OUT_OF_RANGE', 'G7']])
  })

  it('must not end before they begin', () => {
    expect(errorsOf({ G7: '2026-11-20', H7: '2026-11-19' })).toEqual([['END_BEFORE_START', 'H7']])
    expect(errorsOf({ G7: '2026-11-20', H7: '2026-11-20' })).toEqual([])
  })
})

describe('amounts', () => {
  it.each([
    [1_200_000],
    ['1200000'],
    ['1,200,000'],
    ['1,200,000원'],
    ['₩1,200,000'],
    [' 1,200,000 원 '],
    ['１，２００，０００'],
    ['1200000.0'],
    ['120만'],
    ['120만 원'],
    ['1.2e6'],
    ['1,200천원'],
  ])('%j is 1,200,000 won', (value) => {
    expect(firstRow({ I7: value })).toMatchObject({ amount: 1_200_000, errors: [] })
  })

  it.each([
    ['백만원', 'NOT_A_NUMBER'],
    ['1,20,0', 'NOT_A_NUMBER'],
    ['1.000', 'NOT_A_NUMBER'],
    ['1억 5천', 'NOT_A_NUMBER'],
    ['1.00005만', 'NOT_WHOLE'],
    ['=1+1', 'NOT_A_NUMBER'],
    [true, 'NOT_A_NUMBER'],
    [Number.NaN, 'NOT_A_NUMBER'],
    [-1, 'NEGATIVE'],
    ['-1,000', 'NEGATIVE'],
    [0.5, 'NOT_WHOLE'],
    ['1000.5', 'NOT_WHOLE'],
    [1e15, 'TOO_LARGE'],
    ['', 'REQUIRED'],
    [null, 'REQUIRED'],
    ['#N/A', 'CELL_ERROR'],
  ])('%j is refused as %s', (value, code) => {
    expect(firstRow({ I7: value })).toMatchObject({ amount: null })
    expect(errorsOf({ I7: value })).toEqual([[code, 'I7']])
  })

  it('may be zero', () => {
    expect(firstRow({ I7: 0 })).toMatchObject({ amount: 0, errors: [] })
  })
})

describe('texts', () => {
  it.each(['16:9', '3-1', '1/2', '10%', '00123', '=1+1'])('%j is what it says', (value) => {
    expect(firstRow({ C7: value, D7: value, E7: value, F7: value })).toMatchObject({
      productName: value,
      targeting: value,
      device: value,
      creative: value,
      errors: [],
    })
  })

  it.each([[15], [1080], [20_000], [120_000]])('%d is the number that was typed', (value) => {
    expect(firstRow({ F7: value })).toMatchObject({ creative: String(value), errors: [] })
  })

  // 16:9, 3-1, 10%, 100%, 24:00, a long number and a truth value in a cell without the text format.
  it.each([[0.672_916_666_666_667], [46_082], [0.1], [1], [0], [-3], [1e20], [1_000_000], [true]])(
    '%d was typed as something else',
    (value) => {
      const cells = { C7: value, D7: value, E7: value, F7: value }
      expect(errorsOf(cells)).toEqual(
        expect.arrayContaining(['C7', 'D7', 'E7', 'F7'].map((cell) => ['NOT_TEXT', cell])),
      )
      expect(firstRow(cells)).toMatchObject({ device: null, creative: null, targeting: null })
    },
  )

  it('are asked for in words', () => {
    const [error] = firstRow({ F7: 0.5 }).errors
    expect(cellErrorText(error!, 'ko')).toContain("텍스트로 입력해 주세요. 예: '16:9")
  })
})

describe('rates, which an operator may override', () => {
  it('are read as numbers and as percentages', () => {
    expect(firstRow({ P7: 0.001234 }).ctr).toBe(0.001234)
    expect(firstRow({ P7: '0.35%' }).ctr).toBe(0.0035)
    expect(firstRow({ P7: 0.1 + 0.2 }).ctr).toBe(0.3)
  })

  it('have limits', () => {
    expect(errorsOf({ P7: 1.5 })).toEqual([['NOT_A_RATE', 'P7']])
    expect(errorsOf({ R7: 0.1234567 })).toEqual([['TOO_MANY_DIGITS', 'R7']])
    expect(errorsOf({ N7: 0 })).toEqual([['NOT_POSITIVE', 'N7']])
  })
})

describe('products', () => {
  const products = [
    { code: 'A1', name: '예능 15초' },
    { code: 'B1', name: '같은 이름' },
    { code: 'B2', name: '같은 이름' },
  ]

  it('are found by name or code', () => {
    expect(firstRow({ C7: ' 예능 15초 ' }, { products })).toMatchObject({ productCode: 'A1', errors: [] })
    expect(firstRow({ C7: 'B2' }, { products })).toMatchObject({ productCode: 'B2', errors: [] })
  })

  it('are refused when none or several fit', () => {
    expect(errorsOf({ C7: '없는 상품' }, { products })).toEqual([['UNKNOWN_PRODUCT', 'C7']])
    expect(errorsOf({ C7: '같은 이름' }, { products })).toEqual([['AMBIGUOUS_PRODUCT', 'C7']])
    expect(errorsOf({ C7: '' }, { products })).toEqual([['REQUIRED', 'C7']])
  })
})

describe('rows', () => {
  it('without a key are new ones, paid unless they say otherwise', () => {
    const grid = sheetOf(samplePlan()).map((row) => [...row])
    grid.splice(8, 0, ['', '', '새 상품', '', 'PC', '', '2026-11-01', '2026-11-02', 5_000])
    const rows = rowsOf(grid)
    expect(rows).toHaveLength(9)
    expect(rows[2]).toMatchObject({
      row: 9,
      unitId: null,
      kind: 'PAID',
      productName: '새 상품',
      amount: 5_000,
      errors: [],
    })
  })

  it('that were copied get no key, and the planner is told', () => {
    const grid = sheetOf(samplePlan()).map((row) => [...row])
    grid.splice(8, 0, [...grid[7]!])
    const rows = rowsOf(grid)
    expect(rows[1]).toMatchObject({ unitId: samplePlan().rows[1]!.unitId, errors: [] })
    expect(rows[2]!.unitId).toBeNull()
    expect(rows[2]!.errors).toEqual([{ code: 'DUPLICATE_KEY', field: 'rowKey', address: 'U9' }])
    expect(cellErrorText(rows[2]!.errors[0]!, 'ko')).toBe('U9: 복사된 행입니다. 새 행으로 저장됩니다.')
  })

  it('that are blank are passed over, also in the middle', () => {
    const grid = sheetOf(samplePlan()).map((row) => [...row])
    grid.splice(8, 0, [], ['', ' '])
    expect(rowsOf(grid).map(({ row }) => row)).toEqual([7, 8, 11, 12, 13, 14, 15, 16])
  })

  it('that were emptied but keep their key say what is missing', () => {
    const cleared = firstRow({ C7: '', D7: '', E7: '', F7: '', G7: '', H7: '', I7: '' })
    expect(cleared.unitId).toBe(planRow().unitId)
    expect(cleared.errors.map(({ field }) => field)).toEqual(['product', 'startDate', 'endDate', 'amount'])
  })

  it('are read although the key column is gone', () => {
    const rows = rowsOf(sheetOf(samplePlan()).map((row) => row.slice(0, 19)))
    expect(rows).toHaveLength(8)
    expect(rows.every(({ unitId }) => unitId === null)).toBe(true)
  })

  it('of an unknown kind are refused', () => {
    expect(errorsOf({ A7: '덤' })).toEqual([['UNKNOWN_KIND', 'A7']])
    for (const text of ['b', 'Ｂ안', 'Variant B', ' B ']) expect(firstRow({ T7: text }).variant).toBe('B')
    expect(firstRow({ T7: '' }).variant).toBeNull()
    for (const text of ['1안', 'AB', '기본'])
      expect(errorsOf({ T7: text })).toEqual([['NOT_A_VARIANT', 'T7']])
  })
})

it('tells the planner which cell is wrong, and what to do', () => {
  const [error] = firstRow({ H7: '11월' }).errors
  expect(cellErrorText(error!, 'ko')).toBe(
    'H7 종료일: 날짜로 읽을 수 없습니다. 2026-11-01처럼 입력해 주세요.',
  )
  expect(cellErrorText(error!, 'en')).toBe('H7 End: not a date. Write it like 2026-11-01.')
})

it('takes what looks like a formula as the text it is', () => {
  expect(firstRow({ F7: '=HYPERLINK("http://x")' })).toMatchObject({
    creative: '=HYPERLINK("http://x")',
    errors: [],
  })
})

import { describe, expect, it } from 'vitest'
import type { CellStyle } from '../../shared/sheets/layout'
import { amountEntry, endEntry, startEntry } from '../../shared/sheets/media-mix/entry-rules'
import { mediaMixGeometry } from '../../shared/sheets/media-mix/geometry'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import type { Plan, PlanRow } from '../../shared/sheets/plan'
import { serialOf } from '../../shared/sheets/serial-date'
import type { PublishStatus } from '../../shared/statuses'
import { cellAt, gridOf, shownAt } from './layout-grid'
import { emptyPlan, planRow, samplePlan } from './sample-plan'

const withRows = (rows: readonly PlanRow[], campaign: Partial<Plan['campaign']> = {}): Plan => ({
  ...emptyPlan(),
  campaign: { ...emptyPlan().campaign, ...campaign },
  rows,
})
const formulaAt = (plan: Plan, address: string) => {
  const cell = cellAt(mediaMixSheet(plan, { audience: 'client' }), address)
  return cell?.kind === 'formula' ? cell.formula : undefined
}

describe('the sixteen columns', () => {
  it('stand from A to P in the order of the agency sheet', () => {
    const heading = gridOf(mediaMixSheet(samplePlan(), { audience: 'client' }))[5]!.slice(0, 16)
    expect(heading).toEqual(
      '구분 매체 상품 타겟팅 디바이스 소재 시작일 종료일 구매금액 비중 ECPM 예상노출수 CTR 예상클릭수 VTR 예상조회수'.split(
        ' ',
      ),
    )
  })

  it('have English headings on request', () => {
    const sheet = mediaMixSheet(samplePlan(), { audience: 'client', language: 'en' })
    expect(shownAt(sheet, 'A6')).toBe('Type')
    expect(shownAt(sheet, 'A7')).toBe('Paid')
    expect(shownAt(sheet, 'A13')).toBe('Service')
  })

  it('show a row as it was planned, dates as dates', () => {
    const sheet = mediaMixSheet(withRows([planRow({ amount: 1_200_000, ecpm: 11_000 })]), {
      audience: 'client',
    })
    const values = gridOf(sheet)[6]!.slice(0, 16)
    expect(values).toEqual([
      '집행',
      'NAVER, KAKAO, DAUM',
      '프리미엄 프로그램 큐레이션 15초',
      '예능 프로그램 12개',
      'PC+Mobile',
      '15초 A안',
      serialOf('2026-11-01'),
      serialOf('2026-11-30'),
      1_200_000,
      1,
      11_000,
      109_091, // 1,200,000 · 1000 / 11,000 = 109,090.9…
      0.0035,
      382, // 109,091 · 0.35 % = 381.8…
      0.62,
      67_636, // 109,091 · 62 % = 67,636.4…
    ])
  })
})

describe('the campaign block', () => {
  it('names advertiser, agency, campaign, period, budget, date and unit', () => {
    const sheet = mediaMixSheet(samplePlan(), { audience: 'client' })
    expect(['A1', 'A3', 'B3', 'E3', 'F3', 'I3', 'J3'].map((at) => shownAt(sheet, at))).toEqual([
      '미디어믹스',
      '광고주',
      '한빛식품',
      '대행사',
      '가온미디어커뮤니케이션즈',
      '예산',
      2_800_000_000,
    ])
    expect(['A4', 'B4', 'E4', 'F4', 'I4', 'J4', 'A5'].map((at) => shownAt(sheet, at))).toEqual([
      '캠페인',
      '2026 겨울 신제품 론칭 캠페인',
      '기간',
      '2026-11-01 ~ 2026-12-31 (61일)',
      '작성일',
      serialOf('2026-10-12'),
      '단위: 원, VAT 별도',
    ])
  })

  it('shows a dash without an agency', () => {
    expect(shownAt(mediaMixSheet(withRows([planRow()]), { audience: 'client' }), 'F3')).toBe('-')
  })
})

describe('formulas', () => {
  const plan = withRows([planRow(), planRow({ unitId: 'b' })])

  it('calculate impressions, clicks and views as the service does', () => {
    expect(formulaAt(plan, 'L7')).toBe('ROUND(I7*1000/K7,0)')
    expect(formulaAt(plan, 'N7')).toBe('ROUND(L7*ROUND(M7*1000000,0)/1000000,0)')
    expect(formulaAt(plan, 'P8')).toBe('ROUND(L8*ROUND(O8*1000000,0)/1000000,0)')
  })

  it('leave the share blank for service rows and when nothing is paid', () => {
    expect(formulaAt(plan, 'J7')).toBe('IF(OR($A7="서비스",I$10=0),"",I7/I$10)')
  })

  it('sum from the heading to the thin row before TOTAL, so that an inserted row is counted', () => {
    expect(formulaAt(plan, 'I10')).toBe('SUMIFS(I$6:I$9,$A$6:$A$9,"<>서비스")')
    expect(mediaMixGeometry(2, false, 'client')).toMatchObject({
      headerRow: 6,
      lastRow: 8,
      spacerRow: 9,
      totalRow: 10,
    })
  })

  it('recompute the rates of TOTAL from the sums, and show a dash without impressions', () => {
    expect(formulaAt(plan, 'K10')).toBe('IF(L10=0,"-",ROUND(I10*1000/L10,0))')
    expect(formulaAt(plan, 'M10')).toBe('IF(L10=0,"-",ROUND(N10*1000000/L10,0)/1000000)')
    expect(formulaAt(plan, 'O10')).toBe('IF(L10=0,"-",ROUND(P10*1000000/L10,0)/1000000)')
  })
})

describe('TOTAL', () => {
  it('recomputes eCPM, CTR and VTR instead of averaging them', () => {
    const sheet = mediaMixSheet(
      withRows([
        planRow({ amount: 1_000_000, ecpm: 1_000, ctr: 0.01, vtr: 0.5 }),
        planRow({ unitId: 'b', amount: 1_000_000, ecpm: 4_000, ctr: 0.02, vtr: 0.1 }),
      ]),
      { audience: 'client' },
    )
    // 1,000,000 and 250,000 impressions; 10,000 and 5,000 clicks; 500,000 and 25,000 views.
    expect(gridOf(sheet)[9]!.slice(8, 16)).toEqual([
      2_000_000, 1, 1_600, 1_250_000, 0.012, 15_000, 0.42, 525_000,
    ])
  })

  it('leaves service rows out, and counts their impressions in a second line', () => {
    const sheet = mediaMixSheet(
      withRows([
        planRow({ amount: 3_000_000, ecpm: 10_000, ctr: 0.01, vtr: 0.5 }),
        planRow({ unitId: 'b', kind: 'SERVICE', amount: 1_000_000, ecpm: 10_000, ctr: 0.01, vtr: 0.5 }),
      ]),
      { audience: 'client' },
    )
    const grid = gridOf(sheet)
    expect(grid[7]![9]).toBe('')
    expect(grid[9]![0]).toBe('TOTAL')
    expect(grid[9]!.slice(8, 16)).toEqual([3_000_000, 1, 10_000, 300_000, 0.01, 3_000, 0.5, 150_000])
    expect(grid[10]![0]).toBe('TOTAL(서비스 포함)')
    expect(grid[10]!.slice(8, 16)).toEqual([3_000_000, '', 7_500, 400_000, 0.01, 4_000, 0.5, 200_000])
  })

  it('has no second line without service rows', () => {
    expect(gridOf(mediaMixSheet(withRows([planRow()]), { audience: 'client' })).flat()).not.toContain(
      'TOTAL(서비스 포함)',
    )
  })

  it('stays calm without rows', () => {
    const sheet = mediaMixSheet(emptyPlan(), { audience: 'client' })
    expect(gridOf(sheet)[8]!.slice(0, 1)).toEqual(['TOTAL'])
    expect(gridOf(sheet)[8]!.slice(8, 16)).toEqual([0, '', '-', 0, '-', 0, '-', 0])
    expect(shownAt(sheet, 'A11')).toBe('아직 등록된 상품이 없습니다.')
  })

  it('stays calm when only service rows are there', () => {
    const grid = gridOf(mediaMixSheet(withRows([planRow({ kind: 'SERVICE' })]), { audience: 'client' }))
    expect(grid[8]!.slice(8, 16)).toEqual([0, '', '-', 0, '-', 0, '-', 0])
    expect(grid[9]!.slice(8, 12)).toEqual([0, '', 0, 4_166_667])
  })
})

describe('rows that are not counted', () => {
  const rows = [
    planRow({ unitId: 'a', amount: 10_000_000 }),
    planRow({ unitId: 'b', amount: 20_000_000, bookingStatus: 'Canceled' }),
    planRow({ unitId: 'c', amount: 40_000_000, bookingStatus: 'Reserved', variant: 'A' }),
    planRow({ unitId: 'd', amount: 80_000_000, bookingStatus: 'Reserved', variant: 'B' }),
    planRow({ unitId: 'e', amount: 5_000_000, kind: 'SERVICE', bookingStatus: 'Expired' }),
  ]

  it('stay in the planner’s sheet, marked, without a share and not in TOTAL', () => {
    const plan = withRows(rows)
    const sheet = mediaMixSheet(plan, { audience: 'planner' })
    const grid = gridOf(sheet)
    expect(grid.slice(6, 11).map((row) => row[22])).toEqual(['', 'x', '', 'x', 'x'])
    expect(grid.slice(6, 11).map((row) => row[12])).toEqual([0.2, '', 0.8, '', ''])
    expect(grid[12]![8]).toBe(50_000_000)
    expect(grid[13]![8]).toBe('')
    const cells = [...sheet.rows][12]!.cells
    expect(cells[8]).toMatchObject({
      formula: 'SUMIFS(I$6:I$12,$A$6:$A$12,"<>서비스",$W$6:$W$12,"<>x")',
    })
  })

  it('say in the first cell and in the last column to which variant they belong', () => {
    const sheet = mediaMixSheet(withRows(rows), { audience: 'planner' })
    const cells = [...sheet.rows].slice(6, 11).map((row) => row.cells)
    expect(cells.map(([first]) => sheet.styles[first!.style!]!.numberFormat)).toEqual([
      '@',
      undefined,
      '@" · A안"',
      '@" · B안"',
      '@',
    ])
    expect(
      gridOf(sheet)
        .slice(6, 11)
        .map((row) => [row[0], row[19]]),
    ).toEqual([
      ['집행', ''],
      ['집행', ''],
      ['집행', 'A'],
      ['집행', 'B'],
      ['서비스', ''],
    ])
  })

  it('are not in a proposal', () => {
    for (const audience of ['client', 'internal'] as const) {
      const grid = gridOf(mediaMixSheet(withRows(rows), { audience }))
      expect(grid.slice(6, 8).map((row) => row[8])).toEqual([10_000_000, 40_000_000])
      expect(grid[9]![8]).toBe(50_000_000)
    }
  })

  it('count the bought variant of a set, and another one when it is canceled', () => {
    const set = (a: PlanRow['bookingStatus'], b: PlanRow['bookingStatus']) => {
      const plan = withRows([
        planRow({ unitId: 'a', amount: 1_000_000, variant: 'A', bookingStatus: a }),
        planRow({ unitId: 'b', amount: 2_000_000, variant: 'B', bookingStatus: b }),
      ])
      return gridOf(mediaMixSheet(plan, { audience: 'planner' }))[9]![8]
    }
    expect(set('Reserved', 'Reserved')).toBe(1_000_000)
    expect(set('Draft', 'Booked')).toBe(2_000_000)
    expect(set('Draft', 'Canceled')).toBe(1_000_000)
    expect(set('Canceled', 'Draft')).toBe(2_000_000)
    expect(set('Finished', 'Stopped')).toBe(3_000_000)
  })
})

describe('for whom it is', () => {
  it('shows what is left beside the amount, and the variant, to planners only', () => {
    const heading = (audience: 'planner' | 'internal' | 'client') =>
      gridOf(mediaMixSheet(samplePlan(), { audience }))[5]!
    expect(heading('planner').slice(8, 13)).toEqual(['구매금액', '구매', '상태', '잔여/메시지', '비중'])
    expect(heading('planner').slice(19)).toEqual([
      '안',
      'flightsheet:row',
      'flightsheet:max',
      'flightsheet:left-out',
    ])
    const others = ['구매', '상태', '잔여/메시지', '안']
    expect(heading('client')).toEqual([
      ...heading('planner')
        .filter((one) => !others.includes(String(one)))
        .slice(0, 16),
      'flightsheet:row',
    ])
    expect(heading('internal')).toEqual(heading('client'))
  })

  it('offers the button only where something can be bought', () => {
    const sheet = mediaMixSheet(samplePlan(), { audience: 'planner' })
    expect(['J7', 'J8', 'J9', 'J10', 'J12'].map((at) => shownAt(sheet, at))).toEqual([
      '구매',
      '구매',
      '',
      '',
      '',
    ])
    expect(['K7', 'K8', 'K9', 'K10', 'K12'].map((at) => shownAt(sheet, at))).toEqual([
      '작성중',
      '가선점',
      '구매완료',
      '집행중',
      '일시중지',
    ])
    expect(shownAt(sheet, 'L7')).toBe('잔여 116,666,667회 · 최대 1,400,000,000원')
    expect(shownAt(sheet, 'L11')).toBe('12월 24일 NAVER 재고가 318,420회 부족합니다.')
  })

  it('says beside the status what the ad servers make of it, once they have said anything', () => {
    const plan = samplePlan()
    const shown = (publishStatus: PublishStatus | null) => {
      const rows = plan.rows.map((row) => ({ ...row, publishStatus }))
      const sheet = mediaMixSheet({ ...plan, rows }, { audience: 'planner' })
      return ['K7', 'K9', 'K10'].map((at) => shownAt(sheet, at))
    }
    expect(shown('REQUESTED')).toEqual(['작성중', '구매완료', '집행중'])
    expect(shown('LIVE')).toEqual(['작성중', '구매완료 · 게재중', '집행중 · 게재중'])
    expect(shown('FAILED')).toEqual(['작성중', '구매완료 · 실패', '집행중 · 실패'])
  })

  it('shows A and C to I white in rows that may still be edited, and what else may change in held rows', () => {
    const sheet = mediaMixSheet(samplePlan(), { audience: 'planner' })
    const cells = (row: number, like: (style: CellStyle) => boolean) =>
      [...sheet.rows][row - 1]!.cells.flatMap((cell, i) =>
        cell?.style && like(sheet.styles[cell.style]!) ? [String.fromCharCode(65 + i)] : [],
      )
    const unlocked = (row: number) =>
      cells(row, (style) => style.locked === false && !style.fill).filter((column) => column < 'T')
    // Excel sorts and deletes only rows without a locked cell.
    for (const row of [7, 8]) expect(cells(row, ({ locked }) => locked !== false)).toEqual([])
    expect(unlocked(7)).toEqual(['A', 'C', 'D', 'E', 'F', 'G', 'H', 'I'])
    expect(unlocked(8)).toEqual(['E', 'F', 'G', 'H', 'I']) // 가선점: flight and amount by amendment
    expect(unlocked(16)).toEqual([]) // TOTAL
    expect(sheet.protection).toBeDefined()
    expect(mediaMixSheet(samplePlan(), { audience: 'client' }).protection).toBeUndefined()
  })

  it('hides only ids in a proposal, and the ceiling of each row besides in the planner sheet', () => {
    const hidden = (audience: 'planner' | 'client') => {
      const sheet = mediaMixSheet(samplePlan(), { audience })
      const columns = sheet.columns.flatMap((column, i) => (column?.hidden ? [i] : []))
      return gridOf(sheet)
        .flatMap((row) => columns.map((i) => row[i]))
        .filter((value) => value !== '')
    }
    const ids = samplePlan().rows.map((row) => row.unitId)
    const token = 'flightsheet:1:12:5f2c8a34-7b1d-4e0f-8a6b-1c9d3e5f7a90'
    expect(hidden('client')).toEqual([token, 'flightsheet:row', ...ids])
    expect(hidden('planner').filter((value) => typeof value === 'number')).toEqual([
      1_400_000_000, 80_000_000,
    ])
  })
})

describe('conditional formats and validations', () => {
  it('mark a total over budget, in every sheet', () => {
    expect(mediaMixSheet(samplePlan(), { audience: 'client' }).conditionalFormats![0]).toMatchObject({
      range: 'I16',
      rule: { type: 'cellValue', operator: 'greaterThan', formula: '$J$3' },
    })
  })

  it('mark rows over availability and statuses in the planner sheet only', () => {
    const formulas = (audience: 'planner' | 'internal') =>
      mediaMixSheet(samplePlan(), { audience }).conditionalFormats!.map(({ range, rule }) => [
        range,
        rule.formula,
      ])
    expect(formulas('planner')).toContainEqual(['I7:I14', 'AND(ISNUMBER($V7),$I7-$V7>0)'])
    expect(formulas('planner')).toContainEqual(['K7:K14', 'LEFT($K7,4)="구매완료"'])
    expect(formulas('planner')).toContainEqual(['K7:K14', 'RIGHT($K7,5)=" · 실패"'])
    expect(formulas('internal')).toEqual([
      ['I16', '$J$3'],
      ['A7:P14', '$A7="서비스"'],
    ])
  })

  it('check what planners type', () => {
    const { validations } = mediaMixSheet(samplePlan(), {
      audience: 'planner',
      devices: ['PC', 'TV, 셋톱', 'CTV'],
    })
    expect(validations!.map(({ range, rule }) => [range, rule])).toEqual([
      ['A7:A14', { type: 'list', values: ['집행', '서비스'] }],
      ['E7:E14', { type: 'list', values: ['PC', 'CTV'] }], // a comma would split the entry
      ['G7:G14', { type: 'custom', formula: startEntry('G7') }],
      ['H7:H14', { type: 'custom', formula: endEntry('H7', 'G7') }],
      ['I7:I14', { type: 'custom', formula: amountEntry('I7') }],
      ['T7:T14', { type: 'list', values: ['A', 'B', 'C'] }],
      ['B7:B14', { type: 'custom', formula: 'FALSE' }], // the add-in fills these
      ['J7:S14', { type: 'custom', formula: 'FALSE' }],
    ])
    expect(mediaMixSheet(samplePlan(), { audience: 'client' }).validations).toEqual([])
  })

  it('keep text as text where a person types it, and nowhere else', () => {
    const sheet = mediaMixSheet(samplePlan(), { audience: 'planner' })
    const asText = (row: number) =>
      [...sheet.rows][row - 1]!.cells.flatMap((cell, i) =>
        cell?.style && sheet.styles[cell.style]!.numberFormat === '@' ? [String.fromCharCode(65 + i)] : [],
      )
    expect(asText(7)).toEqual(['A', 'C', 'D', 'E', 'F', 'T'])
    expect(asText(8)).toEqual(['E', 'F']) // 가선점: its other texts are locked
    const { alignment, font } = sheet.styles['edit.center']!
    expect(sheet.styles.center).toMatchObject({ alignment, font })
  })
})

describe('room', () => {
  it('grows the columns of numbers with what they hold', () => {
    const wide = mediaMixSheet(withRows([planRow({ amount: 987_654_321_000, ecpm: 1_000 })]), {
      audience: 'client',
    })
    expect(wide.columns[8]!.width).toBeGreaterThanOrEqual('987,654,321,000'.length + 2)
    expect(wide.columns[11]!.width).toBeGreaterThanOrEqual('987,654,321,000'.length + 2)
  })

  it('makes rows as high as their longest text needs, up to what Excel allows', () => {
    const height = (productName: string) =>
      [
        ...mediaMixSheet(withRows([planRow({ platforms: ['NAVER'], productName })]), { audience: 'client' })
          .rows,
      ][6]!.height!
    expect(height('짧은 이름')).toBe(26)
    expect(height('아주 긴 상품 이름이 이어집니다 '.repeat(6))).toBeGreaterThan(80)
    expect(height('가'.repeat(32_767))).toBe(409)
  })

  it('shows as many decimals as the rates of a column need, the same in every row', () => {
    const format = (ctr: number) =>
      mediaMixSheet(withRows([planRow(), planRow({ unitId: 'b', ctr })]), { audience: 'client' }).styles.ctr!
        .numberFormat
    expect(format(0.005)).toMatch(/^0\.00%/)
    expect(format(0.00125)).toMatch(/^0\.000%/)
    expect(format(0.001234)).toMatch(/^0\.0000%/)
  })
})

it('can be gone through more than once', () => {
  const sheet = mediaMixSheet(samplePlan(), { audience: 'client' })
  expect(gridOf(sheet)).toEqual(gridOf(sheet))
})

it('refuses a rate that the service could not keep', () => {
  expect(() => mediaMixSheet(withRows([planRow({ ctr: 0.0000001 })]), { audience: 'client' })).toThrow(
    RangeError,
  )
})

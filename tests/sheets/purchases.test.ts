import { describe, expect, it } from 'vitest'
import type { SheetLayout } from '../../shared/sheets/layout'
import { proposal } from '../../shared/sheets/proposal/proposal'
import type { PurchasedRow } from '../../shared/sheets/purchases/contents'
import { purchasesSheet } from '../../shared/sheets/purchases/sheet'
import { cellAt, gridOf, shownAt } from './layout-grid'
import { purchasedPlatforms, purchasedRow, purchasedRows } from './purchases-contents'
import { emptyPlan } from './sample-plan'

const draw = (rows: readonly PurchasedRow[], audience: 'client' | 'internal' = 'internal') =>
  purchasesSheet(emptyPlan(), rows, { audience })
const line = (layout: SheetLayout, at: number, columns: string) =>
  [...columns].map((letter) => shownAt(layout, `${letter}${at}`))
const mergesOf = (layout: SheetLayout) =>
  [...layout.rows].flatMap(({ merges = [] }, i) => merges.map((merge) => ({ ...merge, row: i + 1 })))

describe('the 구매내역 sheet', () => {
  const layout = draw(purchasedRows())

  it('has a line for each owner of each group on each platform', () => {
    expect(line(layout, 6, 'ABCDEFGHIJ')).toEqual([
      '구분',
      '상품',
      '기간',
      '상태',
      '매체',
      '타겟팅그룹',
      'CO',
      '금액',
      '노출수',
      '비중',
    ])
    const share = 1_234_567 / 58_851_815
    expect(line(layout, 7, 'ABCDEFGHIJ')).toEqual([
      '집행',
      '프리미엄 프로그램 큐레이션 15초',
      '2026-11-01 ~ 2026-11-30',
      '구매완료',
      '네이버',
      '주말 저녁 예능',
      '문화방송',
      1_234_567,
      102_881,
      share,
    ])
    expect(line(layout, 8, 'ABCDEFGH')).toEqual(['집행', '', '', '', '', '', '에스비에스', 2_469_134])
    expect(line(layout, 9, 'EFG')).toEqual(['', '주중 드라마', '문화방송'])
  })

  it('names once what lines share, in merged cells', () => {
    const first = mergesOf(layout).filter(({ row }) => row === 7)
    expect(first).toEqual([
      ...[2, 3, 4].map((column) => ({ column, columns: 1, rows: 8, row: 7 })),
      { column: 5, columns: 1, rows: 4, row: 7 },
      { column: 6, columns: 1, rows: 2, row: 7 },
    ])
  })

  it('sums up each row of several lines', () => {
    expect(shownAt(layout, 'A15')).toBe('소계')
    expect(cellAt(layout, 'H15')).toMatchObject({ formula: 'SUM(H7:H14)', result: 44_444_412 })
    expect(cellAt(layout, 'I15')).toMatchObject({ formula: 'SUM(I7:I14)', result: 3_703_720 })
    expect(cellAt(layout, 'J15')).toMatchObject({ formula: 'IF(H$24=0,"",H15/H$24)' })
    // The pooled row has one line, and so no sum of its own.
    expect(line(layout, 20, 'ABEFG')).toEqual(['집행', '랜덤 15초', 'YouTube', '랜덤', '-'])
    expect(shownAt(layout, 'A21')).toBe('서비스')
  })

  it('counts paid lines in TOTAL, and service lines in a second one', () => {
    expect(shownAt(layout, 'A24')).toBe('TOTAL')
    expect(cellAt(layout, 'H24')).toMatchObject({
      formula: 'SUMIF(A7:A23,"집행",H7:H23)',
      result: 58_851_815,
    })
    expect(cellAt(layout, 'I24')).toMatchObject({ result: 5_721_009 })
    expect(shownAt(layout, 'A25')).toBe('TOTAL(서비스 포함)')
    expect(cellAt(layout, 'I25')).toMatchObject({
      formula: 'SUMIF(A7:A23,"집행",I7:I23)+SUMIF(A7:A23,"서비스",I7:I23)',
      result: 6_029_652,
    })
    expect([shownAt(layout, 'J21'), shownAt(layout, 'J23'), shownAt(layout, 'J25')]).toEqual(['', '', ''])
  })

  it('shows a client the groups without their owners', () => {
    const forClient = draw(purchasedRows(), 'client')
    expect(line(forClient, 6, 'FGHI')).toEqual(['타겟팅그룹', '금액', '노출수', '비중'])
    expect(line(forClient, 7, 'EFGH')).toEqual(['네이버', '주말 저녁 예능', 3_703_701, 308_643])
    expect(JSON.stringify(gridOf(forClient))).not.toMatch(/문화방송|에스비에스|씨제이/)
    const sumOf = (sheet: SheetLayout, letter: string) =>
      shownAt(sheet, `${letter}${gridOf(sheet).findIndex(([first]) => first === 'TOTAL') + 1}`)
    expect(sumOf(forClient, 'G')).toBe(sumOf(layout, 'H'))
    expect(sumOf(forClient, 'H')).toBe(sumOf(layout, 'I'))
  })

  it('says that reserved rows are not final', () => {
    expect(gridOf(layout).flat().join()).toContain('가선점 상품은')
    expect(
      gridOf(draw([purchasedRow()]))
        .flat()
        .join(),
    ).not.toContain('가선점')
  })

  it('divides nothing by nothing', () => {
    const service = purchasedRows().filter(({ kind }) => kind === 'SERVICE')
    const layout = draw(service)
    expect(shownAt(layout, 'J7')).toBe('')
    expect(cellAt(layout, 'H10')).toMatchObject({ result: 0 })
    expect(cellAt(layout, 'J10')).toMatchObject({ result: '' })
  })

  it('never splits a merged cell between pages, and names it again on the next one', () => {
    const large = [purchasedRow({ platforms: purchasedPlatforms(12, 4, 4) }), ...purchasedRows()]
    for (const audience of ['client', 'internal'] as const) {
      const layout = draw(large, audience)
      const breaks = layout.print!.breaksBefore!
      expect(breaks.length).toBeGreaterThan(0)
      for (const at of breaks) {
        for (const { row, rows } of mergesOf(layout)) expect(row < at && row + rows > at).toBe(false)
        expect(shownAt(layout, `B${at}`)).not.toBe('')
        expect(shownAt(layout, `E${at}`)).not.toBe('')
      }
    }
  })

  it('is left out of a proposal of which nothing is bought', () => {
    const names = (purchases: readonly PurchasedRow[]) =>
      proposal(
        { plan: emptyPlan(), purchases },
        { audience: 'client', sheets: ['media-mix', 'purchases'] },
      ).sheets.map(({ name }) => name)
    expect(names([])).toEqual(['MediaMix'])
    expect(names(purchasedRows())).toEqual(['MediaMix', '구매내역'])
  })
})

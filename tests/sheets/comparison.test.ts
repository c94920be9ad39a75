import { describe, expect, it } from 'vitest'
import { comparisonSheets } from '../../shared/sheets/comparison/sheet'
import type { Plan } from '../../shared/sheets/plan'
import { comparable, recalculated, withWrongResults } from '../proposals/recalculated'
import { plainCell } from '../proposals/workbook-grid'
import { findLibreOffice } from '../support/libreoffice'
import { gridOf } from './layout-grid'
import { planRow, samplePlan } from './sample-plan'

const amounts = { A: [10_000_001, 20_000_000], B: [70_000_000], C: [5_000_000] }

/** A row of all variants, and each variant's own. */
function planOfVariants(): Plan {
  const own = Object.entries(amounts).flatMap(([variant, all]) =>
    all.map((amount, i) =>
      planRow({
        unitId: `${variant}-${i}`,
        variant,
        amount,
        platforms: variant === 'C' ? ['YOUTUBE'] : ['NAVER', 'KAKAO', 'DAUM'],
      }),
    ),
  )
  return {
    ...samplePlan(),
    targeting: [],
    rows: [
      planRow({ unitId: 'all', amount: 1_000_000 }),
      planRow({ unitId: 'gone', variant: 'D', bookingStatus: 'Canceled' }),
      planRow({ unitId: 'free', kind: 'SERVICE', amount: 9_000_000 }),
      ...own,
    ],
  }
}

describe('the comparison of variants', () => {
  const sheets = comparisonSheets(planOfVariants(), { audience: 'client' })
  const line = (label: string) => gridOf(sheets[0]!).find(([first]) => first === label)

  it('has a MediaMix for each, which names no cells of the workbook', () => {
    expect(sheets.map(({ name }) => name)).toEqual([
      '안 비교',
      'MediaMix A안',
      'MediaMix B안',
      'MediaMix C안',
    ])
    expect(sheets.flatMap(({ names }) => names ?? [])).toEqual([])
  })

  it('has the figures of each with its own rows and those of all, and the differences to the first', () => {
    expect(line('집행 금액')?.slice(0, 6)).toEqual([
      '집행 금액',
      31_000_001,
      71_000_000,
      39_999_999,
      6_000_000,
      -25_000_001,
    ])
    expect(line('상품 수')?.slice(0, 3)).toEqual(['상품 수', 4, 3])
  })

  it('divides amounts by platform as a purchase does, to the last won', () => {
    const grid = gridOf(sheets[0]!)
    const from = grid.findIndex(([first]) => first === '매체별 금액') + 1
    const rows = grid.slice(from, from + 4)
    expect(rows.map(([name]) => name)).toEqual(['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE'])
    const sums = [1, 2, 4].map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0))
    expect(sums).toEqual([31_000_001, 71_000_000, 6_000_000])
  })

  it('is left out where there is nothing to choose', () => {
    expect(comparisonSheets(samplePlan(), { audience: 'client' })).toEqual([])
    const one = {
      ...planOfVariants(),
      rows: planOfVariants().rows.filter(({ variant }) => variant !== 'B' && variant !== 'C'),
    }
    expect(comparisonSheets(one, { audience: 'client' })).toEqual([])
  })

  it.skipIf(!findLibreOffice())(
    'calculates in LibreOffice to the results that it has, from the sheets of the variants',
    { timeout: 120_000 },
    async () => {
      const [comparison, ...mixes] = sheets
      const workbook = await recalculated([withWrongResults(comparison!), ...mixes])
      const sheet = workbook.getWorksheet('안 비교')!
      const rows = [...comparison!.rows]
      const formulas = rows.flatMap(({ cells }, row) =>
        cells.flatMap((cell, column) =>
          cell?.kind === 'formula'
            ? [[cell.result, comparable(plainCell(sheet.getCell(row + 1, column + 1)), cell.result)]]
            : [],
        ),
      )
      expect(formulas.length).toBeGreaterThan(40)
      for (const [result, calculated] of formulas) expect(calculated).toEqual(result)
    },
  )
})

import { describe, expect, it } from 'vitest'
import { mediaMixGeometry } from '../../shared/sheets/media-mix/geometry'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { summarySheet } from '../../shared/sheets/summary/sheet'
import { dailyPlan } from './daily-plan-contents'
import { gridOf } from './layout-grid'
import { emptyPlan, samplePlan } from './sample-plan'

const options = { audience: 'client', withMediaMix: true } as const

describe('the cover of a proposal', () => {
  it('refers to the totals of the MediaMix in the same workbook', () => {
    const layout = summarySheet(samplePlan(), dailyPlan(), options)
    const { totalRow } = mediaMixGeometry(8, true, 'client')
    const total = [...mediaMixSheet(samplePlan(), options).rows][totalRow - 1]!.cells
    const formulas = [...layout.rows].flatMap(({ cells }) =>
      cells.flatMap((cell) =>
        cell?.kind === 'formula' && cell.formula.startsWith("'") ? [[cell.formula, cell.result]] : [],
      ),
    )
    expect(formulas).toEqual(
      ['I', 'L', 'N', 'P', 'K', 'O'].map((letter) => {
        const cell = total[letter.charCodeAt(0) - 65]!
        return [`'MediaMix'!${letter}${totalRow}`, cell.kind === 'formula' ? cell.result : undefined]
      }),
    )
  })

  it('has the figures themselves without that sheet', () => {
    const layout = summarySheet(samplePlan(), dailyPlan(), { ...options, withMediaMix: false })
    expect(gridOf(layout).flat()).toContain(2_749_765_432)
    expect(JSON.stringify([...layout.rows])).not.toContain('MediaMix')
  })

  it('says how much of the budget is planned, and when it is more', () => {
    const plan = samplePlan()
    const noted = (budget: number) =>
      gridOf(summarySheet({ ...plan, campaign: { ...plan.campaign, budget } }, dailyPlan(), options)).flat()
    expect(noted(2_800_000_000)).toContain('예산의 98.2%')
    expect(noted(2_749_765_432)).toContain('예산의 100%')
    expect(noted(2_749_765_431)).toContain('예산보다 1원 많음')
  })

  it('shows up to 14 weeks, and months of a longer campaign', () => {
    const charts = (startDate: string, endDate: string, platforms: number) => {
      const layout = summarySheet(samplePlan(), dailyPlan({ startDate, endDate, platforms }), options)
      const chart = layout.charts!.find(({ kind }) => kind === 'column')!
      const [first, last] = chart.categories.match(/\d+/g)!.map(Number)
      return {
        labels: gridOf(layout)
          .slice(first! - 1, last)
          .map(([label]) => label),
        series: chart.colors.length,
      }
    }
    expect(charts('2026-11-01', '2026-11-15', 3)).toEqual({
      labels: ['11.01', '11.02~11.08', '11.09~11.15'],
      series: 3,
    })
    expect(charts('2026-11-01', '2027-02-10', 5)).toEqual({
      labels: ['2026-11', '2026-12', '2027-01', '2027-02'],
      series: 1,
    })
  })

  it('sums up to what the days have', () => {
    const daily = dailyPlan({ platforms: 4 })
    const rows = [...summarySheet(samplePlan(), daily, options).rows]
    const total = rows.findLast(({ cells }) => cells[0]?.kind === 'text' && cells[0].text === 'TOTAL')!
    expect(total.cells.slice(1, 6).map((cell) => cell?.kind === 'formula' && cell.result)).toEqual([
      ...daily.platforms.map(({ impressions }) => impressions),
      daily.platforms.reduce((sum, { impressions }) => sum + impressions, 0),
    ])
  })

  it('has no table by week without days, which would be the sum of itself', () => {
    const layout = summarySheet(samplePlan(), { ...dailyPlan(), days: [] }, options)
    expect(layout.charts!.map(({ kind }) => kind)).toEqual(['doughnut'])
  })

  it('has no tables for a campaign without rows', () => {
    const layout = summarySheet(emptyPlan(), { platforms: [], days: [], estimatedRows: 0 }, options)
    expect(layout.charts).toEqual([])
    expect(gridOf(layout).flat()).toContain('상품 수')
  })
})

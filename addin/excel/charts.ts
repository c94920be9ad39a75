/// <reference types="office-js" />
import type { ChartLayout } from '../../shared/sheets/layout'
import { runExcel } from './excel-run'

const TYPES = { line: 'LineMarkers', column: 'ColumnStacked', doughnut: 'Doughnut' } as const

/**
 * Draws a chart into a sheet. An existing chart of that name only gets new ranges and a new position, so that
 * a person's changes to its look stay. Where Excel refuses, the sheet goes without: the numbers are in it.
 *
 * @returns whether the sheet has the chart now
 */
export async function drawChart(sheetId: string, chart: ChartLayout): Promise<boolean> {
  try {
    await runExcel(async (context) => {
      const sheet = context.workbook.worksheets.getItem(sheetId)
      const found = sheet.charts.getItemOrNullObject(chart.name)
      found.load({ name: true })
      await context.sync()
      const values = sheet.getRange(chart.values)
      const drawn = found.isNullObject ? sheet.charts.add(TYPES[chart.kind], values, 'Columns') : found
      if (found.isNullObject) {
        drawn.name = chart.name
        drawn.title.text = chart.title
        drawn.legend.position = chart.kind === 'doughnut' ? 'Right' : 'Bottom'
        // Future days are empty, not zero.
        drawn.displayBlanksAs = 'NotPlotted'
      } else {
        drawn.setData(values, 'Columns')
      }
      drawn.setPosition(chart.from, chart.to)
      const series =
        chart.kind === 'doughnut'
          ? [drawn.series.getItemAt(0)]
          : chart.colors.map((_, i) => drawn.series.getItemAt(i))
      for (const [i, one] of series.entries()) {
        one.setXAxisValues(sheet.getRange(chart.categories))
        if (found.isNullObject) color(one, chart, i)
      }
      await context.sync()
    })
    return true
  } catch {
    return false
  }
}

function color(series: Excel.ChartSeries, { kind, colors }: ChartLayout, index: number): void {
  switch (kind) {
    case 'line':
      series.format.line.color = `#${colors[index]}`
      return
    case 'column':
      series.format.fill.setSolidColor(`#${colors[index]}`)
      series.gapWidth = 60
      return
    case 'doughnut':
      series.doughnutHoleSize = 58
      series.hasDataLabels = true
      series.dataLabels.showPercentage = true
      series.dataLabels.showValue = false
      for (const [i, each] of colors.entries())
        series.points.getItemAt(i).format.fill.setSolidColor(`#${each}`)
  }
}

/// <reference types="office-js" />
import type { LineChart } from '../../shared/sheets/monitoring/sheet'
import { runExcel } from './excel-run'

/**
 * Draws a chart into a sheet. An existing chart of that name only gets new ranges and a new position, so that
 * a person's changes to its look stay. Where Excel refuses, the sheet goes without: the numbers are in it.
 *
 * @returns whether the sheet has the chart now
 */
export async function drawLineChart(sheetId: string, chart: LineChart): Promise<boolean> {
  try {
    await runExcel(async (context) => {
      const sheet = context.workbook.worksheets.getItem(sheetId)
      const found = sheet.charts.getItemOrNullObject(chart.name)
      found.load({ name: true })
      await context.sync()
      const values = sheet.getRange(chart.values)
      const drawn = found.isNullObject ? sheet.charts.add('LineMarkers', values, 'Columns') : found
      if (found.isNullObject) {
        drawn.name = chart.name
        drawn.title.text = chart.title
        drawn.legend.position = 'Bottom'
        // Future days are empty, not zero.
        drawn.displayBlanksAs = 'NotPlotted'
      } else {
        drawn.setData(values, 'Columns')
      }
      drawn.setPosition(chart.from, chart.to)
      for (const [i, color] of chart.colors.entries()) {
        const line = drawn.series.getItemAt(i)
        line.setXAxisValues(sheet.getRange(chart.categories))
        if (found.isNullObject) line.format.line.color = `#${color}`
      }
      await context.sync()
    })
    return true
  } catch {
    return false
  }
}

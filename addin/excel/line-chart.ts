/// <reference types="office-js" />
import type { LineChart } from '../../shared/sheets/monitoring/sheet'
import { runExcel } from './excel-run'

/**
 * Whether there may be charts. No set says so: the members of charts are older than what the manifest asks for. Today's
 * Excel has this set; the workbench, which has no charts, doesn't say that it has.
 */
export function drawsCharts(): boolean {
  return Office.context.requirements.isSetSupported('ExcelApi', '1.18')
}

/**
 * Draws a chart into a sheet, or gives the one of its name its ranges and place anew; what a person changed of its looks
 * stays. A host that draws none goes without: the numbers are in the sheet.
 *
 * @returns whether there is a chart now
 */
export async function drawLineChart(sheetId: string, chart: LineChart): Promise<boolean> {
  // The same as `drawsCharts`, where the check of the members sees it.
  if (Office.context.requirements.isSetSupported('ExcelApi', '1.18')) {
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
          // Days to come are empty, not zero.
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
  return false
}

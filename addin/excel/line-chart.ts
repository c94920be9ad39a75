/// <reference types="office-js" />
import type { LineChart } from '../../shared/sheets/monitoring/sheet'
import { runExcel } from './excel-run'

/**
 * Whether the host can draw charts. No requirement set tells this directly, because the chart members are
 * older than the sets that the manifest requires. Today's Excel supports this set; the workbench, which has
 * no charts, doesn't report it.
 */
export function drawsCharts(): boolean {
  return Office.context.requirements.isSetSupported('ExcelApi', '1.18')
}

/**
 * Draws a chart into a sheet. An existing chart of that name only gets new ranges and a new position, so that
 * a person's changes to its look stay. A host without charts skips it: the numbers are in the sheet.
 *
 * @returns whether the sheet has the chart now
 */
export async function drawLineChart(sheetId: string, chart: LineChart): Promise<boolean> {
  // The same condition as in `drawsCharts`, repeated here so that the check of Office members sees it.
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
  return false
}

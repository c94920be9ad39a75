// @vitest-environment happy-dom
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'
import { lineChartsOf } from '../../workbench/host/line-charts'

let open: Headless
beforeAll(async () => {
  open = await openHeadless()
})
afterAll(() => open.dispose())

it('a line chart is drawn from the cells, as they are now', async () => {
  const sheetId = await open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet().load('id')
    sheet.getRange('A1:C4').values = [
      ['Day', 'Planned', 'Delivered'],
      ['1일차', 10, 7],
      ['2일차', 20, 15],
      ['3일차', 30, ''],
    ]
    const chart = sheet.charts.add('LineMarkers', sheet.getRange('B1:C4'), 'Columns')
    chart.title.text = 'Pace'
    chart.legend.position = 'Bottom'
    chart.setPosition('E2', 'F5')
    chart.series.getItemAt(0).setXAxisValues(sheet.getRange('A2:A4'))
    chart.series.getItemAt(0).format.line.color = '#112233'
    sheet.charts.add('ColumnClustered', sheet.getRange('B1:C4'), 'Columns')
    sheet.getRange('C2').values = [[8]]
    await context.sync()
    return sheet.id
  })
  // A column is 72 pixels wide, which are 54 points, and a row 22 pixels high.
  expect(lineChartsOf(open.host, sheetId)).toEqual([
    {
      id: 'chart-1',
      left: 216,
      top: 16.5,
      width: 108,
      height: 66,
      title: 'Pace',
      legend: 'Bottom',
      markers: true,
      categories: ['1일차', '2일차', '3일차'],
      lines: [
        { name: 'Planned', color: '#112233', values: [10, 20, 30] },
        { name: 'Delivered', color: '#ED7D31', values: [8, 15, null] },
      ],
    },
  ])
})

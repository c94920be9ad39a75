// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
let sheets = 0
beforeAll(async () => {
  open = await openHeadless()
})
afterAll(() => open.dispose())

/** Each test gets a sheet of its own. */
function onSheet<T>(work: (sheet: Excel.Worksheet, context: Excel.RequestContext) => Promise<T>): Promise<T> {
  return open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.add(`R${++sheets}`)
    await context.sync()
    return work(sheet, context)
  })
}

const local = ({ address }: { address: string }) => address.replaceAll(/[^,!]+!/g, '')

describe('a null object', () => {
  it('does nothing when it is told to', () =>
    onSheet(async (sheet, context) => {
      context.workbook.worksheets.getItemOrNullObject('nowhere').delete()
      context.workbook.worksheets.getItemOrNullObject('nowhere').getRange('A1').values = [[1]]
      const none = sheet.tables.getItemOrNullObject('nothing')
      none.rows.add(undefined, [[1]])
      await context.sync()
      expect(none.isNullObject).toBe(true)
    }))
})

describe('finding', () => {
  it('finds text by part, whole and case, forwards and backwards, and replaces it', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1:B3')
      range.values = [
        ['Groceries', 'groceries'],
        ['집행', 'a*b'],
        ['Groceries now', ''],
      ]
      const hits = [
        range.find('groceries', {}),
        range.find('groceries', { matchCase: true }),
        range.find('Groceries', { searchDirection: 'Backwards' }),
        range.find('a~*b', { completeMatch: true }),
      ]
      for (const hit of hits) hit.load('address')
      const none = range.findOrNullObject('Groceries ', { completeMatch: true })
      const all = sheet.findAllOrNullObject('Groceries', { completeMatch: true, matchCase: true })
      all.load('address')
      const count = range.replaceAll('now', 'then', {})
      range.load('values')
      await context.sync()
      expect(hits.map(local)).toEqual(['A1', 'B1', 'A3', 'B2'])
      expect(none.isNullObject).toBe(true)
      expect(local(all)).toBe('A1')
      expect([count.value, range.values[2]]).toEqual([1, ['Groceries then', '']])
    }))
})

describe('the ways around a sheet', () => {
  it('goes to edges, extends, and finds regions and special cells', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('B2:D4').formulas = [
        [1, 'x', true],
        ['=B2*2', '=1/0', ''],
        [3, '', 4],
      ]
      const from = sheet.getRange('B2')
      const ranges = [
        from.getRangeEdge('Down'),
        from.getRangeEdge('Right'),
        sheet.getRange('B5').getRangeEdge('Down'),
        from.getExtendedRange('Down'),
        from.getSurroundingRegion(),
        sheet.getRange('C3').getRowsAbove(1),
        sheet.getRange('C3').getColumnsBefore(1),
      ]
      const areas = [
        sheet.getRange('A1:E5').getSpecialCells('Formulas'),
        sheet.getRange('A1:E5').getSpecialCells('Constants', 'LogicalText'),
        sheet.getRange('B2:D4').getSpecialCells('Formulas', 'Errors'),
      ]
      for (const each of [...ranges, ...areas]) each.load('address')
      await context.sync()
      expect(ranges.map(local)).toEqual(['B4', 'D2', 'B1048576', 'B2:B4', 'B2:D4', 'C2', 'B3'])
      expect(areas.map(local)).toEqual(['B3:C3', 'C2:D2', 'C3'])
    }))

  it('knows what a formula refers to, and what refers to a cell', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:A4').formulas = [[1], ['=A1+1'], ['=A2&"A9"'], ['=SUM(A1:A2)']]
      const found = [
        sheet.getRange('A3').getDirectPrecedents(),
        sheet.getRange('A3').getPrecedents(),
        sheet.getRange('A2').getDirectDependents(),
        sheet.getRange('A1').getDependents(),
      ]
      for (const each of found) each.load('addresses')
      await context.sync()
      expect(found.map(({ addresses }) => addresses.map((address) => local({ address })))).toEqual([
        ['A2'],
        ['A1:A2'],
        ['A3:A4'],
        ['A2:A4'],
      ])
    }))
})

describe('filling and moving', () => {
  it('fills formulas, series and formats as the fill handle does', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:B2').formulas = [
        [1, '=A1*2'],
        [3, '=A2*2'],
      ]
      sheet.getRange('A1:A2').autoFill('A1:A4')
      sheet.getRange('B2').autoFill('B2:B4')
      sheet.getRange('A1').format.fill.color = '#FF0000'
      sheet.getRange('A1').autoFill('A1:C1', 'FillFormats')
      const range = sheet.getRange('A1:B4').load('formulas')
      const fill = sheet.getRange('C1').format.fill.load('color')
      await context.sync()
      expect(range.formulas).toEqual([
        [1, '=A1*2'],
        [3, '=A2*2'],
        [5, '=A3*2'],
        [7, '=A4*2'],
      ])
      expect(fill.color).toBe('#FF0000')
    }))

  it('moves cells, and formulas follow them; cells are inserted on their own sheet', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:B1').formulas = [[5, '=A1*2']]
      sheet.getRange('A1').moveTo('D4')
      sheet.getRange('B1').insert('Down')
      const cells = ['A1', 'D4', 'B2'].map((address) => sheet.getRange(address).load('formulas'))
      await context.sync()
      expect(cells.map(({ formulas }) => formulas[0]![0])).toEqual(['', 5, '=D4*2'])
    }))

  it('removes duplicates whatever their case, and says how many', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1:B5')
      range.values = [
        ['매체', 'n'],
        ['Naver', 1],
        ['Kakao', 2],
        ['NAVER', 3],
        ['Kakao', 4],
      ]
      const result = range.removeDuplicates([0], true).load('removed,uniqueRemaining')
      range.load('values')
      await context.sync()
      expect([result.removed, result.uniqueRemaining]).toEqual([2, 2])
      expect(range.values.slice(1)).toEqual([
        ['Naver', 1],
        ['Kakao', 2],
        ['', ''],
        ['', ''],
      ])
    }))

  it('reads and writes formulas by distance', () =>
    onSheet(async (sheet, context) => {
      const cell = sheet.getRange('C3')
      cell.formulasR1C1 = [['=R[-1]C+R1C1*RC[2]&"R1C1"']]
      cell.load('formulas,formulasR1C1')
      await context.sync()
      expect(cell.formulas).toEqual([['=C2+$A$1*E3&"R1C1"']])
      expect(cell.formulasR1C1).toEqual([['=R[-1]C+R1C1*RC[2]&"R1C1"']])
    }))
})

describe('looks', () => {
  it('sets and reads properties of each cell', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1:B1')
      range.setCellProperties([
        [
          { format: { fill: { color: '#00FF00' }, font: { bold: true } } },
          { format: { borders: { bottom: { style: 'Double' } } } },
        ],
      ])
      const read = range.getCellProperties({
        address: true,
        format: { fill: { color: true }, font: { bold: true } },
      })
      const edge = sheet.getRange('B1').format.borders.getItem('EdgeBottom').load('style')
      await context.sync()
      expect(
        read.value.map((line) => line.map(({ format }) => [format?.fill?.color, format?.font?.bold])),
      ).toEqual([
        [
          ['#00FF00', true],
          ['#FFFFFF', false],
        ],
      ])
      expect(edge.style).toBe('Double')
    }))

  it('formats several areas at once', () =>
    onSheet(async (sheet, context) => {
      const areas = sheet.getRanges('A1,C3:D4')
      areas.format.fill.color = '#123456'
      areas.load('address,areaCount,cellCount')
      areas.format.fill.load('color')
      const between = sheet.getRange('B2').format.fill.load('color')
      await context.sync()
      expect([local(areas), areas.areaCount, areas.cellCount]).toEqual(['A1,C3:D4', 2, 5])
      expect([areas.format.fill.color, between.color]).toEqual(['#123456', '#FFFFFF'])
    }))

  it('gives cells named styles and links', () =>
    onSheet(async (sheet, context) => {
      const cell = sheet.getRange('A1')
      cell.style = 'Bad'
      sheet.getRange('B1').hyperlink = { address: 'https://example.com', textToDisplay: '링크' }
      sheet.getRange('A:A').insert('Right')
      const [moved, link] = ['B1', 'C1'].map((address) => sheet.getRange(address))
      moved!.load('style')
      moved!.format.fill.load('color')
      link!.load('hyperlink,values')
      await context.sync()
      expect([moved!.style, moved!.format.fill.color]).toEqual(['Bad', '#FFC7CE'])
      expect([link!.hyperlink.address, link!.values[0]![0]]).toEqual(['https://example.com', '링크'])
    }))

  it('groups rows and shows as many levels as asked', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('2:6').group('ByRows')
      sheet.getRange('3:4').group('ByRows')
      sheet.showOutlineLevels(2, 0)
      const rows = ['2:2', '3:3', '5:5'].map((address) => sheet.getRange(address).load('rowHidden'))
      await context.sync()
      expect(rows.map(({ rowHidden }) => rowHidden)).toEqual([false, true, false])
    }))
})

describe('filters, charts, comments and conditional formats', () => {
  it('filters a range of a sheet', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:B4').values = [
        ['매체', '금액'],
        ['NAVER', 10],
        ['KAKAO', 30],
        ['DAUM', 20],
      ]
      sheet.autoFilter.apply('A1:B4', 1, { filterOn: 'TopItems', criterion1: '2' })
      const view = sheet.getRange('A1:B4').getVisibleView().load('values')
      sheet.autoFilter.load('enabled,isDataFiltered')
      await context.sync()
      expect(view.values.map(([name]) => name)).toEqual(['매체', 'KAKAO', 'DAUM'])
      expect([sheet.autoFilter.enabled, sheet.autoFilter.isDataFiltered]).toEqual([true, true])
      sheet.autoFilter.remove()
      const all = sheet.getRange('A1:B4').getVisibleView().load('values')
      await context.sync()
      expect(all.values).toHaveLength(4)
    }))

  it('makes series of a chart from its data', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:C4').values = [
        ['날짜', '보장', '실노출'],
        ['월', 10, 9],
        ['화', 20, 21],
        ['수', 30, 33],
      ]
      const chart = sheet.charts.add('Line', sheet.getRange('A1:C4'))
      chart.title.text = '페이스'
      chart.series.load('items/name')
      const values = chart.series.getItemAt(1).getDimensionValues('Values')
      const found = sheet.charts.getItem(await named(chart, context)).title.load('text')
      await context.sync()
      expect(chart.series.items.map(({ name }) => name)).toEqual(['보장', '실노출'])
      expect(values.value).toEqual([9, 21, 33])
      expect(found.text).toBe('페이스')
    }))

  it('keeps comments and answers at their cell', () =>
    onSheet(async (sheet, context) => {
      const comment = context.workbook.comments.add(sheet.getRange('B2'), '확인 부탁드립니다')
      comment.replies.add('확인했습니다')
      sheet.getRange('1:1').insert('Down')
      const found = sheet.comments.getItemByCell('B3').load('content')
      found.replies.load('items/content')
      await context.sync()
      expect(found.content).toBe('확인 부탁드립니다')
      expect(found.replies.items.map(({ content }) => content)).toEqual(['확인했습니다'])
    }))

  it('takes every kind of conditional format', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1:A4')
      range.values = [[1], [2], [3], [40]]
      const kinds = [
        'ColorScale',
        'DataBar',
        'IconSet',
        'TopBottom',
        'ContainsText',
        'PresetCriteria',
      ] as const
      const formats = kinds.map((kind) => range.conditionalFormats.add(kind))
      formats[3]!.topBottom.rule = { rank: 1, type: 'TopItems' }
      formats[4]!.textComparison.rule = { operator: 'Contains', text: '4' }
      formats[5]!.preset.rule = { criterion: 'OneStdDevAboveAverage' }
      for (const format of formats) format.load('type')
      await context.sync()
      expect(formats.map(({ type }) => type)).toEqual(kinds)
    }))
})

async function named(chart: Excel.Chart, context: Excel.RequestContext): Promise<string> {
  chart.load('name')
  await context.sync()
  return chart.name
}

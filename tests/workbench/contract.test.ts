// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'
import { implementedMembers } from '../../workbench/host/host-type'

let open: Headless
beforeAll(async () => {
  open = await openHeadless()
})
afterAll(() => open.dispose())

/** Each test gets a sheet of its own. */
let sheets = 0
async function onSheet<T>(
  work: (sheet: Excel.Worksheet, context: Excel.RequestContext) => Promise<T>,
): Promise<T> {
  const name = `T${++sheets}`
  return open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.add(name)
    await context.sync()
    return work(sheet, context)
  })
}

async function failure(work: Promise<unknown>): Promise<OfficeExtension.Error> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: OfficeExtension.Error) => error,
  )
}

describe('values', () => {
  it('takes entries as a person would type them', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1:F2')
      range.values = [
        [1, '2', "'003", '2026-11-03', '12.5%', 'TRUE'],
        ['=A1+B1', '=CONCATENATE("광고","주")', '1,500', '', '=1/0', '-x'],
      ]
      range.load('values,formulas,numberFormat,text,valueTypes')
      await context.sync()
      expect(range.values).toEqual([
        [1, 2, '003', 46329, 0.125, true],
        [3, '광고주', 1500, '', '#DIV/0!', '-x'],
      ])
      expect(range.formulas[1]).toEqual(['=A1+B1', '=CONCATENATE("광고","주")', 1500, '', '=1/0', '-x'])
      expect(range.numberFormat).toEqual([
        ['General', 'General', 'General', 'yyyy-mm-dd', '0.00%', 'General'],
        ['General', 'General', '#,##0', 'General', 'General', 'General'],
      ])
      expect(range.text).toEqual([
        ['1', '2', '003', '2026-11-03', '12.50%', 'TRUE'],
        ['3', '광고주', '1,500', '', '#DIV/0!', '-x'],
      ])
      expect(range.valueTypes[1]).toEqual(['Double', 'String', 'Double', 'Empty', 'Error', 'String'])
    }))

  it('leaves cells alone where the entry is null, empties them where it is empty, fills with a single entry', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:C1').values = [[1, 2, 3]]
      sheet.getRange('A1:C1').values = [[null, '', 9]]
      sheet.getRange('A2:C2').values = 7 as unknown as number[][]
      const range = sheet.getRange('A1:C2').load('values')
      await context.sync()
      expect(range.values).toEqual([
        [1, '', 9],
        [7, 7, 7],
      ])
    }))

  it('keeps text in a cell with the text format', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('B2')
      range.numberFormat = [['@']]
      range.values = [['=1+1']]
      range.load('values,formulas')
      await context.sync()
      expect([range.values, range.formulas]).toEqual([[['=1+1']], [['=1+1']]])
    }))

  it('recalculates what depends on a changed cell, and calculates on demand', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:A3').formulas = [[10], ['=A1*2'], ['=SUM(A1:A2)']]
      await context.sync()
      sheet.getRange('A1').values = [[5]]
      context.workbook.application.calculate('Full')
      const range = sheet.getRange('A2:A3').load('values')
      await context.sync()
      expect(range.values).toEqual([[10], [15]])
    }))

  it('refuses values of another shape', async () => {
    const error = await failure(
      onSheet(async (sheet, context) => {
        sheet.getRange('A1:B2').values = [[1, 2]]
        await context.sync()
      }),
    )
    expect(error.code).toBe('InvalidArgument')
    expect(error.debugInfo.errorLocation).toBe('Range.values')
  })

  it('grows a sheet that is written to beyond its end', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('AZ900').values = [['far']]
      const used = sheet.getUsedRange(true).load('address')
      await context.sync()
      expect(used.address).toMatch(/!AZ900$/)
    }))
})

describe('ranges', () => {
  it('finds its way', () =>
    onSheet(async (sheet, context) => {
      const base = sheet.getRange('B2:D4')
      const ranges = [
        base.getCell(1, 1),
        base.getRow(2),
        base.getColumn(0),
        base.getEntireRow(),
        base.getEntireColumn(),
        base.getOffsetRange(1, 2),
        base.getResizedRange(1, -1),
        base.getIntersectionOrNullObject('C1:C9'),
        sheet.getRangeByIndexes(4, 2, 2, 3),
        sheet.getCell(0, 26),
        sheet.getRange('A:A'),
        sheet.getRange('3:5'),
        base.getBoundingRect('A1'),
      ]
      for (const range of ranges) range.load('address')
      const none = base.getIntersectionOrNullObject('Z1')
      const whole = sheet.getRange().load('rowCount,columnCount')
      base.load('rowIndex,columnIndex,rowCount,columnCount')
      await context.sync()
      expect(ranges.map((range) => range.address.split('!')[1])).toEqual([
        'C3',
        'B4:D4',
        'B2:B4',
        '2:4',
        'B:D',
        'D3:F5',
        'B2:C5',
        'C2:C4',
        'C5:E6',
        'AA1',
        'A:A',
        '3:5',
        'A1:D4',
      ])
      expect(none.isNullObject).toBe(true)
      expect([whole.rowCount, whole.columnCount]).toEqual([1_048_576, 16_384])
      expect([base.rowIndex, base.columnIndex, base.rowCount, base.columnCount]).toEqual([1, 1, 3, 3])
    }))

  it('stays usable over several syncs', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1')
      await context.sync()
      range.values = [[4]]
      await context.sync()
      range.load('values')
      await context.sync()
      expect(range.values).toEqual([[4]])
    }))

  it('merges, keeps the first content, unmerges', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:C2').values = [
        ['a', 'b', 'c'],
        ['d', 'e', 'f'],
      ]
      sheet.getRange('A1:B2').merge()
      sheet.getRange('D1:E2').merge(true)
      const areas = sheet.getRange('A1:F9').getMergedAreasOrNullObject().load('address')
      const values = sheet.getRange('A1:C2').load('values')
      await context.sync()
      const name = areas.address.split('!')[0]
      expect(areas.address).toBe(`${name}!A1:B2,${name}!D1:E1,${name}!D2:E2`)
      expect(values.values).toEqual([
        ['a', '', 'c'],
        ['', '', 'f'],
      ])
      sheet.getRange('A1').unmerge()
      const rest = sheet.getRange('A1:C2').getMergedAreasOrNullObject()
      await context.sync()
      expect(rest.isNullObject).toBe(true)
    }))

  it('inserts and deletes rows and cells, and formulas follow', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:A3').formulas = [[1], [2], ['=A1+A2']]
      sheet.getRange('2:2').insert('Down')
      sheet.getRange('C1').values = [['x']]
      sheet.getRange('C1').insert('Down')
      const range = sheet.getRange('A1:C4').load('formulas')
      await context.sync()
      expect(range.formulas).toEqual([
        [1, '', ''],
        ['', '', 'x'],
        [2, '', ''],
        ['=A1+A3', '', ''],
      ])
      sheet.getRange('2:2').delete('Up')
      const after = sheet.getRange('A1:C3').load('formulas')
      await context.sync()
      expect(after.formulas.map((line) => line[0])).toEqual([1, 2, '=A1+A2'])
    }))

  it('clears contents, formats or both', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('A1')
      range.values = [[1]]
      range.format.fill.color = '#123456'
      range.clear('Contents')
      range.load('values,format/fill/color')
      await context.sync()
      expect([range.values, range.format.fill.color]).toEqual([[['']], '#123456'])
      range.clear()
      range.load('format/fill/color')
      const used = sheet.getUsedRangeOrNullObject()
      await context.sync()
      expect([range.format.fill.color, used.isNullObject]).toEqual(['#FFFFFF', true])
    }))

  it('copies with its formulas moved', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('A1:B1').formulas = [[2, '=A1*3']]
      sheet.getRange('A2:B3').copyFrom('A1:B1')
      const range = sheet.getRange('A1:B3').load('formulas,values')
      await context.sync()
      expect(range.formulas).toEqual([
        [2, '=A1*3'],
        [2, '=A2*3'],
        [2, '=A3*3'],
      ])
      expect(range.values[2]).toEqual([2, 6])
    }))

  it('selects', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('B3:C4').select()
      const selected = context.workbook.getSelectedRange().load('address')
      const cell = context.workbook.getActiveCell().load('address')
      await context.sync()
      expect([selected.address.split('!')[1], cell.address.split('!')[1]]).toEqual(['B3:C4', 'B3'])
    }))
})

describe('formats', () => {
  it('reads back every look', () =>
    onSheet(async (sheet, context) => {
      const range = sheet.getRange('B2:C3')
      const { format } = range
      format.fill.color = '#1F3864'
      format.font.set({
        name: '맑은 고딕',
        size: 14,
        bold: true,
        italic: true,
        color: '#FFFFFF',
        underline: 'Single',
      })
      format.horizontalAlignment = 'Right'
      format.verticalAlignment = 'Center'
      format.wrapText = true
      format.indentLevel = 2
      format.rowHeight = 30
      format.columnWidth = 90
      format.protection.locked = false
      range.numberFormat = [
        ['#,##0', '0.00%'],
        ['yyyy-mm-dd', 'General'],
      ]
      const loaded =
        'numberFormat,format/fill/color,format/font/name,format/font/size,format/font/bold,format/font/italic,format/font/color,format/font/underline,format/horizontalAlignment,format/verticalAlignment,format/wrapText,format/indentLevel,format/rowHeight,format/columnWidth,format/protection/locked'
      range.load(loaded)
      const mixed = sheet.getRange('A1:C3').load(loaded)
      await context.sync()
      expect(range.numberFormat).toEqual([
        ['#,##0', '0.00%'],
        ['yyyy-mm-dd', 'General'],
      ])
      expect(range.format.fill.color).toBe('#1F3864')
      expect(range.format.font.toJSON()).toMatchObject({
        name: '맑은 고딕',
        size: 14,
        bold: true,
        italic: true,
        color: '#FFFFFF',
        underline: 'Single',
      })
      expect([
        range.format.horizontalAlignment,
        range.format.verticalAlignment,
        range.format.wrapText,
        range.format.indentLevel,
        range.format.rowHeight,
        range.format.columnWidth,
        range.format.protection.locked,
      ]).toEqual(['Right', 'Center', true, 2, 30, 90, false])
      expect([mixed.format.fill.color, mixed.format.font.bold, mixed.format.rowHeight]).toEqual([
        null,
        null,
        null,
      ])
      format.fill.clear()
      range.load('format/fill/color')
      await context.sync()
      expect(range.format.fill.color).toBe('#FFFFFF')
    }))

  it('draws borders edge by edge, in any order of style, weight and colour', () =>
    onSheet(async (sheet, context) => {
      const borders = sheet.getRange('B2:D4').format.borders
      const top = borders.getItem('EdgeTop')
      top.style = 'Continuous'
      top.weight = 'Medium'
      top.color = '#112233'
      const inside = borders.getItem('InsideHorizontal')
      inside.color = '#AABBCC'
      inside.weight = 'Hairline'
      inside.style = 'Continuous'
      top.load('style,weight,color')
      inside.load('style,weight,color')
      const left = borders.getItem('EdgeLeft').load('style')
      const upper = sheet.getRange('B2').format.borders.getItem('EdgeTop').load('color')
      await context.sync()
      expect([top.style, top.weight, top.color]).toEqual(['Continuous', 'Medium', '#112233'])
      expect([inside.style, inside.weight, inside.color]).toEqual(['Continuous', 'Hairline', '#AABBCC'])
      expect([left.style, upper.color]).toEqual(['None', '#112233'])
    }))

  it('hides rows and columns', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('C:D').columnHidden = true
      sheet.getRange('2:3').rowHidden = true
      const [c, b, mixed, row] = [
        sheet.getRange('C1').load('columnHidden,hidden'),
        sheet.getRange('B1').load('columnHidden'),
        sheet.getRange('B1:C1').load('columnHidden'),
        sheet.getRange('A2').load('rowHidden'),
      ]
      await context.sync()
      expect([c.columnHidden, c.hidden, b.columnHidden, mixed.columnHidden, row.rowHidden]).toEqual([
        true,
        true,
        false,
        null,
        true,
      ])
      sheet.getRange('C:D').columnHidden = false
      c.load('columnHidden')
      await context.sync()
      expect(c.columnHidden).toBe(false)
    }))
})

describe('conditional formats', () => {
  it('adds custom and cell value rules, counts and clears them', () =>
    onSheet(async (sheet, context) => {
      const custom = sheet.getRange('A1:C9').conditionalFormats.add('Custom')
      custom.custom.rule.formula = '=$A1="서비스"'
      custom.custom.format.fill.color = '#FFF2CC'
      custom.custom.format.font.color = '#7F6000'
      const value = sheet.getRange('D1:D9').conditionalFormats.add('CellValue')
      value.cellValue.format.font.bold = true
      value.cellValue.rule = { formula1: '=$F$1', operator: 'GreaterThan' }
      const count = sheet.getRange('A1:Z99').conditionalFormats.getCount()
      custom.load('type,priority,custom/rule/formula,custom/format/fill/color')
      value.load('type,cellValue/rule')
      await context.sync()
      expect(count.value).toBe(2)
      expect([custom.type, custom.custom.rule.formula, custom.custom.format.fill.color]).toEqual([
        'Custom',
        '=$A1="서비스"',
        '#FFF2CC',
      ])
      // The rule added last comes first.
      expect(custom.priority).toBe(1)
      expect(value.cellValue.rule).toEqual({ formula1: '=$F$1', operator: 'GreaterThan' })
      sheet.getRange('D:D').conditionalFormats.clearAll()
      const left = sheet.getRange().conditionalFormats.getCount()
      await context.sync()
      expect(left.value).toBe(1)
    }))
})

describe('data validation', () => {
  it('keeps rules with their messages', () =>
    onSheet(async (sheet, context) => {
      const list = sheet.getRange('A1:A5').dataValidation
      list.rule = { list: { inCellDropDown: true, source: 'PC,Mobile,CTV' } }
      list.errorAlert = { showAlert: true, style: 'Warning', title: '디바이스', message: '목록에서 고르세요' }
      list.prompt = { showPrompt: true, title: '디바이스', message: '고르세요' }
      list.ignoreBlanks = false
      sheet.getRange('B1:B5').dataValidation.rule = {
        wholeNumber: { formula1: 0, formula2: 100, operator: 'Between' },
      }
      sheet.getRange('C1:C5').dataValidation.rule = { custom: { formula: '=AND(ISNUMBER(C1),C1>=B1)' } }
      sheet.getRange('D1:D5').dataValidation.rule = {
        date: { formula1: '2026-01-01', formula2: '2026-12-31', operator: 'Between' },
      }
      sheet.getRange('E1:E5').dataValidation.rule = { decimal: { formula1: 0.5, operator: 'LessThan' } }
      sheet.getRange('B1:B2').values = [[50], [500]]
      sheet.getRange('A1:A2').values = [['PC'], ['TV']]
      list.load('rule,type,errorAlert,prompt,ignoreBlanks')
      const [b, c, d, e] = ['B1:B5', 'C1:C5', 'D1:D5', 'E1:E5'].map((address) =>
        sheet.getRange(address).dataValidation.load('rule,type'),
      )
      const one = sheet.getRange('B1').dataValidation.load('valid')
      const two = sheet.getRange('B2').dataValidation.load('valid')
      const listed = sheet.getRange('A1').dataValidation.load('valid')
      const unlisted = sheet.getRange('A2').dataValidation.load('valid')
      await context.sync()
      expect(list.rule).toEqual({ list: { inCellDropDown: true, source: 'PC,Mobile,CTV' } })
      expect([list.type, list.errorAlert.style, list.prompt.message, list.ignoreBlanks]).toEqual([
        'List',
        'Warning',
        '고르세요',
        false,
      ])
      expect(b!.rule).toEqual({ wholeNumber: { formula1: 0, formula2: 100, operator: 'Between' } })
      expect([b!.type, c!.rule.custom, e!.rule.decimal]).toEqual([
        'WholeNumber',
        { formula: '=AND(ISNUMBER(C1),C1>=B1)' },
        { formula1: 0.5, operator: 'LessThan' },
      ])
      expect(d!.rule.date).toEqual({ formula1: '2026-01-01', formula2: '2026-12-31', operator: 'Between' })
      expect([one.valid, two.valid, listed.valid, unlisted.valid]).toEqual([true, false, true, false])
      sheet.getRange('A1:E5').dataValidation.clear()
      list.load('type')
      await context.sync()
      expect(list.type).toBe('None')
    }))
})

describe('data validation of a range', () => {
  it('is the rule of all of its columns', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('H1:I5').dataValidation.rule = { list: { inCellDropDown: true, source: 'A,B' } }
      const types = ['H1:I5', 'H2:H3', 'I1', 'G1:H5', 'H1:J5', 'H1:I6'].map((address) =>
        sheet.getRange(address).dataValidation.load('type'),
      )
      await context.sync()
      expect(types.map(({ type }) => type)).toEqual(['List', 'List', 'List', 'None', 'None', 'None'])
      sheet.getRange('H1:I5').dataValidation.clear()
      await context.sync()
    }))
})

describe('names, settings and properties', () => {
  it('names ranges and constants, in the workbook and in a sheet', () =>
    onSheet(async (sheet, context) => {
      const { names } = context.workbook
      names.add('FS_TOTAL', sheet.getRange('B2:C3'), '합계')
      names.add('FS_ID', '="c_123"').visible = false
      sheet.names.add('FS_LOCAL', sheet.getRange('A1'))
      const total = names.getItemOrNullObject('FS_TOTAL').load('value,formula,type,visible')
      const id = names.getItemOrNullObject('FS_ID').load('value,type,visible')
      const none = names.getItemOrNullObject('FS_NONE')
      const range = names.getItem('FS_TOTAL').getRange().load('address')
      const notRange = names.getItem('FS_ID').getRangeOrNullObject()
      const local = sheet.names.getItemOrNullObject('FS_LOCAL').load('scope')
      sheet.load('name')
      names.load('items/name')
      await context.sync()
      expect([total.value, total.formula, total.type, total.visible]).toEqual([
        `'${sheet.name}'!$B$2:$C$3`,
        `='${sheet.name}'!$B$2:$C$3`,
        'Range',
        true,
      ])
      expect([id.value, id.type, id.visible]).toEqual(['c_123', 'String', false])
      expect([none.isNullObject, notRange.isNullObject, local.scope]).toEqual([true, true, 'Worksheet'])
      expect(range.address).toBe(`'${sheet.name}'!B2:C3`)
      expect(names.items.map((item) => item.name).sort()).toEqual(['FS_ID', 'FS_TOTAL'])
      sheet.getRange('1:1').insert('Down')
      total.load('formula')
      await context.sync()
      expect(total.formula).toBe(`='${sheet.name}'!$B$3:$C$4`)
      total.delete()
      const gone = names.getItemOrNullObject('FS_TOTAL')
      await context.sync()
      expect(gone.isNullObject).toBe(true)
    }))

  it('keeps settings, keywords and custom XML', () =>
    open.Excel.run(async (context) => {
      const { settings, properties, customXmlParts } = context.workbook
      settings.add('flightsheet', { id: 'c_1', at: new Date(0) })
      properties.keywords = 'flightsheet:c_1'
      customXmlParts.add('<f xmlns="urn:flightsheet"><id>c_1</id></f>')
      const setting = settings.getItemOrNullObject('flightsheet').load('value')
      const none = settings.getItemOrNullObject('nope')
      properties.load('keywords')
      const part = customXmlParts.getByNamespace('urn:flightsheet').getOnlyItemOrNullObject()
      const xml = part.getXml()
      await context.sync()
      expect(setting.value.id).toBe('c_1')
      expect([none.isNullObject, properties.keywords, part.isNullObject]).toEqual([
        true,
        'flightsheet:c_1',
        false,
      ])
      expect(xml.value).toContain('<id>c_1</id>')
      setting.delete()
      const gone = settings.getItemOrNullObject('flightsheet')
      await context.sync()
      expect(gone.isNullObject).toBe(true)
    }))
})

describe('worksheets', () => {
  it('adds, renames, hides, activates and deletes', () =>
    onSheet(async (sheet, context) => {
      const { worksheets } = context.workbook
      const other = worksheets.add('큐레이션타겟팅')
      other.tabColor = '#1F3864'
      other.showGridlines = false
      other.visibility = 'VeryHidden'
      other.load('id,name,tabColor,showGridlines,visibility,position')
      sheet.activate()
      const active = worksheets.getActiveWorksheet().load('id')
      sheet.load('id')
      await context.sync()
      expect([other.name, other.tabColor, other.showGridlines, other.visibility]).toEqual([
        '큐레이션타겟팅',
        '#1F3864',
        false,
        'VeryHidden',
      ])
      expect(active.id).toBe(sheet.id)
      other.visibility = 'Visible'
      other.name = '타겟팅'
      const byId = worksheets.getItem(other.id).load('name,visibility')
      await context.sync()
      expect([byId.name, byId.visibility]).toEqual(['타겟팅', 'Visible'])
      other.delete()
      const gone = worksheets.getItemOrNullObject('타겟팅')
      await context.sync()
      expect(gone.isNullObject).toBe(true)
    }))

  it('freezes panes and sets up the page', () =>
    onSheet(async (sheet, context) => {
      sheet.freezePanes.freezeAt(sheet.getRange('A1:C8'))
      const location = sheet.freezePanes.getLocationOrNullObject().load('address')
      const layout = sheet.pageLayout
      layout.orientation = 'Landscape'
      layout.paperSize = 'A4'
      layout.zoom = { horizontalFitToPages: 1 }
      layout.centerHorizontally = true
      layout.setPrintArea('A1:P20')
      layout.setPrintTitleRows('$8:$8')
      layout.headersFooters.defaultForAllPages.centerFooter = '&P / &N'
      layout.load('orientation,zoom,centerHorizontally')
      await context.sync()
      expect(location.address.split('!')[1]).toBe('A1:C8')
      expect([layout.orientation, layout.zoom, layout.centerHorizontally]).toEqual([
        'Landscape',
        { horizontalFitToPages: 1 },
        true,
      ])
      sheet.freezePanes.unfreeze()
      const none = sheet.freezePanes.getLocationOrNullObject()
      await context.sync()
      expect(none.isNullObject).toBe(true)
    }))

  it('refuses the add-in a locked cell of a protected sheet until it unprotects', () =>
    onSheet(async (sheet, context) => {
      sheet.getRange('B2').format.protection.locked = false
      sheet.protection.protect({ allowFormatColumns: true })
      sheet.protection.load('protected')
      sheet.getRange('B2').values = [['open']]
      await context.sync()
      expect(sheet.protection.protected).toBe(true)
      sheet.getRange('A1').values = [['locked']]
      const error = await failure(context.sync())
      expect(error.code).toBe('AccessDenied')
      sheet.protection.unprotect()
      sheet.getRange('A1').values = [['written']]
      const range = sheet.getRange('A1:B2').load('values')
      await context.sync()
      expect(range.values).toEqual([
        ['written', ''],
        ['', 'open'],
      ])
      sheet.protection.unprotect()
      expect((await failure(context.sync())).code).toBe('AccessDenied')
      sheet.protection.protect({}, 'secret')
      sheet.protection.unprotect('wrong')
      const refused = await failure(context.sync())
      expect([refused.code, refused.debugInfo.errorLocation]).toEqual([
        'AccessDenied',
        'WorksheetProtection.unprotect',
      ])
      sheet.protection.unprotect('secret')
      await context.sync()
    }))
})

describe('refusals', () => {
  it('says PropertyNotLoaded', () =>
    onSheet(async (sheet) => {
      expect(() => sheet.getRange('A1').values).toThrow(
        expect.objectContaining({ code: 'PropertyNotLoaded' }),
      )
    }))

  it('says ItemNotFound and InvalidArgument', async () => {
    const missing = await failure(
      open.Excel.run(async (context) => {
        context.workbook.worksheets.getItem('nope').load('name')
        await context.sync()
      }),
    )
    const wrong = await failure(onSheet((sheet, context) => sheet.getRange('A1:') && context.sync()))
    expect([missing.code, wrong.code]).toEqual(['ItemNotFound', 'InvalidArgument'])
  })

  it('says InvalidObjectPath for what is a null object or was deleted', async () => {
    const deleted = await failure(
      onSheet(async (sheet, context) => {
        const range = sheet.getRange('A1')
        range.load('address')
        await context.sync()
        sheet.delete()
        range.values = [[1]]
        await context.sync()
      }),
    )
    expect(deleted.code).toBe('InvalidObjectPath')
  })

  it('names the member that is not there, and carries out nothing after it', async () => {
    const error = await failure(
      onSheet(async (sheet, context) => {
        sheet.getRange('A1').values = [['before']]
        sheet.shapes.addTextBox('text')
        sheet.getRange('A1').values = [['after']]
        await context.sync()
      }),
    )
    expect(error.code).toBe('ApiNotFound')
    expect(error.message).toBe('Worksheet.shapes is not implemented in the workbench')
    await open.Excel.run(async (context) => {
      const range = context.workbook.worksheets.getItem(`T${sheets}`).getRange('A1').load('values')
      await context.sync()
      expect(range.values).toEqual([['before']])
    })
  })

  it('takes and gives at most 5 MB at once, as Excel on the web does', async () => {
    const long = '가'.repeat(30_000)
    const lines = Array.from({ length: 100 }, () => [long])
    const tooMuch = await failure(
      onSheet(async (sheet, context) => {
        sheet.getRange('A1:A100').values = lines
        await context.sync()
      }),
    )
    const tooLong = await failure(
      onSheet(async (sheet, context) => {
        for (const first of [1, 31]) {
          sheet.getRange(`A${first}:A${first + 29}`).values = lines.slice(0, 30)
          await context.sync()
        }
        sheet.getRange('A1:A60').load('values')
        await context.sync()
      }),
    )
    expect([tooMuch.code, tooLong.code]).toEqual([
      'RequestPayloadSizeLimitExceeded',
      'ResponsePayloadSizeLimitExceeded',
    ])
  })

  it('lists what is implemented', () => {
    const members = implementedMembers()
    for (const name of [
      'Range.values',
      'Worksheet.onChanged',
      'NamedItemCollection.getItem',
      'Range.merge',
    ]) {
      expect(members).toContain(name)
    }
    expect(members.some((name) => name.includes('_'))).toBe(false)
  })
})

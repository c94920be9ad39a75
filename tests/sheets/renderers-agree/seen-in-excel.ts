/// <reference types="office-js" />
import { cellAddress, columnLetter, rangeAddress } from '../../../shared/sheets/address'
import { type Extent, type Line, noteLines, SeenSheet } from './seen-sheet'

const CELL = [
  'format/fill/color',
  ...['name', 'size', 'color', 'bold', 'italic'].map((name) => `format/font/${name}`),
  ...['horizontalAlignment', 'verticalAlignment', 'wrapText', 'indentLevel'].map((name) => `format/${name}`),
  'format/protection/locked',
  ...['type', 'rule', 'ignoreBlanks', 'errorAlert'].map((name) => `dataValidation/${name}`),
].join(',')

const EDGES = { top: 'EdgeTop', right: 'EdgeRight', bottom: 'EdgeBottom', left: 'EdgeLeft' } as const

/** The contents of a sheet, as an add-in reads it through Office.js. */
export function seenInExcel(excel: typeof Excel, sheetName: string, extent: Extent): Promise<SeenSheet> {
  return excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem(sheetName)
    const seen = new SeenSheet()
    await noteCells(seen, context, sheet, extent)
    await noteRowsAndColumns(seen, context, sheet, extent)
    await noteMerges(seen, context, sheet, extent)
    await noteConditionalFormats(seen, context, sheet)
    await noteNames(seen, context)
    await noteSheet(seen, context, sheet)
    await notePrint(seen, context, sheet)
    await noteCharts(seen, context, sheet)
    return seen
  })
}

async function noteCells(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  extent: Extent,
): Promise<void> {
  const whole = sheet.getRange(rangeAddress([1, 1], [extent.columns, extent.rows]))
  whole.load('values,formulas,numberFormat')
  const cells = Array.from({ length: extent.rows }, (_, row) =>
    Array.from({ length: extent.columns }, (_, column) => {
      const cell = sheet.getRange(cellAddress(column + 1, row + 1))
      cell.load(CELL)
      const { borders } = cell.format
      const edge = (name: (typeof EDGES)[keyof typeof EDGES]) =>
        borders.getItem(name).load('style,weight,color')
      return {
        cell,
        edges: {
          top: edge(EDGES.top),
          right: edge(EDGES.right),
          bottom: edge(EDGES.bottom),
          left: edge(EDGES.left),
        },
      }
    }),
  )
  await context.sync()
  cells.forEach((line, row) => {
    line.forEach(({ cell }, column) => {
      const value = whole.values[row]![column]
      const formula = whole.formulas[row]![column]
      seen.note(cellAddress(column + 1, row + 1), {
        value,
        // The formula of a text is the text itself, even when it begins with `=`.
        formula: formula === value ? undefined : formula,
        'number format': whole.numberFormat[row]![column],
        ...cellFacts(cell, extent.isStyled(row + 1, column + 1)),
      })
    })
  })
  noteLines(seen, extent, (row, column) => {
    const { top, right, bottom, left } = cells[row - 1]![column - 1]!.edges
    return { top: lineOf(top), right: lineOf(right), bottom: lineOf(bottom), left: lineOf(left) }
  })
}

function cellFacts({ format, dataValidation }: Excel.Range, styled: boolean): Record<string, unknown> {
  const { font } = format
  return {
    fill: rgb(format.fill.color),
    locked: format.protection.locked,
    validation: validationOf(dataValidation),
    ...(styled
      ? {
          'font name': font.name,
          'font size': font.size,
          'font colour': rgb(font.color),
          bold: font.bold,
          italic: font.italic,
          horizontal: format.horizontalAlignment.toLowerCase(),
          vertical: format.verticalAlignment === 'Center' ? 'middle' : format.verticalAlignment.toLowerCase(),
          wrap: format.wrapText,
          indent: format.indentLevel,
        }
      : {}),
  }
}

function rgb(color: string | null): string | undefined {
  return color?.replace('#', '').toUpperCase() || undefined
}

function lineOf({ style, weight, color }: Excel.RangeBorder): Line {
  if (style === 'None') return undefined
  return `${weight === 'Hairline' ? 'hair' : weight.toLowerCase()} ${rgb(color)}`
}

/**
 * Office.js reads `=` at the start of a text as a formula where both are possible; the file has no `=` there.
 */
function plainFormula(formula: unknown): unknown {
  return typeof formula === 'string' ? formula.replace(/^=/, '') : formula
}

function validationOf({ rule, type, ignoreBlanks, errorAlert }: Excel.DataValidation): unknown {
  if (type === 'None') return undefined
  const basic = rule.wholeNumber ?? rule.date
  const common = {
    allowBlank: ignoreBlanks,
    alert: errorAlert.showAlert
      ? [errorAlert.style.toLowerCase(), errorAlert.title, errorAlert.message]
      : null,
  }
  if (basic) {
    return {
      type: rule.date ? 'date' : 'whole',
      operator: basic.operator.charAt(0).toLowerCase() + basic.operator.slice(1),
      formulas: [basic.formula1, basic.formula2],
      ...common,
    }
  }
  if (rule.list) return { type: 'list', formulas: [rule.list.source], ...common }
  return { type: 'custom', formulas: [plainFormula(rule.custom?.formula)], ...common }
}

async function noteRowsAndColumns(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  { rows, columns }: Extent,
): Promise<void> {
  sheet.load('standardHeight,standardWidth')
  const ofRows = Array.from({ length: rows }, (_, row) =>
    sheet.getRange(`${row + 1}:${row + 1}`).load('rowHidden,format/rowHeight'),
  )
  const ofColumns = Array.from({ length: columns }, (_, column) =>
    sheet
      .getRange(`${columnLetter(column + 1)}:${columnLetter(column + 1)}`)
      .load('columnHidden,format/columnWidth'),
  )
  const untouched = sheet.getRange('ZZ:ZZ').load('format/columnWidth')
  await context.sync()
  ofRows.forEach(({ format, rowHidden }, row) => {
    const height = format.rowHeight === sheet.standardHeight ? undefined : format.rowHeight
    seen.note(`row ${row + 1}`, { height, hidden: rowHidden })
  })
  ofColumns.forEach(({ format, columnHidden }, column) => {
    const width = format.columnWidth === untouched.format.columnWidth ? undefined : format.columnWidth
    seen.note(`column ${columnLetter(column + 1)}`, {
      ...(columnHidden ? {} : { width: width === undefined ? undefined : Number(width.toFixed(6)) }),
      hidden: columnHidden,
    })
  })
}

async function noteMerges(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  { rows, columns }: Extent,
): Promise<void> {
  const merged = sheet.getRange(rangeAddress([1, 1], [columns, rows])).getMergedAreasOrNullObject()
  merged.load('areas/items/address')
  await context.sync()
  if (merged.isNullObject) return
  for (const { address } of merged.areas.items) seen.note(withoutSheet(address), { merged: true })
}

function withoutSheet(address: string): string {
  return address.replace(/^.*!/, '')
}

const OPERATORS: Record<string, string> = {
  EqualTo: 'equal',
  GreaterThan: 'greaterThan',
  LessThan: 'lessThan',
  Between: 'between',
}

async function noteConditionalFormats(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
): Promise<void> {
  const { conditionalFormats } = sheet.getRange()
  conditionalFormats.load('items/type,items/priority,items/stopIfTrue')
  await context.sync()
  const found = conditionalFormats.items.map((item) => {
    const custom = item.type === 'Custom' ? item.custom : null
    const cellValue = item.type === 'CellValue' ? item.cellValue : null
    custom?.rule.load('formula')
    cellValue?.load('rule')
    const { fill, font } = (custom ?? cellValue)!.format
    return {
      item,
      custom,
      cellValue,
      fill: fill.load('color'),
      font: font.load('color,bold,italic'),
      range: item.getRange().load('address'),
    }
  })
  await context.sync()
  found
    .sort((a, b) => a.item.priority - b.item.priority)
    .forEach(({ item, custom, cellValue, fill, font, range }, index) => {
      const rule = cellValue?.rule
      seen.note(`conditional format ${index + 1}`, {
        range: withoutSheet(range.address),
        rule: rule
          ? [
              OPERATORS[rule.operator],
              ...[rule.formula1, rule.formula2].filter((formula) => formula).map(plainFormula),
            ]
          : ['custom', plainFormula(custom!.rule.formula)],
        fill: rgb(fill.color),
        'font colour': rgb(font.color),
        bold: font.bold === true,
        italic: font.italic === true,
        'stops others': item.stopIfTrue === true,
      })
    })
}

async function noteNames(seen: SeenSheet, context: Excel.RequestContext): Promise<void> {
  const { names } = context.workbook
  names.load('items/name,items/formula')
  await context.sync()
  for (const { name, formula } of names.items) {
    seen.note(`name ${name}`, { reference: [withoutSheet(String(formula))] })
  }
}

async function noteSheet(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
): Promise<void> {
  sheet.load('tabColor,showGridlines')
  sheet.protection.load('protected,options')
  const frozen = sheet.freezePanes.getLocationOrNullObject()
  frozen.load('rowCount,columnCount,isEntireRow,isEntireColumn')
  await context.sync()
  const { options } = sheet.protection
  const allowed = Object.entries(options ?? {}).filter(([, value]) => value === true)
  seen.note('sheet', {
    'tab colour': rgb(sheet.tabColor),
    'grid lines': sheet.showGridlines,
    'frozen rows': frozen.isNullObject || frozen.isEntireColumn ? 0 : frozen.rowCount,
    'frozen columns': frozen.isNullObject || frozen.isEntireRow ? 0 : frozen.columnCount,
    protected: sheet.protection.protected,
    'allowed while protected': allowed.map(([name]) => name.charAt(5).toLowerCase() + name.slice(6)),
  })
}

/** Points to inches, rounded to remove the error of the division. */
function inches(points: number): number {
  return Number((points / 72).toFixed(6))
}

async function notePrint(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
): Promise<void> {
  const { pageLayout } = sheet
  pageLayout.load()
  const page = pageLayout.headersFooters.defaultForAllPages
  page.load()
  const area = pageLayout.getPrintAreaOrNullObject().load('address')
  const titles = pageLayout.getPrintTitleRowsOrNullObject().load('address')
  const breaks = sheet.horizontalPageBreaks.load('items/rowIndex')
  await context.sync()
  const pages = breaks.items.map((each) => each.getCellAfterBreak().load('rowIndex'))
  await context.sync()
  const { zoom } = pageLayout
  seen.note('print', {
    orientation: pageLayout.orientation.toLowerCase(),
    paper: pageLayout.paperSize,
    'pages wide': zoom.horizontalFitToPages ?? null,
    'pages high': zoom.verticalFitToPages || null,
    area: area.isNullObject ? undefined : withoutSheet(area.address),
    'title rows': titles.isNullObject ? undefined : withoutSheet(titles.address),
    centred: pageLayout.centerHorizontally,
    margins: {
      left: inches(pageLayout.leftMargin),
      right: inches(pageLayout.rightMargin),
      top: inches(pageLayout.topMargin),
      bottom: inches(pageLayout.bottomMargin),
      header: inches(pageLayout.headerMargin),
      footer: inches(pageLayout.footerMargin),
    },
    'pages begin at': pages.map(({ rowIndex }) => rowIndex + 1),
    header: [page.leftHeader, page.centerHeader, page.rightHeader],
    footer: [page.leftFooter, page.centerFooter, page.rightFooter],
  })
}

const CHART_KINDS: Record<string, string> = {
  LineMarkers: 'line',
  ColumnStacked: 'column',
  Doughnut: 'doughnut',
}

async function noteCharts(
  seen: SeenSheet,
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
): Promise<void> {
  const { charts } = sheet
  charts.load('items/name,items/chartType,items/title/text,items/series/items/name')
  await context.sync()
  const found = charts.items.map((chart) => ({
    chart,
    series: chart.series.items.map((series) => ({
      name: series.name,
      values: series.getDimensionDataSourceString('Values'),
      categories: series.getDimensionDataSourceString('Categories'),
    })),
  }))
  await context.sync()
  for (const { chart, series } of found) {
    seen.note(`chart ${chart.name}`, {
      kind: CHART_KINDS[chart.chartType],
      title: chart.title.text,
      series: series.map(({ name, values, categories }) => [
        name,
        withoutSheet(values.value),
        withoutSheet(categories.value),
      ]),
    })
  }
}

import type { Borders, Cell, Color, ConditionalFormattingOptions, Style, Workbook, Worksheet } from 'exceljs'
import JSZip from 'jszip'
import { cellAddress, columnLetter } from '../../../shared/sheets/address'
import { openWorkbook, plainCell } from '../../proposals/workbook-grid'
import { type Extent, noteLines, SeenSheet } from './seen-sheet'

/** The contents of the first sheet of an .xlsx file, as exceljs reads it. */
export async function seenInFile(file: Buffer, name: string, extent: Extent): Promise<SeenSheet> {
  const workbook = await openWorkbook(file)
  const sheet = workbook.getWorksheet(name)
  if (!sheet) throw new Error(`the file has no sheet ${name}`)
  const seen = new SeenSheet()
  for (let row = 1; row <= extent.rows; row++) {
    for (let column = 1; column <= extent.columns; column++) {
      seen.note(cellAddress(column, row), cellFacts(sheet.getCell(row, column), extent.isStyled(row, column)))
    }
    const { height, hidden } = sheet.getRow(row)
    seen.note(`row ${row}`, { height, hidden: hidden === true })
  }
  for (let column = 1; column <= extent.columns; column++) {
    const { width, hidden } = sheet.getColumn(column)
    seen.note(`column ${columnLetter(column)}`, {
      // Excel returns 0 for a hidden column.
      ...(hidden ? {} : { width: width === undefined ? undefined : pointsOf(width) }),
      hidden: hidden === true,
    })
  }
  noteLines(seen, extent, (row, column) => sidesOf(sheet.getCell(row, column).border))
  for (const area of sheet.model.merges) seen.note(area, { merged: true })
  noteConditionalFormats(seen, sheet)
  noteNames(seen, workbook, name)
  noteSheet(seen, sheet)
  notePrint(seen, sheet)
  const zip = await JSZip.loadAsync(file)
  seen.note('print', { 'pages begin at': await pagesIn(zip) })
  await noteCharts(seen, zip)
  return seen
}

function cellFacts(cell: Cell, styled: boolean): Record<string, unknown> {
  // A covered cell of a merged area shows nothing; exceljs returns the value of the cell that covers it.
  const covered = cell.isMerged && cell.master !== cell
  const { font, alignment, fill, numFmt, protection } = cell.style as Partial<Style>
  return {
    value: covered ? '' : plainCell(cell),
    formula: covered || !cell.formula ? undefined : `=${cell.formula}`,
    'number format': numFmt ?? 'General',
    // Office.js returns white for a cell without a fill.
    fill: fill?.type === 'pattern' && fill.pattern === 'solid' ? rgb(fill.fgColor) : 'FFFFFF',
    locked: protection?.locked !== false,
    validation: validationOf(cell),
    ...(styled
      ? {
          'font name': font?.name,
          'font size': font?.size,
          'font colour': rgb(font?.color) ?? '000000',
          bold: font?.bold === true,
          italic: font?.italic === true,
          horizontal: alignment?.horizontal ?? 'general',
          vertical: alignment?.vertical ?? 'bottom',
          wrap: alignment?.wrapText === true,
          indent: alignment?.indent ?? 0,
        }
      : {}),
  }
}

function rgb(color: Partial<Color> | undefined): string | undefined {
  return color?.argb?.slice(2).toUpperCase()
}

function sidesOf(border: Partial<Borders> | undefined) {
  const line = (side: 'top' | 'right' | 'bottom' | 'left') => {
    const edge = border?.[side]
    return edge?.style ? `${edge.style} ${rgb(edge.color) ?? '000000'}` : undefined
  }
  return { top: line('top'), right: line('right'), bottom: line('bottom'), left: line('left') }
}

/**
 * Widths are compared in points, the unit of Office.js. The file counts characters of 7 pixels (its default
 * font), including the padding around them; 96 pixels are 72 points.
 */
function pointsOf(width: number): number {
  return Number((width * 7 * 0.75).toFixed(6))
}

function validationOf(cell: Cell): Record<string, unknown> | undefined {
  const { dataValidation } = cell
  if (!dataValidation) return undefined
  const { type, formulae = [], allowBlank, error, errorTitle, errorStyle, showErrorMessage } = dataValidation
  return {
    type,
    ...('operator' in dataValidation ? { operator: dataValidation.operator } : {}),
    formulas: formulae.map((formula) => {
      if (formula instanceof Date) return formula.toISOString().slice(0, 10)
      return typeof formula === 'string' ? formula.replace(/^"(.*)"$/, '$1') : formula
    }),
    allowBlank: allowBlank === true,
    alert: showErrorMessage === true ? [errorStyle ?? 'stop', errorTitle, error] : null,
  }
}

/** exceljs keeps them in a property that its types don't declare. */
function noteConditionalFormats(seen: SeenSheet, sheet: Worksheet): void {
  const { conditionalFormattings } = sheet as unknown as {
    conditionalFormattings: readonly ConditionalFormattingOptions[]
  }
  conditionalFormattings
    .flatMap(({ ref, rules }) => rules.map((rule) => ({ ref, rule })))
    .sort((a, b) => a.rule.priority - b.rule.priority)
    .forEach(({ ref, rule }, index) => {
      if (rule.type !== 'expression' && rule.type !== 'cellIs') throw new Error(`a rule of type ${rule.type}`)
      const { font, fill } = rule.style ?? {}
      seen.note(`conditional format ${index + 1}`, {
        range: ref,
        rule: [rule.type === 'cellIs' ? rule.operator : 'custom', ...(rule.formulae ?? []).map(String)],
        fill: fill?.type === 'pattern' ? rgb(fill.bgColor) : undefined,
        'font colour': rgb(font?.color),
        bold: font?.bold === true,
        italic: font?.italic === true,
        'stops others': (rule as { stopIfTrue?: boolean }).stopIfTrue === true,
      })
    })
}

function noteNames(seen: SeenSheet, workbook: Workbook, sheet: string): void {
  for (const { name, ranges } of workbook.definedNames.model) {
    // Print area and print titles are names too; they are read from the page set-up.
    if (name.startsWith('_xlnm')) continue
    seen.note(`name ${name}`, {
      reference: ranges.map((range) => range.replace(sheet, '').replace(/^'?'?!/, '')),
    })
  }
}

function noteSheet(seen: SeenSheet, sheet: Worksheet): void {
  const view = sheet.views[0] as { state?: string; xSplit?: number; ySplit?: number; showGridLines?: boolean }
  const frozen = view.state === 'frozen'
  const { sheetProtection } = sheet.model as unknown as { sheetProtection?: Record<string, unknown> | null }
  seen.note('sheet', {
    'tab colour': rgb(sheet.properties.tabColor),
    'grid lines': view.showGridLines !== false,
    'frozen rows': frozen ? (view.ySplit ?? 0) : 0,
    'frozen columns': frozen ? (view.xSplit ?? 0) : 0,
    protected: sheetProtection?.sheet === true,
    'allowed while protected': ALLOWABLE.filter((what) => sheetProtection?.[what] === true),
  })
}

const ALLOWABLE = [
  'formatColumns',
  'formatRows',
  'insertColumns',
  'insertRows',
  'deleteRows',
  'sort',
  'autoFilter',
]

function notePrint(seen: SeenSheet, sheet: Worksheet): void {
  const { pageSetup, headerFooter } = sheet
  const header = sidesOfLine(headerFooter.oddHeader)
  const footer = sidesOfLine(headerFooter.oddFooter)
  seen.note('print', {
    orientation: pageSetup.orientation,
    paper: pageSetup.paperSize === 9 ? 'A4' : pageSetup.paperSize,
    'pages wide': pageSetup.fitToPage ? pageSetup.fitToWidth : null,
    // 0 means as many as needed.
    'pages high': pageSetup.fitToPage ? pageSetup.fitToHeight || null : null,
    area: pageSetup.printArea,
    'title rows': pageSetup.printTitlesRow?.replaceAll('$', ''),
    centred: pageSetup.horizontalCentered === true,
    margins: pageSetup.margins,
    header: [header.left, header.center, header.right],
    footer: [footer.left, footer.center, footer.right],
  })
}

/** exceljs writes page breaks but doesn't read them, so this searches the sheet's own XML. */
async function pagesIn(zip: JSZip): Promise<number[]> {
  const sheet = await zip.file('xl/worksheets/sheet1.xml')!.async('string')
  const breaks = /<rowBreaks[^>]*>.*?<\/rowBreaks>/s.exec(sheet)?.[0] ?? ''
  // The file names the last row of a page.
  return [...breaks.matchAll(/<brk id="(\d+)"/g)].map(([, row]) => Number(row) + 1)
}

const CHART_KINDS = { line: 'c:lineChart', column: 'c:barChart', doughnut: 'c:doughnutChart' }

/** exceljs knows no charts: this follows the relationships from the sheet's drawing to its charts. */
async function noteCharts(seen: SeenSheet, zip: JSZip): Promise<void> {
  const text = (path: string) => zip.file(path)?.async('string') ?? Promise.resolve('')
  const relations = new Map(
    [
      ...(await text('xl/drawings/_rels/drawing1.xml.rels')).matchAll(
        /Id="(\w+)"[^>]*Target="\.\.\/([^"]+)"/g,
      ),
    ].map(([, id, target]) => [id!, `xl/${target}`]),
  )
  const drawing = await text('xl/drawings/drawing1.xml')
  for (const [, name, id] of drawing.matchAll(/<xdr:cNvPr [^>]*name="([^"]*)"[^>]*>.*?r:id="(\w+)"/gs)) {
    const xml = await text(relations.get(id!)!)
    const all = (of: string, pattern: RegExp) => [...of.matchAll(pattern)].map(([, found]) => found!)
    seen.note(`chart ${name}`, {
      kind: Object.entries(CHART_KINDS).find(([, element]) => xml.includes(`<${element}>`))?.[0],
      title: all(xml, /<a:t>([^<]*)<\/a:t>/g)[0],
      series: all(xml, /<c:ser>(.*?)<\/c:ser>/gs).map((series) => {
        const [, categories, values] = all(series, /<c:f>[^<]*!([^<]*)<\/c:f>/g)
        return [all(series, /<c:tx>.*?<c:v>([^<]*)<\/c:v>.*?<\/c:tx>/gs)[0], values, categories]
      }),
    })
  }
}

/** `&Lleft&Ccentre&Rright`; an ampersand of the text itself is doubled. */
function sidesOfLine(line: string | undefined): Record<'left' | 'center' | 'right', string> {
  const side = (letter: string) =>
    new RegExp(`(?<!&)(?:&&)*&${letter}((?:[^&]|&[^LCR])*)`).exec(line ?? '')?.[1] ?? ''
  return { left: side('L'), center: side('C'), right: side('R') }
}

import { cellOfAddress, fixedAddress, ofSheet } from '../../../shared/sheets/address'
import { plainOf } from '../../../shared/sheets/cells'
import type { ChartLayout, SheetLayout } from '../../../shared/sheets/layout'
import { DATE_FORMAT } from '../../../shared/sheets/number-formats'
import { COLORS, FONT_NAME } from '../../../shared/sheets/palette'
import { XML_HEAD, xmlText } from './xml'

const NAMESPACES = [
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
].join(' ')
const CATEGORY_AXIS = 1
const VALUE_AXIS = 2
const HOLE_PERCENT = 58
const GAP_PERCENT = 60
/** In hundredths of a point. */
const TITLE_SIZE = 1100
const TEXT_SIZE = 900

interface Column {
  /** `'MediaMix'!$C$7:$C$20` */
  ref: string
  values: (string | number)[]
}

/**
 * A chart as a part of the file (ISO/IEC 29500-1, DrawingML charts). It refers to cells and also has their present
 * values, for readers that don't calculate.
 */
export function chartPart(chart: ChartLayout, layout: SheetLayout): string {
  const { font = FONT_NAME } = chart
  const columns = columnsOf(chart.values, layout)
  const [categories] = columnsOf(chart.categories, layout)
  const series = columns.map((column, i) => seriesXml(chart, column, categories!, i)).join('')
  return `${XML_HEAD}<c:chartSpace ${NAMESPACES}><c:roundedCorners val="0"/><c:chart>${titleXml(chart.title, font)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>${plotXml(chart, series)}</c:plotArea><c:legend><c:legendPos val="${chart.kind === 'doughnut' ? 'r' : 'b'}"/><c:overlay val="0"/>${textXml(font)}</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/>${NO_LINE}</c:spPr>${textXml(font)}</c:chartSpace>`
}

const NO_LINE = '<a:ln><a:noFill/></a:ln>'
const fill = (color: string) => `<a:solidFill><a:srgbClr val="${color}"/></a:solidFill>`
const faces = (font: string) => `<a:latin typeface="${xmlText(font)}"/><a:ea typeface="${xmlText(font)}"/>`

function textXml(font: string): string {
  return `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${TEXT_SIZE}">${fill(COLORS.muted)}${faces(font)}</a:defRPr></a:pPr><a:endParaRPr lang="ko-KR"/></a:p></c:txPr>`
}

function titleXml(title: string, font: string): string {
  const look = `sz="${TITLE_SIZE}" b="1"`
  return `<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr ${look}/></a:pPr><a:r><a:rPr lang="ko-KR" ${look}>${fill(COLORS.ink)}${faces(font)}</a:rPr><a:t>${xmlText(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`
}

function plotXml({ kind, font = FONT_NAME }: ChartLayout, series: string): string {
  const axes = `<c:axId val="${CATEGORY_AXIS}"/><c:axId val="${VALUE_AXIS}"/>`
  switch (kind) {
    case 'doughnut':
      return `<c:doughnutChart><c:varyColors val="1"/>${series}<c:firstSliceAng val="0"/><c:holeSize val="${HOLE_PERCENT}"/></c:doughnutChart>`
    case 'column':
      return `<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>${series}<c:gapWidth val="${GAP_PERCENT}"/><c:overlap val="100"/>${axes}</c:barChart>${axesXml(font)}`
    case 'line':
      return `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series}<c:marker val="1"/>${axes}</c:lineChart>${axesXml(font)}`
  }
}

function axesXml(font: string): string {
  const line = (color: string) => `<a:ln w="9525">${fill(color)}</a:ln>`
  const common = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
  return `<c:catAx><c:axId val="${CATEGORY_AXIS}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="1"/>${common}<c:spPr>${line(COLORS.lineStrong)}</c:spPr>${textXml(font)}<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx><c:valAx><c:axId val="${VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr>${line(COLORS.line)}</c:spPr></c:majorGridlines><c:numFmt formatCode="#,##0" sourceLinked="0"/>${common}<c:spPr>${NO_LINE}</c:spPr>${textXml(font)}<c:crossAx val="${CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`
}

function seriesXml(
  { kind, colors, font = FONT_NAME }: ChartLayout,
  column: Column,
  categories: Column,
  index: number,
): string {
  const [name, ...values] = column.values
  const [nameRef, valuesRef] = splitHead(column.ref)
  const color = colors[index] ?? COLORS.navy
  const head = `<c:idx val="${index}"/><c:order val="${index}"/><c:tx><c:strRef><c:f>${xmlText(nameRef)}</c:f>${textCache([String(name)])}</c:strRef></c:tx>`
  const data = `<c:cat>${categoriesXml(categories)}</c:cat><c:val><c:numRef><c:f>${xmlText(valuesRef)}</c:f>${numberCache(values, '#,##0')}</c:numRef></c:val>`
  switch (kind) {
    case 'doughnut': {
      const points = values.map(
        (_value, i) =>
          `<c:dPt><c:idx val="${i}"/><c:bubble3D val="0"/><c:spPr>${fill(colors[i % colors.length]!)}<a:ln w="19050">${fill(COLORS.white)}</a:ln></c:spPr></c:dPt>`,
      )
      const labels =
        '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="1"/><c:showBubbleSize val="0"/><c:showLeaderLines val="0"/>'
      return `<c:ser>${head}${points.join('')}<c:dLbls><c:numFmt formatCode="0%" sourceLinked="0"/><c:spPr><a:noFill/>${NO_LINE}</c:spPr>${labelText(font)}${labels}</c:dLbls>${data}</c:ser>`
    }
    case 'column':
      return `<c:ser>${head}<c:spPr>${fill(color)}</c:spPr><c:invertIfNegative val="0"/>${data}</c:ser>`
    case 'line':
      return `<c:ser>${head}<c:spPr><a:ln w="22225">${fill(color)}</a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="4"/><c:spPr>${fill(color)}${NO_LINE}</c:spPr></c:marker>${data}<c:smooth val="0"/></c:ser>`
  }
}

function labelText(font: string): string {
  return `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${TEXT_SIZE}" b="1">${fill(COLORS.white)}${faces(font)}</a:defRPr></a:pPr><a:endParaRPr lang="ko-KR"/></a:p></c:txPr>`
}

function textCache(texts: readonly string[]): string {
  const points = texts.map((text, i) => `<c:pt idx="${i}"><c:v>${xmlText(text)}</c:v></c:pt>`).join('')
  return `<c:strCache><c:ptCount val="${texts.length}"/>${points}</c:strCache>`
}

/** Categories are texts or dates. */
function categoriesXml({ ref, values }: Column): string {
  const f = `<c:f>${xmlText(ref)}</c:f>`
  return values.every((value) => typeof value === 'number')
    ? `<c:numRef>${f}${numberCache(values, DATE_FORMAT)}</c:numRef>`
    : `<c:strRef>${f}${textCache(values.map(String))}</c:strRef>`
}

function numberCache(values: readonly (string | number)[], format: string): string {
  const points = values
    .map((value, i) => (typeof value === 'number' ? `<c:pt idx="${i}"><c:v>${value}</c:v></c:pt>` : ''))
    .join('')
  return `<c:numCache><c:formatCode>${format}</c:formatCode><c:ptCount val="${values.length}"/>${points}</c:numCache>`
}

/** The columns of a range, each with its reference and its values. */
function columnsOf(range: string, layout: SheetLayout): Column[] {
  const [from, to = from] = range.split(':').map((address) => cellOfAddress(address)!)
  const rows = [...layout.rows].slice(from!.row - 1, to!.row)
  return Array.from({ length: to!.column - from!.column + 1 }, (_, i) => {
    const column = from!.column + i
    return {
      ref: `${ofSheet(layout.name)}${fixedAddress(column, from!.row)}:${fixedAddress(column, to!.row)}`,
      values: rows.map(({ cells }) => plainOf(cells[column - 1])),
    }
  })
}

/** The reference of the first cell, and of those below it. */
function splitHead(ref: string): [string, string] {
  const [, sheet, column, first, last] = /^(.*!)\$([A-Z]+)\$(\d+):.*\$(\d+)$/.exec(ref)!
  return [`${sheet}$${column}$${first}`, `${sheet}$${column}$${Number(first) + 1}:$${column}$${last}`]
}

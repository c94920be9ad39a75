import type { SheetLayout } from '../../../shared/sheets/layout'
import { chartPart } from './chart-part'
import { type Drawn, drawingPart } from './drawing-part'
import { XML_HEAD } from './xml'

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = {
  drawing: 'application/vnd.openxmlformats-officedocument.drawing+xml',
  chart: 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml',
}
/** The elements of a sheet that may follow its drawing. */
const AFTER_DRAWING =
  /<(?:legacyDrawing|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|<\/worksheet>/

export function hasDrawings({ charts = [], pictures = [] }: SheetLayout): boolean {
  return charts.length + pictures.length > 0
}

/**
 * Adds charts and pictures to a workbook that exceljs has written: it writes no charts, and pictures only where it
 * holds the whole workbook. Parts that don't change stay packed as they are.
 *
 * @param sheets in the order of the workbook, whose sheets must have no drawings yet
 */
export async function addDrawings(workbook: Buffer, sheets: readonly SheetLayout[]): Promise<Buffer> {
  const { default: JSZip } = await import('jszip')
  const zip = await JSZip.loadAsync(workbook)
  const overrides: string[] = []
  let charts = 0
  let pictures = 0
  for (const [i, sheet] of sheets.entries()) {
    if (!hasDrawings(sheet)) continue
    const number = i + 1
    const relations: string[] = []
    const relate = (type: 'chart' | 'image', target: string) => {
      const id = `rId${relations.length + 1}`
      relations.push(relationXml(id, type, target))
      return id
    }
    const drawn: Drawn[] = []
    for (const picture of sheet.pictures ?? []) {
      const file = `image${++pictures}.png`
      zip.file(`xl/media/${file}`, picture.base64, { base64: true })
      drawn.push({ picture, relation: relate('image', `../media/${file}`) })
    }
    for (const chart of sheet.charts ?? []) {
      const file = `chart${++charts}.xml`
      zip.file(`xl/charts/${file}`, chartPart(chart, sheet))
      overrides.push(overrideXml(`/xl/charts/${file}`, TYPES.chart))
      drawn.push({ chart, relation: relate('chart', `../charts/${file}`) })
    }
    zip.file(`xl/drawings/drawing${number}.xml`, drawingPart(drawn))
    zip.file(`xl/drawings/_rels/drawing${number}.xml.rels`, relationsXml(relations))
    overrides.push(overrideXml(`/xl/drawings/drawing${number}.xml`, TYPES.drawing))
    await relateDrawing(zip, number)
  }
  const png = pictures > 0 ? '<Default Extension="png" ContentType="image/png"/>' : ''
  await change(zip, '[Content_Types].xml', (xml) =>
    xml.replace('</Types>', `${png}${overrides.join('')}</Types>`),
  )
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
}

type Zip = Awaited<ReturnType<typeof import('jszip')['loadAsync']>>

/** Makes a sheet point to its drawing. */
async function relateDrawing(zip: Zip, number: number): Promise<void> {
  const id = 'rIdDrawing'
  const relation = relationXml(id, 'drawing', `../drawings/drawing${number}.xml`)
  const path = `xl/worksheets/_rels/sheet${number}.xml.rels`
  if (zip.file(path))
    await change(zip, path, (xml) => xml.replace('</Relationships>', `${relation}</Relationships>`))
  else zip.file(path, relationsXml([relation]))
  await change(zip, `xl/worksheets/sheet${number}.xml`, (xml) =>
    xml.replace(AFTER_DRAWING, (found) => `<drawing r:id="${id}"/>${found}`),
  )
}

async function change(zip: Zip, path: string, by: (xml: string) => string): Promise<void> {
  zip.file(path, by(await zip.file(path)!.async('string')))
}

function relationXml(id: string, type: 'chart' | 'image' | 'drawing', target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
}

function relationsXml(relations: readonly string[]): string {
  return `${XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`
}

function overrideXml(part: string, type: string): string {
  return `<Override PartName="${part}" ContentType="${type}"/>`
}

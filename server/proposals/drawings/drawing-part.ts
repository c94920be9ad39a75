import { cellOfAddress } from '../../../shared/sheets/address'
import type { ChartLayout, PictureLayout } from '../../../shared/sheets/layout'
import { XML_HEAD, xmlText } from './xml'

const NAMESPACES = [
  'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
].join(' ')
/** English metric units, in which drawings are measured. */
const EMU_PER_POINT = 12_700

/** What is drawn over the cells of a sheet; each has a relationship of its own. */
export type Drawn = { relation: string } & ({ chart: ChartLayout } | { picture: PictureLayout })

/** The drawing of a sheet as a part of the file (ISO/IEC 29500-1, SpreadsheetML drawings). */
export function drawingPart(drawn: readonly Drawn[]): string {
  const anchors = drawn.map((one, i) =>
    'chart' in one
      ? chartAnchor(one.chart, one.relation, i + 1)
      : pictureAnchor(one.picture, one.relation, i + 1),
  )
  return `${XML_HEAD}<xdr:wsDr ${NAMESPACES}>${anchors.join('')}</xdr:wsDr>`
}

function chartAnchor({ name, title, from, to }: ChartLayout, relation: string, id: number): string {
  const [first, last] = [cellOfAddress(from)!, cellOfAddress(to)!]
  return `<xdr:twoCellAnchor editAs="oneCell">${corner('from', first.column - 1, first.row - 1)}${corner('to', last.column, last.row)}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${id + 1}" name="${xmlText(name)}" descr="${xmlText(title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="${relation}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>`
}

function pictureAnchor(
  { name, description, at, left, width, height }: PictureLayout,
  relation: string,
  id: number,
): string {
  const { column, row } = cellOfAddress(at)!
  const size = `cx="${Math.round(width * EMU_PER_POINT)}" cy="${Math.round(height * EMU_PER_POINT)}"`
  return `<xdr:oneCellAnchor>${corner('from', column - 1, row - 1, left)}<xdr:ext ${size}/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="${id + 1}" name="${xmlText(name)}" descr="${xmlText(description)}"/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="${relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>`
}

/** Columns and rows count from 0 here. @param right of the column's edge, in points */
function corner(name: 'from' | 'to', column: number, row: number, right = 0): string {
  return `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>${Math.round(right * EMU_PER_POINT)}</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`
}

import { IRenderManagerService } from '@univerjs/engine-render'
import { SheetSkeletonManagerService } from '@univerjs/sheets-ui'
import { parseArea } from '../host/addresses'
import type { Host } from '../host/host'

/** The middle of a cell of the active sheet, in the page's pixels: the point to click with a mouse. */
export function cellPoint(host: Host, address: string): { x: number; y: number } {
  const { top, left } = parseArea(address)
  const sheet = host.workbook.getActiveSheet()
  const render = host.injector.get(IRenderManagerService).getRenderById(host.workbook.getId())
  const skeleton = render?.with(SheetSkeletonManagerService).getCurrentSkeleton()
  if (!render || !skeleton) throw new Error('the grid is not drawn yet')
  const cell = skeleton.getCellWithCoordByIndex(top, left)
  const merged = cell.isMerged || cell.isMergedMainCell ? cell.mergeInfo : cell
  const { xSplit, ySplit } = sheet.getFreeze()
  const scroll = render.scene.getViewport('viewMain')
  // Frozen cells don't scroll.
  const x = (merged.startX + merged.endX) / 2 - (left < xSplit ? 0 : (scroll?.viewportScrollX ?? 0))
  const y = (merged.startY + merged.endY) / 2 - (top < ySplit ? 0 : (scroll?.viewportScrollY ?? 0))
  const canvas = render.engine.getCanvasElement().getBoundingClientRect()
  return { x: canvas.left + x * render.scene.scaleX, y: canvas.top + y * render.scene.scaleY }
}

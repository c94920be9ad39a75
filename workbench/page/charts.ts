import { IRenderManagerService } from '@univerjs/engine-render'
import { SheetSkeletonManagerService } from '@univerjs/sheets-ui'
import type { Host } from '../host/host'
import { type LineChart, lineChartsOf } from '../host/line-charts'
import { POINTS_TO_PIXELS } from '../host/sheet-state'
import { drawLineChart } from './line-chart'

/**
 * Shows the active sheet's charts over its cells. They move with the cells, and clicks go through them to the cells:
 * the workbench draws charts, but a person can't change them.
 */
export function showCharts(host: Host): void {
  const layer = document.createElement('div')
  layer.className = 'charts'
  let asked = false
  const ask = () => {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      draw(host, layer)
    })
  }
  // Everything that a chart depends on changes by commands: values, sizes, scrolling, the active sheet.
  host.commands.onCommandExecuted(ask)
  host.onRequestDone = ask
  ask()
}

function draw(host: Host, layer: HTMLElement): void {
  const charts = lineChartsOf(host, host.workbook.getActiveSheet().getSheetId())
  const view = charts.length > 0 ? viewOf(host) : null
  if (!view) {
    layer.remove()
    return
  }
  if (layer.parentElement !== view.parent) view.parent.append(layer)
  layer.replaceChildren(...charts.map((chart) => placed(chart, view)))
}

interface View {
  parent: HTMLElement
  scale: { x: number; y: number }
  x: Axis
  y: Axis
}

/** In pixels before scaling. */
interface Axis {
  header: number
  /** Where the frozen rows or columns end. */
  frozen: number
  scrolled: number
}

function viewOf(host: Host): View | null {
  const render = host.injector.get(IRenderManagerService).getRenderById(host.workbook.getId())
  const skeleton = render?.with(SheetSkeletonManagerService).getCurrentSkeleton()
  const parent = render?.engine.getCanvasElement().parentElement
  if (!render || !skeleton || !parent) return null
  const scroll = render.scene.getViewport('viewMain')
  const { xSplit, ySplit } = host.workbook.getActiveSheet().getFreeze()
  const firstFree = skeleton.getCellWithCoordByIndex(ySplit, xSplit)
  return {
    parent,
    scale: { x: render.scene.scaleX, y: render.scene.scaleY },
    x: {
      header: skeleton.rowHeaderWidthAndMarginLeft,
      frozen: firstFree.startX,
      scrolled: scroll?.viewportScrollX ?? 0,
    },
    y: {
      header: skeleton.columnHeaderHeightAndMarginTop,
      frozen: firstFree.startY,
      scrolled: scroll?.viewportScrollY ?? 0,
    },
  }
}

function placed(chart: LineChart, { x, y, scale }: View): SVGElement {
  const [width, height] = [chart.width * POINTS_TO_PIXELS, chart.height * POINTS_TO_PIXELS]
  const across = onAxis(chart.left * POINTS_TO_PIXELS, x)
  const down = onAxis(chart.top * POINTS_TO_PIXELS, y)
  const drawn = drawLineChart(chart, width, height)
  Object.assign(drawn.style, {
    left: `${across.at * scale.x}px`,
    top: `${down.at * scale.y}px`,
    transform: `scale(${scale.x}, ${scale.y})`,
    clipPath: `inset(${down.hidden}px 0 0 ${across.hidden}px)`,
  })
  return drawn
}

/** Where a chart begins, and how much of it is under the headers or the frozen cells. */
function onAxis(start: number, { header, frozen, scrolled }: Axis): { at: number; hidden: number } {
  const isFrozen = header + start < frozen
  const at = header + start - (isFrozen ? 0 : scrolled)
  return { at, hidden: Math.max(0, (isFrozen ? header : frozen) - at) }
}

import type { LineChart } from '../host/line-charts'

const SVG = 'http://www.w3.org/2000/svg'
const FONT_PX = 12
const LETTER_PX = 6.5
const GAP_PX = 8
const TITLE_PX = 32
const LEGEND_PX = 24
const GRID_LINES = 5

/** Draws a chart of a size in pixels: lines with a gap where a cell is empty, over grid lines at round numbers. */
export function drawLineChart(chart: LineChart, width: number, height: number): SVGSVGElement {
  const svg = element('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' })
  svg.setAttribute('aria-label', chart.title)
  svg.append(element('rect', { width: width - 1, height: height - 1, x: 0.5, y: 0.5, class: 'chart-area' }))
  if (chart.title) svg.append(label(chart.title, width / 2, TITLE_PX / 2 + 6, 'middle', 'chart-title'))
  const values = chart.lines.flatMap((line) => line.values.filter((value) => value !== null))
  const steps = roundSteps(Math.min(0, ...values), Math.max(0, ...values))
  const plot = {
    left: GAP_PX + Math.max(...steps.map((step) => textOf(step).length)) * LETTER_PX + GAP_PX,
    top: chart.title ? TITLE_PX : GAP_PX * 2,
    right: width - GAP_PX * 2,
    bottom:
      height - GAP_PX - (chart.categories.length > 0 ? FONT_PX + GAP_PX : 0) - (chart.legend ? LEGEND_PX : 0),
  }
  const [lowest, highest] = [steps[0]!, steps.at(-1)!]
  const y = (value: number) =>
    plot.bottom - ((value - lowest) / (highest - lowest)) * (plot.bottom - plot.top)
  const places = Math.max(chart.categories.length, ...chart.lines.map((line) => line.values.length), 1)
  const x = (place: number) => plot.left + ((place + 0.5) / places) * (plot.right - plot.left)
  for (const step of steps) {
    svg.append(
      element('line', { x1: plot.left, x2: plot.right, y1: y(step), y2: y(step), class: 'chart-grid' }),
    )
    svg.append(label(textOf(step), plot.left - GAP_PX / 2, y(step) + 4, 'end'))
  }
  const longest = Math.max(0, ...chart.categories.map((category) => category.length))
  const every = Math.max(1, Math.ceil(((longest + 2) * LETTER_PX * places) / (plot.right - plot.left)))
  for (const [place, category] of chart.categories.entries()) {
    if (place % every === 0) svg.append(label(category, x(place), plot.bottom + FONT_PX + 4, 'middle'))
  }
  for (const { color, values } of chart.lines) {
    svg.append(element('path', { d: path(values, x, y), stroke: color, class: 'chart-line' }))
    if (!chart.markers) continue
    for (const [place, value] of values.entries()) {
      if (value !== null) svg.append(element('circle', { cx: x(place), cy: y(value), r: 3, fill: color }))
    }
  }
  if (chart.legend) svg.append(...legend(chart.lines, width / 2, height - LEGEND_PX / 2))
  return svg
}

function path(
  values: readonly (number | null)[],
  x: (place: number) => number,
  y: (value: number) => number,
): string {
  return values
    .flatMap((value, place) =>
      value === null ? [] : `${place > 0 && values[place - 1] !== null ? 'L' : 'M'}${x(place)} ${y(value)}`,
    )
    .join('')
}

/** Round numbers from below the lowest value to above the highest, some five of them. */
function roundSteps(lowest: number, highest: number): number[] {
  const rough = (highest - lowest || 1) / GRID_LINES
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough)!
  const first = Math.floor(lowest / step)
  return Array.from({ length: Math.ceil(highest / step) - first + 1 || 2 }, (_, i) => (first + i) * step)
}

const textOf = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 6 })

/** One line below the chart, around its middle. */
function legend(lines: LineChart['lines'], middle: number, y: number): SVGElement[] {
  const width = (name: string) => 24 + [...name].length * LETTER_PX * 1.6 + GAP_PX
  let at = middle - lines.reduce((sum, { name }) => sum + width(name), 0) / 2
  return lines.flatMap(({ name, color }) => {
    const left = at
    at += width(name)
    return [
      element('line', { x1: left, x2: left + 18, y1: y, y2: y, stroke: color, class: 'chart-line' }),
      label(name, left + 24, y + 4, 'start'),
    ]
  })
}

function label(text: string, x: number, y: number, anchor: string, className = 'chart-text'): SVGElement {
  const made = element('text', { x, y, 'text-anchor': anchor, class: className })
  made.textContent = text
  return made
}

function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}

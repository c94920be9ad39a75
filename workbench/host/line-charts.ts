import type { RangeTarget } from './addresses'
import { cellAt, contentOf } from './cell-contents'
import type { Host } from './host'
import { within } from './property-bag'
import type { ChartState, SeriesState } from './sheet-state'

/** A line chart as it is drawn, with the cells' present values. */
export interface LineChart {
  id: string
  /** In points from the sheet's first cell. */
  left: number
  top: number
  width: number
  height: number
  title: string
  legend: 'Bottom' | 'Top' | 'Left' | 'Right' | null
  markers: boolean
  categories: string[]
  lines: { name: string; color: string; values: (number | null)[] }[]
}

/** Excel gives lines these colours in this order. */
const COLORS = ['#4472C4', '#ED7D31', '#A5A5A5', '#FFC000', '#5B9BD5', '#70AD47']

/** Charts of other kinds are kept, but not drawn. */
export function lineChartsOf(host: Host, sheetId: string): LineChart[] {
  const charts = host.state.sheets.get(sheetId)?.charts ?? []
  return charts
    .filter(({ bag }) => String(bag.chartType).startsWith('Line'))
    .map((chart) => drawn(host, chart))
}

function drawn(host: Host, { id, bag, series }: ChartState): LineChart {
  const title = within(bag, 'title')
  const legend = within(bag, 'legend')
  const places = Object.fromEntries(
    ['left', 'top', 'width', 'height'].map((name) => [name, Number(bag[name])]),
  ) as Record<'left' | 'top' | 'width' | 'height', number>
  return {
    id,
    ...places,
    title: title.visible === false ? '' : String(title.text ?? ''),
    legend: legend.visible === false ? null : ((legend.position ?? 'Right') as LineChart['legend']),
    markers: bag.chartType !== 'Line',
    categories: cellsOf(series[0]?.names ?? null).map(({ sheetId, row, column }) =>
      host.sheet(sheetId).getRange(row, column).getDisplayValue(),
    ),
    lines: series.map((each, i) => lineOf(host, each, i)),
  }
}

function lineOf(host: Host, { bag, values }: SeriesState, index: number): LineChart['lines'][number] {
  const { color } = within(within(bag, 'format'), 'line')
  return {
    name: String(bag.name ?? `Series${index + 1}`),
    color: String(color ?? COLORS[index % COLORS.length]),
    values: cellsOf(values).map(({ sheetId, row, column }) => {
      const value = contentOf(cellAt(host.sheet(sheetId), row, column))
      return typeof value === 'number' ? value : null
    }),
  }
}

function cellsOf(range: RangeTarget | null): { sheetId: string; row: number; column: number }[] {
  if (!range) return []
  const { sheetId, top, left, bottom, right } = range
  const columns = right - left + 1
  return Array.from({ length: (bottom - top + 1) * columns }, (_, i) => ({
    sheetId,
    row: top + Math.floor(i / columns),
    column: left + (i % columns),
  }))
}

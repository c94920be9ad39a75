import { type Area, areaAddress, quotedSheet, type RangeTarget } from './addresses'
import { cellAt, contentOf, readValues } from './cell-contents'
import {
  AREA_FORMAT,
  AXES,
  DATA_LABELS,
  DATA_TABLE,
  LEGEND,
  PLOT_AREA,
  POINT,
  SERIES_FORMAT,
  TITLE,
  TRENDLINE,
} from './chart-shapes'
import { invalidArgument, itemNotFound } from './errors'
import { EVENT } from './event-channel'
import { eventRegistration } from './event-registration'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'
import { otherRange } from './other-range'
import { bagType, within } from './property-bag'
import { columnWidth, rowHeight } from './row-and-column-sizes'
import type { Bag, ChartState, SeriesState, SheetTarget } from './sheet-state'
import { worksheetReference } from './worksheet-reference'

interface ChartTarget {
  sheetId: string
  id: string
}
interface SeriesTarget extends ChartTarget {
  series: SeriesState
}

function chartOf(host: Host, { sheetId, id }: ChartTarget): ChartState {
  const chart = host.sheetState(sheetId).charts.find((each) => each.id === id)
  if (!chart) throw itemNotFound(`chart ${id}`)
  return chart
}

const TYPES = {
  axes: bagType(AXES),
  dataLabels: bagType(DATA_LABELS),
  dataTable: bagType(DATA_TABLE),
  format: bagType(AREA_FORMAT),
  legend: bagType(LEGEND),
  plotArea: bagType(PLOT_AREA),
  title: bagType(TITLE),
}

function part(name: keyof typeof TYPES) {
  return (target: ChartTarget, host: Host): HostObject =>
    TYPES[name].of(within(chartOf(host, target).bag, name))
}

function kept(name: string, initial: unknown) {
  return {
    get: (target: ChartTarget, host: Host) => chartOf(host, target).bag[name] ?? initial,
    set: (target: ChartTarget, value: unknown, host: Host) => {
      chartOf(host, target).bag[name] = value
    },
  }
}

const chartType: HostType<ChartTarget> = new HostType<ChartTarget>('Chart', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }) => id },
    name: {
      get: (target, host) => chartOf(host, target).name,
      set: (target, value, host) => {
        chartOf(host, target).name = String(value)
      },
    },
    chartType: kept('chartType', 'ColumnClustered'),
    left: kept('left', 0),
    top: kept('top', 0),
    width: kept('width', 360),
    height: kept('height', 216),
    style: kept('style', 201),
    displayBlanksAs: kept('displayBlanksAs', 'NotPlotted'),
    plotVisibleOnly: kept('plotVisibleOnly', true),
    plotBy: kept('plotBy', 'Columns'),
    seriesNameLevel: kept('seriesNameLevel', 0),
    categoryLabelLevel: kept('categoryLabelLevel', 0),
    showAllFieldButtons: kept('showAllFieldButtons', false),
    showDataLabelsOverMaximum: kept('showDataLabelsOverMaximum', true),
  },
  objects: {
    axes: part('axes'),
    dataLabels: part('dataLabels'),
    format: part('format'),
    legend: part('legend'),
    plotArea: part('plotArea'),
    title: part('title'),
    series: (target) => seriesCollectionType.of(target),
    worksheet: ({ sheetId }) => worksheetReference(sheetId),
  },
  methods: {
    activate: (target, _args, host) => {
      chartOf(host, target)
      host.events.fire(EVENT.chartActivated, target.sheetId, { chartId: target.id }, target.id)
      return null
    },
    delete: (target, _args, host) => {
      const state = host.sheetState(target.sheetId)
      state.charts = state.charts.filter(({ id }) => id !== target.id)
      host.events.fire(EVENT.chartDeleted, target.sheetId, { chartId: target.id, source: 'Local' })
      return null
    },
    setData: (target, [source, seriesBy], host) => {
      const chart = chartOf(host, target)
      setData(
        host,
        chart,
        otherRange(host, host.wholeSheet(target.sheetId), source),
        String(seriesBy ?? 'Auto'),
      )
      return null
    },
    setPosition: (target, [startCell, endCell], host) => {
      const whole = host.wholeSheet(target.sheetId)
      const start = otherRange(host, whole, startCell)
      const end = endCell === undefined || endCell === null ? start : otherRange(host, whole, endCell)
      Object.assign(
        chartOf(host, target).bag,
        placeOf(host, { ...start, bottom: end.bottom, right: end.right }),
      )
      return null
    },
    getDataTable: (target, _args, host) => part('dataTable')(target, host),
    getDataTableOrNullObject: (target, _args, host) => part('dataTable')(target, host),
    ...eventRegistration<ChartTarget>(
      { ActivatedEvent: EVENT.chartActivated, DeactivatedEvent: EVENT.chartDeactivated },
      ({ id }) => id,
    ),
  },
})

/** In points. */
function placeOf(
  host: Host,
  { sheetId, ...area }: RangeTarget,
): Record<'left' | 'top' | 'width' | 'height', number> {
  const across = (first: number, last: number) => {
    let sum = 0
    for (let column = first; column <= last; column++)
      sum += columnWidth(host, { sheetId, ...area, left: column, right: column }) ?? 0
    return sum
  }
  const down = (first: number, last: number) => {
    let sum = 0
    for (let row = first; row <= last; row++)
      sum += rowHeight(host, { sheetId, ...area, top: row, bottom: row }) ?? 0
    return sum
  }
  return {
    left: across(0, area.left - 1),
    top: down(0, area.top - 1),
    width: across(area.left, area.right),
    height: down(area.top, area.bottom),
  }
}

export const chartsType = new HostType<SheetTarget>('ChartCollection', {
  properties: { count: { get: ({ id }, host) => host.sheetState(id).charts.length } },
  items: ({ id }, host) =>
    host.sheetState(id).charts.map((chart) => chartType.of({ sheetId: id, id: chart.id })),
  item: ({ id }, key, host) => {
    const chart = chartNamed(host, id, key)
    if (!chart) throw itemNotFound(`chart ${key}`)
    return chart
  },
  methods: {
    getCount: ({ id }, _args, host) => host.sheetState(id).charts.length,
    getItemOrNullObject: ({ id }, [key], host) => chartNamed(host, id, key),
    getItemAt: ({ id }, [index], host) => {
      const chart = host.sheetState(id).charts[Number(index)]
      if (!chart) throw itemNotFound(`chart ${index}`)
      return chartType.of({ sheetId: id, id: chart.id })
    },
    add: ({ id }, [type, source, seriesBy], host) => {
      const number = host.state.nextChart++
      const chart: ChartState = {
        id: `chart-${number}`,
        name: `Chart ${number}`,
        bag: { chartType: String(type), left: 100, top: 60, width: 360, height: 216 },
        series: [],
        nextSeries: 0,
      }
      setData(host, chart, otherRange(host, host.wholeSheet(id), source), String(seriesBy ?? 'Auto'))
      host.sheetState(id).charts.push(chart)
      host.events.fire(EVENT.chartAdded, id, { chartId: chart.id, source: 'Local' })
      return chartType.of({ sheetId: id, id: chart.id })
    },
    ...eventRegistration<SheetTarget>(
      {
        ActivatedEvent: EVENT.chartActivated,
        AddedEvent: EVENT.chartAdded,
        DeactivatedEvent: EVENT.chartDeactivated,
        DeletedEvent: EVENT.chartDeleted,
      },
      ({ id }) => id,
    ),
  },
})

function chartNamed(host: Host, sheetId: string, key: unknown): HostObject | null {
  const wanted = String(key).toLowerCase()
  const chart = host
    .sheetState(sheetId)
    .charts.find(({ id, name }) => id === key || name.toLowerCase() === wanted)
  return chart ? chartType.of({ sheetId, id: chart.id }) : null
}

/**
 * A line of headings and a line of categories are taken as such when they hold no numbers. Excel makes series of the
 * shorter side where it may choose.
 */
function setData(host: Host, chart: ChartState, source: RangeTarget, seriesBy: string): void {
  const area = host.room(source)
  if (!area) throw invalidArgument('the source is beyond the sheet')
  const { sheetId } = source
  const isNumber = (row: number, column: number) =>
    typeof contentOf(cellAt(host.sheet(sheetId), row, column)) === 'number'
  const headings = area.bottom > area.top && !isNumber(area.top, area.right)
  const categories = area.right > area.left && !isNumber(area.bottom, area.left)
  const body = { ...area, top: area.top + (headings ? 1 : 0), left: area.left + (categories ? 1 : 0) }
  const byColumns =
    seriesBy === 'Columns' || (seriesBy !== 'Rows' && body.bottom - body.top >= body.right - body.left)
  const [first, last] = byColumns ? [body.left, body.right] : [body.top, body.bottom]
  chart.bag.plotBy = byColumns ? 'Columns' : 'Rows'
  chart.series = []
  for (let line = first; line <= last; line++) {
    const values: Area = byColumns
      ? { ...body, left: line, right: line }
      : { ...body, top: line, bottom: line }
    const names = byColumns
      ? categories && { ...body, left: area.left, right: area.left }
      : headings && { ...body, top: area.top, bottom: area.top }
    const [row, column] = byColumns ? [area.top, line] : [line, area.left]
    const named = byColumns ? headings : categories
    chart.series.push({
      id: chart.nextSeries++,
      bag: named ? { name: String(contentOf(cellAt(host.sheet(sheetId), row!, column!))) } : {},
      values: { sheetId, ...values },
      names: names ? { sheetId, ...names } : null,
      points: new Map(),
      trendlines: [],
    })
  }
}

const dataLabelsType = bagType(DATA_LABELS)
const seriesFormatType = bagType(SERIES_FORMAT)
const pointType = bagType(POINT)
const trendlineType = bagType({
  ...TRENDLINE,
  more: {
    methods: {
      delete: (bag) => {
        bag.deleted = true
        return null
      },
    },
  },
})

function seriesValue(name: string, initial: unknown) {
  return {
    get: ({ series }: SeriesTarget) => series.bag[name] ?? initial,
    set: ({ series }: SeriesTarget, value: unknown) => {
      series.bag[name] = value
    },
  }
}

function seriesRange(key: 'values' | 'names' | 'bubbleSizes') {
  return (target: SeriesTarget, [range]: readonly unknown[], host: Host) => {
    target.series[key] = otherRange(host, host.wholeSheet(target.sheetId), range)
    return null
  }
}

const seriesType = new HostType<SeriesTarget>('ChartSeries', {
  identity: ({ series }) => ({ _Id: series.id }),
  properties: {
    name: {
      get: (target, host) =>
        target.series.bag.name ?? `Series${chartOf(host, target).series.indexOf(target.series) + 1}`,
      set: ({ series }, value) => {
        series.bag.name = String(value)
      },
    },
    chartType: seriesValue('chartType', 'ColumnClustered'),
    axisGroup: seriesValue('axisGroup', 'Primary'),
    doughnutHoleSize: seriesValue('doughnutHoleSize', 75),
    explosion: seriesValue('explosion', 0),
    firstSliceAngle: seriesValue('firstSliceAngle', 0),
    gapWidth: seriesValue('gapWidth', 219),
    hasDataLabels: seriesValue('hasDataLabels', false),
    markerBackgroundColor: seriesValue('markerBackgroundColor', '#4472C4'),
    markerForegroundColor: seriesValue('markerForegroundColor', '#4472C4'),
    markerSize: seriesValue('markerSize', 5),
    markerStyle: seriesValue('markerStyle', 'Automatic'),
    overlap: seriesValue('overlap', 0),
    plotOrder: seriesValue('plotOrder', 1),
    showShadow: seriesValue('showShadow', false),
    smooth: seriesValue('smooth', false),
    varyByCategories: seriesValue('varyByCategories', false),
  },
  objects: {
    dataLabels: ({ series }) => dataLabelsType.of(within(series.bag, 'dataLabels')),
    format: ({ series }) => seriesFormatType.of(within(series.bag, 'format')),
    points: (target) => pointsType.of(target),
    trendlines: (target) => trendlinesType.of(target),
  },
  methods: {
    delete: (target, _args, host) => {
      const chart = chartOf(host, target)
      chart.series = chart.series.filter((each) => each !== target.series)
      return null
    },
    setValues: seriesRange('values'),
    setXAxisValues: seriesRange('names'),
    setBubbleSizes: seriesRange('bubbleSizes'),
    getDimensionValues: async ({ series }, [dimension], host) => {
      const range = dimensionOf(series, dimension)
      return range ? (await readValues(host, range)).flat() : []
    },
    getDimensionDataSourceString: ({ series }, [dimension], host) => {
      const range = dimensionOf(series, dimension)
      if (!range) throw itemNotFound(`dimension ${dimension}`)
      return `${quotedSheet(host.sheet(range.sheetId).getSheetName())}!${areaAddress(range, true)}`
    },
    getDimensionDataSourceType: ({ series }, [dimension]) =>
      dimensionOf(series, dimension) ? 'LocalRange' : 'Unknown',
  },
})

function dimensionOf(series: SeriesState, dimension: unknown): RangeTarget | null {
  if (dimension === 'Categories' || dimension === 'XValues') return series.names
  return dimension === 'BubbleSizes' ? (series.bubbleSizes ?? null) : series.values
}

const seriesCollectionType = new HostType<ChartTarget>('ChartSeriesCollection', {
  properties: { count: { get: (target, host) => chartOf(host, target).series.length } },
  items: (target, host) => chartOf(host, target).series.map((series) => seriesType.of({ ...target, series })),
  item: (target, id, host) => {
    const series = chartOf(host, target).series.find((each) => each.id === Number(id))
    if (!series) throw itemNotFound(`series ${id}`)
    return seriesType.of({ ...target, series })
  },
  methods: {
    getCount: (target, _args, host) => chartOf(host, target).series.length,
    getItemAt: (target, [index], host) => {
      const series = chartOf(host, target).series[Number(index)]
      if (!series) throw itemNotFound(`series ${index}`)
      return seriesType.of({ ...target, series })
    },
    add: (target, [name, index], host) => {
      const chart = chartOf(host, target)
      const series: SeriesState = {
        id: chart.nextSeries++,
        bag: name === undefined || name === null ? {} : { name: String(name) },
        values: null,
        names: chart.series[0]?.names ?? null,
        points: new Map(),
        trendlines: [],
      }
      chart.series.splice(typeof index === 'number' ? index : chart.series.length, 0, series)
      return seriesType.of({ ...target, series })
    },
  },
})

function pointCount({ series: { values } }: SeriesTarget): number {
  return values ? (values.bottom - values.top + 1) * (values.right - values.left + 1) : 0
}

function pointAt(target: SeriesTarget, index: number): HostObject {
  if (!(index >= 0 && index < pointCount(target))) throw itemNotFound(`point ${index}`)
  const { points } = target.series
  const bag: Bag = points.get(index) ?? {}
  points.set(index, bag)
  return pointType.of(bag)
}

const pointsType = new HostType<SeriesTarget>('ChartPointsCollection', {
  properties: { count: { get: pointCount } },
  items: (target) => Array.from({ length: pointCount(target) }, (_, index) => pointAt(target, index)),
  methods: { getCount: pointCount, getItemAt: (target, [index]) => pointAt(target, Number(index)) },
})

const shown = ({ series }: SeriesTarget) => series.trendlines.filter((bag) => bag.deleted !== true)

function trendlineAt(target: SeriesTarget, index: unknown): HostObject {
  const bag = shown(target)[Number(index)]
  if (!bag) throw itemNotFound(`trendline ${index}`)
  return trendlineType.of(bag)
}

const trendlinesType = new HostType<SeriesTarget>('ChartTrendlineCollection', {
  items: (target) => shown(target).map((bag) => trendlineType.of(bag)),
  item: (target, index) => trendlineAt(target, index),
  methods: {
    getCount: (target) => shown(target).length,
    add: ({ series }, [type]) => {
      const bag: Bag = { type: String(type ?? 'Linear') }
      series.trendlines.push(bag)
      return trendlineType.of(bag)
    },
  },
})

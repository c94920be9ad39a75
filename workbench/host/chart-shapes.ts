import { color } from './cell-styles'
import { type BagShape, bagType, within } from './property-bag'
import type { Bag } from './sheet-state'

const FONT: BagShape = {
  type: 'ChartFont',
  values: { bold: false, color: '#000000', italic: false, name: '맑은 고딕', size: 10, underline: 'None' },
}
const FILL: BagShape = {
  type: 'ChartFill',
  more: {
    methods: {
      setSolidColor: (fill: Bag, [value]) => {
        fill.solid = color(value)
        return null
      },
      getSolidColor: (fill: Bag) => fill.solid ?? '',
      clear: (fill: Bag) => {
        delete fill.solid
        return null
      },
    },
  },
}
const LINE: BagShape = {
  type: 'ChartLineFormat',
  values: { color: '#000000', lineStyle: 'Automatic', weight: 0.75 },
}
const BORDER: BagShape = {
  type: 'ChartBorder',
  values: { color: '#000000', lineStyle: 'Automatic', weight: 0.75 },
}
/** `getSubstring(start, length)`: letters with a font of their own. */
const SUBSTRINGS = {
  methods: {
    getSubstring: (bag: Bag, [start, length]: readonly unknown[]) => {
      return formatString().of(within(within(bag, 'letters'), `${start}+${length}`))
    },
  },
}

const LABEL_FORMAT: BagShape = {
  type: 'ChartDataLabelFormat',
  parts: { border: BORDER, fill: FILL, font: FONT },
}
const LABEL_VALUES = {
  geometricShapeType: 'Rectangle',
  position: 'BestFit',
  separator: ', ',
  showBubbleSize: false,
  showCategoryName: false,
  showLegendKey: false,
  showPercentage: false,
  showSeriesName: false,
  showValue: true,
  numberFormat: 'General',
}
export const DATA_LABELS: BagShape = {
  type: 'ChartDataLabels',
  values: { ...LABEL_VALUES, showLeaderLines: true, autoText: true, textOrientation: 0 },
  parts: {
    format: LABEL_FORMAT,
    leaderLines: {
      type: 'ChartLeaderLines',
      parts: { format: { type: 'ChartLeaderLinesFormat', parts: { line: LINE } } },
    },
  },
}
const DATA_LABEL: BagShape = {
  type: 'ChartDataLabel',
  values: { ...LABEL_VALUES, text: '', top: 0, left: 0, height: 0, width: 0 },
  parts: { format: LABEL_FORMAT },
  more: SUBSTRINGS,
}
export const POINT: BagShape = {
  type: 'ChartPoint',
  values: {
    hasDataLabel: false,
    markerBackgroundColor: '#4472C4',
    markerForegroundColor: '#4472C4',
    markerSize: 5,
    markerStyle: 'Automatic',
    value: 0,
  },
  parts: {
    dataLabel: DATA_LABEL,
    format: { type: 'ChartPointFormat', parts: { border: BORDER, fill: FILL } },
  },
}
export const TITLE: BagShape = {
  type: 'ChartTitle',
  values: {
    text: '',
    visible: true,
    overlay: false,
    showShadow: false,
    textOrientation: 0,
    position: 'Top',
    horizontalAlignment: 'Center',
    verticalAlignment: 'Center',
    left: 0,
    top: 0,
  },
  parts: { format: { type: 'ChartTitleFormat', parts: { border: BORDER, fill: FILL, font: FONT } } },
  more: SUBSTRINGS,
}
export const LEGEND: BagShape = {
  type: 'ChartLegend',
  values: {
    visible: true,
    position: 'Right',
    overlay: false,
    showShadow: false,
    left: 0,
    top: 0,
    width: 0,
    height: 0,
  },
  parts: { format: { type: 'ChartLegendFormat', parts: { border: BORDER, fill: FILL, font: FONT } } },
}
const GRIDLINES: BagShape = {
  type: 'ChartGridlines',
  values: { visible: false },
  parts: { format: { type: 'ChartGridlinesFormat', parts: { line: LINE } } },
}
const AXIS: BagShape = {
  type: 'ChartAxis',
  values: {
    alignment: 'Center',
    axisGroup: 'Primary',
    categoryType: 'Automatic',
    displayUnit: 'None',
    isBetweenCategories: true,
    logBase: 10,
    majorTickMark: 'None',
    majorUnit: '',
    maximum: '',
    minimum: '',
    minorTickMark: 'None',
    minorUnit: '',
    numberFormat: 'General',
    position: 'Automatic',
    reversePlotOrder: false,
    scaleType: 'Linear',
    showDisplayUnitLabel: false,
    textOrientation: 0,
    tickLabelPosition: 'NextToAxis',
    tickLabelSpacing: '',
    tickMarkSpacing: 1,
    visible: true,
  },
  parts: {
    format: { type: 'ChartAxisFormat', parts: { fill: FILL, font: FONT, line: LINE } },
    majorGridlines: GRIDLINES,
    minorGridlines: GRIDLINES,
    title: {
      type: 'ChartAxisTitle',
      values: { text: '', visible: true, textOrientation: 0 },
      parts: { format: { type: 'ChartAxisTitleFormat', parts: { border: BORDER, fill: FILL, font: FONT } } },
    },
  },
  more: {
    methods: {
      setCategoryNames: (axis: Bag, [names]) => {
        axis.categoryNames = names
        return null
      },
      setPositionAt: (axis: Bag, [value]) => {
        axis.positionAt = value
        return null
      },
    },
  },
}
export const AXES: BagShape = {
  type: 'ChartAxes',
  parts: { categoryAxis: AXIS, seriesAxis: AXIS, valueAxis: AXIS },
}
export const PLOT_AREA: BagShape = {
  type: 'ChartPlotArea',
  values: {
    left: 0,
    top: 0,
    width: 300,
    height: 180,
    insideLeft: 0,
    insideTop: 0,
    insideWidth: 300,
    insideHeight: 180,
    position: 'Automatic',
  },
  parts: { format: { type: 'ChartPlotAreaFormat', parts: { border: BORDER, fill: FILL } } },
}
export const AREA_FORMAT: BagShape = {
  type: 'ChartAreaFormat',
  values: { colorScheme: 'ColorfulPalette1', roundedCorners: false },
  parts: { border: BORDER, fill: FILL, font: FONT },
}
export const DATA_TABLE: BagShape = {
  type: 'ChartDataTable',
  values: {
    visible: true,
    showHorizontalBorder: true,
    showLegendKey: true,
    showOutlineBorder: true,
    showVerticalBorder: true,
  },
  parts: { format: { type: 'ChartDataTableFormat', parts: { border: BORDER, fill: FILL, font: FONT } } },
}
export const TRENDLINE: BagShape = {
  type: 'ChartTrendline',
  values: {
    type: 'Linear',
    name: '',
    backwardPeriod: 0,
    forwardPeriod: 0,
    intercept: '',
    movingAveragePeriod: 2,
    polynomialOrder: 2,
    showEquation: false,
    showRSquared: false,
  },
  parts: { format: { type: 'ChartTrendlineFormat', parts: { line: LINE } } },
}
export const SERIES_FORMAT: BagShape = { type: 'ChartSeriesFormat', parts: { fill: FILL, line: LINE } }

const FORMAT_STRING: BagShape = { type: 'ChartFormatString', parts: { font: FONT } }
let formatStringType: ReturnType<typeof bagType> | undefined
function formatString() {
  formatStringType ??= bagType(FORMAT_STRING)
  return formatStringType
}

import { areaAddress, parseArea, type RangeTarget, splitSheet } from './addresses'
import { itemNotFound } from './errors'
import type { Host } from './host'
import { HostObject, type HostProperty, HostType } from './host-type'
import { rangeType } from './range'
import type { PageLayoutState, SheetTarget } from './sheet-state'

type Margin = keyof PageLayoutState['margins']

function simple(name: keyof PageLayoutState): HostProperty<SheetTarget> {
  return {
    get: ({ id }, host) => host.sheetState(id).pageLayout[name] ?? null,
    set: ({ id }, value, host) => {
      Object.assign(host.sheetState(id).pageLayout, { [name]: value })
    },
  }
}

function margin(name: Margin): HostProperty<SheetTarget> {
  return {
    get: ({ id }, host) => host.sheetState(id).pageLayout.margins[name],
    set: ({ id }, value, host) => {
      host.sheetState(id).pageLayout.margins[name] = Number(value)
    },
  }
}

/** The workbench doesn't print; it keeps the page setup and writes it into the saved file. */
export const pageLayoutType = new HostType<SheetTarget>('PageLayout', {
  properties: {
    orientation: simple('orientation'),
    paperSize: simple('paperSize'),
    zoom: simple('zoom'),
    centerHorizontally: simple('centerHorizontally'),
    centerVertically: simple('centerVertically'),
    topMargin: margin('top'),
    rightMargin: margin('right'),
    bottomMargin: margin('bottom'),
    leftMargin: margin('left'),
    headerMargin: margin('header'),
    footerMargin: margin('footer'),
    blackAndWhite: simple('blackAndWhite'),
    printGridlines: simple('printGridlines'),
    printHeadings: simple('printHeadings'),
  },
  objects: { headersFooters: (target) => headersFootersType.of(target) },
  methods: {
    setPrintArea: ({ id }, [area], host) => {
      host.sheetState(id).pageLayout.printArea = areaOf(area)
      return null
    },
    getPrintArea: (target, _args, host) => {
      const area = printArea(target, host)
      if (!area) throw itemNotFound('the print area')
      return area
    },
    getPrintAreaOrNullObject: (target, _args, host) => printArea(target, host),
    setPrintTitleRows: ({ id }, [rows], host) => {
      host.sheetState(id).pageLayout.titleRows = areaOf(rows)
      return null
    },
    setPrintTitleColumns: ({ id }, [columns], host) => {
      host.sheetState(id).pageLayout.titleColumns = areaOf(columns)
      return null
    },
    getPrintTitleRowsOrNullObject: ({ id }, _args, host) => {
      const { titleRows } = host.sheetState(id).pageLayout
      return titleRows ? rangeType.of({ sheetId: id, ...parseArea(titleRows) }) : null
    },
    setPrintMargins: ({ id }, [unit, margins], host) => {
      const points = { Points: 1, Inches: 72, Centimeters: 72 / 2.54 }[String(unit)] ?? 1
      for (const [name, value] of Object.entries((margins ?? {}) as Record<Margin, number>)) {
        host.sheetState(id).pageLayout.margins[name as Margin] = value * points
      }
      return null
    },
  },
})

function printArea({ id }: SheetTarget, host: Host): HostObject | null {
  const { printArea } = host.sheetState(id).pageLayout
  return printArea ? rangeType.of({ sheetId: id, ...parseArea(printArea) }) : null
}

function areaOf(argument: unknown): string {
  if (argument instanceof HostObject) return areaAddress(argument.target as RangeTarget)
  return areaAddress(parseArea(splitSheet(String(argument)).area))
}

const headersFootersType = new HostType<SheetTarget>('HeaderFooterGroup', {
  properties: {
    state: { get: () => 'Default', set: () => undefined },
    useSheetMargins: { get: () => true, set: () => undefined },
    useSheetScale: { get: () => true, set: () => undefined },
  },
  objects: { defaultForAllPages: (target) => headerFooterType.of(target) },
})

const headerFooterType = new HostType<SheetTarget>('HeaderFooter', {
  properties: Object.fromEntries(
    ['leftHeader', 'centerHeader', 'rightHeader', 'leftFooter', 'centerFooter', 'rightFooter'].map(
      (name): [string, HostProperty<SheetTarget>] => [
        name,
        {
          get: ({ id }, host) => host.sheetState(id).pageLayout.headersFooters[name] ?? '',
          set: ({ id }, value, host) => {
            host.sheetState(id).pageLayout.headersFooters[name] = String(value)
          },
        },
      ],
    ),
  ),
})

import type { IStyleData } from '@univerjs/core'
import type { Area, RangeTarget } from './addresses'
import type { FilterCriteria } from './filter-criteria'

/** A sheet, as the client identifies it. */
export interface SheetTarget {
  id: string
}

export interface ProtectionOptions {
  allowAutoFilter?: boolean
  allowDeleteColumns?: boolean
  allowDeleteRows?: boolean
  allowEditObjects?: boolean
  allowEditScenarios?: boolean
  allowFormatCells?: boolean
  allowFormatColumns?: boolean
  allowFormatRows?: boolean
  allowInsertColumns?: boolean
  allowInsertHyperlinks?: boolean
  allowInsertRows?: boolean
  allowPivotTables?: boolean
  allowSort?: boolean
  selectionMode?: 'Normal' | 'Unlocked' | 'None'
}

export interface PageLayoutState {
  orientation: 'Portrait' | 'Landscape'
  paperSize: string
  zoom: Record<string, number>
  printArea?: string
  titleRows?: string
  titleColumns?: string
  centerHorizontally: boolean
  centerVertically: boolean
  blackAndWhite: boolean
  printGridlines: boolean
  /** The letters of the columns and the numbers of the rows. */
  printHeadings: boolean
  /** In points. */
  margins: Record<'top' | 'right' | 'bottom' | 'left' | 'header' | 'footer', number>
  headersFooters: Record<string, string>
  /** First rows of printed pages, 0-based. */
  rowBreaks: number[]
}

/** A table of a sheet. The grid knows nothing of tables: the cells are the sheet's own. */
export interface TableState {
  id: string
  name: string
  /** With the line of headings and the line of totals, where they are shown. */
  area: Area
  showHeaders: boolean
  showTotals: boolean
  showBandedRows: boolean
  showBandedColumns: boolean
  showFilterButton: boolean
  highlightFirstColumn: boolean
  highlightLastColumn: boolean
  style: string
  /** Its only row has never been written to: Excel fills it before it adds another. */
  blank: boolean
  columnIds: number[]
  nextColumnId: number
  sort: { fields: unknown[]; matchCase: boolean; method: string }
  /** By column id. */
  filters: Map<number, FilterCriteria>
}

export interface BindingState {
  type: 'Range' | 'Table' | 'Text'
  range: RangeTarget
}

export interface CommentState {
  id: string
  area: Area
  content: string
  /** The instant when it was written. */
  at: string
  resolved: boolean
  replies: { id: string; content: string; at: string }[]
}

/** A chart of a sheet: what Office.js tells of it. */
export interface ChartState {
  id: string
  name: string
  bag: Bag
  series: SeriesState[]
  nextSeries: number
}

export interface SeriesState {
  id: number
  bag: Bag
  values: RangeTarget | null
  /** The categories, or the values of the x axis. */
  names: RangeTarget | null
  bubbleSizes?: RangeTarget
  points: Map<number, Bag>
  trendlines: Bag[]
}

/** Plain values by their names in Office.js. */
export type Bag = Record<string, unknown>

export interface AutoFilterState {
  area: Area
  /** By the column's place in the area. */
  criteria: Map<number, FilterCriteria>
}

/** A style that cells are given by its name. */
export interface NamedStyle {
  name: string
  builtIn: boolean
  look: IStyleData
  flags: Record<string, unknown>
}

/** `Excel.RangeHyperlink` */
export interface Hyperlink {
  address?: string
  documentReference?: string
  screenTip?: string
  textToDisplay?: string
}

/** State that Excel has for a sheet and the grid doesn't; `saveXlsx` writes it into the file. */
export interface SheetState {
  protection: ProtectionOptions | null
  /** The password of the protection. Files don't have it: they are opened and saved without. */
  password: string | null
  veryHidden: boolean
  pageLayout: PageLayoutState
  tables: TableState[]
  charts: ChartState[]
  comments: CommentState[]
  autoFilter: AutoFilterState | null
  hyperlinks: { area: Area; link: Hyperlink }[]
  /** Named styles, in the order in which the areas were given them. */
  styleNames: { area: Area; name: string }[]
  /** Levels of the grouped rows and columns. */
  outline: { rows: Map<number, number>; columns: Map<number, number> }
}

const INCH = 72

export function newSheetState(): SheetState {
  return {
    protection: null,
    password: null,
    veryHidden: false,
    tables: [],
    charts: [],
    comments: [],
    autoFilter: null,
    hyperlinks: [],
    styleNames: [],
    outline: { rows: new Map(), columns: new Map() },
    pageLayout: {
      orientation: 'Portrait',
      paperSize: 'A4',
      zoom: { scale: 100 },
      centerHorizontally: false,
      centerVertically: false,
      blackAndWhite: false,
      printGridlines: false,
      printHeadings: false,
      margins: {
        top: 0.75 * INCH,
        right: 0.7 * INCH,
        bottom: 0.75 * INCH,
        left: 0.7 * INCH,
        header: 0.3 * INCH,
        footer: 0.3 * INCH,
      },
      headersFooters: {},
      rowBreaks: [],
    },
  }
}

/** State that Excel has for a workbook and the grid doesn't. */
export interface WorkbookState {
  properties: Record<string, string>
  settings: Map<string, unknown>
  customXml: Map<string, string>
  sheets: Map<string, SheetState>
  bindings: Map<string, BindingState>
  /** Excel numbers its tables through the workbook. */
  nextTable: number
  nextChart: number
  /** Own styles, and built-in ones that were changed. */
  styles: Map<string, NamedStyle>
  protection: { password: string } | null
  /** The workbook's file counts its days from 1904. The grid counts them from 1900, and shows the same dates. */
  datesFrom1904: boolean
  /** `Excel.CalculationMode` */
  calculationMode: string
}

export function newWorkbookState(): WorkbookState {
  return {
    properties: {},
    settings: new Map(),
    customXml: new Map(),
    sheets: new Map(),
    bindings: new Map(),
    nextTable: 1,
    nextChart: 1,
    styles: new Map(),
    protection: null,
    datesFrom1904: false,
    calculationMode: 'Automatic',
  }
}

/** Size of a new sheet; writing beyond it makes the sheet larger. */
export const NEW_SHEET_ROWS = 300
export const NEW_SHEET_COLUMNS = 30

/** Excel counts in points, the grid in pixels at 96 to the inch. */
export const POINTS_TO_PIXELS = 4 / 3

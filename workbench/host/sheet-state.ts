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
  /** In points. */
  margins: Record<'top' | 'right' | 'bottom' | 'left' | 'header' | 'footer', number>
  headersFooters: Record<string, string>
  /** First rows of printed pages, 0-based. */
  rowBreaks: number[]
}

/** State that Excel has for a sheet and the grid doesn't; `saveXlsx` writes it into the file. */
export interface SheetState {
  protection: ProtectionOptions | null
  /** The password of the protection. Files don't have it: they are opened and saved without. */
  password: string | null
  veryHidden: boolean
  pageLayout: PageLayoutState
}

const INCH = 72

export function newSheetState(): SheetState {
  return {
    protection: null,
    password: null,
    veryHidden: false,
    pageLayout: {
      orientation: 'Portrait',
      paperSize: 'A4',
      zoom: { scale: 100 },
      centerHorizontally: false,
      centerVertically: false,
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
}

export function newWorkbookState(): WorkbookState {
  return { properties: {}, settings: new Map(), customXml: new Map(), sheets: new Map() }
}

/** Size of a new sheet; writing beyond it makes the sheet larger. */
export const NEW_SHEET_ROWS = 300
export const NEW_SHEET_COLUMNS = 30

/** Excel counts in points, the grid in pixels at 96 to the inch. */
export const POINTS_TO_PIXELS = 4 / 3

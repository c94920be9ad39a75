/**
 * The format that both renderers understand (exceljs on the server, Office.js in the add-in): what a sheet
 * looks like, as plain data. It has no knowledge of campaigns, and contains only what both renderers can
 * draw.
 *
 * Positions are 1-based, as in Excel. Rows come in order, the first is row 1, and are iterable so that a very
 * long sheet needn't be in memory at once; they can be iterated more than once. Everything that depends on
 * the number of rows (ranges below) is known beforehand.
 */

export interface SheetLayout {
  /** At most 31 characters, none of * ? : \ / [ ] */
  name: string
  /** `RRGGBB` */
  tabColor?: string
  /** Cells refer to their style by key, so that a renderer builds each style once and shares it. */
  styles: Readonly<Record<string, CellStyle>>
  /** `null` leaves a column's width as it is. */
  columns: readonly (ColumnLayout | null)[]
  rows: Iterable<RowLayout>
  conditionalFormats?: readonly ConditionalFormat[]
  validations?: readonly DataValidation[]
  names?: readonly DefinedName[]
  freeze?: FreezePanes
  print?: PrintSetup
  /** Absent: the sheet isn't protected. Cells whose style has `locked: false` stay editable. */
  protection?: ProtectionWish
  showGridlines?: boolean
  charts?: readonly ChartLayout[]
  pictures?: readonly PictureLayout[]
}

/** A native chart over cells of its own sheet, so that it follows them. */
export interface ChartLayout {
  /** Unique in the sheet, so that it can be found again. */
  name: string
  /** `column` stacks its series. */
  kind: 'line' | 'column' | 'doughnut'
  title: string
  /** One column for each series, with its name on top; a doughnut has one series. */
  values: string
  /** As many cells as a series has values. */
  categories: string
  /** `RRGGBB`: of each series; of a doughnut, of each category. */
  colors: readonly string[]
  /** Of its texts; left out: the product's own. */
  font?: string
  /** The upper left and lower right cell that it covers. */
  from: string
  to: string
}

/** A picture that begins at the upper edge of a cell. Only files have pictures: Office.js draws none. */
export interface PictureLayout {
  name: string
  /** Read aloud in place of the picture. */
  description: string
  /** A PNG file in base64. */
  base64: string
  at: string
  /** From the left edge of that cell, in points. */
  left: number
  /** In points. */
  width: number
  height: number
}

export interface ColumnLayout {
  /** In characters of the workbook's default font, as Excel counts. */
  width: number
  hidden?: boolean
}

export interface RowLayout {
  /** In points; absent: the application decides. */
  height?: number
  /** Index 0 is column A. `null` leaves a cell as it is, its style too. */
  cells: readonly (Cell | null)[]
  /** Merges whose upper left corner is in this row. */
  merges?: readonly RowMerge[]
}

export interface RowMerge {
  column: number
  columns: number
  rows: number
}

/**
 * `text` and `formula` are different kinds on purpose: text from a person is never interpreted as a formula.
 * A renderer that can only write what a person could type (Office.js) passes text through `typedText`.
 */
export type Cell = EmptyCell | KeptCell | TextCell | NumberCell | FormulaCell

/** Has the style of the layout, whatever it contains. */
export interface KeptCell {
  kind: 'kept'
  style?: string
}

export interface EmptyCell {
  kind: 'empty'
  style?: string
}

export interface TextCell {
  kind: 'text'
  /** Clean text: see `cleanText`. */
  text: string
  style?: string
}

/** Also dates: Excel's serial number with a date format. */
export interface NumberCell {
  kind: 'number'
  value: number
  style?: string
}

export interface FormulaCell {
  kind: 'formula'
  /** In English function names, with commas, without the leading `=`. */
  formula: string
  /** The result of the formula, shown by readers that don't calculate. */
  result: number | string
  style?: string
}

export interface CellStyle {
  font?: FontStyle
  /** Solid fill, `RRGGBB`. */
  fill?: string
  border?: { top?: BorderEdge; right?: BorderEdge; bottom?: BorderEdge; left?: BorderEdge }
  alignment?: Alignment
  numberFormat?: string
  /** Excel's default is true; it counts only where the sheet is protected. */
  locked?: boolean
}

export interface FontStyle {
  name: string
  /** In points. */
  size: number
  /** `RRGGBB` */
  color?: string
  bold?: boolean
  italic?: boolean
}

export interface BorderEdge {
  weight: 'hair' | 'thin' | 'medium'
  /** `RRGGBB` */
  color: string
}

export interface Alignment {
  horizontal?: 'left' | 'center' | 'right'
  vertical?: 'top' | 'middle' | 'bottom'
  wrap?: boolean
  indent?: number
}

/** The first rule that matches wins. Formulas are relative to the upper left cell of `range`. */
export interface ConditionalFormat {
  range: string
  rule:
    | { type: 'custom'; formula: string }
    | { type: 'cellValue'; operator: 'equal' | 'greaterThan' | 'lessThan'; formula: string }
    | { type: 'cellValue'; operator: 'between'; formula: string; formula2: string }
  style: { fontColor?: string; bold?: boolean; italic?: boolean; fill?: string }
}

export interface DataValidation {
  range: string
  rule:
    | { type: 'list'; values: readonly string[] }
    | { type: 'wholeNumber'; min: number; max: number }
    | { type: 'date'; min: string; max: string }
    | { type: 'custom'; formula: string }
  allowBlank: boolean
  /** `stop` refuses the entry, `warning` asks. */
  alert: { style: 'stop' | 'warning'; title: string; message: string }
}

/** A defined name of the workbook for cells of this sheet. */
export interface DefinedName {
  name: string
  /** `$Q$1` or `$Q$7:$Q$20`, without the sheet. */
  ref: string
}

/** Number of rows and columns that don't scroll, at the top and at the left. */
export interface FreezePanes {
  rows: number
  columns: number
}

export interface PrintSetup {
  orientation: 'landscape' | 'portrait'
  paper: 'A4'
  /** The sheet is scaled to this many pages across. */
  pagesWide: number
  /** And to this many down; left out: to as many as it needs. */
  pagesHigh?: number
  /** `A1:P20` */
  area: string
  /** Rows that are repeated at the top of every page. */
  repeatRows?: { first: number; last: number }
  /** Rows that begin a new page. */
  breaksBefore?: readonly number[]
  centerHorizontally?: boolean
  /** In inches. */
  margins: { top: number; right: number; bottom: number; left: number; header: number; footer: number }
  header?: PageLine
  footer?: PageLine
}

export interface PageLine {
  left?: readonly PageLinePart[]
  center?: readonly PageLinePart[]
  right?: readonly PageLinePart[]
}

export type PageLinePart = { text: string } | { field: 'page' | 'pages' }

export interface ProtectionWish {
  /** Unlocked columns to the right of the table and rows below it, for a person's own notes. */
  notes?: { columns: number; rows: number }
  /**
   * Rows of which no cell is locked, over the whole width of the sheet: Excel refuses to delete a row, or to sort, with
   * a locked cell in it.
   */
  freeRows?: { first: number; last: number }
  /** Columns that a person has inserted. */
  freeColumns?: readonly number[]
  allow: {
    formatColumns?: boolean
    formatRows?: boolean
    insertColumns?: boolean
    insertRows?: boolean
    deleteRows?: boolean
    sort?: boolean
    autoFilter?: boolean
  }
}

/** The file's properties: nothing internal, because a client can read them too. */
export interface WorkbookProperties {
  title: string
  subject: string
  author: string
  keywords: string
}

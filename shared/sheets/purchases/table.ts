import type { Language } from '../../language'
import { BOOKING_STATUS_WORDS } from '../../status-words'
import { columnLetter, rangeAddress } from '../address'
import { emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import { SHEET_LABELS } from '../labels'
import type { Cell, ColumnLayout, RowLayout, RowMerge } from '../layout'
import { pageHeight } from '../print'
import { STATUS_COLORS } from '../status-colors'
import { formulaString } from '../text'
import { heightOf, lineCount } from '../text-width'
import { PURCHASES_FONT_SIZE, type PurchasesColumns, type PurchasesField } from './columns'
import type { PurchasedRow } from './contents'
import { PURCHASES_LABELS, type PurchasesLabels } from './labels'
import { type PurchasesLine, type Sums, sumsOf } from './lines'

/** A row of the MediaMix with its lines. */
export interface PurchasesBlock {
  row: PurchasedRow
  lines: readonly PurchasesLine[]
}

/** Heights in points. */
const HEADING_HEIGHT = 30
const LINE_HEIGHT = 20
const SUBTOTAL_HEIGHT = 22
const TOTAL_HEIGHT = 26
/** A row that goes on on the next page has at least this many lines at the foot of a page. */
const MIN_LINES = 2

/** What several lines share is shown once for them, in merged cells. */
const SHARED: readonly [field: PurchasesField, of: (line: PurchasesLine) => unknown][] = [
  ['product', () => null],
  ['period', () => null],
  ['status', () => null],
  ['platform', ({ platform }) => platform],
  ['group', ({ group }) => group],
]

/**
 * Appends the table of the 구매내역 sheet to `rows`. It also sets the page breaks: a row that doesn't fit on a page goes on
 * on the next one, where its cells are named again, so that no merged cell is split.
 */
export class PurchasesTable {
  readonly breaksBefore: number[] = []
  private readonly labels: PurchasesLabels
  private readonly pageHeight: number
  /** Points already used of the page. */
  private used: number
  private readonly firstRow: number
  private readonly lastRow: number
  private readonly paid: Sums
  private readonly all: Sums

  constructor(
    private readonly rows: RowLayout[],
    private readonly blocks: readonly PurchasesBlock[],
    private readonly columns: PurchasesColumns,
    private readonly widths: readonly ColumnLayout[],
    private readonly language: Language,
  ) {
    this.labels = PURCHASES_LABELS[language]
    // A reserve, because printers and fonts differ.
    const visible = widths.filter(({ hidden }) => !hidden)
    this.pageHeight = pageHeight(visible.map(({ width }) => width)) * 0.95
    this.used = heightOfRows(rows)
    this.firstRow = rows.length + 2
    this.lastRow = blocks.reduce((at, { lines }) => at + lines.length + subtotals(lines), rows.length + 1)
    const linesOf = (some: readonly PurchasesBlock[]) => some.flatMap(({ lines }) => lines)
    this.paid = sumsOf(linesOf(blocks.filter(({ row }) => row.kind === 'PAID')))
    this.all = sumsOf(linesOf(blocks))
  }

  draw(): void {
    this.append([this.heading()])
    const closing = this.closing()
    for (const block of this.blocks) this.block(block, block === this.blocks.at(-1) ? closing : [])
  }

  private get totalRow(): number {
    return this.lastRow + 1
  }

  private heading(): RowLayout {
    const style = (field: PurchasesField) =>
      isNumber(field) ? 'header.number' : isText(field) ? 'header.left' : 'header'
    return {
      height: HEADING_HEIGHT,
      cells: this.columns.fields.map((field) => textCell(this.labels.columns[field], style(field))),
    }
  }

  /** @param closing must stay with the last line */
  private block(block: PurchasesBlock, closing: readonly RowLayout[]): void {
    const { lines } = block
    const first = this.rows.length + 1
    const after = [
      ...(subtotals(lines) > 0 ? [this.subtotalRow(block, first, first + lines.length - 1)] : []),
      ...closing,
    ]
    let rest = lines
    while (rest.length > 0) {
      const count = this.linesThatFit(block, rest, heightOfRows(after))
      if (count === 0) {
        this.breakPage()
        continue
      }
      const drawn = this.lineRows(block, rest.slice(0, count))
      rest = rest.slice(count)
      this.append([...drawn, ...(rest.length === 0 ? after : [])])
    }
  }

  /** How many of the lines go on this page; 0: begin another page. */
  private linesThatFit(block: PurchasesBlock, lines: readonly PurchasesLine[], closing: number): number {
    const room = this.pageHeight - this.used
    const heightFor = (count: number) =>
      this.heightOfLines(block, lines.slice(0, count)) + (count === lines.length ? closing : 0)
    let count = Math.min(lines.length, Math.max(0, Math.floor(room / LINE_HEIGHT)))
    while (count > 0 && heightFor(count) > room) count -= 1
    const fresh = this.used <= HEADING_HEIGHT
    if (count === lines.length || (fresh && count > 0)) return count
    if (fresh) return 1
    // A row stays together where that leaves less than a quarter of the page blank.
    const whole = this.pageHeight - HEADING_HEIGHT
    const together =
      room < this.pageHeight / 4 && lines.length * LINE_HEIGHT <= whole && heightFor(lines.length) <= whole
    return count >= MIN_LINES && !together ? count : 0
  }

  private append(rows: readonly RowLayout[]): void {
    this.used += heightOfRows(rows)
    this.rows.push(...rows)
  }

  private breakPage(): void {
    this.breaksBefore.push(this.rows.length + 1)
    // The heading of the table is repeated.
    this.used = HEADING_HEIGHT
  }

  /** Lines that stand on one page. */
  private lineRows(block: PurchasesBlock, lines: readonly PurchasesLine[]): RowLayout[] {
    const runs = runsOf(lines)
    const heights = this.heightsOf(block, lines, runs)
    return lines.map((line, i) => {
      const at = this.rows.length + 1 + i
      const merges = runs.flatMap(({ field, start, count }): RowMerge[] =>
        start === i && count > 1 ? [{ column: this.columns.of(field), columns: 1, rows: count }] : [],
      )
      const named = new Set(runs.flatMap(({ field, start }) => (start === i ? field : [])))
      return {
        height: heights[i]!,
        cells: this.columns.fields.map((field) => this.cell(field, block.row, line, at, named)),
        merges,
      }
    })
  }

  private cell(
    field: PurchasesField,
    row: PurchasedRow,
    line: PurchasesLine,
    at: number,
    named: ReadonlySet<PurchasesField>,
  ): Cell {
    const style = styleOf(field, row)
    switch (field) {
      case 'kind': {
        const text = this.textOf(field, row, line)
        return textCell(text, named.has('product') ? style : styleOfRepeated(row))
      }
      case 'amount':
      case 'impressions':
        return numberCell(line[field], style)
      case 'share':
        return row.kind === 'SERVICE' ? emptyCell(style) : this.shareCell(at, line.amount, style)
      default: {
        const repeated = !SHARED.some(([shared]) => shared === field)
        return repeated || named.has(field)
          ? textCell(this.textOf(field, row, line), style)
          : emptyCell(style)
      }
    }
  }

  private textOf(field: PurchasesField, row: PurchasedRow, line: PurchasesLine): string {
    switch (field) {
      case 'kind':
        return SHEET_LABELS[this.language].kinds[row.kind]
      case 'product':
        return row.productName
      case 'period':
        return `${row.startDate} ~ ${row.endDate}`
      case 'status':
        return BOOKING_STATUS_WORDS[this.language][row.bookingStatus]
      case 'platform':
        return line.platform.name
      case 'group':
        return line.group.name
      case 'owner':
        return line.owner ?? '-'
      default:
        return ''
    }
  }

  private heightOfLines(block: PurchasesBlock, lines: readonly PurchasesLine[]): number {
    return sum(this.heightsOf(block, lines, runsOf(lines)))
  }

  /** Merged cells get the room of their text from the lines that they span. */
  private heightsOf(block: PurchasesBlock, lines: readonly PurchasesLine[], runs: readonly Run[]): number[] {
    const needed = (field: PurchasesField, line: PurchasesLine) =>
      heightOf(
        lineCount(this.textOf(field, block.row, line), this.widthOf(field) - 1, PURCHASES_FONT_SIZE),
        PURCHASES_FONT_SIZE,
        6,
      )
    const heights = lines.map((line) =>
      Math.max(LINE_HEIGHT, this.columns.of('owner') > 0 ? needed('owner', line) : 0),
    )
    // Cells that span fewer lines come first.
    for (const { field, start, count } of [...runs].reverse()) {
      const missing = needed(field, lines[start]!) - sum(heights.slice(start, start + count))
      for (let i = start; i < start + count && missing > 0; i++) heights[i]! += Math.ceil(missing / count)
    }
    return heights.map((height) => Math.min(409, height))
  }

  private subtotalRow({ row, lines }: PurchasesBlock, first: number, last: number): RowLayout {
    const sums = sumsOf(lines)
    const share: Cell =
      row.kind === 'SERVICE'
        ? emptyCell('subtotal.share')
        : this.shareCell(last + 1, sums.amount, 'subtotal.share')
    return this.sumRow(this.labels.subtotal, 'subtotal', SUBTOTAL_HEIGHT, share, (field) => {
      const column = this.columns.of(field)
      return formulaCell(
        `SUM(${rangeAddress([column, first], [column, last])})`,
        sums[field],
        'subtotal.whole',
      )
    })
  }

  /** TOTAL sums the paid lines, as in the MediaMix; a second line sums all of them. */
  private closing(): RowLayout[] {
    const labels = SHEET_LABELS[this.language]
    const { kinds } = labels
    const withService = this.blocks.some(({ row }) => row.kind === 'SERVICE')
    const totals = [
      this.totalLine(labels.total, [kinds.PAID], this.paid),
      ...(withService
        ? [this.totalLine(labels.totalWithService, [kinds.PAID, kinds.SERVICE], this.all)]
        : []),
    ]
    const notes = [
      this.labels.note,
      ...(this.blocks.some(({ row }) => row.bookingStatus === 'Reserved') ? [this.labels.reservedNote] : []),
    ]
    return [...totals, ...notes.map((note) => this.noteRow(note))]
  }

  /** @param kinds the words in the first column of the lines that count; the sums of rows have none */
  private totalLine(label: string, kinds: readonly string[], sums: Sums): RowLayout {
    const onlyPaid = kinds.length === 1
    const style = onlyPaid ? 'total' : 'withService'
    const share = onlyPaid
      ? this.shareCell(this.totalRow, sums.amount, 'total.share')
      : emptyCell('withService.share')
    const range = (field: PurchasesField) => {
      const letter = columnLetter(this.columns.of(field))
      // Not all programs take one cell for a range: a single line is A7:A7.
      return `${letter}${this.firstRow}:${letter}${this.lastRow}`
    }
    return this.sumRow(label, style, TOTAL_HEIGHT, share, (field) => {
      const parts = kinds.map((kind) => `SUMIF(${range('kind')},${formulaString(kind)},${range(field)})`)
      return formulaCell(parts.join('+'), sums[field], `${style}.whole`)
    })
  }

  private sumRow(
    label: string,
    style: 'subtotal' | 'total' | 'withService',
    height: number,
    share: Cell,
    sumCell: (field: keyof Sums) => Cell,
  ): RowLayout {
    const labelColumns = this.columns.of('amount') - 1
    return {
      height,
      cells: [
        ...spanningCells(textCell(label, `${style}.center`), labelColumns),
        sumCell('amount'),
        sumCell('impressions'),
        share,
      ],
      merges: [{ column: 1, columns: labelColumns, rows: 1 }],
    }
  }

  private shareCell(at: number, amount: number, style: string): Cell {
    const letter = this.columns.letter('amount')
    const total = `${letter}$${this.totalRow}`
    const result = this.paid.amount === 0 ? '' : amount / this.paid.amount
    return formulaCell(`IF(${total}=0,"",${letter}${at}/${total})`, result, style)
  }

  private noteRow(text: string): RowLayout {
    const across = sum(this.widths.map(({ width, hidden }) => (hidden ? 0 : width)))
    return {
      height: heightOf(lineCount(text, across, 9), 9, 6),
      cells: spanningCells(textCell(text, 'note.wrapped'), this.columns.count),
      merges: [{ column: 1, columns: this.columns.count, rows: 1 }],
    }
  }

  private widthOf(field: PurchasesField): number {
    return this.widths[this.columns.of(field) - 1]!.width
  }
}

/** Lines, one below the other, that share a cell. */
interface Run {
  field: PurchasesField
  start: number
  count: number
}

function runsOf(lines: readonly PurchasesLine[]): Run[] {
  return SHARED.flatMap(([field, of]) => {
    const runs: Run[] = []
    for (const [i, line] of lines.entries()) {
      const last = runs.at(-1)
      if (last && of(lines[last.start]!) === of(line)) last.count += 1
      else runs.push({ field, start: i, count: 1 })
    }
    return runs
  })
}

function styleOf(field: PurchasesField, { kind, bookingStatus }: PurchasedRow): string {
  const style = () => {
    if (field === 'status' && bookingStatus in STATUS_COLORS) return `status.${bookingStatus}`
    if (field === 'share') return 'share'
    return isNumber(field) ? 'whole' : isText(field) ? 'text' : 'center'
  }
  return kind === 'SERVICE' ? `service.${style()}` : style()
}

function styleOfRepeated({ kind }: PurchasedRow): string {
  return kind === 'SERVICE' ? 'service.repeated' : 'repeated'
}

function isNumber(field: PurchasesField): boolean {
  return field === 'amount' || field === 'impressions' || field === 'share'
}

function isText(field: PurchasesField): boolean {
  return field === 'product' || field === 'platform' || field === 'group' || field === 'owner'
}

/** A row of one line needs no sum. */
function subtotals(lines: readonly PurchasesLine[]): 0 | 1 {
  return lines.length > 1 ? 1 : 0
}

function heightOfRows(rows: readonly RowLayout[]): number {
  return sum(rows.map(({ height }) => height ?? 0))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

import { columnLetter, rangeAddress } from '../address'
import { emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import { KEY_COLUMN_HEADING } from '../identity'
import type { Cell, RowLayout } from '../layout'
import type { PlanMember, PlanTargetingGroup } from '../plan'
import { pageHeight } from '../print'
import { heightOf, lineCount } from '../text-width'
import { type TargetingBlock, type TargetingCluster, targetingSections } from './blocks'
import {
  isNumberField,
  TARGETING_FONT_SIZE,
  type TargetingColumn,
  type TargetingField,
  type WrappedStyle,
} from './columns'
import type { TargetingLabels } from './labels'

/** Of the rows that share a targeting, at most this many are listed; the others are only counted. */
const MAX_LISTED_ROWS = 12
/**
 * At the foot of a page, at least this many members must follow a heading or the beginning of a broadcaster.
 */
const MIN_MEMBERS = 2
const HEADING_HEIGHT = 30

/** The position of a group's members, and the sum of their weights. */
interface GroupPlace {
  firstRow: number
  lastRow: number
  totalWeight: number
}

/**
 * Appends the table of the targeting sheet to `rows`, because a formula needs the number of its row. It also
 * sets the page breaks, so that no heading is alone at the foot of a page and no merged cell is split.
 */
export class TargetingTable {
  readonly breaksBefore: number[] = []
  private readonly fields: readonly TargetingField[]
  private readonly pageHeight: number
  /** Points already used of the page. */
  private used: number

  constructor(
    private readonly rows: RowLayout[],
    private readonly columns: readonly TargetingColumn[],
    private readonly labels: TargetingLabels,
  ) {
    this.fields = columns.map(({ field }) => field)
    // A reserve, because printers and fonts differ.
    this.pageHeight = pageHeight(columns.map(({ width }) => width)) * 0.95
    this.used = heightOfRows(rows)
  }

  /** Without programs the column of broadcasters gets no heading. */
  heading(programs: boolean): void {
    const cells = this.fields.map((field) => {
      const label = field === 'broadcaster' && !programs ? '' : this.labels.columns[field]
      const style = isNumberField(field)
        ? 'header.number'
        : field === 'broadcaster'
          ? 'header'
          : 'header.left'
      return textCell(label, style)
    })
    this.append([{ height: HEADING_HEIGHT, cells: [...cells, textCell(KEY_COLUMN_HEADING, 'id')] }])
  }

  /** The text in place of a table. */
  nothing(): void {
    this.append([
      {
        height: 48,
        cells: spanningCells(textCell(this.labels.noTargeting, 'calm'), this.columns.length),
        merges: [{ column: 1, columns: this.columns.length, rows: 1 }],
      },
    ])
  }

  block(block: TargetingBlock, index: number): void {
    const onlyName = block.groups.length === 1 ? block.groups[0]!.name : ''
    const title = this.labels.block(index + 1)
    const listed = [...new Set(block.rows.map(appliesTo))]
    const lead: RowLayout[] = [
      { height: index === 0 ? 6 : 16, cells: [] },
      this.lineRow(onlyName === '' ? title : `${title}  ·  ${onlyName}`, 'block', 28),
      ...listed.slice(0, MAX_LISTED_ROWS).map((text) => this.lineRow(text, 'applies', 0)),
    ]
    const left = listed.length - MAX_LISTED_ROWS
    if (left > 0) lead.push(this.lineRow(this.labels.more(left), 'applies', 0))
    for (const [i, group] of block.groups.entries()) {
      if (block.groups.length > 1 || group.platforms !== null) {
        lead.push(this.lineRow(this.groupTitle(group, i, block.groups), 'group', 30))
      }
      this.group(group, lead)
      lead.length = 0
    }
  }

  private groupTitle(group: PlanTargetingGroup, index: number, groups: TargetingBlock['groups']): string {
    const weight = `${this.labels.columns.weight} ${group.weight.toLocaleString('en-US')}`
    // If platforms have their own lists, a weight is a share of one list only.
    const everywhere = groups.every(({ platforms }) => platforms === null)
    const whole = groups.reduce((sum, one) => sum + one.weight, 0)
    const share = everywhere ? ` (${((group.weight / whole) * 100).toFixed(1)}%)` : ''
    const platforms = group.platforms === null ? this.labels.allPlatforms : group.platforms.join(', ')
    return `${group.name || this.labels.group(index + 1)}  ·  ${weight}${share}  ·  ${platforms}`
  }

  /** `lead`: headings that must not be separated from the first members. */
  private group(group: PlanTargetingGroup, lead: readonly RowLayout[]): void {
    const sections = targetingSections(group)
    const firstRow = this.rows.length + lead.length + 2
    const place: GroupPlace = {
      firstRow,
      // Each section after the first adds a row for its heading.
      lastRow: firstRow + group.members.length + sections.length - 2,
      totalWeight: group.members.reduce((sum, member) => sum + member.weight, 0),
    }
    const subtotal = group.members.length > 1 ? [this.subtotalRow(group, place)] : []
    let headings = [...lead]
    for (const section of sections) {
      headings.push(this.lineRow(this.labels.sections[section.type], 'section', 24))
      for (const cluster of section.clusters) {
        const isLast = section === sections.at(-1) && cluster === section.clusters.at(-1)
        this.cluster(cluster, place, headings, isLast ? subtotal : [])
        headings = []
      }
    }
  }

  /**
   * Appends the members of one broadcaster (or of a section without broadcasters), with the rows that must
   * stay before and after them. If they continue on another page, the broadcaster is named again there.
   */
  private cluster(
    cluster: TargetingCluster,
    place: GroupPlace,
    headings: readonly RowLayout[],
    closing: readonly RowLayout[],
  ): void {
    let before = headings
    let rest = cluster.members
    while (rest.length > 0) {
      const count = this.membersThatFit(rest, cluster, before, closing)
      if (count === 0) {
        this.breakPage()
        continue
      }
      const first = this.rows.length + before.length + 1
      const members = rest.slice(0, count).map((member, i) => this.memberRow(member, first + i, place))
      this.nameBroadcaster(members, cluster)
      rest = rest.slice(count)
      this.append([...before, ...members, ...(rest.length === 0 ? closing : [])])
      before = []
    }
  }

  /** How many of the members fit on this page; 0: begin another page. */
  private membersThatFit(
    members: readonly PlanMember[],
    cluster: TargetingCluster,
    before: readonly RowLayout[],
    closing: readonly RowLayout[],
  ): number {
    const closingHeight = heightOfRows(closing)
    let room = this.pageHeight - this.used - heightOfRows(before)
    let count = 0
    for (const member of members) {
      room -= this.memberHeight(member, cluster)
      const needed = count === members.length - 1 ? closingHeight : 0
      if (room < needed) break
      count += 1
    }
    const fresh = this.used <= HEADING_HEIGHT
    if (count >= Math.min(MIN_MEMBERS, members.length)) return count
    return fresh ? Math.max(1, count) : 0
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

  /**
   * One text across the table, which overflows into the empty cells beside it. Only a text of several lines
   * is merged, because merged cells are slow to write.
   */
  private lineRow(text: string, style: WrappedStyle | 'section', height: number): RowLayout {
    const lines = lineCount(text, this.tableWidth() - 3, TARGETING_FONT_SIZE)
    const across = { column: 1, columns: this.columns.length, rows: 1 }
    return {
      height: Math.max(height, heightOf(lines, TARGETING_FONT_SIZE, 4)),
      cells: spanningCells(textCell(text, lines > 1 ? `${style}.wrapped` : style), this.columns.length),
      merges: lines > 1 ? [across] : [],
    }
  }

  private tableWidth(): number {
    return this.columns.reduce((sum, { width }) => sum + width, 0)
  }

  private memberRow(member: PlanMember, row: number, place: GroupPlace): RowLayout {
    const cellOf: Record<TargetingField, () => Cell> = {
      broadcaster: () => emptyCell(member.type === 'PROGRAM' ? 'broadcaster' : 'content'),
      content: () => textCell(member.name, 'content'),
      weight: () => numberCell(member.weight, 'whole'),
      weightShare: () => this.shareCell(member, row, place),
      forecast: () => impressionsCell(member.forecast),
      available: () => impressionsCell(member.available),
      owner: () => textCell(member.owner ?? '-', 'content'),
      contentId: () => textCell(member.metaId, 'content'),
    }
    return {
      height: this.memberHeight(member, null),
      cells: [...this.fields.map((field) => cellOf[field]()), textCell(member.metaId, 'id')],
    }
  }

  /** Puts the broadcaster into the first of its rows and merges the cells below. */
  private nameBroadcaster(members: RowLayout[], { broadcaster }: TargetingCluster): void {
    const [first] = members
    if (first?.cells[0]?.style !== 'broadcaster') return
    const name = broadcaster ?? this.labels.otherBroadcaster
    const lines = lineCount(name, this.widthOf('broadcaster'), TARGETING_FONT_SIZE)
    members[0] = {
      height: members.length === 1 ? Math.max(first.height ?? 0, memberHeightOf(lines)) : first.height,
      cells: [textCell(name, 'broadcaster'), ...first.cells.slice(1)],
      merges: members.length === 1 ? [] : [{ column: 1, columns: 1, rows: members.length }],
    }
  }

  /** `cluster`: null for the height that the member's own texts need. */
  private memberHeight(member: PlanMember, cluster: TargetingCluster | null): number {
    const lines = (text: string, field: TargetingField) =>
      lineCount(text, this.widthOf(field) - 1, TARGETING_FONT_SIZE)
    const needed = [lines(member.name, 'content')]
    if (this.fields.includes('owner')) {
      needed.push(lines(member.owner ?? '', 'owner'), lines(member.metaId, 'contentId'))
    }
    if (cluster?.members.length === 1 && cluster.broadcaster !== null) {
      needed.push(lines(cluster.broadcaster, 'broadcaster'))
    }
    return memberHeightOf(Math.max(...needed))
  }

  private shareCell(member: PlanMember, row: number, place: GroupPlace): Cell {
    const weight = columnLetter(this.fields.indexOf('weight') + 1)
    const whole = `SUM(${weight}$${place.firstRow}:${weight}$${place.lastRow})`
    return formulaCell(`${weight}${row}/${whole}`, member.weight / place.totalWeight, 'share')
  }

  private subtotalRow(group: PlanTargetingGroup, place: GroupPlace): RowLayout {
    const labelColumns = this.fields.indexOf('weight')
    const cells = this.fields.slice(labelColumns).map((field, i): Cell => {
      if (field === 'weightShare') return numberCell(1, 'sum.share')
      if (field !== 'weight' && field !== 'forecast' && field !== 'available') return emptyCell('sum.whole')
      const column = labelColumns + i + 1
      const result = group.members.reduce((sum, member) => sum + (member[field] ?? 0), 0)
      const range = rangeAddress([column, place.firstRow], [column, place.lastRow])
      return formulaCell(`SUM(${range})`, result, 'sum.whole')
    })
    return {
      height: 25,
      cells: [...spanningCells(textCell(this.labels.subtotal, 'sum.label'), labelColumns), ...cells],
    }
  }

  private widthOf(field: TargetingField): number {
    return this.columns.find((column) => column.field === field)?.width ?? 0
  }
}

function memberHeightOf(lines: number): number {
  return Math.max(22, heightOf(lines, TARGETING_FONT_SIZE, 7))
}

function heightOfRows(rows: readonly RowLayout[]): number {
  return rows.reduce((sum, { height }) => sum + (height ?? 0), 0)
}

function appliesTo(row: TargetingBlock['rows'][number]): string {
  return `${row.productName}  |  ${row.platforms.join(', ')}  |  ${row.startDate} ~ ${row.endDate}`
}

function impressionsCell(impressions: number | null): Cell {
  return impressions === null ? textCell('-', 'whole') : numberCell(impressions, 'whole')
}

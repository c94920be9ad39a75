import { columnLetter, rangeAddress } from '../address'
import { emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import { KEY_COLUMN_HEADING } from '../identity'
import type { Cell, RowLayout } from '../layout'
import { mostTogether, usableHeight } from '../pages'
import type { Audience, PlanMember, PlanTargetingGroup } from '../plan'
import { pageHeight } from '../print'
import { fittedText, heightOf, lineCount } from '../text-width'
import { type TargetingBlock, type TargetingCluster, targetingSections } from './blocks'
import {
  BLOCK_FONT_SIZE,
  isNumberField,
  TARGETING_FONT_SIZE,
  type TargetingColumn,
  type TargetingField,
  type WrappedStyle,
} from './columns'
import type { TargetingLabels } from './labels'
import { blockKey } from './read-back'

/** Of the rows that share a targeting, at most this many are listed; the others are only counted. */
const MAX_LISTED_ROWS = 12
/**
 * On each page of a broadcaster, at its beginning and at its end, at least this many members are together, if it has as
 * many and they are not too high.
 */
const MIN_MEMBERS = 2
const HEADING_HEIGHT = 30
/** The keys of more rows don't fit a cell, so such a block is changed in the pane only. */
const MOST_ROWS_OF_KEY = 500

/** The position of a group's members, and the sum of their weights. */
interface GroupPlace {
  firstRow: number
  lastRow: number
  totalWeight: number
  /** The weights can be typed. */
  isOpen: boolean
}

/**
 * Appends the table of the targeting sheet to `rows`, because a formula needs the number of its row. It also
 * sets the page breaks, so that no heading is alone at the foot of a page and no merged cell is split.
 */
export class TargetingTable {
  readonly breaksBefore: number[] = []
  private readonly fields: readonly TargetingField[]
  private readonly pageHeight: number
  /** Most points of rows that only a page break parts. */
  private readonly mostTogether: number
  /** Points already used of the page. */
  private used: number

  constructor(
    private readonly rows: RowLayout[],
    private readonly columns: readonly TargetingColumn[],
    private readonly labels: TargetingLabels,
    private readonly audience: Audience,
  ) {
    this.fields = columns.map(({ field }) => field)
    const page = pageHeight(columns.map(({ width }) => width))
    this.pageHeight = usableHeight(page)
    this.mostTogether = mostTogether(page)
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
      this.withKey(this.lineRow(onlyName === '' ? title : `${title}  ·  ${onlyName}`, 'block', 28), block),
      ...listed.slice(0, MAX_LISTED_ROWS).map((text) => this.lineRow(text, 'applies', 0)),
    ]
    const left = listed.length - MAX_LISTED_ROWS
    if (left > 0) lead.push(this.lineRow(this.labels.more(left), 'applies', 0))
    this.beginBlock(lead)
    for (const [i, group] of block.groups.entries()) {
      if (block.groups.length > 1 || group.platforms !== null) {
        lead.push(this.lineRow(this.groupTitle(group, i, block.groups), 'group', 30))
      }
      this.group(group, lead)
      lead.length = 0
    }
  }

  /** A planner's sheet knows whose weights can be typed into a block. */
  private withKey(row: RowLayout, { rows, groups }: TargetingBlock): RowLayout {
    if (this.audience !== 'planner') return row
    const isOpen = groups.length === 1 && groups[0]!.isOpen === true && rows.length <= MOST_ROWS_OF_KEY
    const key = blockKey(isOpen ? rows.map(({ unitId }) => unitId) : [])
    return { ...row, cells: [...row.cells, textCell(key, 'id')] }
  }

  /**
   * Appends the first lines of a long heading, so that they needn't all be on one page with the first members: that
   * could leave much of a page blank.
   */
  private beginBlock(lead: RowLayout[]): void {
    // The distance from the block before, the title, and the first line.
    let count = 3
    while (heightOfRows(lead) > this.mostTogether / 2 && lead.length > 1) {
      const rows = lead.splice(0, Math.min(count, lead.length - 1))
      if (this.used + heightOfRows(rows) > this.pageHeight) this.breakPage()
      this.append(rows)
      count = 1
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
    if (this.audience === 'client' && group.members.every(({ type }) => type === 'RANDOM')) {
      this.everything(lead)
      return
    }
    const sections = targetingSections(group)
    const firstRow = this.rows.length + lead.length + 2
    const place: GroupPlace = {
      firstRow,
      // Each section after the first adds a row for its heading.
      lastRow: firstRow + group.members.length + sections.length - 2,
      totalWeight: group.members.reduce((sum, member) => sum + member.weight, 0),
      isOpen: this.audience === 'planner' && group.isOpen === true,
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

  /** In place of the members of a group that runs on all contents: they are the whole stock of the house. */
  private everything(lead: readonly RowLayout[]): void {
    const rows = [...lead, this.lineRow(this.labels.everything, 'applies', 24)]
    if (this.used + heightOfRows(rows) > this.pageHeight) this.breakPage()
    this.append(rows)
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
        // Rather the heading of a block at the foot of a page than much of the page blank.
        if (before.length > 1 && this.pageHeight - this.used > this.mostTogether) {
          this.append(before.slice(0, -1))
          before = before.slice(-1)
        }
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
    const room = this.pageHeight - this.used - heightOfRows(before)
    const closingHeight = heightOfRows(closing)
    const named = cluster.broadcaster === null ? 0 : this.broadcasterHeight(cluster)
    let height = 0
    let count = 0
    for (const member of members) {
      height += this.memberHeight(member)
      const after = count === members.length - 1 ? closingHeight : 0
      if (Math.max(height, named) + after > room) break
      count += 1
    }
    const fresh = this.used <= HEADING_HEIGHT
    const least = Math.min(this.least(members), members.length)
    // The next page has as many as this one must have.
    if (count < members.length && members.length - count < MIN_MEMBERS && count > least) count -= 1
    if (count >= least) return count
    return fresh ? Math.max(1, count) : 0
  }

  /** How many of the members must be together. */
  private least(members: readonly PlanMember[]): number {
    const height = members.slice(0, MIN_MEMBERS).reduce((sum, one) => sum + this.memberHeight(one), 0)
    return height > this.mostTogether / 2 ? 1 : MIN_MEMBERS
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
  private lineRow(whole: string, style: WrappedStyle | 'section', height: number): RowLayout {
    const size = style === 'block' ? BLOCK_FONT_SIZE : TARGETING_FONT_SIZE
    const text = fittedText(whole, this.tableWidth() - 3, size, 4)
    const lines = lineCount(text, this.tableWidth() - 3, size)
    const across = { column: 1, columns: this.columns.length, rows: 1 }
    return {
      height: Math.max(height, heightOf(lines, size, 4)),
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
      content: () => textCell(member.name || this.labels.nameless, 'content'),
      weight: () => numberCell(member.weight, place.isOpen ? 'edit.whole' : 'whole'),
      weightShare: () => this.shareCell(member, row, place),
      forecast: () =>
        member.forecast === null && member.type !== 'RANDOM'
          ? textCell(this.labels.noForecast, 'missing')
          : impressionsCell(member.forecast),
      available: () => impressionsCell(member.available),
      owner: () => textCell(member.owner ?? '-', 'content'),
      contentId: () => textCell(member.metaId, 'content'),
    }
    return {
      height: this.memberHeight(member),
      cells: [...this.fields.map((field) => cellOf[field]()), textCell(member.metaId, 'id')],
    }
  }

  /** Puts the broadcaster into the first of its rows and merges the cells below. */
  private nameBroadcaster(members: RowLayout[], cluster: TargetingCluster): void {
    const [first] = members
    if (first?.cells[0]?.style !== 'broadcaster') return
    const name = cluster.broadcaster ?? this.labels.otherBroadcaster
    const needed = this.broadcasterHeight(cluster)
    const missing = Math.max(0, needed - heightOfRows(members))
    // A long name makes all of its rows higher.
    if (missing > 0) {
      const more = Math.ceil(missing / members.length)
      for (const [i, row] of members.entries()) members[i] = { ...row, height: (row.height ?? 0) + more }
    }
    members[0] = {
      height: members[0]!.height ?? 0,
      cells: [textCell(name, 'broadcaster'), ...first.cells.slice(1)],
      merges: members.length === 1 ? [] : [{ column: 1, columns: 1, rows: members.length }],
    }
  }

  private broadcasterHeight({ broadcaster }: TargetingCluster): number {
    const name = broadcaster ?? this.labels.otherBroadcaster
    return memberHeightOf(lineCount(name, this.widthOf('broadcaster'), TARGETING_FONT_SIZE))
  }

  private memberHeight(member: PlanMember): number {
    const lines = (text: string, field: TargetingField) =>
      lineCount(text, this.widthOf(field) - 1, TARGETING_FONT_SIZE)
    const needed = [lines(member.name, 'content')]
    if (this.fields.includes('owner')) {
      needed.push(lines(member.owner ?? '', 'owner'), lines(member.metaId, 'contentId'))
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

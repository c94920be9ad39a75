import type { Alignment, CellStyle } from '../layout'
import { SHARE_FORMAT, TEXT_FORMAT, WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, STRONG_LINE } from '../palette'
import type { Audience } from '../plan'

export type TargetingField =
  | 'broadcaster'
  | 'content'
  | 'weight'
  | 'weightShare'
  | 'forecast'
  | 'available'
  | 'owner'
  | 'contentId'

export interface TargetingColumn {
  field: TargetingField
  width: number
}

/** Lines across the table; each has a second style, `….wrapped`, for text of several lines. */
export type WrappedStyle = 'block' | 'applies' | 'group'

/** In points. */
export const TARGETING_FONT_SIZE = 10
export const BLOCK_FONT_SIZE = 12

const NUMBERS: readonly TargetingField[] = ['weight', 'weightShare', 'forecast', 'available']

export function isNumberField(field: TargetingField): boolean {
  return NUMBERS.includes(field)
}

/** Owner, availability and content id are for planners and internal readers. */
export function targetingColumns(audience: Audience): TargetingColumn[] {
  const client = audience === 'client'
  const columns: (TargetingColumn | false)[] = [
    { field: 'broadcaster', width: 20 },
    { field: 'content', width: client ? 60 : 46 },
    { field: 'weight', width: 14 },
    { field: 'weightShare', width: 12 },
    { field: 'forecast', width: 20 },
    !client && { field: 'available', width: 20 },
    !client && { field: 'owner', width: 24 },
    !client && { field: 'contentId', width: 18 },
  ]
  return columns.filter((column) => column !== false)
}

export function targetingStyles(): Record<string, CellStyle> {
  const base: CellStyle = { font: font(TARGETING_FONT_SIZE, COLORS.ink), border: { bottom: HAIRLINE } }
  const number: CellStyle = { ...base, alignment: { horizontal: 'right', vertical: 'middle' } }
  const sum: CellStyle = {
    font: font(TARGETING_FONT_SIZE, COLORS.ink, 'bold'),
    fill: COLORS.labelFill,
    border: { top: STRONG_LINE, bottom: HAIRLINE },
  }
  const sumNumber: CellStyle = { ...sum, alignment: { horizontal: 'right', vertical: 'middle' } }
  const left: Alignment = { horizontal: 'left', vertical: 'middle', indent: 1 }
  const lines: Record<WrappedStyle, CellStyle> = {
    block: { font: font(BLOCK_FONT_SIZE, COLORS.navy, 'bold'), fill: COLORS.blockFill, alignment: left },
    applies: { font: font(9, COLORS.muted), alignment: left },
    group: {
      font: font(TARGETING_FONT_SIZE, COLORS.ink, 'bold'),
      alignment: { ...left, vertical: 'bottom' },
    },
  }
  const wrapped = Object.entries(lines).map(([key, style]) => [
    `${key}.wrapped`,
    { ...style, alignment: { ...style.alignment, wrap: true } },
  ])
  return {
    ...lines,
    ...Object.fromEntries(wrapped),
    section: {
      font: font(9, COLORS.navy, 'bold'),
      alignment: { ...left, vertical: 'bottom' },
      border: { bottom: STRONG_LINE },
    },
    broadcaster: {
      ...base,
      alignment: { horizontal: 'center', vertical: 'middle', wrap: true },
      border: { bottom: HAIRLINE, right: HAIRLINE },
    },
    content: { ...base, alignment: { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 } },
    whole: { ...number, numberFormat: WHOLE_FORMAT },
    'edit.whole': { ...number, numberFormat: WHOLE_FORMAT, fill: COLORS.inputFill, locked: false },
    missing: { ...number, font: font(9, COLORS.muted), numberFormat: TEXT_FORMAT },
    share: { ...number, numberFormat: SHARE_FORMAT },
    'sum.label': { ...sum, alignment: { horizontal: 'center', vertical: 'middle' } },
    'sum.whole': { ...sumNumber, numberFormat: WHOLE_FORMAT },
    'sum.share': { ...sumNumber, numberFormat: SHARE_FORMAT },
    calm: { font: font(11, COLORS.muted), alignment: { horizontal: 'center', vertical: 'middle' } },
  }
}

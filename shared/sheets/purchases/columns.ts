import type { Language } from '../../language'
import { columnLetter } from '../address'
import type { CellStyle } from '../layout'
import { SHARE_FORMAT, WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE, STRONG_LINE } from '../palette'
import type { Audience } from '../plan'
import { frameStyles } from '../sheet-frame'
import { STATUS_COLORS } from '../status-colors'

export type PurchasesField =
  | 'kind'
  | 'product'
  | 'period'
  | 'status'
  | 'platform'
  | 'group'
  | 'owner'
  | 'amount'
  | 'impressions'
  | 'share'

/** In points. */
export const PURCHASES_FONT_SIZE = 10

const FIELDS: readonly PurchasesField[] = [
  'kind',
  'product',
  'period',
  'status',
  'platform',
  'group',
  'owner',
  'amount',
  'impressions',
  'share',
]

/** A client doesn't see owners. */
export function purchasesFields(audience: Audience): PurchasesField[] {
  return FIELDS.filter((field) => field !== 'owner' || audience !== 'client')
}

/** Where the columns of an audience stand. */
export class PurchasesColumns {
  readonly count: number
  /** The hidden one behind the table. */
  readonly key: number

  constructor(readonly fields: readonly PurchasesField[]) {
    this.count = fields.length
    this.key = fields.length + 1
  }

  /** 1-based; 0: not shown. */
  of(field: PurchasesField): number {
    return this.fields.indexOf(field) + 1
  }

  letter(field: PurchasesField): string {
    return columnLetter(this.of(field))
  }
}

/** The lines of a row have a second set of styles, `service.…`, for service rows. */
export function purchasesStyles(language: Language): Record<string, CellStyle> {
  const center = { horizontal: 'center', vertical: 'middle', wrap: true } as const
  const left = { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 } as const
  const right = { horizontal: 'right', vertical: 'middle' } as const
  const paid: CellStyle = {
    font: font(PURCHASES_FONT_SIZE, COLORS.ink),
    border: { bottom: HAIRLINE, right: HAIRLINE },
  }
  const service: CellStyle = {
    ...paid,
    font: font(PURCHASES_FONT_SIZE, COLORS.serviceText, 'italic'),
    fill: COLORS.serviceFill,
  }
  const subtotal: CellStyle = {
    font: font(PURCHASES_FONT_SIZE, COLORS.ink, 'bold'),
    fill: COLORS.labelFill,
    border: { bottom: STRONG_LINE },
  }
  const total: CellStyle = {
    font: font(PURCHASES_FONT_SIZE, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { top: NAVY_LINE, bottom: HAIRLINE },
  }
  const withService: CellStyle = {
    font: font(PURCHASES_FONT_SIZE, COLORS.ink),
    fill: COLORS.labelFill,
    border: { bottom: HAIRLINE },
  }
  const line = (prefix: string, style: CellStyle): [string, CellStyle][] => [
    [`${prefix}center`, { ...style, alignment: center }],
    [`${prefix}text`, { ...style, alignment: left }],
    [`${prefix}whole`, { ...style, alignment: right, numberFormat: WHOLE_FORMAT }],
    [`${prefix}share`, { ...style, alignment: right, numberFormat: SHARE_FORMAT }],
  ]
  const frame = frameStyles(language)
  const repeated = { font: font(PURCHASES_FONT_SIZE, COLORS.faint) }
  return {
    ...frame,
    ...Object.fromEntries([
      ...line('', paid),
      ...line('service.', service),
      ...line('subtotal.', subtotal),
      ...line('total.', total),
      ...line('withService.', withService),
      ...Object.entries(STATUS_COLORS).flatMap(([status, { fontColor }]): [string, CellStyle][] => {
        const style: CellStyle = { font: font(PURCHASES_FONT_SIZE, fontColor, 'bold'), alignment: center }
        return [
          [`status.${status}`, { ...paid, ...style }],
          [`service.status.${status}`, { ...service, ...style }],
        ]
      }),
    ]),
    // TOTAL counts the lines by this cell, so every line has it.
    repeated: { ...paid, ...repeated, alignment: center },
    'service.repeated': { ...service, ...repeated, alignment: center },
    'note.wrapped': { ...frame.note, alignment: { horizontal: 'left', vertical: 'middle', wrap: true } },
  }
}

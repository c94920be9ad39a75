import type { RowFields } from '../../contract/campaigns'
import { amountShare, type Estimate, type EstimateInput, type Totals } from '../../estimates'
import type { Language } from '../../language'
import { BOOKING_STATUS_WORDS, PUBLISH_STATUS_WORDS } from '../../status-words'
import { isRunning } from '../../statuses'
import { columnLetter } from '../address'
import { dateCell, emptyCell, formulaCell, numberCell, textCell } from '../cells'
import type { PlainValue } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, DataValidation } from '../layout'
import type { Audience, PlanRow } from '../plan'
import { STATUS_SEPARATOR } from '../status-colors'
import { fittedText } from '../text-width'
import {
  MAX_SHEET_AMOUNT,
  type Typed,
  typedDate,
  typedPlainText,
  typedRate,
  typedText,
  typedWon,
} from '../typed-values'
import type { Period } from '../written-date'
import { amountEntry, endEntry, startEntry } from './entry-rules'
import type { CellErrorCode } from './error-codes'
import * as formulas from './formulas'
import { MEDIA_MIX_LABELS } from './labels'
import { BODY_FONT_SIZE, BODY_PADDING, type BodyStyle, MAX_TEXT_WIDTH } from './styles'

/** A row with its position in the sheet. */
export interface DrawnRow {
  row: PlanRow
  input: EstimateInput
  numbers: Estimate
  /** 1-based. */
  at: number
  place: formulas.FormulaPlace
  /** Whole won, as TOTAL has them. */
  paidAmount: number
  /** False: the totals leave it out. */
  counted: boolean
  language: Language
}

/** A total line with its position in the sheet. */
export interface DrawnTotal {
  totals: Totals
  kind: 'total' | 'service'
  at: number
  place: formulas.FormulaPlace
  language: Language
}

/** Everything about one column of a MediaMix. */
interface Column {
  heading: Record<Language, string>
  /** In characters. */
  width: number
  /** In the planner's sheet: narrow, so that buying is in sight beside the amount. */
  plannerWidth?: number
  /** The width grows with the contents: of numbers, so that no `####` appears; of texts, so that no line is cut. */
  grows?: 'number' | 'rate' | 'label' | 'text'
  align: 'left' | 'center' | 'right'
  style: BodyStyle
  /** In the planner's sheet only, never in a proposal. */
  audience?: 'planner'
  /**
   * A table without this heading isn't a MediaMix. Not for columns that were added later: old files don't
   * have them.
   */
  identifies?: true
  cell(drawn: DrawnRow, style: string): Cell
  /** The text for which the row must be high enough. */
  wraps?(row: PlanRow, language: Language): string
  /** The cell in TOTAL; left out: empty. */
  total?(drawn: DrawnTotal, style: string): Cell
  /**
   * When a planner may type into it. `plan`: while nothing is promised; `amendment`: also later, as an
   * amendment; `until-ended`: also later, without one, because no inventory moves. Left out: never.
   */
  typed?: 'plan' | 'amendment' | 'until-ended'
  /** What may be typed; checked again when the sheet is read back and by the service. */
  validation?(cell: ValidationCell): Pick<DataValidation, 'rule' | 'alert'> | null
  /** The field of a row that is synced between sheet and service. */
  synced?: SyncedField
  /** The value of a blank cell; left out: none, the field stays as it is. */
  blank?: string | null
  /** A blank cell is an error. */
  needed?: true
  /** A new row takes it from the rate card: only what was typed into an existing row is sent. */
  fromRateCard?: true
  /** Reads the value of a cell; `period` is the campaign's. */
  read?(value: PlainValue, language: Language, period?: Period): Typed<string | number, CellErrorCode>
}

export interface ValidationCell {
  /** Addresses of the column's first cell and of the start date in its row: `H7`, `G7`. */
  self: string
  startDate: string
  devices: readonly string[]
  language: Language
}

type SyncedField = keyof RowFields

/** In the planner's list; other letters can be typed. */
const OFFERED_VARIANTS = ['A', 'B', 'C']

const grouped = (value: number) => value.toLocaleString('en-US')

/** From left to right in the planner's sheet. A proposal leaves the planner's own columns out. */
const COLUMNS = {
  kind: {
    heading: { ko: '구분', en: 'Type' },
    width: 7.5,
    grows: 'label',
    align: 'center',
    style: 'center',
    identifies: true,
    cell: ({ row, language }, style) => textCell(SHEET_LABELS[language].kinds[row.kind], style),
    typed: 'plan',
    validation: ({ language }) => ({
      rule: { type: 'list', values: Object.values(SHEET_LABELS[language].kinds) },
      alert: { style: 'stop', ...MEDIA_MIX_LABELS[language].kindAlert },
    }),
    synced: 'kind',
    // A row that a planner has just inserted has no kind yet: it counts as paid, as in TOTAL.
    blank: 'PAID',
    read: readKind,
  },
  platforms: {
    heading: { ko: '매체', en: 'Media' },
    width: 14,
    plannerWidth: 11,
    align: 'left',
    style: 'text',
    grows: 'text',
    cell: ({ row }, style) => textCell(platformsText(row), style),
    wraps: platformsText,
  },
  product: {
    heading: { ko: '상품', en: 'Product' },
    width: 28,
    plannerWidth: 19,
    grows: 'text',
    align: 'left',
    style: 'text',
    identifies: true,
    cell: ({ row }, style) => textCell(row.productName, style),
    wraps: (row) => row.productName,
    typed: 'plan',
    synced: 'productCode',
    needed: true,
    read: typedPlainText,
  },
  targeting: {
    heading: { ko: '타겟팅', en: 'Targeting' },
    width: 23,
    plannerWidth: 14,
    grows: 'text',
    align: 'left',
    style: 'text',
    cell: ({ row }, style) => textCell(row.targeting, style),
    wraps: (row) => row.targeting,
    typed: 'plan',
    read: typedPlainText,
  },
  device: {
    heading: { ko: '디바이스', en: 'Device' },
    width: 11.5,
    plannerWidth: 10.5,
    grows: 'text',
    align: 'center',
    style: 'center',
    cell: ({ row }, style) => textCell(row.device, style),
    wraps: (row) => row.device,
    typed: 'until-ended',
    validation: deviceValidation,
    synced: 'device',
    blank: '',
    read: (value) => typedText(value, 100),
  },
  creative: {
    heading: { ko: '소재', en: 'Creative' },
    width: 12,
    plannerWidth: 9.5,
    grows: 'text',
    align: 'center',
    style: 'center',
    cell: ({ row }, style) => textCell(row.creative, style),
    wraps: (row) => row.creative,
    typed: 'until-ended',
    synced: 'creative',
    blank: '',
    read: (value) => typedText(value, 200),
  },
  startDate: {
    heading: { ko: '시작일', en: 'Start' },
    width: 11.5,
    plannerWidth: 11.5,
    align: 'center',
    style: 'date',
    identifies: true,
    cell: ({ row }, style) => dateCell(row.startDate, style),
    typed: 'amendment',
    validation: ({ self, language }) => ({
      rule: { type: 'custom', formula: startEntry(self) },
      alert: { style: 'stop', ...MEDIA_MIX_LABELS[language].startAlert },
    }),
    synced: 'startDate',
    needed: true,
    read: (value, _language, period) => typedDate(value, period),
  },
  endDate: {
    heading: { ko: '종료일', en: 'End' },
    width: 11.5,
    plannerWidth: 11.5,
    align: 'center',
    style: 'date',
    identifies: true,
    cell: ({ row }, style) => dateCell(row.endDate, style),
    typed: 'amendment',
    validation: ({ self, startDate, language }) => ({
      rule: { type: 'custom', formula: endEntry(self, startDate) },
      alert: { style: 'stop', ...MEDIA_MIX_LABELS[language].endAlert },
    }),
    synced: 'endDate',
    needed: true,
    read: (value, _language, period) => typedDate(value, period),
  },
  amount: {
    heading: { ko: '구매금액', en: 'Amount' },
    width: 13,
    grows: 'number',
    align: 'right',
    style: 'whole',
    identifies: true,
    cell: ({ row }, style) => numberCell(row.amount, style),
    total: ({ totals, kind, place, language }, style) =>
      formulaCell(
        kind === 'total'
          ? formulas.paidSumFormula('amount', place, SHEET_LABELS[language].kinds.SERVICE)
          : formulas.amountOfTotalFormula(place),
        totals.amount,
        style,
      ),
    typed: 'amendment',
    validation: ({ self, language }) => ({
      rule: { type: 'custom', formula: amountEntry(self) },
      alert: { style: 'stop', ...MEDIA_MIX_LABELS[language].amountAlert },
    }),
    synced: 'amount',
    needed: true,
    read: (value) => typedWon(value, MAX_SHEET_AMOUNT),
  },
  buy: {
    heading: { ko: '구매', en: 'Buy' },
    width: 7,
    align: 'center',
    style: 'center',
    audience: 'planner',
    cell: buyCell,
  },
  status: {
    heading: { ko: '상태', en: 'Status' },
    width: 10.5,
    align: 'center',
    style: 'center',
    audience: 'planner',
    cell: ({ row, language }, style) => textCell(statusText(row, language), style),
    wraps: statusText,
  },
  message: {
    heading: { ko: '잔여/메시지', en: 'Remaining / note' },
    width: 22,
    align: 'left',
    style: 'text',
    audience: 'planner',
    cell: ({ row, language }, style) => textCell(availabilityText(row, language), style),
    wraps: availabilityText,
  },
  share: {
    heading: { ko: '비중', en: 'Share' },
    width: 9,
    align: 'right',
    style: 'share',
    cell: ({ input, at, place, paidAmount, counted, language }, style) =>
      formulaCell(
        formulas.shareFormula(at, place, SHEET_LABELS[language].kinds.SERVICE),
        (counted ? amountShare(input, paidAmount) : null) ?? '',
        style,
      ),
    total: ({ totals, kind, place }, style) =>
      kind === 'total'
        ? formulaCell(formulas.totalShareFormula(place), totals.amount === 0 ? '' : 1, style)
        : emptyCell(style),
  },
  ecpm: {
    heading: { ko: 'ECPM', en: 'eCPM' },
    width: 9,
    grows: 'number',
    align: 'right',
    style: 'whole',
    identifies: true,
    cell: ({ row }, style) => numberCell(row.ecpm, style),
    total: ({ totals, at, place }, style) =>
      formulaCell(formulas.totalEcpmFormula(at, place), totals.ecpm ?? '-', style),
    synced: 'ecpm',
    fromRateCard: true,
    read: readEcpm,
  },
  impressions: {
    heading: { ko: '예상노출수', en: 'Est. impressions' },
    width: 12,
    grows: 'number',
    align: 'right',
    style: 'whole',
    cell: ({ numbers, at, place }, style) =>
      formulaCell(formulas.impressionsFormula(at, place), numbers.impressions, style),
    total: (drawn, style) => sum('impressions', drawn, style),
  },
  ctr: {
    heading: { ko: 'CTR', en: 'CTR' },
    width: 9,
    grows: 'rate',
    align: 'right',
    style: 'ctr',
    cell: ({ row }, style) => numberCell(row.ctr, style),
    total: ({ totals, at, place }, style) =>
      formulaCell(formulas.totalRateFormula('clicks', at, place), totals.ctr ?? '-', style),
    synced: 'ctr',
    fromRateCard: true,
    read: typedRate,
  },
  clicks: {
    heading: { ko: '예상클릭수', en: 'Est. clicks' },
    width: 12,
    grows: 'number',
    align: 'right',
    style: 'whole',
    cell: ({ numbers, at, place }, style) =>
      formulaCell(formulas.resultFormula('ctr', at, place), numbers.clicks, style),
    total: (drawn, style) => sum('clicks', drawn, style),
  },
  vtr: {
    heading: { ko: 'VTR', en: 'VTR' },
    width: 9,
    grows: 'rate',
    align: 'right',
    style: 'vtr',
    cell: ({ row }, style) => numberCell(row.vtr, style),
    total: ({ totals, at, place }, style) =>
      formulaCell(formulas.totalRateFormula('views', at, place), totals.vtr ?? '-', style),
    synced: 'vtr',
    fromRateCard: true,
    read: typedRate,
  },
  views: {
    heading: { ko: '예상조회수', en: 'Est. views' },
    width: 12,
    grows: 'number',
    align: 'right',
    style: 'whole',
    cell: ({ numbers, at, place }, style) =>
      formulaCell(formulas.resultFormula('vtr', at, place), numbers.views, style),
    total: (drawn, style) => sum('views', drawn, style),
  },
  variant: {
    heading: { ko: '안', en: 'Variant' },
    width: 7.5,
    align: 'center',
    style: 'center',
    audience: 'planner',
    cell: ({ row }, style) => textCell(row.variant ?? '', style),
    typed: 'plan',
    validation: ({ language }) => ({
      rule: { type: 'list', values: OFFERED_VARIANTS },
      alert: { style: 'warning', ...MEDIA_MIX_LABELS[language].variantAlert },
    }),
    synced: 'variant',
    blank: null,
    read: readVariant,
  },
} as const satisfies Record<string, Column>

export type MediaMixField = keyof typeof COLUMNS

export const MEDIA_MIX_FIELDS = Object.keys(COLUMNS) as readonly MediaMixField[]

/** Everything about a column. */
export function columnOfField(field: MediaMixField): Column {
  return COLUMNS[field]
}

/** The columns that everybody sees, A to P of a proposal. */
const PROPOSAL_FIELDS = MEDIA_MIX_FIELDS.filter((field) => columnOfField(field).audience !== 'planner')

/** The columns of a sheet, from left to right: in the planner's, their own stand beside the amount. */
export function fieldsFor(audience: Audience): readonly MediaMixField[] {
  return audience === 'planner' ? MEDIA_MIX_FIELDS : PROPOSAL_FIELDS
}

/** The field of a row that a column holds. */
type SyncedIn<F extends MediaMixField> = F extends unknown
  ? (typeof COLUMNS)[F] extends { synced: infer S }
    ? S
    : never
  : never
type FieldWithoutColumn = Exclude<SyncedField, SyncedIn<MediaMixField>>

/**
 * The column of each synced field, in the order of the sheet. If a field has no column, the compiler reports
 * its name wherever this is used.
 */
export const SYNCED_COLUMNS = Object.fromEntries(
  MEDIA_MIX_FIELDS.flatMap((field) => {
    const { synced } = columnOfField(field)
    return synced ? [[synced, field]] : []
  }),
) as [FieldWithoutColumn] extends [never] ? Record<SyncedField, MediaMixField> : FieldWithoutColumn

export const SYNCED_FIELDS = Object.keys(SYNCED_COLUMNS) as readonly SyncedField[]

type BlankIn<F extends MediaMixField> = F extends unknown
  ? (typeof COLUMNS)[F] extends { blank: string | null; synced: infer S }
    ? S
    : never
  : never

/** The values of blank cells: a new row begins with them. */
export const BLANK_FIELDS = Object.fromEntries(
  SYNCED_FIELDS.flatMap((field) => {
    const { blank } = columnOfField(SYNCED_COLUMNS[field])
    return blank === undefined ? [] : [[field, blank]]
  }),
) as Pick<Required<RowFields>, BlankIn<MediaMixField>>

type AmendedIn<F extends MediaMixField> = F extends unknown
  ? (typeof COLUMNS)[F] extends { typed: 'amendment'; synced: infer S }
    ? S
    : never
  : never

/** The fields of a reserved or bought row that an amendment changes. */
export const AMEND_FIELDS = SYNCED_FIELDS.filter(
  (field) => columnOfField(SYNCED_COLUMNS[field]).typed === 'amendment',
) as AmendedIn<MediaMixField>[]

type FreeIn<F extends MediaMixField> = F extends unknown
  ? (typeof COLUMNS)[F] extends { typed: 'until-ended'; synced: infer S }
    ? S
    : never
  : never

/** The fields of a reserved or bought row that change like those of a draft. */
export const FREE_FIELDS = SYNCED_FIELDS.filter(
  (field) => columnOfField(SYNCED_COLUMNS[field]).typed === 'until-ended',
) as FreeIn<MediaMixField>[]

/** 1-based column of a field, in the planner's sheet unless another audience is given. */
export function columnOf(field: MediaMixField, audience: Audience = 'planner'): number {
  return fieldsFor(audience).indexOf(field) + 1
}

/** Column letter of a field. */
export function letterOf(field: MediaMixField, audience: Audience): string {
  return columnLetter(columnOf(field, audience))
}

function sum(
  field: formulas.SummedField,
  { totals, kind, place, language }: DrawnTotal,
  style: string,
): Cell {
  const formula =
    kind === 'total'
      ? formulas.paidSumFormula(field, place, SHEET_LABELS[language].kinds.SERVICE)
      : formulas.sumFormula(field, place)
  return formulaCell(formula, totals[field], style)
}

function buyCell({ row, language }: DrawnRow, style: string): Cell {
  const buyable = row.bookingStatus === 'Draft' || row.bookingStatus === 'Reserved'
  return buyable ? textCell(MEDIA_MIX_LABELS[language].buy, 'buy') : emptyCell(style)
}

/** A product may have so many platforms that no row has room for all of their names. */
function platformsText({ platforms }: PlanRow): string {
  return fittedText(platforms.join(', '), MAX_TEXT_WIDTH, BODY_FONT_SIZE, BODY_PADDING)
}

/** `집행중 · 게재중`: the booking status, and the publish status once the ad servers have reported one. */
export function statusText(
  { bookingStatus, publishStatus }: Pick<PlanRow, 'bookingStatus' | 'publishStatus'>,
  language: Language,
): string {
  const booking = BOOKING_STATUS_WORDS[language][bookingStatus]
  const silent = publishStatus === undefined || publishStatus === null || publishStatus === 'REQUESTED'
  return silent || !isRunning(bookingStatus)
    ? booking
    : `${booking}${STATUS_SEPARATOR}${PUBLISH_STATUS_WORDS[language][publishStatus]}`
}

function availabilityText({ availability }: PlanRow, language: Language): string {
  if (!availability) return ''
  const { message, maxImpressions, maxAmount } = availability
  return message || MEDIA_MIX_LABELS[language].remaining(grouped(maxImpressions), grouped(maxAmount))
}

function readKind(value: PlainValue, language: Language): Typed<string, CellErrorCode> {
  const typed = typedPlainText(value)
  if (typed.kind !== 'value') return typed
  const { kinds } = SHEET_LABELS[language]
  if (typed.value === kinds.PAID) return { kind: 'value', value: 'PAID' }
  if (typed.value === kinds.SERVICE) return { kind: 'value', value: 'SERVICE' }
  return { kind: 'invalid', code: 'UNKNOWN_KIND' }
}

/** `B`, `b안`, `Variant B` */
function readVariant(value: PlainValue): Typed<string, CellErrorCode> {
  const typed = typedPlainText(value)
  if (typed.kind !== 'value') return typed
  const written = /^(?:VARIANT\s*)?([A-Z])\s*안?$/.exec(typed.value.normalize('NFKC').toUpperCase())
  return written ? { kind: 'value', value: written[1]! } : { kind: 'invalid', code: 'NOT_A_VARIANT' }
}

/** Must be positive, because impressions are calculated by dividing by it. */
function readEcpm(value: PlainValue): Typed<number, CellErrorCode> {
  const typed = typedWon(value, MAX_SHEET_AMOUNT)
  return typed.kind === 'value' && typed.value === 0 ? { kind: 'invalid', code: 'NOT_POSITIVE' } : typed
}

/** Excel's limit in characters for a list inside the rule. */
const MAX_LIST_LENGTH = 255

/**
 * Other devices can be typed too. A list inside the rule can't contain a value with a comma, and its length
 * is limited.
 */
function deviceValidation({
  devices,
  language,
}: ValidationCell): ReturnType<NonNullable<Column['validation']>> {
  const values: string[] = []
  let length = 0
  for (const device of devices) {
    length += device.length + 1
    if (length > MAX_LIST_LENGTH) break
    if (device !== '' && !/[,"\n]/.test(device)) values.push(device)
  }
  if (values.length === 0) return null
  return {
    rule: { type: 'list', values },
    alert: { style: 'warning', ...MEDIA_MIX_LABELS[language].deviceAlert },
  }
}

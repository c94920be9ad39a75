import type { Rejection } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { originalText } from '../../shared/inert-text'
import { cleanKey, hasInvisibleMarks, isFormulaError, isShortened } from '../../shared/keys'
import type { TextRecord } from './csv-records'
import type { ForecastColumn, Header } from './forecast-columns'
import { type Locale, UNKNOWN_LOCALE } from './locale'
import { isDash, meansNothing, nothingOf } from './nothing'
import { isAmbiguous, readCount } from './read-count'
import { dateAfter, endsWithYear, readDate } from './read-date'
import { readHour } from './read-hour'
import { detached, remember } from './remember'
import { UNREADABLE } from './text-encoding'

/** A vendor row after validation. */
export interface ForecastRow {
  line: number
  part: string
  metaId: string
  date: string
  /** The hour of `date`, 0 to 23. */
  hour: number
  /** The row said 24 to 29 on the date before. */
  afterMidnight: boolean
  forecast: number
  actual: number | null
  name: string | null
  broadcaster: string | null
  owner: string | null
  /** What a person should know of the row although it is taken. */
  remarks: readonly Remark[]
}

type Refusal = Omit<Rejection, 'line'>
/** A column and its value, or '' for the whole row, and what was done with it. */
export type Remark = Refusal

const SHOWN_CHARS = 200
const TEXT_COLUMNS = ['part', 'metaId', 'name', 'broadcaster', 'owner'] as const
const TEXT_LIMITS = { metaId: 100, name: 200, broadcaster: 200, owner: 64 } as const
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/
const WHOLE = 'must be a whole number from 0 to 2^53 - 1'
const AMBIGUOUS =
  'can be read in two ways, and the file does not show which one it means; write it without separators'
const WRONG_DATE = 'is not a date that exists from 2000 to 2199, or has another weekday; write it YYYY-MM-DD'
const AMBIGUOUS_DATE =
  'may begin with the day or with the month, and the file does not show which one; write it YYYY-MM-DD'
const WRONG_HOUR = 'must be a whole number from 0 to 23, or to 29 for the hours after midnight'
const MERGED = 'is in a cell that is merged over several rows; unmerge it and write a number into each row'
const IS_NOTHING = 'stands for nothing, but is needed here; fill it in'
const IS_FORMULA = 'is a formula without a result; open the file in a spreadsheet, save it, and send it again'
const IS_FORMULA_ERROR = "is the error of a spreadsheet's formula; correct the cell"
const MARKS_DROPPED = 'contained invisible marks, which were dropped'
const IS_HIDDEN = 'is hidden in the sheet, and was taken like all others'
const NO_REMARKS: readonly Remark[] = []

/** What the reader of a file's rows has met, apart from the rows. */
export interface RowNotes {
  /** How the file writes numbers and dates that can be read in two ways; undefined: not looked up yet. */
  locale: Locale | undefined
  /** Rows that contained invisible marks, and the lines of the first of them. */
  marked: { count: number; first: number[] }
  /** The hours that were in the file, 0 to 29: a bit each. */
  hours: number
  rowsOfHour24: number
  /** Rows that are hidden in their sheet, and were taken. */
  hidden: { count: number; first: number[] }
}

const SHOWN_LINES = 10
const EQUALS = '='.charCodeAt(0)
const APOSTROPHE = "'".charCodeAt(0)

export function rowNotes(): RowNotes {
  return {
    locale: undefined,
    marked: { count: 0, first: [] },
    hours: 0,
    rowsOfHour24: 0,
    hidden: { count: 0, first: [] },
  }
}

type Checked = { row: ForecastRow } | { rejection: Rejection }

/**
 * Returns a function that checks the rows of one file. A rejection names the column, the value and the
 * reason. Hours 24 to 29 become hours 0 to 5 of the next date. The function returns undefined when
 * `notes.locale` must be looked up before it can read the row.
 *
 * @param date1904 whether the file's serial dates count from 1904
 */
export function rowReader(
  { positions, width, inSheet = false }: Header,
  typeOfPart: ReadonlyMap<string, ContentType>,
  date1904: boolean,
  notes: RowNotes,
): (record: TextRecord) => Checked | undefined {
  const at = (column: ForecastColumn) => positions[column] ?? -1
  const [partAt, metaIdAt, dateAt, hourAt] = [at('part'), at('metaId'), at('date'), at('hour')]
  const [forecastAt, actualAt] = [at('forecast'), at('actual')]
  const [nameAt, broadcasterAt, ownerAt] = [at('name'), at('broadcaster'), at('owner')]
  const isDescribed = nameAt >= 0 || broadcasterAt >= 0 || ownerAt >= 0
  const dateOf = remember((text) => readDate(text, date1904))
  // Called when the locale is known.
  const orderedDateOf = remember((text) => readDate(text, date1904, notes.locale?.dates))
  const nextOf = remember(dateAfter)
  const hourOf = remember(readHour)
  const [metaIdOf, nameOf] = [remember(textReader('metaId')), remember(textReader('name'))]
  const [broadcasterOf, ownerOf] = [remember(textReader('broadcaster')), remember(textReader('owner'))]
  const partOf = remember((text) => {
    return {
      text: typeOfPart.has(text) ? detached(text) : detached(cleanKey(text)),
      marked: hasInvisibleMarks(text),
    }
  })

  const check = ({ fields, line, merged, hidden }: TextRecord): ForecastRow | Refusal | undefined => {
    const value = (position: number) => {
      const text = fields[position]?.trim() ?? ''
      const first = text.charCodeAt(0)
      if (first === EQUALS) return literalOf(text)
      // A file of the service comes back with its texts as they were.
      return first === APOSTROPHE ? originalText(text) : text
    }
    const refuse = (column: ForecastColumn, given: string, reason: string): Refusal => ({
      column,
      value: shown(given),
      reason: given === '' ? missing(inSheet ? width : fields.length, width) : (spoiled(given) ?? reason),
    })
    const part = partOf(value(partAt))
    if (!typeOfPart.has(part.text))
      return refuse('part', part.text, `is not a known part (${[...typeOfPart.keys()].join(', ')})`)
    const metaId = metaIdOf(value(metaIdAt))
    if (metaId.wrong || metaId.text === '') return refuse('metaId', metaId.text, metaId.wrong ?? '')
    const dateText = value(dateAt)
    let day = dateOf(dateText)
    if (day === undefined && endsWithYear(dateText)) {
      if (!notes.locale) return undefined
      day = orderedDateOf(dateText)
      if (day === undefined && !notes.locale.dates) return refuse('date', dateText, AMBIGUOUS_DATE)
    }
    if (day === undefined) return refuse('date', dateText, WRONG_DATE)
    const hourText = value(hourAt)
    const clock = hourOf(hourText)
    const date = clock === undefined ? undefined : clock > 23 ? nextOf(day) : day
    if (clock === undefined || date === undefined) return refuse('hour', hourText, WRONG_HOUR)
    if (merged?.includes(forecastAt)) return refuse('forecast', value(forecastAt), MERGED)
    if (merged?.includes(actualAt)) return refuse('actual', value(actualAt), MERGED)
    const forecastText = value(forecastAt)
    const forecast = countOf(forecastText) ?? (isDash(forecastText) ? 0 : undefined)
    if (forecast === undefined) {
      const ambiguous = isAmbiguous(forecastText)
      if (ambiguous && !notes.locale) return undefined
      return refuse('forecast', forecastText, ambiguous ? wordsOf(forecastText) : WHOLE)
    }
    const actualText = value(actualAt)
    const actual =
      actualText === '' ? null : (countOf(actualText) ?? nothingOf(fields[actualAt]!, actualText))
    if (actual === undefined) {
      const ambiguous = isAmbiguous(actualText)
      if (ambiguous && !notes.locale) return undefined
      return refuse('actual', actualText, ambiguous ? wordsOf(actualText) : `${WHOLE}, or empty`)
    }
    let marked = part.marked || metaId.marked
    const described = { name: '', broadcaster: '', owner: '' }
    if (isDescribed) {
      const texts = {
        name: nameOf(value(nameAt)),
        broadcaster: broadcasterOf(value(broadcasterAt)),
        owner: ownerOf(value(ownerAt)),
      }
      for (const column of ['name', 'broadcaster', 'owner'] as const) {
        const { text, wrong } = texts[column]
        if (wrong) return refuse(column, text, wrong)
        described[column] = text
        marked ||= texts[column].marked
      }
    }
    if (marked) note(notes.marked, line)
    if (hidden) note(notes.hidden, line)
    notes.hours |= 1 << clock
    if (clock === 24) notes.rowsOfHour24++
    return {
      line,
      part: part.text,
      metaId: metaId.text,
      date,
      hour: clock % 24,
      afterMidnight: clock > 23,
      forecast,
      actual,
      name: described.name || null,
      broadcaster: described.broadcaster || null,
      owner: described.owner || null,
      remarks: marked || hidden ? remarksOf(value, marked, hidden) : NO_REMARKS,
    }
  }

  const remarksOf = (value: (position: number) => string, marked: boolean, hidden = false): Remark[] => {
    const remarks: Remark[] = []
    for (const column of marked ? TEXT_COLUMNS : []) {
      const given = value(at(column))
      if (hasInvisibleMarks(given))
        remarks.push({ column, value: shown(cleanKey(given)), reason: MARKS_DROPPED })
    }
    if (hidden) remarks.push({ column: '', value: '', reason: IS_HIDDEN })
    return remarks
  }

  const countOf = (text: string) => readCount(text, notes.locale ?? UNKNOWN_LOCALE)
  /** @param text an ambiguous one that was refused */
  const wordsOf = (text: string) => (notes.locale?.numbers[/[.,]/.exec(text)?.[0] ?? ''] ? WHOLE : AMBIGUOUS)

  return (record) => {
    const { line, fields } = record
    if (fields.length > width) {
      const surplus = fields.slice(width).join(',')
      const reason = inSheet
        ? 'is to the right of the last heading; empty the cell, or give its column a heading'
        : `has ${fields.length} fields, the header has ${width}; a field that contains the delimiter must be in quotes, and so must a number with thousands separators`
      const value = surplus.replaceAll(',', '').trim() === '' ? fields.join(',') : surplus
      return { rejection: { line, column: '', value: shown(value), reason } }
    }
    const checked = check(record)
    if (checked === undefined) return undefined
    return 'reason' in checked ? { rejection: { line, ...checked } } : { row: checked }
  }
}

function note(notes: { count: number; first: number[] }, line: number): void {
  notes.count++
  if (notes.first.length < SHOWN_LINES) notes.first.push(line)
}

/** `="000123"` is how a csv keeps a spreadsheet from reading a text as a number. */
function literalOf(text: string): string {
  return /^="([^"]*)"$/.exec(text)?.[1]?.trim() ?? text
}

/** Why a value that was refused is no value at all. */
function spoiled(text: string): string | undefined {
  if (isFormulaError(text)) return IS_FORMULA_ERROR
  if (meansNothing(text)) return IS_NOTHING
  return text.startsWith('=') ? IS_FORMULA : undefined
}

interface ReadText {
  text: string
  wrong: string | undefined
  /** Whether invisible marks were dropped. */
  marked: boolean
}

function textReader(column: keyof typeof TEXT_LIMITS): (given: string) => ReadText {
  const isKey = column === 'metaId' || column === 'owner'
  return (given) => {
    const text = detached(cleanKey(isKey ? given : given.replace(/[\r\n\t]+/g, ' ')))
    if (column !== 'metaId' && meansNothing(text)) return { text: '', wrong: undefined, marked: false }
    const wrong = wrongText(text, TEXT_LIMITS[column], isKey)
    return { text, wrong, marked: hasInvisibleMarks(given) }
  }
}

function wrongText(text: string, max: number, isKey: boolean): string | undefined {
  if (text.length > max) return `has more than ${max} characters`
  if (CONTROL.test(text) || !text.isWellFormed()) return 'contains control characters'
  if (text.includes(UNREADABLE)) return 'contains characters that cannot be read; send the file as UTF-8'
  const reason = spoiled(text)
  if (reason) return reason
  if (isKey && isShortened(text))
    return 'is a number that a spreadsheet has shortened; format the column as text and enter the whole id again'
  return undefined
}

function missing(fields: number, width: number): string {
  return fields < width ? `is missing: the line has ${fields} fields, the header has ${width}` : 'is missing'
}

function shown(value: string): string {
  return detached(value.slice(0, SHOWN_CHARS).toWellFormed())
}

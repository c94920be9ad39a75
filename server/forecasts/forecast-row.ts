import type { Rejection } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import type { TextRecord } from './csv-records'
import type { ForecastColumn, Header } from './forecast-columns'
import { dateAfter, readCount, readDate, readHour } from './forecast-values'
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
  forecast: number
  actual: number | null
  name: string | null
  broadcaster: string | null
  owner: string | null
}

type Refusal = Omit<Rejection, 'line'>

const SHOWN_CHARS = 200
const TEXT_LIMITS = { metaId: 100, name: 200, broadcaster: 200, owner: 64 } as const
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/
const WHOLE = 'must be a whole number from 0 to 2^53 - 1'

/**
 * Returns a function that checks the rows of one file. A rejection names the column, the value and the
 * reason. Hours 24 to 29 become hours 0 to 5 of the next date.
 *
 * @param date1904 whether the file's serial dates count from 1904
 */
export function rowReader(
  { positions, width }: Header,
  typeOfPart: ReadonlyMap<string, ContentType>,
  date1904: boolean,
): (record: TextRecord) => { row: ForecastRow } | { rejection: Rejection } {
  const at = (column: ForecastColumn) => positions[column] ?? -1
  const [partAt, metaIdAt, dateAt, hourAt] = [at('part'), at('metaId'), at('date'), at('hour')]
  const [forecastAt, actualAt] = [at('forecast'), at('actual')]
  const [nameAt, broadcasterAt, ownerAt] = [at('name'), at('broadcaster'), at('owner')]
  const dateOf = remember((text) => readDate(text, date1904))
  const nextOf = remember(dateAfter)
  const hourOf = remember(readHour)
  const knownMetaId = remember((text) => {
    const id = detached(text)
    return { id, wrong: wrongText('metaId', id) }
  })

  const check = (fields: readonly string[], line: number): ForecastRow | Refusal => {
    const value = (position: number) => fields[position]?.trim() ?? ''
    const refuse = (column: ForecastColumn, given: string, reason: string): Refusal => ({
      column,
      value: shown(given),
      reason: given === '' ? missing(fields.length, width) : reason,
    })
    const part = value(partAt)
    if (!typeOfPart.has(part))
      return refuse('part', part, `is not a known part (${[...typeOfPart.keys()].join(', ')})`)
    const { id: metaId, wrong } = knownMetaId(value(metaIdAt))
    if (wrong || metaId === '') return refuse('metaId', metaId, wrong ?? '')
    const dateText = value(dateAt)
    const day = dateOf(dateText)
    if (day === undefined)
      return refuse('date', dateText, 'is not a date that exists from 2000 to 2199; write it YYYY-MM-DD')
    const hourText = value(hourAt)
    const clock = hourOf(hourText)
    const date = clock === undefined ? undefined : clock > 23 ? nextOf(day) : day
    if (clock === undefined || date === undefined)
      return refuse(
        'hour',
        hourText,
        'must be a whole number from 0 to 23, or to 29 for the hours after midnight',
      )
    const forecastText = value(forecastAt)
    const forecast = readCount(forecastText)
    if (forecast === undefined) return refuse('forecast', forecastText, WHOLE)
    const actualText = value(actualAt)
    const actual = actualText === '' ? null : readCount(actualText)
    if (actual === undefined) return refuse('actual', actualText, `${WHOLE}, or empty`)
    const name = value(nameAt) || null
    const broadcaster = value(broadcasterAt) || null
    const owner = value(ownerAt) || null
    if (name || broadcaster || owner) {
      for (const [column, text] of Object.entries({ name, broadcaster, owner })) {
        const fault = text && wrongText(column as keyof typeof TEXT_LIMITS, text)
        if (fault) return refuse(column as ForecastColumn, text, fault)
      }
    }
    return { line, part, metaId, date, hour: clock % 24, forecast, actual, name, broadcaster, owner }
  }

  return ({ line, fields }) => {
    if (fields.length > width && fields.slice(width).some((field) => field.trim() !== '')) {
      const reason = `has ${fields.length} fields, the header has ${width}; quote a field that contains the delimiter`
      return { rejection: { line, column: '', value: shown(fields.slice(width).join(',')), reason } }
    }
    const checked = check(fields, line)
    return 'reason' in checked ? { rejection: { line, ...checked } } : { row: checked }
  }
}

function wrongText(column: keyof typeof TEXT_LIMITS, text: string): string | undefined {
  const max = TEXT_LIMITS[column]
  if (text.length > max) return `has more than ${max} characters`
  if (CONTROL.test(text) || !text.isWellFormed()) return 'contains control characters'
  if (text.includes(UNREADABLE)) return 'contains characters that cannot be read; send the file as UTF-8'
  return undefined
}

function missing(fields: number, width: number): string {
  return fields < width ? `is missing: the line has ${fields} fields, the header has ${width}` : 'is missing'
}

function shown(value: string): string {
  return detached(value.slice(0, SHOWN_CHARS).toWellFormed())
}

import { addDays, isBusinessDate } from '../../shared/calendar'
import type { Rejection } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import type { RawRow } from './forecast-file'

/** A vendor row that we believe. */
export interface ForecastRow {
  line: number
  part: string
  metaId: string
  date: string
  /** 0 to 23 of `date`. */
  hour: number
  forecast: number
  actual: number | null
  name: string | null
  broadcaster: string | null
  owner: string | null
}

/** Hours 24 to 29 of a broadcast day are the small hours of the next date. */
const LAST_BROADCAST_HOUR = 29
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/

/** Checks one row; a refusal names the column, the value and what is wrong with it. */
export function readRow(
  { line, values }: RawRow,
  typeOfPart: ReadonlyMap<string, ContentType>,
): { row: ForecastRow } | { rejection: Rejection } {
  const reject = (column: string, value: string, reason: string) => ({
    rejection: { line, column, value: value.slice(0, 200), reason },
  })
  const { part = '', metaId = '', date = '', hour = '', forecast = '', actual = '' } = values
  if (!typeOfPart.has(part)) {
    return reject(
      'part',
      part,
      part === '' ? 'is missing' : `is not a known part (${[...typeOfPart.keys()].join(', ')})`,
    )
  }
  if (metaId === '') return reject('metaId', metaId, 'is missing')
  if (metaId.length > 100) return reject('metaId', metaId, 'has more than 100 characters')
  if (CONTROL.test(metaId) || !metaId.isWellFormed())
    return reject('metaId', metaId, 'contains control characters')
  if (!isBusinessDate(date)) return reject('date', date, 'is not a date that exists, written YYYY-MM-DD')
  const clock = wholeNumber(hour)
  if (clock === undefined || clock > LAST_BROADCAST_HOUR) {
    return reject('hour', hour, 'must be a whole number from 0 to 23, or to 29 for the hours after midnight')
  }
  const expected = wholeNumber(forecast)
  if (expected === undefined) return reject('forecast', forecast, 'must be a whole number from 0 to 2^53 - 1')
  const seen = actual === '' ? null : wholeNumber(actual)
  if (seen === undefined)
    return reject('actual', actual, 'must be a whole number from 0 to 2^53 - 1, or empty')
  for (const column of ['name', 'broadcaster', 'owner'] as const) {
    const value = values[column] ?? ''
    const max = column === 'owner' ? 64 : 200
    if (value.length > max) return reject(column, value, `has more than ${max} characters`)
    if (CONTROL.test(value) || !value.isWellFormed())
      return reject(column, value, 'contains control characters')
  }
  return {
    row: {
      line,
      part,
      metaId,
      date: clock > 23 ? addDays(date, 1) : date,
      hour: clock % 24,
      forecast: expected,
      actual: seen,
      name: values.name || null,
      broadcaster: values.broadcaster || null,
      owner: values.owner || null,
    },
  }
}

function wholeNumber(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}

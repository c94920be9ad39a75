import type { ForecastWarning } from '../../shared/contract/inventory'
import type { ForecastFile } from './forecast-file'
import type { RowNotes } from './forecast-row'
import type { SeenHours } from './seen-hours'

const SHOWN = 10
const WHOLE_DAY = 24
const HOURS_0_AND_25_TO_29 = 0b0011_1110_0000_0000_0000_0000_0000_0001

/** What a person should look at although the rows were taken. */
export function warningsOf(
  { marked, hours, rowsOfHour24, hidden }: RowNotes,
  seen: SeenHours,
  { sheet, unreadSheets = [] }: Pick<ForecastFile, 'sheet' | 'unreadSheets'>,
): ForecastWarning[] {
  const warnings: ForecastWarning[] = []
  if (unreadSheets.length > 0)
    warnings.push({
      code: 'SHEETS_NOT_READ',
      count: unreadSheets.length,
      detail: `Only the sheet "${sheet}" was read. Others seem to have a forecast too: send the file again for each of them, with its name in the form field \`sheet\`.`,
      first: unreadSheets.slice(0, SHOWN),
    })
  if (hidden.count > 0)
    warnings.push({
      code: 'HIDDEN_ROWS',
      count: hidden.count,
      detail: 'Rows that are hidden in the sheet, by hand or by a filter, were taken like all others.',
      first: hidden.first.map((line) => `line ${line}`),
    })
  if (marked.count > 0)
    warnings.push({
      code: 'INVISIBLE_MARKS',
      count: marked.count,
      detail: 'Rows contained invisible marks in a code or a name. The marks were dropped.',
      first: marked.first.map((line) => `line ${line}`),
    })
  if (rowsOfHour24 > 0 && (hours & HOURS_0_AND_25_TO_29) === 0)
    warnings.push({
      code: 'HOURS_1_TO_24',
      count: rowsOfHour24,
      detail:
        'The file has the hour 24 and never the hour 0. Its hours 24 were taken as the hour 0 of the next date. If it counts its hours from 1 to 24, every row is one hour late: send it with the hours 0 to 23.',
      first: [],
    })
  const short = seen.shortDays(SHOWN)
  if (short.count > 0)
    warnings.push({
      code: 'FEWER_HOURS',
      count: short.count,
      detail: 'Days of a part and metaId have fewer hours than others of its days in this file.',
      first: short.first.map(
        ({ part, metaId, date, hours: has, of }) => `${part} ${metaId} ${date}: ${has} of ${of} hours`,
      ),
    })
  return warnings
}

/** Warns of parts of which the file has no whole day; a part with one hour a day has daily values. */
export function partOfDayWarnings(seen: SeenHours): ForecastWarning[] {
  const parts = [...seen.longestDays()].filter(([, hours]) => hours > 1 && hours < WHOLE_DAY).sort()
  if (parts.length === 0) return []
  return [
    {
      code: 'PART_OF_DAY',
      count: parts.length,
      detail: 'The file has no day of these parts with all 24 hours. A day is what its hours sum up to.',
      first: parts.slice(0, SHOWN).map(([part, hours]) => `${part}: at most ${hours} of 24 hours`),
    },
  ]
}

/** @param first examples */
export function withdrawnWarning(hours: number, contents: number, first: string[]): ForecastWarning {
  return {
    code: 'WITHDRAWN',
    count: hours,
    detail: `The file is complete, so ${hours} hours of ${contents} contents that it lacks were withdrawn. The run's withdrawn.csv has them; they are back when it is sent as a forecast file. What is confirmed or sold stays until the month is loaded and confirmed again.`,
    first,
  }
}

export function notWithdrawn(rejected: number): ForecastWarning {
  return {
    code: 'NOT_WITHDRAWN',
    count: rejected,
    detail: `Nothing was withdrawn, because ${rejected} rows were refused and may be what the file seems to lack. Mend them and send the file as complete again.`,
    first: [],
  }
}

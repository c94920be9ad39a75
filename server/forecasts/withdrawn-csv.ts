import { BOM, csvField } from '../../shared/csv'
import { columnText } from '../../shared/forecast-column-words'
import type { Language } from '../../shared/language'
import { REQUIRED_COLUMNS } from './forecast-columns'
import type { WithdrawnHour } from './withdrawal'

/** Withdrawn hours as a forecast file: sent again, it brings them back. */
export async function* withdrawnCsv(
  pages: AsyncIterable<readonly WithdrawnHour[]>,
  language: Language,
): AsyncGenerator<string> {
  yield `${BOM}${REQUIRED_COLUMNS.map((column) => columnText(column, language)).join(',')}\r\n`
  for await (const page of pages) {
    yield page
      .map(
        ({ part, metaId, date, hour, forecast, actual }) =>
          `${csvField(part)},${csvField(metaId)},${date},${hour},${forecast},${actual ?? ''}\r\n`,
      )
      .join('')
  }
}

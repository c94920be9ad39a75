import { BOM, csvField } from '../../shared/csv'
import type { WithdrawnHour } from './withdrawal'

/** Withdrawn hours as a forecast file: sent again, it brings them back. */
export async function* withdrawnCsv(pages: AsyncIterable<readonly WithdrawnHour[]>): AsyncGenerator<string> {
  yield `${BOM}part,metaId,date,hour,forecast,actual\r\n`
  for await (const page of pages) {
    yield page
      .map(
        ({ part, metaId, date, hour, forecast, actual }) =>
          `${csvField(part)},${csvField(metaId)},${date},${hour},${forecast},${actual ?? ''}\r\n`,
      )
      .join('')
  }
}

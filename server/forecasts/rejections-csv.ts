import type { Rejection } from '../../shared/contract/inventory'
import { BOM, csvField } from '../../shared/csv'

/** Rejections as CSV for a spreadsheet: UTF-8 with a BOM, so that Excel shows Korean correctly. */
export async function* rejectionsCsv(pages: AsyncIterable<readonly Rejection[]>): AsyncGenerator<string> {
  yield `${BOM}line,column,value,reason\r\n`
  for await (const page of pages) {
    yield page
      .map(
        ({ line, column, value, reason }) => `${line},${[column, value, reason].map(csvField).join(',')}\r\n`,
      )
      .join('')
  }
}

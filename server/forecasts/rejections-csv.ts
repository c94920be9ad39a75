import type { Rejection } from '../../shared/contract/inventory'
import { BOM, csvField } from '../../shared/csv'

/** A row that a run refused, or a remark on one that it took. */
export interface FileLine extends Rejection {
  taken: boolean
}

/** Rejections and remarks as CSV for a spreadsheet: UTF-8 with a BOM, so that Excel shows Korean correctly. */
export async function* rejectionsCsv(pages: AsyncIterable<readonly FileLine[]>): AsyncGenerator<string> {
  yield `${BOM}line,column,value,reason,outcome\r\n`
  for await (const page of pages) {
    yield page
      .map(({ line, column, value, reason, taken }) => {
        const texts = [column, value, reason].map(csvField).join(',')
        return `${line},${texts},${taken ? 'taken' : 'refused'}\r\n`
      })
      .join('')
  }
}

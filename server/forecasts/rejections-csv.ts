import type { Rejection } from '../../shared/contract/inventory'
import { BOM, csvField } from '../../shared/csv'
import { columnText } from '../../shared/forecast-column-words'
import type { Language } from '../../shared/language'
import { lineIn } from './outcome-words'

/** A row that a run refused, or a remark on one that it took. */
export interface FileLine extends Rejection {
  taken: boolean
}

const WORDS = {
  ko: { heading: '행,열,값,이유,결과', taken: '반영', refused: '거부' },
  en: { heading: 'line,column,value,reason,outcome', taken: 'taken', refused: 'refused' },
}

/** Rejections and remarks as CSV for a spreadsheet: UTF-8 with a BOM, so that Excel shows Korean correctly. */
export async function* rejectionsCsv(
  pages: AsyncIterable<readonly FileLine[]>,
  language: Language,
): AsyncGenerator<string> {
  const words = WORDS[language]
  yield `${BOM}${words.heading}\r\n`
  for await (const page of pages) {
    yield page
      .map((given) => {
        const { line, column, value, reason } = lineIn(given, language)
        const texts = [columnText(column, language), value, reason].map(csvField).join(',')
        return `${line},${texts},${given.taken ? words.taken : words.refused}\r\n`
      })
      .join('')
  }
}

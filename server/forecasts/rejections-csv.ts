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
  ko: { heading: '행,열,값,이유,결과', reason: '이유', taken: '반영', refused: '거부' },
  en: { heading: 'line,column,value,reason,outcome', reason: 'reason', taken: 'taken', refused: 'refused' },
}

/**
 * Rejections and remarks as CSV for a spreadsheet: UTF-8 with a BOM, so that Excel shows Korean correctly.
 *
 * @param also a language in which a last column gives the reasons once more, where nobody can be asked for theirs
 */
export async function* rejectionsCsv(
  pages: AsyncIterable<readonly FileLine[]>,
  language: Language,
  also?: Language,
): AsyncGenerator<string> {
  const words = WORDS[language]
  yield `${BOM}${words.heading}${also ? `,${WORDS[also].reason}` : ''}\r\n`
  for await (const page of pages) {
    yield page
      .map((given) => {
        const { line, column, value, reason } = lineIn(given, language)
        const texts = [columnText(column, language), value, reason].map(csvField).join(',')
        const again = also ? `,${csvField(lineIn(given, also).reason)}` : ''
        return `${line},${texts},${given.taken ? words.taken : words.refused}${again}\r\n`
      })
      .join('')
  }
}

import type { Rejection } from '../../shared/contract/inventory'
import { BOM, csvField } from '../../shared/csv'
import { columnText, refusalText } from '../../shared/forecast-refusals'
import type { Language } from '../../shared/language'

const HEADINGS: Record<Language, string> = {
  ko: '행,열,값,이유,고치는 방법',
  en: 'line,column,value,reason,hint',
}

/**
 * Rejections as CSV for a spreadsheet: UTF-8 with a BOM, so that Excel shows Korean correctly.
 *
 * @param language of a person who reads it; left out: the reasons as the reader gives them
 */
export async function* rejectionsCsv(
  pages: AsyncIterable<readonly Rejection[]>,
  language?: Language,
): AsyncGenerator<string> {
  yield `${BOM}${language ? HEADINGS[language] : 'line,column,value,reason'}\r\n`
  const textOf = ({ column, value, reason }: Rejection) => {
    if (!language) return [column, value, reason]
    const told = refusalText(reason, language)
    return [columnText(column, language), value, told.reason, told.hint]
  }
  for await (const page of pages) {
    yield page.map((one) => `${one.line},${textOf(one).map(csvField).join(',')}\r\n`).join('')
  }
}

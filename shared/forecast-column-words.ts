import type { Language } from './language'

/** The columns of a forecast file in the words of a language; a file with these headings can be read. */
export const FORECAST_COLUMN_WORDS: Record<Language, Readonly<Record<string, string>>> = {
  ko: {
    part: '파트',
    metaId: '메타ID',
    date: '날짜',
    hour: '시간',
    forecast: '예측',
    actual: '실적',
    name: '이름',
    broadcaster: '방송사',
    owner: '오너',
  },
  en: {},
}

/** The name of a column in a language; blank for a reason that is about the whole line. */
export function columnText(column: string, language: Language): string {
  return FORECAST_COLUMN_WORDS[language][column] ?? column
}

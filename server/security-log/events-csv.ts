import type { SecurityEventView } from '../../shared/contract/security-log'
import { BOM, csvField } from '../../shared/csv'
import type { Language } from '../../shared/language'
import { SECURITY_ACTION_WORDS } from '../../shared/security-words'
import { shownSeoulTime } from '../../shared/seoul-time'

const COLUMNS: readonly {
  title: Record<Language, string>
  value(event: SecurityEventView, language: Language): string | null
}[] = [
  { title: { ko: '번호', en: 'No.' }, value: ({ id }) => String(id) },
  { title: { ko: '시각(서울)', en: 'Time (Seoul)' }, value: ({ at }) => shownSeoulTime(at) },
  {
    title: { ko: '한 일', en: 'Action' },
    value: ({ action }, language) => SECURITY_ACTION_WORDS[language][action],
  },
  { title: { ko: '계정', en: 'Account' }, value: ({ actor }) => actor },
  { title: { ko: '대상', en: 'Subject' }, value: ({ subject }) => subject },
  { title: { ko: '주소', en: 'Address' }, value: ({ address }) => address },
  { title: { ko: '브라우저', en: 'Browser' }, value: ({ userAgent }) => userAgent },
  { title: { ko: '요청 ID', en: 'Request ID' }, value: ({ requestId }) => requestId },
  {
    title: { ko: '자세히', en: 'Details' },
    value: ({ details }) => (details ? JSON.stringify(details) : null),
  },
]

/** The security log as CSV. No text becomes a formula. */
export function eventsCsv(events: readonly SecurityEventView[], language: Language): string {
  const lines = events.map((event) =>
    COLUMNS.map(({ value }) => csvField(value(event, language) ?? '')).join(','),
  )
  const header = COLUMNS.map(({ title }) => csvField(title[language])).join(',')
  return `${BOM}${[header, ...lines].join('\r\n')}\r\n`
}

import type { Language } from '../../shared/language'
import { type NoticeText, noticeText } from '../../shared/notification-words'
import type { Notice } from './notification.entities'

/** The words of a stored notice. Its data is what its rule has. */
export function wordsOf({ rule, data }: Pick<Notice, 'rule' | 'data'>, language: Language): NoticeText {
  return noticeText(rule, data as never, language)
}

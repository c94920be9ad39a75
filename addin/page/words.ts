import type { Language } from '../../shared/language'
import type { Words } from '../words/words'

/** The words that every page of the browser needs. */
export interface PageWords {
  language: Language
  /** For numbers and dates: `ko-KR`. */
  locale: string
  title: string
  otherLanguage: string
  toOtherLanguage: string
  retry: string
  loading: string
  /** Leaves a question without doing what it asks about. */
  cancel: string
  /** Asks for the reason of what is asked about. */
  reasonMissing: string
  /** Below a failure: the figures are the last that came. */
  stays: string
  signIn: Words['signIn'] & { lead: string; expired: string }
  notifications: Words['notifications']
}

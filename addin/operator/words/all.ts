import type { Language } from '../../../shared/language'
import { EN } from './en/common'
import { KO } from './ko/common'
import type { Words } from './words'

export const WORDS: Record<Language, Words> = { ko: KO, en: EN }

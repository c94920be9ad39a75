import type { Language } from '../../shared/language'
import { APPROVALS_EN } from './en/approvals'
import { APPROVALS_KO } from './ko/approvals'
import type { Wording } from './words'

/** Texts of approvals: only views that are loaded on demand import them. */
export const APPROVAL_WORDS: Record<Language, Wording<typeof APPROVALS_KO>> = {
  ko: APPROVALS_KO,
  en: APPROVALS_EN,
}
export type ApprovalWords = (typeof APPROVAL_WORDS)[Language]

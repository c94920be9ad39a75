import type { Language } from '../../shared/language'
import type { KO } from './ko/common'

/** The same keys, with any text. */
export type Wording<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Wording<T[Key]> }

export type Words = Wording<typeof KO>

/** `ko-KR` → Korean; anything else gets English, which more people can read. */
export function languageOf(displayLanguage: string | undefined): Language {
  return (displayLanguage ?? 'ko').toLowerCase().startsWith('ko') ? 'ko' : 'en'
}

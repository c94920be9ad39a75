import type { Language } from '../../../shared/language'
import type { StandardLabels } from '../../../shared/sheets/standard-inventory/labels'
import type { Wording } from '../../words/words'
import type { KO } from './ko/common'

/** The same keys, with any text. */
export type Words = Omit<Wording<typeof KO>, 'language' | 'standard'> & {
  language: Language
  standard: StandardLabels
}

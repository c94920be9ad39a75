import type { Language } from '../language'

/** Whose proposals they are: what a sales house puts on each of them. Texts are plain and may be empty. */
export interface House {
  company: string
  logo: HouseLogo | null
  /** Lines for questions: a name, an address, a telephone number. */
  contact: readonly string[]
  legal: Record<Language, string>
}

interface HouseLogo {
  /** A PNG file. */
  base64: string
  /** In points. */
  width: number
  height: number
}

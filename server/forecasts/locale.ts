/** How a file writes what can be read in two ways. A sign or an order that isn't there is not known. */
export interface Locale {
  /** What the comma and the dot mean in its numbers. */
  numbers: Partial<Record<string, 'GROUPS' | 'DECIMALS'>>
  /** What comes first in its dates that begin without the year. */
  dates?: 'DAY_FIRST' | 'MONTH_FIRST'
}

export const UNKNOWN_LOCALE: Locale = { numbers: {} }
/** `12,000.5`, as Koreans write numbers too. */
export const ENGLISH_LOCALE: Locale = { numbers: { ',': 'GROUPS', '.': 'DECIMALS' } }

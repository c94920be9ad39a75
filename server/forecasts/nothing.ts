const NOTHING = /^(?:null|\(null\)|<null>|\\n|nan|<na>|#?n\/a|[-–—])$/i

/** Whether a text is what databases and spreadsheets write where there is nothing: `NULL`, `\N`, `NaN`, `#N/A`, `-`. */
export function meansNothing(text: string): boolean {
  return text.length < 7 && NOTHING.test(text)
}

/**
 * Whether a field is the zero of an accounting format: `" -   "`. Only its spaces tell it from a dash for
 * nothing.
 *
 * @param field as it is in the file, not trimmed
 */
function isAccountingZero(field: string): boolean {
  return /^\s+[-–—]\s+$/.test(field)
}

/** A dash alone, which is 0 where a number is needed. */
export function isDash(text: string): boolean {
  return text === '-' || text === '–' || text === '—'
}

/**
 * What a field means in a column that may be blank.
 *
 * @param field as it is in the file, not trimmed
 * @returns 0 for an accounting format's zero, null for what means nothing, undefined for a value
 */
export function nothingOf(field: string, text: string): 0 | null | undefined {
  if (isAccountingZero(field)) return 0
  return meansNothing(text) ? null : undefined
}

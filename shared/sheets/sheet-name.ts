import { cleanText } from './text'

/** In UTF-16 code units. */
const LONGEST = 31
const FORBIDDEN = /[*?:\\/[\]\n\t]/g
/** Excel keeps these names for itself. */
const RESERVED = /^(history|기록)$/i

/**
 * A name for a sheet as Excel accepts it: at most 31 characters, none of `* ? : \ / [ ]`, no apostrophe at either end,
 * not reserved, and another one than the taken names, upper and lower case being the same.
 */
export function sheetName(wanted: string, taken: readonly string[]): string {
  const clean = tidied(cleanText(wanted).replace(FORBIDDEN, ' ')) || 'Sheet'
  const base = RESERVED.test(clean) ? `${clean} -` : clean
  const used = new Set(taken.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` (${number})`
    const name = `${tidied(cut(base, LONGEST - suffix.length))}${suffix}`
    if (!used.has(name.toLowerCase())) return name
  }
}

function tidied(name: string): string {
  return name.replace(/^['\s]+|['\s]+$/g, '')
}

/** At most so many code units, without half of a pair at the end. */
function cut(name: string, length: number): string {
  const short = name.slice(0, length)
  return short.isWellFormed() ? short : short.slice(0, -1)
}

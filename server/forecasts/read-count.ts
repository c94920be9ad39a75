import { ENGLISH_LOCALE, type Locale } from './locale'

/** A formula's result may miss a whole number by so much: 124599.99999999999. */
const WHOLE_WITHIN = 1e-6

/**
 * Reads a whole number: digits, with or without thousands separators, with or without decimals that make no
 * difference.
 *
 * @param locale what a sign means in a number such as `12.000` or `12,0`
 * @returns undefined for anything else, and for 2^53 or more
 */
export function readCount(text: string, { numbers }: Locale = ENGLISH_LOCALE): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const number = partsOf(text)
  if (!number) return undefined
  const { whole, decimals, decimalSign, either } = number
  if (either && numbers[either] === 'GROUPS') return wholeNumber(whole + decimals, '')
  // A dot that can only be a decimal point says so itself. A comma may be a slip: 1,00 instead of 100.
  const isDecimal = either || decimalSign === ',' ? numbers[either ?? ','] === 'DECIMALS' : true
  return isDecimal ? wholeNumber(whole, decimals) : undefined
}

/** Whether a number's meaning depends on the file: `12.000` may be twelve, or twelve thousand; `12,0` a slip. */
export function isAmbiguous(text: string): boolean {
  const number = partsOf(text)
  return number !== undefined && (number.either !== undefined || number.decimalSign === ',')
}

/**
 * The thousands separator of a file that contains this number, and whether the number has it. One that has only a
 * decimal sign shows which sign is left for thousands.
 *
 * @returns undefined where the number doesn't show it
 */
export function groupSignOf(text: string): { sign: string; isThere: boolean } | undefined {
  if (/^\d*$/.test(text)) return undefined
  const { groupSign, decimalSign } = partsOf(text) ?? {}
  if (groupSign === ',' || groupSign === '.') return { sign: groupSign, isThere: true }
  return decimalSign ? { sign: decimalSign === '.' ? ',' : '.', isThere: groupSign !== undefined } : undefined
}

interface NumberParts {
  whole: string
  decimals: string
  decimalSign?: string | undefined
  groupSign?: string | undefined
  /** The sign, where it may be either. */
  either?: string
}

function partsOf(text: string): NumberParts | undefined {
  const plain = text.normalize('NFKC')
  const either = /^([1-9]\d{0,2})([.,])(\d{3})$/.exec(plain)
  if (either) return { whole: either[1]!, decimals: either[3]!, either: either[2]! }
  const decimal = /^(\d{1,16})(?:([.,])(\d*))?$/.exec(plain)
  if (decimal) return { whole: decimal[1]!, decimals: decimal[3] ?? '', decimalSign: decimal[2] }
  const grouped = /^(\d{1,3}(?:([., '’])\d{3})(?:\2\d{3}){0,4})(?:(?!\2)([.,])(\d*))?$/.exec(plain)
  if (!grouped) return undefined
  const [, whole = '', groupSign = '', decimalSign, decimals = ''] = grouped
  return { whole: whole.replaceAll(groupSign, ''), decimals, decimalSign, groupSign }
}

function wholeNumber(whole: string, decimals: string): number | undefined {
  const number = /^0*$/.test(decimals) ? Number(whole) : Number(`${whole}.${decimals}`)
  const near = Math.round(number)
  return Number.isSafeInteger(near) && Math.abs(number - near) <= WHOLE_WITHIN ? near : undefined
}

import { wholeOf } from '../../ui/numbers'

/** What is wrong with a cell. */
export type CellError =
  | 'EMPTY'
  | 'TOO_LONG'
  | 'NOT_WHOLE'
  | 'NOT_RATE'
  | 'NOT_LISTED'
  | 'NOT_WEIGHTS'
  | 'TWICE'

/** A cell's value, or what is wrong with it. */
export type Read<T> = { value: T } | { error: CellError }

const MOST_WEIGHT = 1_000_000
/** Digits of a rate behind its point. */
const RATE_DIGITS = 6

export function readText(cell: string, max: number): Read<string> {
  if (cell === '') return { error: 'EMPTY' }
  return cell.length > max ? { error: 'TOO_LONG' } : { value: cell }
}

/** A text that may be blank, which is null. */
export function readOptional(cell: string, max: number): Read<string | null> {
  return cell === '' ? { value: null } : readText(cell, max)
}

/** A whole number with or without separators; `least` and `most` belong to it. */
export function readWhole(cell: string, least: number, most = Number.MAX_SAFE_INTEGER): Read<number> {
  const value = wholeOf(cell)
  return value === null || value < least || value > most ? { error: 'NOT_WHOLE' } : { value }
}

/** One of a few values, by itself or by the word that is shown for it. */
export function readChoice<T extends string>(cell: string, texts: Readonly<Record<T, string>>): Read<T> {
  const plain = cell.trim().toLowerCase()
  const found = (Object.entries(texts) as [T, string][]).find(
    ([value, text]) => value.toLowerCase() === plain || text.toLowerCase() === plain,
  )
  return found ? { value: found[0] } : { error: 'NOT_LISTED' }
}

/** Codes with commas between them, at least one and none twice. */
export function readCodes(cell: string): Read<string[]> {
  const codes = cell
    .split(/[,;\n]/)
    .map((code) => code.trim())
    .filter((code) => code !== '')
  if (codes.length === 0) return { error: 'EMPTY' }
  return new Set(codes).size < codes.length ? { error: 'TWICE' } : { value: codes }
}

/** Codes with a weight each: `NAVER 3, KAKAO 1`. None is an empty list. */
export function readWeights(cell: string): Read<{ code: string; weight: number }[]> {
  const entries: { code: string; weight: number }[] = []
  for (const one of cell.split(/[,;\n]/)) {
    if (one.trim() === '') continue
    const parts = /^(.+?)[\s:=]+(\d+)$/.exec(one.trim())
    const weight = Number(parts?.[2])
    if (!parts || !(weight >= 1 && weight <= MOST_WEIGHT)) return { error: 'NOT_WEIGHTS' }
    entries.push({ code: parts[1]!.trim(), weight })
  }
  const codes = entries.map(({ code }) => code)
  return new Set(codes).size < codes.length ? { error: 'TWICE' } : { value: entries }
}

export function weightsText(entries: readonly { code: string; weight: number }[]): string {
  return entries.map(({ code, weight }) => `${code} ${weight}`).join(', ')
}

/**
 * A rate from 0 to 1 with at most six digits, written `1.25%` or `0.0125`. It is read by its digits, so that no rounding
 * of a division comes in.
 */
export function readRate(cell: string): Read<number> {
  const parts = /^(\d+)(?:\.(\d*))?\s*(%?)$/.exec(cell.trim())
  if (!parts) return { error: 'NOT_RATE' }
  const [, whole = '', decimals = '', percent = ''] = parts
  const digits = RATE_DIGITS - (percent === '' ? 0 : 2)
  const shown = decimals.replace(/0+$/, '')
  if (shown.length > digits) return { error: 'NOT_RATE' }
  const ppm = Number(whole + shown.padEnd(digits, '0'))
  return ppm > 10 ** RATE_DIGITS ? { error: 'NOT_RATE' } : { value: ppm / 10 ** RATE_DIGITS }
}

/** `0.0125` as `1.25%`. */
export function rateText(rate: number): string {
  const ppm = String(Math.round(rate * 10 ** RATE_DIGITS)).padStart(5, '0')
  const decimals = ppm.slice(-4).replace(/0+$/, '')
  return `${ppm.slice(0, -4)}${decimals === '' ? '' : `.${decimals}`}%`
}

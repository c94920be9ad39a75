/** Parses a whole number as people write it, with separators and unit; null if it isn't one. */
export function wholeOf(text: string): number | null {
  const digits = text.replace(/[,\s원₩회]/g, '')
  const value = Number(digits)
  return /^\d+$/.test(digits) && Number.isSafeInteger(value) ? value : null
}

/** A fraction in lowest terms (`10000000/3`) as people read it, with at most two decimals. */
export function shownFraction(fraction: string): string {
  const [above = '0', below = '1'] = fraction.replace('-', '').split('/')
  const hundredths = (BigInt(above) * 200n + BigInt(below)) / (BigInt(below) * 2n)
  const rest = String(hundredths % 100n).padStart(2, '0')
  const sign = fraction.startsWith('-') && hundredths > 0n ? '−' : ''
  return `${sign}${(hundredths / 100n).toLocaleString('en-US')}${rest === '00' ? '' : `.${rest}`}`
}

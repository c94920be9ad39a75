/** The programs that people use, the most particular first: Edge calls itself Chrome too, and Chrome Safari. */
const PROGRAMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Whale', /\bWhale\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
  ['Excel', /\bMicrosoft Office\b|\bMSOffice\b/],
]
const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
]
const LONGEST = 40

/**
 * What a browser calls itself, in the few words that a person knows it by: `Edge · Windows`.
 *
 * @returns null where it says nothing
 */
export function deviceOf(userAgent: string | null): string | null {
  if (!userAgent?.trim()) return null
  const known = [PROGRAMS, SYSTEMS].flatMap(
    (list) => list.find(([, sign]) => sign.test(userAgent))?.[0] ?? [],
  )
  return known.length > 0 ? known.join(' · ') : userAgent.slice(0, LONGEST)
}

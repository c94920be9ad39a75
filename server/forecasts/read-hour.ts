/** Hours 24 to 29 of a broadcast day are hours 0 to 5 of the next date. */
const LAST_BROADCAST_HOUR = 29
const CLOCK = String.raw`(\d{1,2})(?::00(?::00(?:\.0+)?)?|시|\.0+)?`
const HOUR = new RegExp(`^(오전|오후|am|pm)?${CLOCK}(am|pm|a\\.m\\.|p\\.m\\.)?$`, 'i')
const SPAN = /^(\d{1,2})(?::00(?::00)?|시)?[~-](\d{1,2})(?::(00(?::00)?|59(?::59)?)|시)?$/

/**
 * Reads an hour as vendors write it: `7`, `07`, `07:00`, `07:00:00`, `7시`, `7.0`, `오전 7:00`, `07:00 AM`, and the
 * span of one hour `07~08시`.
 *
 * @returns 0 to 29, or undefined
 */
export function readHour(text: string): number | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[∼〜–—]/g, '~')
  const span = SPAN.exec(plain)
  if (span) return beginOf(Number(span[1]), Number(span[2]), span[3]?.startsWith('59') ?? false)
  const [, before, digits, after] = HOUR.exec(plain) ?? []
  if (digits === undefined || (before && after)) return undefined
  const half = (before ?? after ?? '').toLowerCase()
  const hour = half === '' ? Number(digits) : hourOfHalf(Number(digits), /^(오후|p)/.test(half))
  return hour !== undefined && hour <= LAST_BROADCAST_HOUR ? hour : undefined
}

/** `12:00 AM` is midnight. */
function hourOfHalf(hour: number, afternoon: boolean): number | undefined {
  return hour < 1 || hour > 12 ? undefined : (hour % 12) + (afternoon ? 12 : 0)
}

/** The hour in which a span begins that is one hour long, such as 7 to 8, 7:00 to 7:59, or 23 to 0. */
function beginOf(begin: number, end: number, toLastMinute: boolean): number | undefined {
  const isOneHour = toLastMinute ? end === begin : end === begin + 1 || (begin === 23 && end === 0)
  return isOneHour && begin <= LAST_BROADCAST_HOUR ? begin : undefined
}

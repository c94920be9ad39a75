/**
 * Amounts as people write them. What could mean two amounts is not read: `1.000` is one to some and a
 * thousand to others, and `1억 5천` is meant as 150,000,000 but says 100,005,000.
 */

/** `1,200,000`, `1200000.5`; the digits are in groups of three, or without groups. */
const NUMBER = '(?:[1-9]\\d{0,2}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?'
const PLAIN = new RegExp(`^${NUMBER}$`)
/** As Excel shows a large number in a narrow column: `1.5E+06`. */
const EXPONENT = /^\d+(?:\.\d+)?e[+-]?\d{1,3}$/i
/** A dot before exactly three digits may separate thousands. */
const MAYBE_THOUSANDS = /\.\d{3}(?!\d)/
/** What stands before 조, 억 and 만, and behind them. */
const LARGE_UNITS = /^(?:([^조억만]+)조)?(?:([^조억만]+)억)?(?:([^조억만]+)만)?([^조억만]+)?$/
const LARGE_POWERS = [12, 8, 4, 0]
const SMALL_UNITS = new RegExp(
  `^(?:(${NUMBER})\\s*천)?\\s*(?:(${NUMBER})\\s*백)?\\s*(?:(${NUMBER})\\s*십)?\\s*(${NUMBER})?$`,
)
const SMALL_POWERS = [3, 2, 1, 0]

/** Won: `1,200,000`, `₩1,200,000`, `120만`, `5천만원`, `1억 2,000만원`. */
export function writtenWon(text: string): number | undefined {
  const [, sign = '', rest] = /^([-−+]?)\s*(.*)$/.exec(text)!
  const plain = rest!.replace(/^(₩|\\|KRW)\s*/i, '').replace(/\s*원$/, '')
  return writtenWhole(`${sign}${plain}`)
}

/** The same without a currency: `1,200,000`, `120만`. The result needn't be whole. */
export function writtenWhole(text: string): number | undefined {
  const [, sign, rest] = /^([-−+]?)\s*(.*)$/.exec(text.trim())!
  const size = EXPONENT.test(rest!) ? Number(rest) : inUnits(rest!)
  if (size === undefined || !Number.isFinite(size)) return undefined
  return sign === '-' || sign === '−' ? -size : size
}

function inUnits(text: string): number | undefined {
  const parts = LARGE_UNITS.exec(text)?.slice(1)
  if (!parts || MAYBE_THOUSANDS.test(text)) return undefined
  const said = LARGE_POWERS.flatMap((power, i) =>
    parts[i] === undefined ? [] : [{ power, text: parts[i]!.trim() }],
  )
  let sum = 0
  for (const [i, part] of said.entries()) {
    const value = inSmallUnits(part.text, part.power)
    const before = said[i - 1]
    if (value === undefined || (before && !follows(part, value, before))) return undefined
    sum += value
  }
  return said.length === 0 ? undefined : sum
}

interface Part {
  /** Of the unit behind it: 8 for 억. */
  power: number
  text: string
}

/** Whether an amount goes on in this way: `1억 2345만 6789`, not `1.5억 5천만`, `1억 5천` or `3만5`. */
function follows({ power, text }: Part, value: number, before: Part): boolean {
  if (before.text.includes('.') || value >= 10 ** (power + 4)) return false
  if (power > 0) return true
  return before.power === 4 && (!PLAIN.test(text) || /^(\d{3,4}|\d,\d{3})(\.|$)/.test(text))
}

/** `2천5백` times a power of ten: a number that is written once keeps all its decimals. */
function inSmallUnits(text: string, power: number): number | undefined {
  const parts = SMALL_UNITS.exec(text)?.slice(1)
  if (!parts) return undefined
  let sum = 0
  let before: number | undefined
  for (const [i, small] of SMALL_POWERS.entries()) {
    const digits = parts[i]?.replaceAll(',', '')
    if (digits === undefined) continue
    // After 천 come one digit and 백, or three digits.
    if (before !== undefined && digits.length !== (small === 0 ? before : 1)) return undefined
    sum += Number(`${digits}e${small + power}`)
    before = small
  }
  return before === undefined ? undefined : sum
}

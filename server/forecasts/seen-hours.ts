import { addMonths, type BusinessDate, firstDayOf, type Month, monthOf } from '../../shared/calendar'

const DAY_MS = 24 * 60 * 60 * 1000
/** Larger than the number of days from 2000 to 2199, plus one. */
const DAYS = 2 ** 17
/** Larger than the number of pairs of part and metaId in a file. */
const NUMBERS = 2 ** 32
const EPOCH = Date.UTC(2000, 0, 1)
const FIRST_CAPACITY = 2 ** 12
const EMPTY = -1
/** The bits 24 to 29 of an entry mark those of its hours 0 to 5 that the file wrote as 24 to 29. */
const AFTER_MIDNIGHT = 24
const OWN_HOURS = 2 ** AFTER_MIDNIGHT - 1

interface ShortDay {
  part: string
  metaId: string
  date: string
  hours: number
  /** Hours of the longest day of this part and metaId. */
  of: number
}

/**
 * Stores which (part, metaId, date, hour) a file has contained already: exactly, and in little memory. Each
 * pair of part and metaId gets a number; that number and the day make one whole number, the key of a hash
 * table whose value has a bit for each hour. An entry takes twelve bytes, and the table is at most 60 % full:
 * a whole month of a content takes about 750 bytes, and five million rows that share no day take 100 MB.
 */
export class SeenHours {
  private readonly numbers = new Map<string, Map<string, number>>()
  private count = 0
  private keys = new Float64Array(FIRST_CAPACITY).fill(EMPTY)
  private hours = new Int32Array(FIRST_CAPACITY)
  private used = 0
  private readonly dayOf = new Map<string, number>()
  private readonly monthOfNumber = new Map<number, Month>()
  private readonly broadcast = new Set<string>()

  /**
   * @param afterMidnight whether the file wrote the hour as 24 to 29 of the date before
   * @returns whether the hour was there before
   */
  add(part: string, metaId: string, date: string, hour: number, afterMidnight = false): boolean {
    const slot = this.slotOf(this.numberOf(part, metaId) * DAYS + this.dayNumber(date))
    const bit = 1 << hour
    const seen = (this.hours[slot]! & bit) !== 0
    this.hours[slot]! |= afterMidnight ? bit | (bit << AFTER_MIDNIGHT) : bit
    if (afterMidnight) this.broadcast.add(part)
    return seen
  }

  /**
   * Finds the days with fewer hours than another day of the same part and metaId has, as the file writes its
   * days: an hour 24 to 29 belongs to the date before.
   *
   * @param shown how many of them are returned: the first by part and metaId, then by date
   */
  shortDays(shown: number): { count: number; first: ShortDay[] } {
    const most = new Uint8Array(this.count)
    for (const key of this.keys) {
      if (key === EMPTY) continue
      const number = Math.floor(key / DAYS)
      most[number] = Math.max(most[number]!, this.hoursOf(key))
    }
    let count = 0
    const first: number[] = []
    for (const key of this.keys) {
      if (key === EMPTY) continue
      const hours = this.hoursOf(key)
      // A day without an hour of its own has only the end of the day before.
      if (hours === 0 || hours === most[Math.floor(key / DAYS)]) continue
      count++
      if (first.length === shown && key > first.at(-1)!) continue
      first.push(key)
      first.sort((one, other) => one - other).splice(shown)
    }
    return { count, first: first.map((key) => this.shortDay(key, most)) }
  }

  /** The hours 0 to 23 of a day that the file has, as bits. */
  on(part: string, metaId: string, date: BusinessDate): number {
    const number = this.numbers.get(part)?.get(metaId)
    if (number === undefined) return 0
    return this.hours[find(this.keys, number * DAYS + this.dayNumber(date))]! & OWN_HOURS
  }

  /** The days on which the file has hours, in order, each with the contents of one part. */
  *days(): Generator<{ part: string; date: BusinessDate; metaIds: string[] }> {
    const byDay = new Float64Array(this.used)
    let filled = 0
    for (const key of this.keys)
      if (key !== EMPTY) byDay[filled++] = (key % DAYS) * NUMBERS + Math.floor(key / DAYS)
    byDay.sort()
    const names = this.names()
    for (let from = 0, to = 0; from < byDay.length; from = to) {
      const day = Math.floor(byDay[from]! / NUMBERS)
      const ofPart = new Map<string, string[]>()
      for (; to < byDay.length && Math.floor(byDay[to]! / NUMBERS) === day; to++) {
        const { part, metaId } = names[byDay[to]! % NUMBERS]!
        const metaIds = ofPart.get(part)
        if (metaIds) metaIds.push(metaId)
        else ofPart.set(part, [metaId])
      }
      for (const [part, metaIds] of ofPart) yield { part, date: dateOf(day), metaIds }
    }
  }

  /** The months of each part, by the dates as the file writes them: an hour 24 to 29 belongs to the date before. */
  months(): { part: string; month: Month }[] {
    const names = this.names()
    const found = new Map<string, Set<Month>>()
    const note = (number: number, day: number) => {
      const { part } = names[number]!
      const months = found.get(part)
      if (months) months.add(this.monthOfDay(day))
      else found.set(part, new Set([this.monthOfDay(day)]))
    }
    for (const [slot, key] of this.keys.entries()) {
      if (key === EMPTY) continue
      const [own, moved] = split(this.hours[slot]!)
      const number = Math.floor(key / DAYS)
      if (own !== 0) note(number, key % DAYS)
      if (moved !== 0) note(number, (key % DAYS) - 1)
    }
    return [...found].flatMap(([part, months]) => [...months].sort().map((month) => ({ part, month })))
  }

  /** The dates on which the file has hours of each part. */
  dates(): Map<string, Set<BusinessDate>> {
    const names = this.names()
    const days = new Map<string, Set<number>>()
    for (const key of this.keys) {
      if (key === EMPTY) continue
      const { part } = names[Math.floor(key / DAYS)]!
      const ofPart = days.get(part)
      if (ofPart) ofPart.add(key % DAYS)
      else days.set(part, new Set([key % DAYS]))
    }
    return new Map([...days].map(([part, ofPart]) => [part, new Set([...ofPart].map(dateOf))]))
  }

  /** Whether the file has an hour of this content in a month, by the dates as the file writes them. */
  hasMonth(part: string, metaId: string, month: Month): boolean {
    const number = this.numbers.get(part)?.get(metaId)
    if (number === undefined) return false
    const first = number * DAYS + this.dayNumber(firstDayOf(month))
    const next = number * DAYS + this.dayNumber(firstDayOf(addMonths(month, 1)))
    for (let key = first; key < next; key++) if (this.hoursOf(key) > 0) return true
    return false
  }

  /** The number of hours of each part's longest day. */
  longestDays(): Map<string, number> {
    const names = this.names()
    const longest = new Map<string, number>()
    for (const key of this.keys) {
      if (key === EMPTY) continue
      const { part } = names[Math.floor(key / DAYS)]!
      longest.set(part, Math.max(longest.get(part) ?? 0, this.hoursOf(key)))
    }
    return longest
  }

  /** Whether the file counts a part's hours by broadcast days, which end after midnight. */
  countsBroadcastDays(part: string): boolean {
    return this.broadcast.has(part)
  }

  /** Number of hours that the file has written for a day. */
  private hoursOf(key: number): number {
    const next = this.hours[find(this.keys, key + 1)]!
    const [own] = split(this.hours[find(this.keys, key)]!)
    return bitsOf(own) + bitsOf(split(next)[1])
  }

  private shortDay(key: number, most: Uint8Array): ShortDay {
    const number = Math.floor(key / DAYS)
    return { ...this.names()[number]!, date: dateOf(key % DAYS), hours: this.hoursOf(key), of: most[number]! }
  }

  /** The part and metaId of each number. */
  private names(): { part: string; metaId: string }[] {
    const names = new Array<{ part: string; metaId: string }>(this.count)
    for (const [part, ofPart] of this.numbers)
      for (const [metaId, number] of ofPart) names[number] = { part, metaId }
    return names
  }

  private monthOfDay(day: number): Month {
    const known = this.monthOfNumber.get(day)
    if (known !== undefined) return known
    const month = monthOf(dateOf(day))
    this.monthOfNumber.set(day, month)
    return month
  }

  private numberOf(part: string, metaId: string): number {
    const ofPart = this.numbers.get(part) ?? new Map<string, number>()
    if (ofPart.size === 0) this.numbers.set(part, ofPart)
    const known = ofPart.get(metaId)
    if (known !== undefined) return known
    ofPart.set(metaId, this.count)
    return this.count++
  }

  private dayNumber(date: string): number {
    const known = this.dayOf.get(date)
    if (known !== undefined) return known
    const day = (Date.parse(`${date}T00:00:00Z`) - EPOCH) / DAY_MS
    this.dayOf.set(date, day)
    return day
  }

  private slotOf(key: number): number {
    if (this.used > this.keys.length * 0.6) this.grow()
    const slot = find(this.keys, key)
    if (this.keys[slot] === EMPTY) {
      this.keys[slot] = key
      this.used++
    }
    return slot
  }

  private grow(): void {
    const { keys, hours } = this
    this.keys = new Float64Array(keys.length * 2).fill(EMPTY)
    this.hours = new Int32Array(keys.length * 2)
    keys.forEach((key, from) => {
      if (key === EMPTY) return
      const slot = find(this.keys, key)
      this.keys[slot] = key
      this.hours[slot] = hours[from]!
    })
  }
}

/** The slot of a key, or the free slot where it belongs. */
function find(keys: Float64Array, key: number): number {
  const mask = keys.length - 1
  // Uses both halves of the key; Knuth's multiplicative hash spreads consecutive days.
  const mixed = Math.imul((key / DAYS) | 0, 0x9e3779b1) ^ Math.imul(key % DAYS, 0x85ebca6b)
  let slot = (mixed ^ (mixed >>> 15)) & mask
  while (keys[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & mask
  return slot
}

/** The hours of an entry that the file wrote on its date, and those that it wrote on the date before. */
function split(hours: number): [own: number, moved: number] {
  const moved = hours >>> AFTER_MIDNIGHT
  return [hours & OWN_HOURS & ~moved, moved]
}

function dateOf(day: number): BusinessDate {
  return new Date(EPOCH + day * DAY_MS).toISOString().slice(0, 10)
}

/** How many bits are set. */
export function bitsOf(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

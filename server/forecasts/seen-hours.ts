const DAY_MS = 24 * 60 * 60 * 1000
/** Larger than the number of days from 2000 to 2199, plus one. */
const DAYS = 2 ** 17
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

  /**
   * @param afterMidnight whether the file wrote the hour as 24 to 29 of the date before
   * @returns whether the hour was there before
   */
  add(part: string, metaId: string, date: string, hour: number, afterMidnight = false): boolean {
    const slot = this.slotOf(this.numberOf(part, metaId) * DAYS + this.dayNumber(date))
    const bit = 1 << hour
    const seen = (this.hours[slot]! & bit) !== 0
    this.hours[slot]! |= afterMidnight ? bit | (bit << AFTER_MIDNIGHT) : bit
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

  /** Number of hours that the file has written for a day. */
  private hoursOf(key: number): number {
    const next = this.hours[find(this.keys, key + 1)]!
    const hours = this.hours[find(this.keys, key)]!
    const moved = hours >>> AFTER_MIDNIGHT
    return bitsOf(hours & OWN_HOURS) - bitsOf(moved) + bitsOf(next >>> AFTER_MIDNIGHT)
  }

  private shortDay(key: number, most: Uint8Array): ShortDay {
    const number = Math.floor(key / DAYS)
    const date = new Date(EPOCH + (key % DAYS) * DAY_MS).toISOString().slice(0, 10)
    const names = [...this.numbers].flatMap(([part, ofPart]) =>
      [...ofPart].flatMap(([metaId, one]) => (one === number ? [{ part, metaId }] : [])),
    )
    return { ...names[0]!, date, hours: this.hoursOf(key), of: most[number]! }
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

function bitsOf(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

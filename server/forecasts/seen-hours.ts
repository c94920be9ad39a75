const DAY_MS = 24 * 60 * 60 * 1000
/** Larger than the number of days from 2000 to 2199, plus one. */
const DAYS = 2 ** 17
const EPOCH = Date.UTC(2000, 0, 1)
const FIRST_CAPACITY = 2 ** 12
const EMPTY = -1

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

  /** @returns whether the hour was there before */
  add(part: string, metaId: string, date: string, hour: number): boolean {
    const slot = this.slotOf(this.numberOf(part, metaId) * DAYS + this.dayNumber(date))
    const bit = 1 << hour
    const seen = (this.hours[slot]! & bit) !== 0
    this.hours[slot]! |= bit
    return seen
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

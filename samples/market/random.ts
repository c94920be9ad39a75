/**
 * Seeded pseudo-random numbers with integer arithmetic only, so that every machine and every JavaScript
 * engine returns the same bits. Not for secrets.
 */

/** A 32-bit hash of a text under a seed (FNV-1a with a final mix). */
export function hashText(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ mix(seed, 0)
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return finish(hash)
}

/** A 32-bit hash of two whole numbers, used as the seed of a sub-stream. */
export function mix(seed: number, index: number): number {
  return finish((seed | 0) ^ Math.imul(index + 0x3c6ef372, 0x9e3779b1))
}

/** Uniform in [0, 1) from a 32-bit hash. */
export function fraction(hash: number): number {
  return (hash >>> 0) / 4294967296
}

/** Mulberry32: its state is one 32-bit word, so it is cheap to restart for every content and day. */
export class RandomStream {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  restart(seed: number): void {
    this.state = seed | 0
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }

  /** Uniform whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }
}

/** Murmur3's finaliser: every input bit reaches every output bit. */
function finish(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) | 0
}

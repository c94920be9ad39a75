import { LRUMap } from '@univerjs/core'

/**
 * Formulas whose parsed form is kept. In each calculation the engine needs that of every formula of the workbook, and keeps
 * only 5,000 (its lexer 2,000): with more, each calculation parses all of them again, because the one that is needed next
 * has always just been dropped. A MediaMix of 3,000 rows has 12,000.
 */
const KEPT = 100_000

const { set } = LRUMap.prototype

/** Lets the engine keep the parsed form of all formulas of a large sheet. Its caches are private: this changes their class. */
export function keepParsedFormulas(): void {
  LRUMap.prototype.set = function (key, value) {
    this.limit = Math.max(this.limit, KEPT)
    return set.call(this, key, value)
  }
}

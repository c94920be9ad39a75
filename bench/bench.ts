import type { DatabaseKind } from './databases'
import type { Results } from './results'

export interface BenchOptions {
  databases: readonly DatabaseKind[]
  /** Overrides the number of rows; the targets in seconds don't apply then. */
  rows: number | undefined
  /** How long traffic lasts; for the benches that have some. */
  minutes?: number | undefined
  /** Reports progress, separately from the results. */
  say(line: string): void
}

/** Measures something and adds its results. */
export type Bench = (options: BenchOptions, results: Results) => Promise<void>

import type { DatabaseKind } from './databases'
import type { Results } from './results'

export interface BenchOptions {
  databases: readonly DatabaseKind[]
  /** Overrides how much is measured; promises about seconds then don't apply. */
  rows: number | undefined
  /** Says what is going on, beside the results. */
  say(line: string): void
}

/** Measures something and adds its results. */
export type Bench = (options: BenchOptions, results: Results) => Promise<void>

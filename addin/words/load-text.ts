import type { JobRunView } from '../../shared/contract/inventory'
import type { Words } from './words'

/** The result of a load of a month; fields that it doesn't have are left out. */
interface LoadOutcome {
  loaded?: number
  skipped?: number
  zeroed?: number
  outdated?: number
  toCheck?: number
  contents?: number
  rows?: number
  atRisk?: { rows: number; impressions: number }
}

/** The counts in the result of a load, for both kinds of loads. */
export function outcomeOf({ result }: JobRunView): LoadOutcome {
  return typeof result === 'object' && result !== null ? (result as LoadOutcome) : {}
}

/** What a load that succeeded has done, in sentences. */
export function loadText(run: JobRunView, texts: Words['inventory']): string {
  const { loaded, skipped, zeroed, outdated, toCheck, contents, rows, atRisk } = outcomeOf(run)
  const lines = [
    loaded !== undefined && texts.loaded(loaded),
    skipped !== undefined && skipped > 0 && texts.skipped(skipped),
    zeroed !== undefined && zeroed > 0 && texts.zeroed(zeroed),
    outdated !== undefined && outdated > 0 && texts.outdated(outdated),
    toCheck !== undefined && toCheck > 0 && texts.noted(toCheck),
    contents !== undefined && (contents > 0 ? texts.units(contents, rows ?? 0) : texts.noneConfirmed),
    atRisk !== undefined && (atRisk.rows > 0 ? texts.atRisk(atRisk.rows, atRisk.impressions) : texts.noRisk),
  ]
  return lines.filter((line) => line !== false).join(' ')
}

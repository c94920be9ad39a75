/**
 * A child ad's publish status, as a fold over all facts about it in the order of their own time. The same
 * facts always give the same status, in whatever order and however often they arrive.
 */
import { nextPublishStatuses, PUBLISH_PRIORITY, type PublishStatus, type ReportOrigin } from './statuses'

export interface PublishFact {
  status: PublishStatus
  /** Instant as ISO text in UTC: when the ad got this status, by the clock of the reporter. */
  reportedAt: string
  origin: ReportOrigin
}

export interface FoldedStatus {
  status: PublishStatus
  /** Own time of the fact that set the status; null while no fact counts. */
  reportedAt: string | null
}

/** The status before any report: the ad was requested from the ad server. */
export const ASKED: FoldedStatus = { status: 'REQUESTED', reportedAt: null }

/**
 * The outcome of a fact. APPLIED: a step. REPEATED: the same status again. SUPERSEDED: another fact of the
 * same instant counts instead. FORBIDDEN: a step that the status diagram doesn't have.
 */
export type FactOutcome = 'APPLIED' | 'REPEATED' | 'SUPERSEDED' | 'FORBIDDEN'

export interface FoldedFact<Fact extends PublishFact = PublishFact> {
  fact: Fact
  outcome: FactOutcome
  /** The status before the fact. */
  from: PublishStatus
}

/**
 * Whether a fact from the booking applies: a new request to an ad that has ended, any other status to an ad
 * that doesn't have it yet.
 */
export function isConcerned(met: PublishStatus, said: PublishStatus): boolean {
  return said === 'REQUESTED' ? met === 'COMPLETED' || met === 'CANCELED' : met !== said
}

/**
 * Folds the facts of one child ad. Of an ad server's reports of the same instant, the first by priority
 * counts. Facts from the booking come after them, and apply wherever `isConcerned` is true, whatever the
 * status diagram allows. A forbidden step is skipped but stays among the facts: it counts as soon as an
 * earlier fact is known that allows it.
 *
 * @param facts each once, in any order
 * @param from the state after earlier facts, which are all before these
 */
export function foldFacts<Fact extends PublishFact>(
  facts: readonly Fact[],
  from: FoldedStatus = ASKED,
): { state: FoldedStatus; folded: FoldedFact<Fact>[] } {
  let state = from
  let last: Fact | undefined
  const folded = [...facts].sort(inOrder).map((fact): FoldedFact<Fact> => {
    const met = state.status
    const beside = last?.reportedAt === fact.reportedAt && last.origin === fact.origin
    last = fact
    if (beside) return { fact, outcome: 'SUPERSEDED', from: met }
    if (fact.status === met) {
      // A repeated fact from the booking updates the time: earlier reports no longer count.
      if (fact.origin === 'BOOKING') state = { status: met, reportedAt: fact.reportedAt }
      return { fact, outcome: 'REPEATED', from: met }
    }
    if (fact.origin === 'BOOKING' && !isConcerned(met, fact.status))
      return { fact, outcome: 'REPEATED', from: met }
    if (fact.origin === 'AD_SERVER' && !nextPublishStatuses(met).includes(fact.status))
      return { fact, outcome: 'FORBIDDEN', from: met }
    state = { status: fact.status, reportedAt: fact.reportedAt }
    return { fact, outcome: 'APPLIED', from: met }
  })
  return { state, folded }
}

function inOrder(a: PublishFact, b: PublishFact): number {
  if (a.reportedAt !== b.reportedAt) return a.reportedAt < b.reportedAt ? -1 : 1
  if (a.origin !== b.origin) return a.origin === 'BOOKING' ? 1 : -1
  return PUBLISH_PRIORITY.indexOf(a.status) - PUBLISH_PRIORITY.indexOf(b.status)
}

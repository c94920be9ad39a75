/**
 * A child ad's publish status as a fold over everything that was ever said of it, in the order of its own time: whatever
 * order the reports come in, and however often, the same reports end in the same status.
 */
import { nextPublishStatuses, PUBLISH_PRIORITY, type PublishStatus, type ReportOrigin } from './statuses'

export interface PublishFact {
  status: PublishStatus
  /** Instant as ISO text in UTC: when it became so, by the clock of who says it. */
  reportedAt: string
  origin: ReportOrigin
}

export interface FoldedStatus {
  status: PublishStatus
  /** Own time of the fact that the status comes from; null while nothing counts. */
  reportedAt: string | null
}

/** Before anything was reported: the ad server was asked. */
export const ASKED: FoldedStatus = { status: 'REQUESTED', reportedAt: null }

/**
 * What came of a fact: a step, the same again, another one of the same instant that counts instead, or a step that the
 * status diagram doesn't have.
 */
export type FactOutcome = 'APPLIED' | 'REPEATED' | 'SUPERSEDED' | 'FORBIDDEN'

export interface FoldedFact<Fact extends PublishFact = PublishFact> {
  fact: Fact
  outcome: FactOutcome
  /** The status that it met. */
  from: PublishStatus
}

/** What a booking says of child ads concerns what ended, which is asked for anew, or what isn't canceled yet. */
export function isConcerned(met: PublishStatus, said: PublishStatus): boolean {
  return said === 'REQUESTED' ? met === 'COMPLETED' || met === 'CANCELED' : met !== said
}

/**
 * Folds facts of one child ad. Of an ad server's reports of one instant the first by priority counts; what the booking
 * says comes after them and is obeyed where it concerns the status, whatever the diagram. A forbidden step is passed over: it stays among the facts, and
 * counts as soon as an earlier one is known that allows it.
 *
 * @param facts each once, in any order
 * @param from what earlier facts, all of them before these, have come to
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
      // Said by the booking it is said anew: what was reported before has no say any more.
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

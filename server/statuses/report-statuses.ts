import type { MalformedReport, StatusRejection, StatusReport } from '../../shared/contract/statuses'
import type { Language } from '../../shared/language'
import { type FoldedStatus, foldFacts, type PublishFact } from '../../shared/publish-reports'
import { nextPublishStatuses } from '../../shared/statuses'
import type { SqlValue, Transaction } from '../database/database'
import { record } from '../journal/journal'
import {
  publishedEntry,
  refreshCampaignPublishStatuses,
  refreshPublishStatuses,
} from '../publish-statuses/publish-statuses'
import { type KnownChildAds, sortedIds } from './known-child-ads'
import { type Reported, readableReports } from './readable-reports'
import { REJECTION_WORDS } from './rejection-words'
import { inUtc, isAhead } from './report-time'

/**
 * A report as input for the fold, with its indexes in the call: the same report may be there several times.
 */
interface Fact extends PublishFact {
  message: string | null
  indexes: number[]
}

/** A child ad with its current status. */
interface ChildAd extends FoldedStatus {
  id: string
  unitId: string
  /** The newest own time of its reports; null while there are none. */
  last: string | null
}

/** A child ad with its reports of a call. */
interface Concerned {
  child: ChildAd
  facts: Fact[]
}

/**
 * Stores status reports of child ads, in any order and with any repetition. Every distinct report is kept. A
 * child ad's status is the fold of all its reports (`foldFacts`), so the history is read only for child ads
 * with late reports. The same transaction updates ads, units and campaigns and writes the changes to the
 * journal.
 *
 * @param known caches ads from call to call
 * @param now instant of the call; a report clearly after it is refused
 * @param language of the reasons for refused reports
 */
export async function reportStatuses(
  tx: Transaction,
  known: KnownChildAds,
  reports: readonly (StatusReport | MalformedReport)[],
  { now, language }: { now: string; language: Language },
): Promise<Reported<StatusRejection>> {
  const { readable, malformed } = readableReports(reports, language)
  const reportAt = new Map(readable)
  const rejections: StatusRejection[] = malformed
  const words = REJECTION_WORDS[language]
  const refuse = (
    index: number,
    { childAdId }: StatusReport,
    reason: Omit<StatusRejection, 'index' | 'childAdId'>,
  ) => rejections.push({ index, childAdId, ...reason })
  const ids = sortedIds(readable.map(([, { childAdId }]) => childAdId))
  const children = await childAdsOf(tx, known, ids)
  const said = new Map<ChildAd, Fact[]>()
  for (const [index, report] of readable) {
    const child = children.get(report.childAdId.toLowerCase())
    if (isAhead(report.reportedAt, now))
      refuse(index, report, { code: 'IN_THE_FUTURE', message: words.timeInFuture(report.reportedAt) })
    else if (!child) refuse(index, report, { code: 'UNKNOWN_CHILD_AD', message: words.unknown })
    else {
      const facts = said.get(child)
      if (!facts) said.set(child, [factOf(report, index)])
      else addFact(facts, factOf(report, index))
    }
  }
  // In the order of ids, in which all transactions write child ads.
  const concerned = ids.flatMap((id): Concerned[] => {
    const child = children.get(id)
    const facts = child && said.get(child)
    return facts ? [{ child, facts }] : []
  })
  // The insert runs while the reports are folded here.
  const kept = keep(tx, concerned, now)
  const late = concerned.filter(({ child: { last }, facts }) =>
    facts.some(({ reportedAt }) => last !== null && reportedAt <= last),
  )
  if (late.length > 0) await kept
  const histories = await historiesOf(
    tx,
    late.map(({ child }) => child.id),
  )
  const changes: Change[] = []
  for (const { child, facts } of concerned) {
    const history = histories.get(child.id)
    const { state: after, folded } = history
      ? foldFacts<PublishFact>(history)
      : foldFacts<PublishFact>(facts, child)
    for (const one of folded) {
      if (one.outcome !== 'FORBIDDEN') continue
      const { fact, from } = one
      const message = words.forbidden(fact.reportedAt, from, fact.status)
      const { indexes } = facts.find((its) => isSame(its, fact)) ?? { indexes: [] }
      for (const index of indexes) {
        const allowed = [...nextPublishStatuses(from)]
        refuse(index, reportAt.get(index)!, { code: 'FORBIDDEN_STEP', message, from, allowed })
      }
    }
    if (after.status !== child.status || after.reportedAt !== child.reportedAt) changes.push({ child, after })
  }
  await kept
  await write(tx, changes, now)
  rejections.sort((a, b) => a.index - b.index)
  return { accepted: reports.length - rejections.length, rejected: rejections.length, rejections }
}

interface Change {
  child: ChildAd
  after: FoldedStatus
}

function factOf({ status, reportedAt, message = null }: StatusReport, index: number): Fact {
  return { status, reportedAt: inUtc(reportedAt), origin: 'AD_SERVER', message, indexes: [index] }
}

function addFact(facts: Fact[], fact: Fact): void {
  const known = facts.find((one) => isSame(one, fact))
  if (known) known.indexes.push(...fact.indexes)
  else facts.push(fact)
}

function isSame(a: PublishFact, b: PublishFact): boolean {
  return a.reportedAt === b.reportedAt && a.status === b.status && a.origin === b.origin
}

/** Child ads by id; their campaigns are locked. */
async function childAdsOf(
  tx: Transaction,
  known: KnownChildAds,
  ids: readonly string[],
): Promise<Map<string, ChildAd>> {
  const places = await known.locked(tx, ids)
  const states = await tx.rows<Omit<ChildAd, 'unitId'>>(
    `SELECT c.id AS id, c.publish_status AS status, c.status_reported_at AS reportedAt,
            (SELECT MAX(r.reported_at) FROM publish_report r WHERE r.child_ad_id = c.id) AS last
     FROM ${tx.dialect.given({ id: 'id' }, 'g')} JOIN child_ad c ON c.id = g.id`,
    [JSON.stringify(ids.map((id) => [id]))],
  )
  const children = new Map<string, ChildAd>()
  for (const { id, status, reportedAt, last } of states)
    children.set(id, { id, unitId: places.get(id)!.unitId, status, reportedAt, last })
  return children
}

/** Stores the reports. Few have a message, so those without one are inserted without that column. */
async function keep(tx: Transaction, concerned: readonly Concerned[], now: string): Promise<void> {
  const plain: SqlValue[][] = []
  const explained: SqlValue[][] = []
  for (const { child, facts } of concerned) {
    for (const { reportedAt, status, message } of facts) {
      if (message === null) plain.push([child.id, reportedAt, status])
      else explained.push([child.id, reportedAt, status, message])
    }
  }
  const columns = { child_ad_id: 'id', reported_at: 'word', status: 'word' } as const
  const same = { origin: 'AD_SERVER', received_at: now }
  await tx.insertGiven('publish_report', columns, plain, same)
  await tx.insertGiven('publish_report', { ...columns, message: 'text' }, explained, same)
}

/** All reports of child ads. */
async function historiesOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, PublishFact[]>> {
  const histories = new Map<string, PublishFact[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return histories
  const facts = await tx.rows<PublishFact & { id: string }>(
    `SELECT r.child_ad_id AS id, r.status AS status, r.reported_at AS reportedAt, r.origin AS origin
     FROM ${tx.dialect.given({ id: 'id' }, 'g')} JOIN publish_report r ON r.child_ad_id = g.id`,
    [JSON.stringify(ids.map((id) => [id]))],
  )
  for (const { id, ...fact } of facts) histories.get(id)!.push(fact)
  return histories
}

async function write(tx: Transaction, changes: readonly Change[], now: string): Promise<void> {
  await tx.updateGiven(
    'child_ad',
    { id: 'id', publish_status: 'word', status_reported_at: 'word' },
    changes.map(({ child, after }) => [child.id, after.status, after.reportedAt]),
    { updated_at: now },
  )
  const changed = changes.filter(({ child, after }) => child.status !== after.status)
  const units = await refreshPublishStatuses(
    tx,
    changed.map(({ child }) => child.unitId),
    now,
  )
  const campaigns = await refreshCampaignPublishStatuses(
    tx,
    units.filter(({ before, after }) => before !== after).map(({ campaignId }) => campaignId),
  )
  await record(
    tx,
    [
      ...units.map(publishedEntry),
      ...campaigns.map(({ campaignId, ...data }) => ({
        campaignId,
        kind: 'campaign.publish-status' as const,
        data,
      })),
    ],
    now,
  )
}

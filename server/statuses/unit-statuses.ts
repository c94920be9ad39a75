import { groupBy } from '../../shared/group-by'
import { type FoldedFact, foldFacts, type PublishFact } from '../../shared/publish-reports'
import type { PublishStatus } from '../../shared/statuses'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import type { Transaction } from '../database/database'
import { inOrder, type Key, type Stretch, stretchOf } from '../database/keyset'
import { type PublishCounts, sumOfCounts } from '../publish-statuses/publish-statuses'

/** SQL: the message of the report from which the child ad's status comes. */
const SAID = `(SELECT MAX(r.message) FROM publish_report r
  WHERE r.child_ad_id = c.id AND r.reported_at = c.status_reported_at AND r.status = c.publish_status)`

/** A row's publish status down to its child ads, with the counts of every level. */
export async function unitStatuses(tx: Transaction, unit: CampaignUnit) {
  const children = await tx.rows<{
    adId: string
    platform: string
    adStatus: PublishStatus
    childAdId: string
    groupName: string
    impressions: number
    status: PublishStatus
    reportedAt: string | null
    message: string | null
  }>(
    `SELECT ad.id AS adId, ad.platform AS platform, ad.publish_status AS adStatus, c.id AS childAdId,
            c.group_name AS groupName, c.impressions AS impressions, c.publish_status AS status,
            c.status_reported_at AS reportedAt, ${SAID} AS message
     FROM ad JOIN child_ad c ON c.ad_id = ad.id WHERE ad.unit_id = ? ORDER BY ad.position, c.position`,
    [unit.id],
  )
  const ads = [...groupBy(children, ({ adId }) => adId)].map(([adId, of]) => ({
    adId,
    platform: of[0]!.platform,
    publishStatus: of[0]!.adStatus,
    counts: sumOfCounts(of.map(({ status }): PublishCounts => ({ [status]: 1 }))),
    childAds: of.map(({ childAdId, groupName, impressions, status, reportedAt, message }) => ({
      childAdId,
      group: groupName,
      impressions: Number(impressions),
      publishStatus: status,
      reportedAt,
      message,
    })),
  }))
  return {
    unitId: unit.id,
    bookingStatus: unit.bookingStatus,
    publishStatus: unit.publishStatus,
    counts: sumOfCounts(ads.map(({ counts }) => counts)),
    ads,
  }
}

interface KeptReport extends PublishFact {
  childAdId: string
  platform: string
  group: string
  message: string | null
  receivedAt: string
}

/** Status changes of a unit's child ads, the newest first. */
export async function statusHistory(tx: Transaction, unitId: string, stretch: Stretch) {
  const steps = (await foldedReports(tx, unitId)).filter(({ outcome }) => outcome === 'APPLIED')
  return stretchOf(steps.reverse(), keyOf, stretch, (a, b) => inOrder(b, a)).map(
    ({ from, fact: { status, ...fact } }) => ({ ...fact, statusBefore: from, statusAfter: status }),
  )
}

/** Every report on a unit's child ads in the order of their own time, with its outcome. */
export async function statusReports(tx: Transaction, unitId: string, stretch: Stretch) {
  return stretchOf(await foldedReports(tx, unitId), keyOf, stretch).map(
    ({ fact: { platform: _platform, group: _group, ...fact }, outcome }) => ({ ...fact, outcome }),
  )
}

/** The key of `publish_report`. */
function keyOf({ fact: { reportedAt, childAdId, status, origin } }: FoldedFact<KeptReport>): Key {
  return [reportedAt, childAdId, status, origin]
}

async function foldedReports(tx: Transaction, unitId: string): Promise<FoldedFact<KeptReport>[]> {
  const reports = await tx.rows<Omit<KeptReport, 'group'> & { groupName: string }>(
    `SELECT r.child_ad_id AS childAdId, ad.platform AS platform, c.group_name AS groupName, r.status AS status,
            r.reported_at AS reportedAt, r.origin AS origin, r.message AS message, r.received_at AS receivedAt
     FROM ad JOIN child_ad c ON c.ad_id = ad.id JOIN publish_report r ON r.child_ad_id = c.id
     WHERE ad.unit_id = ? ORDER BY ad.position, c.position`,
    [unitId],
  )
  const facts = reports.map(({ groupName, ...report }): KeptReport => ({ ...report, group: groupName }))
  const folded = [...groupBy(facts, ({ childAdId }) => childAdId).values()].flatMap(
    (of) => foldFacts(of).folded,
  )
  // The sort is stable: steps of one ad with the same time stay in the order of the fold.
  return folded.sort(({ fact: a }, { fact: b }) =>
    a.reportedAt === b.reportedAt ? 0 : a.reportedAt < b.reportedAt ? -1 : 1,
  )
}

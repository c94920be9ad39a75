import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import type { SqlValue, Transaction } from '../database/database'
import { type Campaign, CampaignUnit } from './campaign.entities'

/** A condition on `c`: planners may see their own and shared campaigns, other roles all campaigns. */
export function visibleTo(caller: Caller): { sql: string; values: SqlValue[] } {
  if (caller.role !== 'planner') return { sql: '1 = 1', values: [] }
  return {
    sql: '(c.owner_id = ? OR EXISTS (SELECT 1 FROM campaign_share s WHERE s.campaign_id = c.id AND s.account_id = ?))',
    values: [caller.id, caller.id],
  }
}

/** `c` as the FROM of a list of all campaigns that the caller may see; a planner's are found by index. */
export function campaignsSeenBy(caller: Caller): { sql: string; values: SqlValue[] } {
  if (caller.role !== 'planner') return { sql: 'campaign c', values: [] }
  return {
    sql: `(SELECT id FROM campaign WHERE owner_id = ? UNION SELECT campaign_id FROM campaign_share WHERE account_id = ?) seen
       JOIN campaign c ON c.id = seen.id`,
    values: [caller.id, caller.id],
  }
}

/**
 * A campaign that the caller may see.
 *
 * @param lock locks it within a write, so that changes of one campaign run one after the other
 * @throws Problem NOT_FOUND, also for a campaign that the caller may not see, to hide that it exists
 */
export async function requireCampaign(
  tx: Transaction,
  caller: Caller,
  id: string,
  lock = false,
): Promise<Campaign> {
  const { sql, values } = visibleTo(caller)
  const [campaign] = await tx.rows<Campaign>(
    `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser, c.agency AS agency,
            c.start_date AS startDate, c.end_date AS endDate, c.budget AS budget, c.revision AS revision,
            c.version AS version, c.publish_status AS publishStatus, c.owner_id AS ownerId,
            c.created_at AS createdAt, c.updated_at AS updatedAt
     FROM campaign c WHERE c.id = ? AND ${sql} ${lock ? tx.dialect.forUpdate : ''}`,
    [id, ...values],
  )
  if (!campaign) throw new Problem('NOT_FOUND', 'There is no such campaign, or it is not shared with you.')
  return campaign
}

/** @throws Problem NOT_FOUND */
export async function requireUnit(tx: Transaction, caller: Caller, id: string): Promise<CampaignUnit> {
  const unit = await tx.manager.findOneBy(CampaignUnit, { id })
  if (!unit) throw new Problem('NOT_FOUND', 'There is no such row.')
  await requireCampaign(tx, caller, unit.campaignId)
  return unit
}

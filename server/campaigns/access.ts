import { Problem } from '../../shared/problem'
import type { Caller } from '../accounts/accounts'
import type { SqlValue, Transaction } from '../database/database'
import { Campaign, CampaignUnit } from './campaign.entities'

/** The campaigns a caller may see, as a condition on `c`: planners their own and shared ones, others all. */
export function visibleTo(caller: Caller): { sql: string; values: SqlValue[] } {
  if (caller.role !== 'planner') return { sql: '1 = 1', values: [] }
  return {
    sql: '(c.owner_id = ? OR EXISTS (SELECT 1 FROM campaign_share s WHERE s.campaign_id = c.id AND s.account_id = ?))',
    values: [caller.id, caller.id],
  }
}

/**
 * A campaign that the caller may see. Within a write it is locked, so that changes of one campaign come one after the
 * other.
 *
 * @throws Problem NOT_FOUND, also for somebody else's campaign: its existence is nobody's business
 */
export async function requireCampaign(
  tx: Transaction,
  caller: Caller,
  id: string,
  lock = false,
): Promise<Campaign> {
  const { sql, values } = visibleTo(caller)
  const [found] = await tx.rows<{ id: string }>(
    `SELECT c.id AS id FROM campaign c WHERE c.id = ? AND ${sql} ${lock ? tx.dialect.forUpdate : ''}`,
    [id, ...values],
  )
  const campaign = found && (await tx.manager.findOneBy(Campaign, { id }))
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

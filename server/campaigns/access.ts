import { type CampaignRight, includesRight } from '../../shared/campaign-rights'
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

/** A condition on `c`. */
export function archivedOrNot(archived: boolean): string {
  return `c.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`
}

/** A campaign, with what the caller may do in it. */
export type AccessibleCampaign = Campaign & { access: CampaignRight }

/**
 * A campaign that the caller may see.
 *
 * @param lock locks it within a write, so that changes of one campaign run one after the other; the caller needs the
 *   right to edit, and an archived campaign is refused unless it is `even-archived`
 * @throws Problem NOT_FOUND, also for a campaign that the caller may not see, to hide that it exists; FORBIDDEN;
 *   STATUS_CONFLICT
 */
export async function requireCampaign(
  tx: Transaction,
  caller: Caller,
  id: string,
  lock: boolean | 'even-archived' = false,
): Promise<AccessibleCampaign> {
  const { sql, values } = visibleTo(caller)
  const [campaign] = await tx.rows<Campaign & { shared: CampaignRight | null }>(
    `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser, c.agency AS agency,
            c.start_date AS startDate, c.end_date AS endDate, c.budget AS budget, c.revision AS revision,
            c.version AS version, c.publish_status AS publishStatus, c.owner_id AS ownerId,
            c.created_at AS createdAt, c.updated_at AS updatedAt, c.archived_at AS archivedAt,
            (SELECT s.access FROM campaign_share s WHERE s.campaign_id = c.id AND s.account_id = ?) AS shared
     FROM campaign c WHERE c.id = ? AND ${sql} ${lock ? tx.dialect.forUpdate : ''}`,
    [caller.id, id, ...values],
  )
  if (!campaign) throw new Problem('NOT_FOUND', 'There is no such campaign, or it is not shared with you.')
  const { shared, ...fields } = campaign
  const found = { ...fields, access: rightOf(caller, fields, shared) }
  if (lock) requireRight(found, 'edit', 'change it')
  if (lock === true && found.archivedAt !== null) {
    throw new Problem(
      'STATUS_CONFLICT',
      'The campaign is archived. Nothing was changed: take it out of the archive first.',
      { cause: 'ARCHIVED' },
    )
  }
  return found
}

/** What a caller may do in a campaign that they may see. */
export function rightOf(
  caller: Caller,
  { ownerId }: { ownerId: string },
  shared: CampaignRight | null | undefined,
): CampaignRight {
  return caller.role !== 'planner' || ownerId === caller.id ? 'own' : (shared ?? 'see')
}

/**
 * @param what what the right is needed for: `change the budget`
 * @throws Problem FORBIDDEN
 */
export function requireRight({ access }: AccessibleCampaign, needed: CampaignRight, what: string): void {
  if (includesRight(access, needed)) return
  throw new Problem(
    'FORBIDDEN',
    `The campaign is shared with you to ${access} it; to ${what} you need the right to ${needed} it. Ask the campaign's owner.`,
    { cause: 'RIGHT', access, needed },
  )
}

/** @throws Problem NOT_FOUND */
export async function requireUnit(tx: Transaction, caller: Caller, id: string): Promise<CampaignUnit> {
  const unit = await tx.manager.findOneBy(CampaignUnit, { id })
  if (!unit) throw new Problem('NOT_FOUND', 'There is no such row.')
  await requireCampaign(tx, caller, unit.campaignId)
  return unit
}

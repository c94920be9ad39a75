import { type CampaignRight, includesRight, strongestRight } from '../../shared/campaign-rights'
import { groupBy } from '../../shared/group-by'
import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { type Campaign, CampaignUnit } from './campaign.entities'

/**
 * With whom campaigns are shared: with accounts by themselves, and with the members of teams. Whatever asks who may do
 * what in a campaign asks here.
 *
 * @param select the columns, from the names of those with campaign and account
 * @param where a condition, from the same names; its values are needed twice
 */
function shared(
  select: (campaign: string, account: string) => string,
  where: (campaign: string, account: string) => string,
): readonly [string, string] {
  return [
    `SELECT ${select('s.campaign_id', 's.account_id')} FROM campaign_share s
     WHERE ${where('s.campaign_id', 's.account_id')}`,
    `SELECT ${select('s.campaign_id', 'm.account_id')} FROM campaign_team_share s
     JOIN team_member m ON m.team_id = s.team_id WHERE ${where('s.campaign_id', 'm.account_id')}`,
  ]
}

/** A condition on `c`: planners may see their own and shared campaigns, other roles all campaigns. */
export function visibleTo(caller: Caller): { sql: string; values: SqlValue[] } {
  if (caller.role !== 'planner') return { sql: '1 = 1', values: [] }
  // Not as one UNION: MariaDB would make a table of it for each campaign.
  const [alone, inTeam] = shared(
    () => '1',
    (campaign, account) => `${campaign} = c.id AND ${account} = ?`,
  )
  return {
    sql: `(c.owner_id = ? OR EXISTS (${alone}) OR EXISTS (${inTeam}))`,
    values: [caller.id, caller.id, caller.id],
  }
}

/** `c` as the FROM of a list of all campaigns that the caller may see; a planner's are found by index. */
export function campaignsSeenBy(caller: Caller): { sql: string; values: SqlValue[] } {
  if (caller.role !== 'planner') return { sql: 'campaign c', values: [] }
  const mine = shared(
    (campaign) => campaign,
    (_, account) => `${account} = ?`,
  )
  return {
    sql: `(SELECT id FROM campaign WHERE owner_id = ? UNION ${mine.join(' UNION ')}) seen JOIN campaign c ON c.id = seen.id`,
    values: [caller.id, caller.id, caller.id],
  }
}

/** The accounts that may see campaigns, their owners and everybody with whom they are shared, as `campaign_id` and `account_id`. */
export function accountsSeeing(campaignIds: readonly string[]): { sql: string; values: SqlValue[] } {
  const among = `IN (${placeholders(campaignIds)})`
  const others = shared(
    (campaign, account) => `${campaign}, ${account}`,
    (campaign) => `${campaign} ${among}`,
  )
  return {
    sql: `SELECT id AS campaign_id, owner_id AS account_id FROM campaign WHERE id ${among} UNION ${others.join(' UNION ')}`,
    values: [...campaignIds, ...campaignIds, ...campaignIds],
  }
}

/** The right in each campaign that is shared with an account: the strongest of its own and its teams'. */
export async function sharedRights(
  tx: Transaction,
  accountId: string,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignRight>> {
  const sql = shared(
    (campaign) => `${campaign} AS campaignId, s.access AS access`,
    (campaign, account) => `${campaign} IN (${placeholders(campaignIds)}) AND ${account} = ?`,
  )
  const values = [...campaignIds, accountId]
  const rows = await tx.rows<{ campaignId: string; access: CampaignRight }>(sql.join(' UNION '), [
    ...values,
    ...values,
  ])
  return new Map(
    [...groupBy(rows, ({ campaignId }) => campaignId)].map(([campaignId, own]) => [
      campaignId,
      strongestRight(own.map(({ access }) => access))!,
    ]),
  )
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
  const [campaign] = await tx.rows<Campaign>(
    `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser, c.agency AS agency,
            c.start_date AS startDate, c.end_date AS endDate, c.budget AS budget, c.revision AS revision,
            c.version AS version, c.publish_status AS publishStatus, c.owner_id AS ownerId,
            c.created_at AS createdAt, c.updated_at AS updatedAt, c.archived_at AS archivedAt
     FROM campaign c WHERE c.id = ? AND ${sql} ${lock ? tx.dialect.forUpdate : ''}`,
    [id, ...values],
  )
  if (!campaign) throw new Problem('NOT_FOUND', 'There is no such campaign, or it is not shared with you.')
  const rights = owns(caller, campaign) ? new Map() : await sharedRights(tx, caller.id, [id])
  const found = { ...campaign, access: rightOf(caller, campaign, rights) }
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

/**
 * What a caller may do in a campaign that they may see.
 *
 * @param rights {@link sharedRights} of the caller
 */
export function rightOf(
  caller: Caller,
  campaign: { id: string; ownerId: string },
  rights: ReadonlyMap<string, CampaignRight>,
): CampaignRight {
  return owns(caller, campaign) ? 'own' : (rights.get(campaign.id) ?? 'see')
}

function owns(caller: Caller, { ownerId }: { ownerId: string }): boolean {
  return caller.role !== 'planner' || ownerId === caller.id
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

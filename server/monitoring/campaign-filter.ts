import { textSearch } from '../../shared/text-search'
import type { Caller } from '../caller'
import { visibleTo } from '../campaigns/access'
import { inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

export interface CampaignFilter {
  q?: string | undefined
  advertiser?: string | undefined
  /** The campaign's booking status. */
  status?: string | undefined
  mine?: boolean | undefined
}

/** The condition that is always true. It needs no join of `c` or `m`. */
export const EVERYTHING = '1 = 1'

/** Conditions joined by AND, with the values of their question marks. */
export interface Conditions {
  sql: string
  values: SqlValue[]
}

/** Joins the parts whose values are all given. */
export function conditions(
  ...parts: readonly (readonly [string, ...(SqlValue | undefined)[]])[]
): Conditions {
  const given = parts.filter(([, ...values]) => !values.includes(undefined))
  return {
    sql: given.length > 0 ? given.map(([sql]) => sql).join(' AND ') : EVERYTHING,
    values: given.flatMap(([, ...values]) => values as SqlValue[]),
  }
}

/** The caller's permissions and filter as a condition on `c` (campaign) and `m` (its rollup), without `q`. */
export function campaignConditions(caller: Caller, filter: CampaignFilter): Conditions {
  if (isEverything(caller, filter)) return { sql: EVERYTHING, values: [] }
  const visible = visibleTo(caller)
  const asked = conditions(
    ['c.advertiser = ?', filter.advertiser],
    ['m.booking_status = ?', filter.status],
    ['c.owner_id = ?', filter.mine ? caller.id : undefined],
  )
  return {
    sql: `${visible.sql} AND ${asked.sql}`,
    values: [...visible.values, ...asked.values],
  }
}

/** Whether the caller sees all campaigns and filters none out. */
function isEverything({ role }: Caller, { advertiser, status, mine }: CampaignFilter): boolean {
  return role !== 'planner' && advertiser === undefined && status === undefined && !mine
}

/** Whether a campaign matches the search by name. */
export function named({ q }: CampaignFilter): (campaign: { name: string; advertiser: string }) => boolean {
  const matches = q ? textSearch(q) : undefined
  return ({ name, advertiser }) => matches === undefined || matches(name, advertiser)
}

/**
 * Rows of the campaigns that the caller may see and the filter selects. Names are searched in code, not in
 * SQL. With a search, `load` therefore runs once per batch of campaigns, and the caller must add up its sums
 * again.
 *
 * @param load gets a condition on `c` and `m`
 */
export async function overCampaigns<Row>(
  tx: Transaction,
  caller: Caller,
  filter: CampaignFilter,
  load: (where: Conditions) => Promise<Row[]>,
): Promise<Row[]> {
  const where = campaignConditions(caller, filter)
  if (filter.q === undefined) return load(where)
  const campaigns = await tx.rows<{ id: string; name: string; advertiser: string }>(
    `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser
     FROM campaign c JOIN monitoring_campaign m ON m.campaign_id = c.id WHERE ${where.sql}`,
    where.values,
  )
  const ids = campaigns.filter(named(filter)).map(({ id }) => id)
  return inBatches(ids, (some) => load({ sql: `c.id IN (${placeholders(some)})`, values: some }))
}

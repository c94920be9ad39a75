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

/** The condition that needs to know nothing of campaigns: neither `c` nor `m` has to be joined for it. */
export const EVERYTHING = '1 = 1'

/** Conditions joined by AND, with the values of their question marks. */
export interface Conditions {
  sql: string
  values: SqlValue[]
}

/** Those of the parts whose value is given. */
export function conditions(
  ...parts: readonly (readonly [string, ...(SqlValue | undefined)[]])[]
): Conditions {
  const given = parts.filter(([, ...values]) => !values.includes(undefined))
  return {
    sql: given.length > 0 ? given.map(([sql]) => sql).join(' AND ') : EVERYTHING,
    values: given.flatMap(([, ...values]) => values as SqlValue[]),
  }
}

/** What a caller may see and asks for, as a condition on `c` (campaign) and `m` (its rollup); `q` isn't in it. */
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

/** Whether all campaigns are seen and asked for. */
function isEverything({ role }: Caller, { advertiser, status, mine }: CampaignFilter): boolean {
  return role !== 'planner' && advertiser === undefined && status === undefined && !mine
}

/** Whether a campaign is among those that are searched for by name. */
export function named({ q }: CampaignFilter): (campaign: { name: string; advertiser: string }) => boolean {
  const matches = q ? textSearch(q) : undefined
  return ({ name, advertiser }) => matches === undefined || matches(name, advertiser)
}

/**
 * Rows of the campaigns that a caller may see and asks for. Names are searched in this program, so `load` is asked in
 * batches of campaigns then: what it adds up has to be added up again.
 *
 * @param load with a condition on `c` and `m`
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

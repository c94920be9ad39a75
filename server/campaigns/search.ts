import { textSearch } from '../../shared/text-search'
import type { Caller } from '../caller'
import { inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { matching, type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { archivedOrNot, campaignsSeenBy } from './access'

/** A shorter query is in nearly every name of the catalogue. */
const SHORTEST_OF_CATALOGUE = 2

interface Searched {
  id: string
  name: string
  advertiser: string
  agency: string | null
  createdAt: string
}

/**
 * The campaigns that have the query in their name, advertiser or agency, or in the name of a product, content or
 * targeting group of a row; the newest first.
 */
export async function searchCampaigns(
  tx: Transaction,
  caller: Caller,
  q: string,
  archived: boolean,
  stretch: Stretch,
): Promise<{ id: string }[]> {
  const matches = textSearch(q)
  const inRows = q.trim().length < SHORTEST_OF_CATALOGUE ? NOTHING_NAMED : await namedInCatalogue(tx, matches)
  const seen = campaignsSeenBy(caller)
  const found = new Set<string>()
  return matching<Searched>(
    ({ id }) => found.has(id),
    ({ createdAt, id }) => [createdAt, id],
    stretch,
    async (some) => {
      const { condition, values, end } = seek(tx, ['c.created_at', 'c.id'], some, 'DESC')
      const campaigns = await tx.rows<Searched>(
        `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser, c.agency AS agency, c.created_at AS createdAt
         FROM ${seen.sql} WHERE ${archivedOrNot(archived)} AND ${condition} ${end}`,
        [...seen.values, ...values],
      )
      const others: string[] = []
      for (const { id, name, advertiser, agency } of campaigns) {
        if (matches(name, advertiser, agency ?? '')) found.add(id)
        else others.push(id)
      }
      for (const id of await campaignsWith(tx, others, inRows)) found.add(id)
      return campaigns
    },
  )
}

interface Named {
  products: readonly string[]
  contents: readonly string[]
  groups: readonly string[]
}

const NOTHING_NAMED: Named = { products: [], contents: [], groups: [] }

/** What of the catalogue has the query in its name. */
async function namedInCatalogue(tx: Transaction, matches: (...texts: string[]) => boolean): Promise<Named> {
  const named = async (sql: string) => {
    const rows = await tx.rows<{ code: string; name: string }>(sql)
    return rows.filter(({ code, name }) => matches(name, code)).map(({ code }) => code)
  }
  return {
    products: await named('SELECT code, name FROM product'),
    contents: await named('SELECT meta_id AS code, name FROM content'),
    groups: await named('SELECT code, name FROM targeting_group'),
  }
}

/** Those of some campaigns that have a row with one of these products, contents or groups. */
async function campaignsWith(
  tx: Transaction,
  campaignIds: readonly string[],
  { products, contents, groups }: Named,
): Promise<Set<string>> {
  if (campaignIds.length === 0) return new Set()
  const some = placeholders(campaignIds)
  const having = (keys: readonly SqlValue[], column: string, join = '') =>
    inBatches(keys, (batch) =>
      tx.rows<{ id: string }>(
        `SELECT DISTINCT u.campaign_id AS id FROM campaign_unit u ${join}
         WHERE u.campaign_id IN (${some}) AND ${column} IN (${placeholders(batch)})`,
        [...campaignIds, ...batch],
      ),
    )
  const rows = [
    ...(await having(products, 'u.product_code')),
    ...(await having(contents, 'm.meta_id', 'JOIN campaign_unit_group_member m ON m.unit_id = u.id')),
    ...(await having(groups, 'g.code', 'JOIN campaign_unit_group g ON g.unit_id = u.id')),
  ]
  return new Set(rows.map(({ id }) => id))
}

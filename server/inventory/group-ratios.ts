import { firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import { cellRatios } from '../../shared/distribution'
import { Problem } from '../../shared/problem'
import { TargetingGroup } from '../catalog/catalog.entities'
import { platformsInOrder } from '../catalog/platforms'
import { targetingGroupsOf } from '../catalog/targeting-groups'
import type { Database, SqlValue, Transaction } from '../database/database'
import { inventorySnapshot } from './unit-inventory'

/**
 * Stores a catalogue group's composite daily ratios over a month: per platform, the member's share of the weights of
 * those with a forecast × the day's share of the member's own forecast, in parts per 10⁹.
 */
export async function rebuildGroupRatios(tx: Transaction, code: string, month: Month): Promise<void> {
  // A change of the group and a load of the month both come here: one after the other.
  await tx.findLocked(TargetingGroup, { code })
  const group = (await targetingGroupsOf(tx, [code])).get(code)
  await tx.run('DELETE FROM targeting_group_ratio WHERE group_code = ? AND month = ?', [code, month])
  if (!group) return
  const metaIds = group.members.map(({ metaId }) => metaId)
  const [first, last] = [firstDayOf(month), lastDayOf(month)]
  const inventory = (await inventorySnapshot(tx, metaIds, first, last)).flight(first, last)
  const rows: SqlValue[][] = []
  for (const platform of await platformsInOrder(tx)) {
    const members = group.members
      .map((member) => ({ ...member, forecast: inventory.forecast(member.metaId, platform.code) }))
      .filter(({ forecast }) => forecast.some((impressions) => impressions > 0))
    if (members.length === 0) continue
    cellRatios(members, inventory.days.length).forEach((ratio, at) => {
      if (ratio === 0) return
      const date = inventory.days[Math.floor(at / members.length)]!
      rows.push([code, month, platform.code, date, members[at % members.length]!.metaId, ratio])
    })
  }
  await tx.insert(
    'targeting_group_ratio',
    ['group_code', 'month', 'platform', 'date', 'meta_id', 'ratio_ppb'],
    rows,
  )
}

/** After a unit load: every group, each in a transaction of its own. */
export async function rebuildAllGroupRatios(
  database: Database,
  month: Month,
  signal: AbortSignal,
): Promise<void> {
  const groups = await database.read((tx) => tx.manager.find(TargetingGroup))
  for (const { code } of groups) {
    signal.throwIfAborted()
    await database.write((tx) => rebuildGroupRatios(tx, code, month))
  }
}

/** After a group has changed: the months that are loaded and not yet over. */
export async function rebuildLoadedMonths(tx: Transaction, code: string, from: Month): Promise<void> {
  const [last] = await tx.rows<{ date: string | null }>('SELECT MAX(date) AS date FROM unit_inventory')
  const months = await tx.rows<{ month: string }>(
    "SELECT DISTINCT month FROM standard_inventory WHERE status = 'CONFIRMED' AND month >= ? AND month <= ?",
    [from, (last?.date ?? '0000-00').slice(0, 7)],
  )
  for (const { month } of months) await rebuildGroupRatios(tx, code, month)
}

/** @throws Problem NOT_FOUND */
export async function groupRatios(
  tx: Transaction,
  code: string,
  month: Month,
  limit: number,
  offset: number,
) {
  if (!(await tx.manager.existsBy(TargetingGroup, { code }))) {
    throw new Problem('NOT_FOUND', `There is no targeting group ${code}.`)
  }
  return tx.rows(
    `SELECT platform, date, meta_id AS metaId, ratio_ppb AS ratioPpb FROM targeting_group_ratio
     WHERE group_code = ? AND month = ? ORDER BY platform, date, meta_id LIMIT ${limit} OFFSET ${offset}`,
    [code, month],
  )
}

import { type BusinessDate, daysOf, type Month } from '../../shared/calendar'
import { cellRatios } from '../../shared/distribution'
import { Problem } from '../../shared/problem'
import { TargetingGroup } from '../catalog/catalog.entities'
import { platformsInOrder } from '../catalog/platforms'
import { targetingGroupsOf } from '../catalog/targeting-groups'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import type { JobContext } from '../jobs/job'

/** Members whose days one statement reads. */
const MEMBERS_READ = 200

/**
 * Stores a catalogue group's composite daily ratios over a month. Per platform a ratio is the member's share
 * of the weights of the members with a forecast × the day's share of the member's own forecast, in parts per
 * 10⁹. It handles one platform at a time, so that a group of thousands needs memory for only one.
 */
export async function rebuildGroupRatios(tx: Transaction, code: string, month: Month): Promise<void> {
  // Locks the group, so that a change of the group and a load of the month rebuild one after the other.
  await tx.findLocked(TargetingGroup, { code })
  const group = (await targetingGroupsOf(tx, [code])).get(code)
  await tx.run('DELETE FROM targeting_group_ratio WHERE group_code = ? AND month = ?', [code, month])
  if (!group) return
  const dates = daysOf(month)
  for (const platform of await platformsInOrder(tx)) {
    const members = await membersWithForecast(tx, group.members, platform.code, dates)
    if (members.length === 0) continue
    const rows: SqlValue[][] = []
    cellRatios(members, dates.length).forEach((ratio, at) => {
      if (ratio === 0) return
      const date = dates[Math.floor(at / members.length)]!
      rows.push([code, month, platform.code, date, members[at % members.length]!.metaId, ratio])
    })
    await tx.insert(
      'targeting_group_ratio',
      ['group_code', 'month', 'platform', 'date', 'meta_id', 'ratio_ppb'],
      rows,
    )
  }
}

/** The members that have a forecast on the platform, in the group's order, each with one number per day. */
async function membersWithForecast(
  tx: Transaction,
  members: readonly { metaId: string; weight: number }[],
  platform: string,
  dates: readonly BusinessDate[],
): Promise<{ metaId: string; weight: number; forecast: number[] }[]> {
  const dayIndex = new Map(dates.map((date, i) => [date, i]))
  const forecasts = new Map<string, number[]>()
  for (let at = 0; at < members.length; at += MEMBERS_READ) {
    const some = members.slice(at, at + MEMBERS_READ).map(({ metaId }) => metaId)
    const rows = await tx.rows<{ metaId: string; date: BusinessDate; forecast: number }>(
      `SELECT meta_id AS metaId, date, forecast FROM unit_inventory
       WHERE meta_id IN (${placeholders(some)}) AND platform = ? AND date BETWEEN ? AND ? AND forecast > 0`,
      [...some, platform, dates[0]!, dates.at(-1)!],
    )
    for (const { metaId, date, forecast } of rows) {
      let days = forecasts.get(metaId)
      if (!days) {
        days = new Array<number>(dates.length).fill(0)
        forecasts.set(metaId, days)
      }
      days[dayIndex.get(date)!] = forecast
    }
  }
  return members.flatMap(({ metaId, weight }) => {
    const forecast = forecasts.get(metaId)
    return forecast ? [{ metaId, weight, forecast }] : []
  })
}

/** Rebuilds the ratios of every group after a unit load, each group in its own transaction. */
export async function rebuildAllGroupRatios(
  database: Database,
  month: Month,
  { write, signal }: Pick<JobContext, 'write' | 'signal'>,
): Promise<void> {
  const groups = await database.read((tx) => tx.manager.find(TargetingGroup))
  for (const { code } of groups) {
    signal.throwIfAborted()
    await write((tx) => rebuildGroupRatios(tx, code, month))
  }
}

/** Rebuilds a group's ratios after a change, for the loaded months from `from` on. */
export async function rebuildLoadedMonths(tx: Transaction, code: string, from: Month): Promise<void> {
  const [last] = await tx.rows<{ date: string | null }>('SELECT MAX(date) AS date FROM unit_inventory')
  const months = await tx.rows<{ month: string }>(
    "SELECT DISTINCT month FROM standard_inventory WHERE status = 'CONFIRMED' AND month >= ? AND month <= ?",
    [from, (last?.date ?? '0000-00').slice(0, 7)],
  )
  for (const { month } of months) await rebuildGroupRatios(tx, code, month)
}

/** @throws Problem NOT_FOUND */
export async function groupRatios(tx: Transaction, code: string, month: Month, stretch: Stretch) {
  if (!(await tx.manager.existsBy(TargetingGroup, { code }))) {
    throw new Problem('NOT_FOUND', `There is no targeting group ${code}.`)
  }
  const { condition, values, end } = seek(tx, ['platform', 'date', 'meta_id'], stretch)
  return tx.rows<{ platform: string; date: string; metaId: string; ratioPpb: number }>(
    `SELECT platform, date, meta_id AS metaId, ratio_ppb AS ratioPpb FROM targeting_group_ratio
     WHERE group_code = ? AND month = ? AND ${condition} ${end}`,
    [code, month, ...values],
  )
}

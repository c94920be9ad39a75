import type { Shortage } from '../../shared/contract/purchases'
import type { Demand, NoInventory } from '../../shared/distribution'
import { Problem } from '../../shared/problem'
import { LostRace } from '../database/database'
import { type LedgerLine, rowKey } from './ledger'

type Row = Pick<Demand, 'metaId' | 'platform' | 'date'>
/** The remaining inventory of a row, in impressions. */
export type Remaining = (row: Row) => number

/** A unit's demand on the inventory. */
export interface Asking {
  unitId: string
  /** The impressions that the unit needs beyond those it already has. */
  demand: readonly Demand[]
  noInventory: readonly NoInventory[]
  /** The largest amount that fits the remaining inventory, verified by the split. */
  fit(remaining: Remaining): { amount: number; impressions: number }
}

/** The impressions that each unit lacks on each row, when the units are served in order. */
export function shortagesOf(asking: readonly Omit<Asking, 'fit'>[], remaining: Remaining): Shortage[] {
  // A unit has each row only once, so a single unit needs no sum.
  const taken = asking.length > 1 ? new Map<string, number>() : undefined
  return asking.flatMap(({ unitId, demand, noInventory }) => {
    const groups = noInventory.map(
      ({ platform, group, impressions }): Shortage => ({
        unitId,
        code: 'NO_INVENTORY',
        metaId: null,
        platform,
        date: null,
        group,
        asked: impressions,
        remaining: 0,
        short: impressions,
      }),
    )
    const rows: Shortage[] = []
    for (const row of demand) {
      const { quantity } = row
      const left = Math.max(0, remaining(row) - (taken?.get(rowKey(row)) ?? 0))
      taken?.set(rowKey(row), (taken.get(rowKey(row)) ?? 0) + quantity)
      if (quantity > left) {
        const { metaId, platform, date } = row
        rows.push({
          unitId,
          metaId,
          platform,
          date,
          asked: quantity,
          remaining: left,
          short: quantity - left,
        })
      }
    }
    return [...groups, ...rows]
  })
}

/**
 * The demand of units minus the inventory that the same change gives back: holds of these units that become
 * purchases, and impressions that their variants already hold. On a shared row, the first units get the
 * remaining net demand.
 */
export function netAsking<Unit extends Asking>(units: readonly Unit[], lines: readonly LedgerLine[]): Unit[] {
  const net = new Map<string, number>()
  for (const line of lines) net.set(rowKey(line), (net.get(rowKey(line)) ?? 0) + line.quantity)
  return units.map((unit) => ({
    ...unit,
    demand: unit.demand.flatMap((row) => {
      const left = net.get(rowKey(row)) ?? 0
      const quantity = Math.min(row.quantity, left)
      if (quantity <= 0) return []
      net.set(rowKey(row), left - quantity)
      return [{ ...row, quantity }]
    }),
  }))
}

/**
 * The Problem for a shortage: every short row, and the amount that would fit for the first short unit beside
 * the others.
 *
 * @param remaining a row's remaining inventory without any of these units
 */
export function shortageProblem(asking: readonly Asking[], remaining: Remaining): Problem {
  const shortages = shortagesOf(asking, remaining)
  const first = shortages[0]
  // The missing inventory was released in the meantime: retry.
  if (!first) throw new LostRace()
  const short = asking.find(({ unitId }) => unitId === first.unitId)!
  const others = new Map<string, number>()
  for (const { quantity, ...row } of asking.flatMap((one) => (one === short ? [] : one.demand)))
    others.set(rowKey(row), (others.get(rowKey(row)) ?? 0) + quantity)
  const { impressions, amount } = short.fit((row) => remaining(row) - (others.get(rowKey(row)) ?? 0))
  const what =
    first.code === 'NO_INVENTORY'
      ? `There is no inventory for ${first.group ?? 'the targeting'} on ${first.platform} in the flight.`
      : `${first.metaId} on ${first.platform} on ${first.date} is ${first.short} impressions short (${first.asked} asked, ${first.remaining} left).`
  const more = shortages.length > 1 ? ` ${shortages.length - 1} more rows are short.` : ''
  return new Problem(
    'INVENTORY_SHORTAGE',
    `${what}${more} Nothing was bought. ${impressions > 0 ? `${amount} won (${impressions} impressions) would fit.` : 'Choose other days or contents.'}`,
    { shortages, fits: { amount, impressions }, fitsUnitId: short.unitId },
  )
}

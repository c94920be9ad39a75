import type { UnitGroupBody } from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import type { RowKind } from '../../shared/contract/primitives'
import { planSplit, type SplitPlan } from '../../shared/distribution'
import { impressionsFor } from '../../shared/estimates'
import type { Transaction } from '../database/database'
import { type FlightInventory, inventorySnapshot } from '../inventory/unit-inventory'
import { resolveTargeting } from './targeting'

/** A MediaMix row as far as a purchase goes. */
export interface UnitToBuy {
  unitId: string
  version: number
  kind: RowKind
  startDate: string
  endDate: string
  /** Shown amount in whole won. */
  amount: number
  ecpm: number
  product: ProductView
  groups: readonly UnitGroupBody[]
}

/** A unit with the tree its purchase will have, before anything is divided. */
export interface PlannedUnit extends UnitToBuy {
  plan: SplitPlan
  inventory: FlightInventory
  /** What is divided: a service row takes inventory, but its price is 0. */
  price: number
  impressions: number
}

/**
 * Plans the split of units on the inventory of this moment; any number of units costs the same few queries.
 *
 * @throws Problem TARGETING_INVALID, UNKNOWN_REFERENCE, INVENTORY_NOT_LOADED
 */
export async function planUnits(tx: Transaction, units: readonly UnitToBuy[]): Promise<PlannedUnit[]> {
  const targeted = await resolveTargeting(tx, units)
  const metaIdsOf = targeted.map((groups) =>
    groups.flatMap(({ members }) => members.map(({ metaId }) => metaId)),
  )
  const snapshot = await inventorySnapshot(
    tx,
    metaIdsOf.flat(),
    least(units.map(({ startDate }) => startDate)),
    greatest(units.map(({ endDate }) => endDate)),
  )
  return units.map((unit, i) => {
    const inventory = snapshot.flight(unit.startDate, unit.endDate)
    inventory.requireLoaded(metaIdsOf[i]!)
    const plan = planSplit({
      platforms: unit.product.platforms,
      groups: targeted[i]!,
      days: inventory.days,
      forecast: (metaId, platform) => inventory.forecast(metaId, platform),
    })
    const impressions = impressionsFor(unit.amount, unit.ecpm)
    return { ...unit, plan, inventory, price: unit.kind === 'PAID' ? unit.amount : 0, impressions }
  })
}

function least(dates: readonly string[]): string {
  return dates.reduce((a, b) => (a < b ? a : b))
}

function greatest(dates: readonly string[]): string {
  return dates.reduce((a, b) => (a > b ? a : b))
}

import type { z } from 'zod'
import type { availability } from '../../shared/contract/purchases'
import { demandOf, fillSplit } from '../../shared/distribution'
import { impressionsFor, isCountable } from '../../shared/estimates'
import { largestFit } from '../../shared/fitting'
import { Problem } from '../../shared/problem'
import { requireOnSale, requireProduct } from '../catalog/products'
import type { Transaction } from '../database/database'
import { shortagesOf } from './shortages'
import { planUnits } from './split-units'

type Request = z.output<typeof availability.body & z.ZodType>
type Answer = z.output<typeof availability.answer & z.ZodType>

/**
 * What a product has left in a flight, and the most that fits exactly.
 *
 * @throws Problem UNKNOWN_REFERENCE, TARGETING_INVALID, INVENTORY_NOT_LOADED
 */
export async function findAvailability(tx: Transaction, request: Request): Promise<Answer> {
  const product = await requireProduct(tx, request.productCode)
  requireOnSale(product)
  if (!isCountable(request.amount ?? 0, product.ecpm)) {
    throw new Problem(
      'AMOUNT_TOO_LARGE',
      `${request.amount} won is beyond what can be counted. Ask for less.`,
    )
  }
  const [unit] = await planUnits(tx, [
    {
      unitId: '',
      version: 1,
      kind: 'PAID',
      startDate: request.startDate,
      endDate: request.endDate,
      amount: request.amount ?? 0,
      ecpm: product.ecpm,
      product,
      groups: request.groups ?? [],
    },
  ])
  const { plan, inventory } = unit!
  const fit = largestFit(
    plan,
    (metaId, platform, date) => inventory.remaining(metaId, platform, date),
    product.ecpm,
  )
  const asked = request.amount ?? 0
  const split = fillSplit(plan, asked, impressionsFor(asked, product.ecpm))
  const shortages = shortagesOf([{ unit: unit!, split }], (row) =>
    inventory.remaining(row.metaId, row.platform, row.date),
  ).map(({ unitId: _unit, ...shortage }) => shortage)
  const fitsAsked =
    shortages.length === 0 &&
    split.tooSmall.length === 0 &&
    (request.amount === undefined ? fit.impressions > 0 : true)
  return {
    status: fitsAsked ? 'AVAILABLE' : fit.impressions > 0 ? 'PARTIALLY_AVAILABLE' : 'UNAVAILABLE',
    maxAmount: fit.amount,
    maxImpressions: fit.impressions,
    exact: fit.exact,
    days: daysOf(unit!, demandOf([split])),
    shortages,
    warnings: plan.warnings,
  }
}

/** Per day and platform: what is left of the contents that take part, and what the asked amount takes. */
function daysOf(
  { plan, inventory }: Awaited<ReturnType<typeof planUnits>>[number],
  demand: ReturnType<typeof demandOf>,
): Answer['days'] {
  const asked = new Map<string, number>()
  for (const { platform, date, quantity } of demand) {
    const key = `${platform}\u0000${date}`
    asked.set(key, (asked.get(key) ?? 0) + quantity)
  }
  return inventory.days.flatMap((date) =>
    plan.platforms.map(({ platform, groups }) => {
      const metaIds = new Set(
        groups.flatMap(({ leaves }) => leaves.flatMap(({ members }) => members.map(({ metaId }) => metaId))),
      )
      const remaining = [...metaIds].reduce(
        (sum, metaId) => sum + inventory.remaining(metaId, platform, date),
        0,
      )
      return { date, platform, remaining, asked: asked.get(`${platform}\u0000${date}`) ?? 0 }
    }),
  )
}

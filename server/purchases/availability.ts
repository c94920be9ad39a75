import type { z } from 'zod'
import type { BusinessDate } from '../../shared/calendar'
import type { availability } from '../../shared/contract/purchases'
import { demandOf, fillSplit } from '../../shared/distribution'
import { isCountable, smallestAmountFor } from '../../shared/estimates'
import { largestFit } from '../../shared/fitting'
import { Problem } from '../../shared/problem'
import { requireOnSale, requireProduct } from '../catalog/products'
import type { Reading } from '../database/database'
import { findAlternatives } from './alternatives'
import { shortagesOf } from './shortages'
import { planUnits, type UnitToBuy } from './split-units'

type Request = z.output<typeof availability.body & z.ZodType>
type Answer = z.output<typeof availability.answer & z.ZodType>

/**
 * What a product has left in a flight, and the most that fits exactly.
 *
 * @param today alternative flights begin no earlier
 * @throws Problem UNKNOWN_REFERENCE, TARGETING_INVALID, INVENTORY_NOT_LOADED
 */
export async function findAvailability(tx: Reading, request: Request, today: BusinessDate): Promise<Answer> {
  const product = await requireProduct(tx, request.productCode)
  requireOnSale(product)
  const wanted =
    request.impressions === undefined ? request.amount : smallestAmountFor(request.impressions, product.ecpm)
  const asked = wanted ?? 0
  if (!isCountable(asked, product.ecpm) || !Number.isSafeInteger(asked)) {
    throw new Problem('AMOUNT_TOO_LARGE', `${asked} won is beyond what can be counted. Ask for less.`)
  }
  const unit: UnitToBuy = {
    unitId: '',
    version: 1,
    kind: 'PAID',
    startDate: request.startDate,
    endDate: request.endDate,
    amount: asked,
    ecpm: product.ecpm,
    product,
    platforms: product.platforms,
    groups: request.groups ?? [],
  }
  const [planned] = await planUnits(tx, [unit])
  const { plan, inventory, impressions } = planned!
  const fit = largestFit(
    plan,
    (metaId, platform, date) => inventory.remaining(metaId, platform, date),
    product.ecpm,
  )
  const split = fillSplit(plan, asked, impressions)
  const demand = demandOf([split])
  const shortages = shortagesOf([{ unitId: '', demand, noInventory: split.noInventory }], (row) =>
    inventory.remaining(row.metaId, row.platform, row.date),
  ).map(({ unitId: _unit, ...shortage }) => shortage)
  const fitsAsked =
    shortages.length === 0 &&
    split.tooSmall.length === 0 &&
    (wanted === undefined ? fit.impressions > 0 : true)
  return {
    status: fitsAsked ? 'AVAILABLE' : fit.impressions > 0 ? 'PARTIALLY_AVAILABLE' : 'UNAVAILABLE',
    amount: wanted ?? null,
    impressions: wanted === undefined ? null : impressions,
    maxAmount: fit.amount,
    maxImpressions: fit.impressions,
    exact: fit.exact,
    days: daysOf(planned!, demand),
    shortages,
    warnings: plan.warnings,
    ...(request.alternatives ? { alternatives: await findAlternatives(tx, unit, today) } : {}),
  }
}

/** Per day and platform: what is left of the contents that take part, and what the asked amount takes. */
function daysOf(
  { plan, inventory }: Awaited<ReturnType<typeof planUnits>>[number],
  demand: ReturnType<typeof demandOf>,
): Answer['days'] {
  const asked = new Map(plan.platforms.map(({ platform }) => [platform, new Map<string, number>()]))
  for (const { platform, date, quantity } of demand) {
    const days = asked.get(platform)!
    days.set(date, (days.get(date) ?? 0) + quantity)
  }
  const onPlatforms = plan.platforms.map(({ platform, groups }) => {
    const metaIds = groups.flatMap(({ leaves }) =>
      leaves.flatMap(({ members }) => members.map(({ metaId }) => metaId)),
    )
    return { platform, remaining: inventory.remainingByDay(new Set(metaIds), platform) }
  })
  return inventory.days.flatMap((date, day) =>
    onPlatforms.map(({ platform, remaining }) => ({
      date,
      platform,
      remaining: remaining[day]!,
      asked: asked.get(platform)!.get(date) ?? 0,
    })),
  )
}

import { setImmediate as nextRound } from 'node:timers/promises'
import type { z } from 'zod'
import type { BusinessDate } from '../../shared/calendar'
import type { AnsweredRow, availability } from '../../shared/contract/purchases'
import type { Demand, SplitPlan } from '../../shared/distribution'
import { impressionsFor, isCountable, smallestAmountFor } from '../../shared/estimates'
import { largestFit } from '../../shared/fitting'
import type { Language } from '../../shared/language'
import type { AskedSeries } from '../../shared/plan-load'
import { Problem } from '../../shared/problem'
import { productsOf, requireOnSale, unknownProducts } from '../catalog/products'
import type { Database, Reading } from '../database/database'
import { problemIn } from '../http/korean'
import { findAlternatives } from './alternatives'
import { amountRefusal, flightRefusal } from './refusals'
import { shortagesOf } from './shortages'
import {
  loadOf,
  onDaysToCome,
  type PlanningBasis,
  planningBasis,
  planUnits,
  type UnitToBuy,
} from './split-units'
import { resolveTargeting } from './targeting'

type Request = z.output<typeof availability.body & z.ZodType>
type Answer = z.output<typeof availability.answer & z.ZodType>

/**
 * A product's remaining inventory in a flight, and the largest amount that fits exactly.
 *
 * @param today only the days from it on are counted
 * @throws Problem UNKNOWN_REFERENCE, TARGETING_INVALID, INVENTORY_NOT_LOADED
 */
export async function findAvailability(
  tx: Reading,
  request: Request,
  today: BusinessDate,
  language: Language,
  known?: KnownCatalogue,
): Promise<Answer> {
  const told = (refusal: Problem | null) => refusal && shownProblem(refusal, language)
  const groups = request.groups ?? []
  const { products, basis } = known ?? (await catalogueFor(tx, [request]))
  const product = products.get(request.productCode)
  if (!product) throw unknownProducts([request.productCode])
  requireOnSale(product)
  const wanted =
    request.impressions === undefined ? request.amount : smallestAmountFor(request.impressions, product.ecpm)
  const asked = wanted ?? 0
  if (!isCountable(asked, product.ecpm) || !Number.isSafeInteger(asked)) {
    throw new Problem('AMOUNT_TOO_LARGE', `${asked} won is beyond what can be counted. Ask for less.`)
  }
  const whole: UnitToBuy = {
    unitId: '',
    version: 1,
    kind: 'PAID',
    variant: null,
    startDate: request.startDate,
    endDate: request.endDate,
    amount: asked,
    ecpm: product.ecpm,
    product,
    platforms: product.platforms,
    groups,
  }
  const unit = onDaysToCome(whole, today)
  const late = flightRefusal(whole, today)
  if (unit.endDate < today) {
    // Only the rules of targeting are checked: there is no day to sell.
    resolveTargeting([unit], basis.named)
    return { ...NOTHING, amount: wanted ?? null, impressions: countOf(wanted, product), refusal: told(late) }
  }
  const [planned] = await planUnits(tx, [unit], basis)
  const { plan, inventory, impressions } = planned!
  const load = loadOf(planned!)
  const fit = largestFit(load, product.ecpm)
  const fitsAsked =
    wanted === undefined ? fit.impressions > 0 : load.verdict(impressions, () => asked) === 'FITS'
  const series = load.asked(impressions)
  const short = { unitId: '', demand: overfull(series, plan.days), noInventory: load.vacant(impressions) }
  const shortages = shortagesOf([short], (row) =>
    inventory.remaining(row.metaId, row.platform, row.date),
  ).map(({ unitId: _unit, ...shortage }) => shortage)
  return {
    status: fitsAsked ? 'AVAILABLE' : fit.impressions > 0 ? 'PARTIALLY_AVAILABLE' : 'UNAVAILABLE',
    amount: wanted ?? null,
    impressions: wanted === undefined ? null : impressions,
    maxAmount: fit.amount,
    maxImpressions: fit.impressions,
    exact: fit.exact,
    days: daysOf(plan, series),
    shortages,
    warnings: plan.warnings,
    refusal: told(late ?? (wanted === undefined ? null : amountRefusal(planned!, load))),
    ...(request.alternatives ? { alternatives: await findAlternatives(tx, whole, today, basis) } : {}),
  }
}

const NOTHING = {
  status: 'UNAVAILABLE',
  maxAmount: 0,
  maxImpressions: 0,
  exact: true,
  days: [],
  shortages: [],
  warnings: [],
} as const satisfies Partial<Answer>

function countOf(amount: number | undefined, { ecpm }: { ecpm: number }): number | null {
  return amount === undefined ? null : impressionsFor(amount, ecpm)
}

/** A problem as part of an answer, in the caller's language. */
export function shownProblem(problem: Problem, language: Language) {
  const { code, detail, data } = problemIn(problem, language)
  return { ...data, code, detail }
}

/** What the availability of some rows needs apart from inventory. */
interface KnownCatalogue {
  products: Awaited<ReturnType<typeof productsOf>>
  basis: PlanningBasis
}

async function catalogueFor(
  tx: Reading,
  requests: readonly Pick<Request, 'productCode' | 'groups'>[],
): Promise<KnownCatalogue> {
  const [products, basis] = await Promise.all([
    productsOf(
      tx,
      requests.map(({ productCode }) => productCode),
    ),
    planningBasis(
      tx,
      requests.flatMap(({ groups }) => groups ?? []),
    ),
  ])
  return { products, basis }
}

/**
 * The availability of many rows, each with its answer or its problem. Every row is a short read of its own, so that other
 * requests get their turn in between.
 */
export async function findAvailabilities(
  database: Database,
  requests: readonly Omit<Request, 'alternatives'>[],
  today: BusinessDate,
  language: Language,
): Promise<AnsweredRow[]> {
  const known = await database.glance((tx) => catalogueFor(tx, requests))
  const answers: AnsweredRow[] = []
  for (const request of requests) {
    try {
      const row = { ...request, alternatives: false }
      const { days: _days, ...availability } = await database.glance((tx) =>
        findAvailability(tx, row, today, language, known),
      )
      answers.push({ availability, problem: null })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      answers.push({ availability: null, problem: shownProblem(error, language) })
    }
    await nextRound()
  }
  return answers
}

/** The rows whose demand exceeds their remaining inventory; only these can be short. */
function overfull(series: readonly AskedSeries[], days: readonly BusinessDate[]): Demand[] {
  return series.flatMap(({ metaId, platform, asked, room }) =>
    days.flatMap((date, day) =>
      asked[day]! > room[day]! ? { metaId, platform, date, quantity: asked[day]! } : [],
    ),
  )
}

/**
 * Per day and platform: the remaining inventory of the contents that take part, and the requested part of it.
 */
function daysOf({ days, platforms }: SplitPlan, series: readonly AskedSeries[]): Answer['days'] {
  const sums = new Map(
    platforms.map(({ platform }) => [platform, days.map(() => ({ remaining: 0, asked: 0 }))]),
  )
  for (const { platform, asked, room } of series) {
    sums.get(platform)!.forEach((sum, day) => {
      sum.remaining += room[day]!
      sum.asked += asked[day]!
    })
  }
  return days.flatMap((date, day) =>
    platforms.map(({ platform }) => ({ date, platform, ...sums.get(platform)![day]! })),
  )
}

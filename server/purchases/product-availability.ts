import { type BusinessDate, daysBetween, monthOf } from '../../shared/calendar'
import type { LeftOfProduct } from '../../shared/contract/purchases'
import { largestAmountFor } from '../../shared/estimates'
import { RANDOM_POOL } from '../../shared/inventory'
import type { Language } from '../../shared/language'
import { Problem } from '../../shared/problem'
import { productsOf, requireOnSale, unknownProducts } from '../catalog/products'
import type { Database, Reading } from '../database/database'
import { problemIn } from '../http/korean'

interface ProductFlight {
  productCode: string
  startDate: BusinessDate
  endDate: BusinessDate
  platform?: string | undefined
}

type Products = Awaited<ReturnType<typeof productsOf>>

/** What is left on one day and platform: of the pool, which RANDOM products sell, and of everything else. */
interface Left {
  platform: string
  pool: number
  others: number
}

/**
 * What is left of products in flights, each with its answer or its problem. Days before today count nothing, because nothing
 * is sold on them any more.
 */
export async function leftOfProducts(
  database: Database,
  flights: readonly ProductFlight[],
  today: BusinessDate,
  language: Language,
): Promise<LeftOfProduct[]> {
  return database.glance(async (tx) => {
    const products = await productsOf(
      tx,
      flights.map(({ productCode }) => productCode),
    )
    const daysOf = ({ startDate, endDate }: ProductFlight) =>
      endDate < today ? [] : daysBetween(startDate > today ? startDate : today, endDate)
    const left = await leftByDay(tx, new Set(flights.flatMap(daysOf)))
    return flights.map((flight): LeftOfProduct => {
      try {
        const product = requireSold(products, flight)
        const remaining = remainingOf(product, flight, daysOf(flight), left)
        return { left: { remaining, maxAmount: largestAmountFor(remaining, product.ecpm) }, problem: null }
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const { code, detail, data } = problemIn(error, language)
        return { left: null, problem: { ...data, code, detail } }
      }
    })
  })
}

/** Day by day, so that other requests get their turn in between: a day may have tens of thousands of contents. */
async function leftByDay(tx: Reading, days: ReadonlySet<BusinessDate>): Promise<Map<BusinessDate, Left[]>> {
  const left = new Map<BusinessDate, Left[]>()
  for (const day of days) {
    const rows = await tx.rows<Left>(
      `SELECT platform AS platform,
              SUM(CASE WHEN meta_id = ? THEN capacity - held - sold ELSE 0 END) AS pool,
              SUM(CASE WHEN meta_id = ? THEN 0 ELSE capacity - held - sold END) AS others
       FROM unit_inventory WHERE date = ? GROUP BY platform`,
      [RANDOM_POOL, RANDOM_POOL, day],
    )
    left.set(day, rows)
  }
  return left
}

/** @throws Problem UNKNOWN_REFERENCE for a product that isn't sold, or not on this platform */
function requireSold(products: Products, { productCode, platform }: ProductFlight) {
  const product = products.get(productCode)
  if (!product) throw unknownProducts([productCode])
  requireOnSale(product)
  if (platform === undefined || product.platforms.includes(platform)) return product
  throw new Problem(
    'UNKNOWN_REFERENCE',
    `Product ${productCode} is not sold on platform ${platform}. Choose one of ${product.platforms.join(', ')}.`,
    { unknown: [platform] },
  )
}

/** @throws Problem INVENTORY_NOT_LOADED */
function remainingOf(
  { code, targetingKind, platforms }: ReturnType<typeof requireSold>,
  { platform }: ProductFlight,
  days: readonly BusinessDate[],
  left: ReadonlyMap<BusinessDate, readonly Left[]>,
): number {
  const loaded = new Set(days.filter((day) => left.get(day)!.length > 0).map(monthOf))
  const missing = [...new Set(days.map(monthOf))].filter((month) => !loaded.has(month))
  if (missing.length > 0) {
    const said = missing.slice(0, 5).map((month) => `${code} (${month})`)
    throw new Problem(
      'INVENTORY_NOT_LOADED',
      `No inventory is loaded for ${said.join(', ')}. An operator confirms the month and runs unit-inventory-load.`,
      { missing: missing.map((month) => ({ month })) },
    )
  }
  const on = platform === undefined ? platforms : [platform]
  const kind = targetingKind === 'RANDOM' ? 'pool' : 'others'
  return days
    .flatMap((day) => left.get(day)!)
    .filter((one) => on.includes(one.platform))
    .reduce((sum, one) => sum + Number(one[kind]), 0)
}

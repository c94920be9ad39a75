import { addDays, type BusinessDate } from '../../shared/calendar'
import type { AtRiskSteps } from '../../shared/contract/purchases'
import { smallestAmountFor } from '../../shared/estimates'
import { Problem } from '../../shared/problem'
import { isRunning } from '../../shared/statuses'
import type { Caller } from '../caller'
import { requireUnit } from '../campaigns/access'
import { listProducts, productsOf } from '../catalog/products'
import type { Transaction } from '../database/database'
import { contentsWithRoom } from '../purchases/alternatives'
import { bookedTree } from '../purchases/amend'
import { heldTree } from '../purchases/hold'
import { DryRun, ownRisk, type RiskRow } from '../purchases/risk-dry-run'
import { loadOf, planUnits, type UnitToBuy } from '../purchases/split-units'
import { unitsToBuy } from './units-to-buy'

/** Makegoods that are named, and products that are tried. */
const MOST_MAKEGOODS = 5
const MOST_PRODUCTS = 100

/**
 * What can be done for a booked or held unit on days whose forecast fell below what was promised. Every figure is of a dry
 * run on the present inventory, and each step is a body of an existing call. Nothing is changed.
 *
 * @param today the last day of the past
 * @throws Problem NOT_FOUND
 */
export async function atRiskSteps(
  tx: Transaction,
  caller: Caller,
  id: string,
  today: BusinessDate,
): Promise<AtRiskSteps> {
  const found = await requireUnit(tx, caller, id)
  const { version, bookingStatus } = found
  const steps = { unitId: id, version, bookingStatus }
  const [unit] = await unitsToBuy(tx, [found])
  const state = isRunning(bookingStatus)
    ? await bookedTree(tx, id, today)
    : bookingStatus === 'Reserved'
      ? await heldTree(tx, id)
      : undefined
  const rows = state ? await ownRisk(tx, state.ahead, today) : []
  const risk = rows.reduce((sum, { short }) => sum + short, 0)
  if (!state || risk === 0) return { ...steps, risk: 0, rows: [], shift: null, reduce: null, makegoods: [] }
  const last = state.past === 'NONE' ? addDays(unit!.startDate, -1) : today
  const dry = await DryRun.of(tx, unit!, state.ahead, rows, state.past === 'NONE' ? [] : state.past, last)
  return {
    ...steps,
    risk,
    rows,
    shift: dry.shift(version),
    reduce: dry.reduction(version),
    makegoods: await makegoods(tx, unit!, rows, risk, today),
  }
}

/** Service rows from tomorrow to the flight's end that take what is at risk, each verified by its split. */
async function makegoods(
  tx: Transaction,
  unit: UnitToBuy,
  rows: readonly RiskRow[],
  risk: number,
  today: BusinessDate,
): Promise<AtRiskSteps['makegoods']> {
  const startDate = [addDays(today, 1), unit.startDate].reduce((a, b) => (a > b ? a : b))
  const flight = { ...unit, kind: 'SERVICE' as const, startDate }
  const candidates: UnitToBuy[] = []
  if (unit.product.onSale && unit.product.targetingKind === 'CONTENTS') {
    const short = [...new Set(rows.map(({ metaId }) => metaId))]
    for (const { metaId } of await contentsWithRoom(tx, flight, short)) {
      candidates.push({
        ...flight,
        platforms: unit.product.platforms,
        groups: [{ name: metaId, weight: 1, members: [{ metaId, weight: 1 }] }],
      })
    }
  }
  const onSale = await listProducts(tx, { onSale: true }, { limit: MOST_PRODUCTS })
  const random = await productsOf(
    tx,
    onSale.flatMap(({ code, targetingKind }) => (targetingKind === 'RANDOM' ? code : [])),
  )
  for (const product of random.values())
    candidates.push({ ...flight, product, platforms: product.platforms, groups: [] })

  const fitting: AtRiskSteps['makegoods'] = []
  for (const candidate of candidates) {
    if (fitting.length === MOST_MAKEGOODS) break
    const { ecpm, code: productCode } = candidate.product
    const amount = smallestAmountFor(risk, ecpm)
    const impressions = await roomFor(tx, { ...candidate, ecpm, amount })
    if (impressions === undefined) continue
    const { groups, endDate } = candidate
    const fields = { kind: 'SERVICE' as const, productCode, startDate, endDate, amount }
    fitting.push({ fields, groups: groups.map((group) => ({ ...group })), impressions })
  }
  return fitting
}

async function roomFor(tx: Transaction, unit: UnitToBuy): Promise<number | undefined> {
  try {
    const [planned] = await planUnits(tx, [unit])
    const { impressions, price } = planned!
    return loadOf(planned!).verdict(impressions, () => price) === 'FITS' ? impressions : undefined
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

import type { MediaMixRow } from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import { type Alternatives, unitAvailability } from '../../shared/contract/purchases'
import { largestAmountFor } from '../../shared/estimates'
import { CallFailure, callFailureOf } from '../api/client'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import { changeRows } from '../media-mix/exchange'

/** A row's numbers for another goal. */
export interface Goal {
  amount: number
  impressions: number
  fits: boolean
  /** After the rows before it are bought. */
  maxAmount: number
  maxImpressions: number
  /** If only this row is bought; null: the same. */
  alone: { maxAmount: number; maxImpressions: number } | null
  /** Why a purchase refuses it although inventory is left. */
  refusal: CallFailure | null
}

/** Weight of an added content: the same as for a content chosen in the targeting view. */
const ADDED_WEIGHT = 100

/**
 * Finds where a row would fit: other flights, one platform alone, other contents.
 *
 * @throws CallFailure
 */
export async function findAlternatives(desk: Desk, unitId: string): Promise<Alternatives | null> {
  const row = rowOf(desk, unitId)
  const answer = await desk.api.call(unitAvailability, {
    params: { id: unitId },
    body: { amount: row.amount, alternatives: true },
  })
  return answer.alternatives ?? null
}

/**
 * Converts in both directions: the impressions that an amount gives, or the amount that impressions cost.
 *
 * @throws CallFailure
 */
export async function seekGoal(
  desk: Desk,
  unitId: string,
  goal: { amount: number } | { impressions: number },
): Promise<Goal> {
  const { amount, impressions, alone, inOrder, problem } = await desk.api.call(unitAvailability, {
    params: { id: unitId },
    body: goal,
  })
  const refusal = problem && callFailureOf(problem)
  if (!alone || !inOrder) throw refusal ?? new CallFailure('INTERNAL_ERROR', 'no answer')
  return {
    amount,
    impressions,
    fits: inOrder.status === 'AVAILABLE',
    maxAmount: inOrder.maxAmount,
    maxImpressions: inOrder.maxImpressions,
    alone: alone.maxImpressions > inOrder.maxImpressions ? alone : null,
    refusal: refusal ?? null,
  }
}

/** Changes fields of a row, through the same merge as changes made in the sheet. */
export async function putIntoRow(
  desk: Desk,
  unitId: string,
  fields: Partial<Pick<MediaMixRow, 'amount' | 'startDate' | 'endDate' | 'productCode'>>,
): Promise<boolean> {
  const done = await busyWith(desk, 'write-sheet', async () => {
    const row = rowOf(desk, unitId)
    const names = Object.keys(fields) as (keyof typeof fields)[]
    const base = Object.fromEntries(names.map((name) => [name, row[name]]))
    await changeRows(desk, [{ op: 'put', unitId, version: row.version, base, fields }])
    return true
  })
  return done === true
}

/**
 * Finds the product that sells one platform alone, because a row is sold on all platforms of its product. Of
 * several products it takes the one with the nearest price, which is most likely sold on the same contents.
 *
 * @returns the product and the largest amount that fits at its price; null when there is no such product
 */
export function productFor(
  { catalogue, rows }: OpenCampaign,
  unitId: string,
  platform: string,
  maxImpressions: number,
): { product: ProductView; maxAmount: number } | null {
  const row = rows.find((one) => one.unitId === unitId)
  const now = catalogue.products.find(({ code }) => code === row?.productCode)
  if (!now) return null
  const [product] = catalogue.products
    .filter(
      ({ code, targetingKind, platforms, onSale }) =>
        onSale &&
        code !== now.code &&
        targetingKind === now.targetingKind &&
        platforms.length === 1 &&
        platforms[0] === platform,
    )
    .sort((a, b) => Math.abs(a.ecpm - now.ecpm) - Math.abs(b.ecpm - now.ecpm))
  return product ? { product, maxAmount: largestAmountFor(maxImpressions, product.ecpm) } : null
}

/** Adds a content to those that a row targets. */
export async function addContent(desk: Desk, unitId: string, metaId: string): Promise<boolean> {
  const groups = openCampaign(desk).targeting.get(unitId)?.groups ?? []
  const [group = { weight: 1, members: [] }, ...others] = groups
  const members = [...group.members, { metaId, weight: ADDED_WEIGHT }]
  const { saveTargeting } = await import('../targeting/targeting')
  return saveTargeting(desk, unitId, [{ ...group, members }, ...others], [], groups)
}

function rowOf(desk: Desk, unitId: string): MediaMixRow {
  const row = openCampaign(desk).rows.find((one) => one.unitId === unitId)
  if (!row) throw new Error(`the campaign has no row ${unitId}`)
  return row
}

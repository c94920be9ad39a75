import { type BookedRules, RATIO_SCALE } from '../../shared/distribution'
import type { Transaction } from '../database/database'
import { unpackJson } from './packed-json'
import { Booking, PastBooking } from './purchase.entities'
import { readTrees, type StoredAd, type StoredCell, type StoredShare } from './purchase-tree'

/** A unit's current or earlier booking with its tree. */
export interface BookedState {
  revision: number
  amount: number
  impressions: number
  rules: BookedRules
  ads: StoredAd[]
}

/** A unit's current booking, or that of a revision; undefined if there is none. */
export async function bookedStateOf(
  tx: Transaction,
  unitId: string,
  revision: number | undefined,
): Promise<BookedState | undefined> {
  const booking = await tx.manager.findOneBy(Booking, { unitId })
  if (booking && (revision === undefined || revision === booking.revision)) {
    return { ...booking, ads: (await readTrees(tx, [unitId])).get(unitId) ?? [] }
  }
  const past = revision === undefined ? null : await tx.manager.findOneBy(PastBooking, { unitId, revision })
  return past ? { ...past, ads: await unpackJson(past.tree!) } : undefined
}

interface Numbers {
  amount: number
  impressions: number
}

/** A share without weight was not divided: it isn't in the plan any more, and an amendment kept its past. */
const isKept = ({ weight }: StoredShare) => weight === 0
const KEPT = 'kept'

const isGivenBack = ({ rules }: BookedState) => rules.platform === 'given-back'

/**
 * Explains every number of a booked unit's tree: the total that was divided, the weight, the exact quota
 * before rounding as a fraction in lowest terms, the rule that rounded it, and the difference that the rule
 * added.
 */
export function explain(state: BookedState) {
  if (isGivenBack(state)) return explainGivenBack(state)
  const { ads, rules, revision, ...unit } = state
  const toDivide = less(unit, ads.filter(isKept))
  return ads.map(({ adId, platform, childAds, ...ad }) => {
    const groups = less(ad, childAds.filter(isKept))
    return {
      adId,
      platform,
      ...explained(ad, toDivide, rules.platform),
      childAds: childAds.map(({ childAdId, group, owners, ...child }) => {
        const shares = less(child, owners.filter(isKept))
        return {
          childAdId,
          group,
          ...explained(child, groups, rules.group),
          owners: owners.map(({ owner, cells, ...share }) => {
            const rest = less(
              share,
              cells.filter((cell) => cell.revision < revision),
            )
            return {
              owner,
              ...explained(share, shares, rules.owner),
              cells: cells.map((cell) => explainedCell(cell, rest, revision)),
            }
          }),
        }
      }),
    }
  })
}

/**
 * Explains a unit that gave back (shared/giving-back.ts). At every level the unit's rest, which is what it has beyond
 * its past, was divided by what a share had to come; the share's own past stands beside its quota.
 */
function explainGivenBack({ ads, rules, revision, ...unit }: BookedState) {
  const restOf = (share: Numbers, cells: readonly StoredCell[]) =>
    less(
      share,
      cells.filter((cell) => cell.revision < revision),
    )
  const cellsIn = ({ owners }: StoredAd['childAds'][number]) => owners.flatMap(({ cells }) => cells)
  const rest = restOf(
    unit,
    ads.flatMap(({ childAds }) => childAds.flatMap(cellsIn)),
  )
  const lowered = (share: StoredShare, cells: readonly StoredCell[]) => {
    if (isKept(share)) return { ...share, rule: KEPT, total: numbers(share), ...asItIs(share) }
    const own = restOf(share, cells)
    const kept = less(share, [own])
    const amount = new Quota(rest.amount, own.impressions, Math.max(1, rest.impressions), kept.amount)
    const impressions = new Quota(rest.impressions, share.weight, share.weightTotal, kept.impressions)
    return { ...share, rule: rules.platform, total: rest, ...quotas(amount, impressions, share) }
  }
  return ads.map(({ adId, platform, childAds, ...ad }) => ({
    adId,
    platform,
    ...lowered(ad, childAds.flatMap(cellsIn)),
    childAds: childAds.map((child) => {
      const { childAdId, group, owners, ...share } = child
      return {
        childAdId,
        group,
        ...lowered(share, cellsIn(child)),
        owners: owners.map(({ owner, cells, ...ofOwner }) => ({
          owner,
          ...lowered(ofOwner, cells),
          cells: cells.map((cell) => ({
            ...explainedCell(cell, restOf(ofOwner, cells), revision),
            ...(cell.revision === revision ? { rule: rules.platform } : {}),
          })),
        })),
      }
    }),
  }))
}

function explainedCell(cell: StoredCell, rest: Numbers, revision: number) {
  if (cell.revision < revision) return { ...cell, rule: KEPT, ...asItIs(cell) }
  const amount = new Quota(rest.amount, cell.impressions, rest.impressions)
  const impressions = new Quota(rest.impressions, cell.ratioPpb, RATIO_SCALE)
  return { ...cell, rule: 'carry-forward', ...quotas(amount, impressions, cell) }
}

function explained(share: StoredShare, parent: Numbers, rule: string) {
  if (isKept(share)) return { ...share, rule: KEPT, total: numbers(share), ...asItIs(share) }
  const amount = new Quota(parent.amount, share.weight, share.weightTotal)
  const impressions = new Quota(parent.impressions, share.weight, share.weightTotal)
  return { ...share, rule, total: numbers(parent), ...quotas(amount, impressions, share) }
}

function asItIs({ amount, impressions }: Numbers) {
  return {
    quota: { amount: `${amount}`, impressions: `${impressions}` },
    added: { amount: '0', impressions: '0' },
  }
}

function quotas(amount: Quota, impressions: Quota, share: Numbers) {
  return {
    quota: { amount: amount.text, impressions: impressions.text },
    added: { amount: amount.upTo(share.amount), impressions: impressions.upTo(share.impressions) },
  }
}

/** kept + total·weight/weightTotal, exact. */
class Quota {
  private readonly numerator: bigint
  private readonly denominator: bigint

  constructor(total: number, weight: number, weightTotal: number, kept = 0) {
    this.denominator = BigInt(weightTotal)
    this.numerator = BigInt(total) * BigInt(weight) + BigInt(kept) * this.denominator
  }

  get text(): string {
    return fraction(this.numerator, this.denominator)
  }

  /** The difference between a share and the quota. */
  upTo(share: number): string {
    return fraction(BigInt(share) * this.denominator - this.numerator, this.denominator)
  }
}

/** In lowest terms: `10000000/3`, or a whole number. */
function fraction(numerator: bigint, denominator: bigint): string {
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator)
  const [over, under] = [numerator / divisor, denominator / divisor]
  return under === 1n ? `${over}` : `${over}/${under}`
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : greatestCommonDivisor(b, a % b)
}

function less(whole: Numbers, parts: readonly Numbers[]): Numbers {
  return {
    amount: parts.reduce((rest, { amount }) => rest - amount, whole.amount),
    impressions: parts.reduce((rest, { impressions }) => rest - impressions, whole.impressions),
  }
}

function numbers({ amount, impressions }: Numbers): Numbers {
  return { amount, impressions }
}

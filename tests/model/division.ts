import {
  carryForward,
  datesBetween,
  impressionsOf,
  type ModelCatalogue,
  type ModelGroup,
  remainderLast,
  type UnitKey,
  unitKey,
} from '../http/model'

/**
 * Purchases and amendments by one rule, computed without the service's code: a purchase is an amendment
 * without a past. Uses flat cells instead of trees, and integers of any size.
 */

export interface ModelCell {
  platform: string
  group: string
  owner: string | null
  metaId: string
  date: string
  impressions: bigint
  amount: bigint
}

export interface ModelPlan {
  /** A service row shows its amount and costs nothing. */
  kind: 'PAID' | 'SERVICE'
  amount: number
  ecpm: number
  /** In display order. */
  platforms: readonly string[]
  groups: readonly ModelGroup[]
  startDate: string
  endDate: string
}

type Refusal = 'INVENTORY_SHORTAGE' | 'AMOUNT_TOO_SMALL' | 'AMEND_BELOW_DELIVERED'

interface Division {
  /** Every cell with impressions, those of the past included. */
  cells: ModelCell[]
  /** Every reason why the division is impossible. */
  refusals: Set<Refusal>
}

interface Whole {
  amount: bigint
  impressions: bigint
}

const PPB = 1_000_000_000n

/**
 * @param past cells up to `today`, which don't change
 * @param today the last day of the past; undefined for a purchase, where every group needs a member with a
 * forecast
 */
export function divided(
  plan: ModelPlan,
  past: readonly ModelCell[],
  today: string | undefined,
  catalogue: ModelCatalogue,
  forecast: (key: UnitKey) => bigint,
): Division {
  const fresh = today === undefined
  const dates = datesBetween(plan.startDate, plan.endDate)
  const result: Division = { cells: [...past], refusals: new Set() }
  const inFlight = (metaId: string, platform: string) =>
    dates.map((date) => forecast(unitKey({ metaId, platform, date })))

  const applyingOn = (platform: string) => {
    const own = plan.groups.filter((group) => group.platforms?.includes(platform))
    return own.length > 0 ? own : plan.groups.filter((group) => group.platforms === undefined)
  }
  const ownersOf = (group: ModelGroup, platform: string) => {
    const present = group.members.filter(({ metaId }) => total(inFlight(metaId, platform)) > 0n)
    const ownerOf = (metaId: string) => catalogue.contents[metaId]?.owner ?? null
    return [...new Set(present.map(({ metaId }) => ownerOf(metaId)))].map((name) => {
      const of = present.filter(({ metaId }) => ownerOf(metaId) === name)
      const toCome = dates.filter((date) => fresh || date > today)
      const ahead = of.some(({ metaId }) =>
        toCome.some((date) => forecast(unitKey({ metaId, platform, date })) > 0n),
      )
      const weight = weightOf(group, name, of)
      return { name, weight, of, ahead: ahead && weight > 0n }
    })
  }
  const goesOn = (group: ModelGroup, platform: string) => ownersOf(group, platform).some(({ ahead }) => ahead)
  // Where nobody has a forecast to come, the plan is divided as if all had.
  const nobody = !plan.platforms.some((platform) =>
    applyingOn(platform).some((group) => goesOn(group, platform)),
  )

  const price = plan.kind === 'PAID' ? BigInt(plan.amount) : 0n
  const whole = { amount: price, impressions: impressionsOf(plan.amount, plan.ecpm) }
  const platforms = plan.platforms.map((name) => ({
    name,
    weight: 1n,
    of: name,
    ahead: nobody || applyingOn(name).some((group) => goesOn(group, name)),
  }))
  for (const { of: platform, share: onPlatform } of level(whole, platforms, past, 'platform', result)) {
    const pastHere = past.filter((cell) => cell.platform === platform)
    const applying = applyingOn(platform)
    if (applying.length === 0 && (pastHere.length === 0 || exceeds(onPlatform, pastHere)))
      result.refusals.add('INVENTORY_SHORTAGE')
    const groups = applying.map((group) => ({
      name: group.name,
      weight: BigInt(group.weight),
      of: group,
      ahead: nobody || goesOn(group, platform),
    }))
    for (const { of: group, share: ofGroup } of level(onPlatform, groups, pastHere, 'group', result)) {
      const pastOfGroup = pastHere.filter((cell) => cell.group === group.name)
      const owners = ownersOf(group, platform)
        .map((owner) => ({ ...owner, ahead: nobody || owner.ahead }))
        .filter(({ ahead }) => ahead)
      if (
        !owners.some(({ weight }) => weight > 0n) &&
        (pastOfGroup.length === 0 || exceeds(ofGroup, pastOfGroup))
      )
        result.refusals.add('INVENTORY_SHORTAGE')
      for (const { name: owner, of, share } of level(ofGroup, owners, pastOfGroup, 'owner', result)) {
        const rest = minus(share, sumOf(pastOfGroup.filter((cell) => cell.owner === owner)))
        if (isNegative(rest)) result.refusals.add('AMEND_BELOW_DELIVERED')
        else if (rest.impressions === 0n && rest.amount > 0n) result.refusals.add('AMOUNT_TOO_SMALL')
        else if (rest.impressions > 0n) {
          const weights = total(of.map(({ weight }) => BigInt(weight)))
          const forecasts = of.map(({ metaId }) => inFlight(metaId, platform))
          const places = dates.flatMap((date, d) =>
            of.map(({ metaId, weight }, m) => ({
              date,
              metaId,
              ratio: (PPB * BigInt(weight) * forecasts[m]![d]!) / (weights * total(forecasts[m]!)),
            })),
          )
          fillUp(places)
          const ahead = places.filter(({ date }) => fresh || date > today)
          const all = total(ahead.map(({ ratio }) => ratio))
          if (all === 0n) {
            result.refusals.add('INVENTORY_SHORTAGE')
            continue
          }
          for (const place of ahead) place.ratio = (PPB * place.ratio) / all
          fillUp(ahead)
          const counts = carryForward(
            rest.impressions,
            ahead.map(({ ratio }) => ratio),
          )
          const amounts = carryForward(rest.amount, counts)
          ahead.forEach(({ date, metaId }, i) => {
            const numbers = { impressions: counts[i]!, amount: amounts[i]! }
            if (numbers.impressions > 0n)
              result.cells.push({ platform, group: group.name, owner, metaId, date, ...numbers })
          })
        }
      }
    }
  }
  return result
}

/**
 * A unit lowered on its own cells: of what stays to come, each cell has its part of the new rest by cumulative
 * rounding, in the order of the cells.
 *
 * @param last the last day of the past
 * @returns undefined when the new total isn't between the past and all that stays
 */
export function givenBack(
  cells: readonly ModelCell[],
  plan: Omit<ModelPlan, 'groups'>,
  last: string,
): ModelCell[] | undefined {
  const past = cells.filter(({ date }) => date <= last)
  const staying = cells.filter(
    ({ date, platform }) =>
      date > last && date >= plan.startDate && date <= plan.endDate && plan.platforms.includes(platform),
  )
  const impressions = impressionsOf(plan.amount, plan.ecpm)
  const whole = { amount: plan.kind === 'PAID' ? BigInt(plan.amount) : 0n, impressions }
  const rest = minus(whole, sumOf(past))
  const most = sumOf(staying).impressions
  if (impressions === 0n || isNegative(rest) || rest.impressions > most) return undefined
  if (rest.impressions === 0n) return rest.amount > 0n ? undefined : past
  const half = (sum: bigint, of: bigint) => (2n * sum + of) / (2n * of)
  let [before, counted, priced] = [0n, 0n, 0n]
  const lowered = staying.map((cell) => {
    before += cell.impressions
    const upTo = half(rest.impressions * before, most)
    const wonUpTo = half(rest.amount * upTo, rest.impressions)
    const numbers = { impressions: upTo - counted, amount: wonUpTo - priced }
    counted = upTo
    priced = wonUpTo
    return { ...cell, ...numbers }
  })
  return [...past, ...lowered.filter((cell) => cell.impressions > 0n)]
}

/**
 * Members that are not in the plan, or have a past and no forecast to come, keep their past; the rest is
 * divided among the others.
 */
function level<Name extends string | null, Of>(
  whole: Whole,
  members: readonly { name: Name; weight: bigint; of: Of; ahead: boolean }[],
  past: readonly ModelCell[],
  by: 'platform' | 'group' | 'owner',
  { refusals }: Division,
): { name: Name; of: Of; share: Whole }[] {
  const staying = members.filter(
    ({ name, weight, ahead }) => weight > 0n && (ahead || !past.some((cell) => cell[by] === name)),
  )
  const left = past.filter((cell) => !staying.some(({ name }) => name === cell[by]))
  const rest = minus(whole, sumOf(left))
  if (isNegative(rest)) {
    refusals.add('AMEND_BELOW_DELIVERED')
    return []
  }
  if (staying.length === 0) return []
  const weights = staying.map(({ weight }) => weight)
  const amounts = remainderLast(rest.amount, weights)
  const counts = remainderLast(rest.impressions, weights)
  return staying.map(({ name, of }, i) => ({
    name,
    of,
    share: { amount: amounts[i]!, impressions: counts[i]! },
  }))
}

function weightOf(
  { ownerRatios }: ModelGroup,
  owner: string | null,
  members: readonly { weight: number }[],
): bigint {
  if (ownerRatios) return BigInt(ownerRatios.find((given) => given.owner === owner)?.ratio ?? 0)
  return total(members.map(({ weight }) => BigInt(weight)))
}

/** What is missing to 10⁹ goes to the first positive ratio. */
function fillUp(places: readonly { ratio: bigint }[]): void {
  const first = places.find(({ ratio }) => ratio > 0n)
  if (first) first.ratio += PPB - total(places.map(({ ratio }) => ratio))
}

function exceeds(share: Whole, past: readonly ModelCell[]): boolean {
  const { amount, impressions } = sumOf(past)
  return share.amount > amount || share.impressions > impressions
}

function sumOf(cells: readonly Whole[]): Whole {
  return {
    amount: total(cells.map(({ amount }) => amount)),
    impressions: total(cells.map(({ impressions }) => impressions)),
  }
}

function minus(a: Whole, b: Whole): Whole {
  return { amount: a.amount - b.amount, impressions: a.impressions - b.impressions }
}

function isNegative({ amount, impressions }: Whole): boolean {
  return amount < 0n || impressions < 0n
}

function total(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n)
}

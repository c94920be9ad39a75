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

/** The amendment of docs/arithmetic.md, computed a second time: integers of any size, no code of the service. */

export interface Cell {
  platform: string
  group: string
  owner: string | null
  metaId: string
  date: string
  impressions: bigint
  amount: bigint
}

export interface Plan {
  amount: number
  ecpm: number
  paid: boolean
  platforms: readonly string[]
  groups: readonly ModelGroup[]
  startDate: string
  endDate: string
}

interface Whole {
  amount: bigint
  impressions: bigint
}

const PPB = 1_000_000_000n
const add = (all: readonly Whole[]): Whole => ({
  amount: all.reduce((sum, one) => sum + one.amount, 0n),
  impressions: all.reduce((sum, one) => sum + one.impressions, 0n),
})
const less = (a: Whole, b: Whole): Whole => ({
  amount: a.amount - b.amount,
  impressions: a.impressions - b.impressions,
})
const isNegative = ({ amount, impressions }: Whole) => amount < 0n || impressions < 0n

/** Divides `whole` minus the past of dropped members among the members of the plan. */
function overMembers<Member>(
  whole: Whole,
  members: readonly { name: string | null; weight: bigint; member: Member }[],
  past: readonly Cell[],
  nameOf: (cell: Cell) => string | null,
): { name: string | null; member: Member; whole: Whole }[] | 'BELOW' {
  const staying = members.filter(({ weight }) => weight > 0n)
  const left = past.filter((cell) => !staying.some(({ name }) => name === nameOf(cell)))
  const rest = less(whole, add(left))
  if (isNegative(rest)) return 'BELOW'
  const weights = staying.map(({ weight }) => weight)
  const amounts = remainderLast(rest.amount, weights)
  const counts = remainderLast(rest.impressions, weights)
  return staying.map(({ name, member }, i) => ({
    name,
    member,
    whole: { amount: amounts[i]!, impressions: counts[i]! },
  }))
}

/**
 * @param before all cells of the unit
 * @returns all cells after the amendment, empty ones left out; 'BELOW' when less would remain than was
 * delivered
 */
export function amended(
  before: readonly Cell[],
  plan: Plan,
  today: string,
  catalogue: ModelCatalogue,
  forecast: (key: UnitKey) => bigint,
): Cell[] | 'BELOW' {
  const past = before.filter(({ date }) => date <= today)
  const dates = datesBetween(plan.startDate, plan.endDate)
  const impressions = impressionsOf(plan.amount, plan.ecpm)
  const whole = { amount: plan.paid ? BigInt(plan.amount) : 0n, impressions }
  const result = [...past]
  const platforms = overMembers(
    whole,
    plan.platforms.map((name) => ({ name, weight: 1n, member: name })),
    past,
    ({ platform }) => platform,
  )
  if (platforms === 'BELOW') return 'BELOW'
  for (const { member: platform, whole: onPlatform } of platforms) {
    const own = plan.groups.filter((group) => group.platforms?.includes(platform))
    const applying = own.length > 0 ? own : plan.groups.filter((group) => !group.platforms)
    const here = past.filter((cell) => cell.platform === platform)
    const groups = overMembers(
      onPlatform,
      applying.map((group) => ({ name: group.name, weight: BigInt(group.weight), member: group })),
      here,
      ({ group }) => group,
    )
    if (groups === 'BELOW') return 'BELOW'
    for (const { member: group, whole: inGroup } of groups) {
      const total = (metaId: string) =>
        dates.reduce((sum, date) => sum + forecast(unitKey({ metaId, platform, date })), 0n)
      const present = group.members.filter(({ metaId }) => total(metaId) > 0n)
      const ownerOf = (metaId: string) => catalogue.contents[metaId]?.owner ?? null
      const owners = overMembers(
        inGroup,
        [...new Set(present.map(({ metaId }) => ownerOf(metaId)))].map((owner) => {
          const mine = present.filter(({ metaId }) => ownerOf(metaId) === owner)
          const given = group.ownerRatios?.find((ratio) => ratio.owner === owner)?.ratio ?? 0
          const weight = group.ownerRatios ? given : mine.reduce((sum, one) => sum + one.weight, 0)
          return { name: owner, weight: BigInt(weight), member: mine }
        }),
        here.filter((cell) => cell.group === group.name),
        ({ owner }) => owner,
      )
      if (owners === 'BELOW') return 'BELOW'
      for (const { name: owner, member: mine, whole: share } of owners) {
        const used = here.filter((cell) => cell.group === group.name && cell.owner === owner)
        const rest = less(share, add(used))
        if (isNegative(rest)) return 'BELOW'
        if (rest.impressions === 0n) continue
        const weights = mine.reduce((sum, one) => sum + BigInt(one.weight), 0n)
        const cells = dates.flatMap((date) =>
          mine.map(({ metaId, weight }) => ({
            date,
            metaId,
            over: BigInt(weight) * forecast(unitKey({ metaId, platform, date })),
            under: weights * total(metaId),
          })),
        )
        const ratios = filledUp(cells.map(({ over, under }) => (PPB * over) / under))
        const ahead = cells.flatMap((cell, i) => (cell.date > today ? [{ ...cell, ratio: ratios[i]! }] : []))
        const all = ahead.reduce((sum, { ratio }) => sum + ratio, 0n)
        const anew = filledUp(ahead.map(({ ratio }) => (PPB * ratio) / all))
        const counts = carryForward(rest.impressions, anew)
        const amounts = carryForward(rest.amount, counts)
        ahead.forEach(({ date, metaId }, i) => {
          const numbers = { impressions: counts[i]!, amount: amounts[i]! }
          result.push({ platform, group: group.name, owner, metaId, date, ...numbers })
        })
      }
    }
  }
  return result.filter((cell) => cell.impressions > 0n)
}

/** What is missing to 10⁹ goes to the first positive ratio. */
function filledUp(ratios: bigint[]): bigint[] {
  const first = ratios.findIndex((ratio) => ratio > 0n)
  const missing = PPB - ratios.reduce((sum, ratio) => sum + ratio, 0n)
  return ratios.map((ratio, i) => (i === first ? ratio + missing : ratio))
}

/** The cells of an answered tree, empty ones left out. */
export function cellsOf(ads: readonly AnsweredAd[]): Cell[] {
  return ads.flatMap(({ platform, childAds }) =>
    childAds.flatMap(({ group, owners }) =>
      owners.flatMap(({ owner, cells }) =>
        cells
          .filter(({ impressions }) => impressions > 0)
          .map(({ date, metaId, impressions, amount }) => ({
            platform,
            group,
            owner,
            metaId,
            date,
            impressions: BigInt(impressions),
            amount: BigInt(amount),
          })),
      ),
    ),
  )
}

interface AnsweredAd {
  platform: string
  childAds: {
    group: string
    owners: {
      owner: string | null
      cells: { date: string; metaId: string; impressions: number; amount: number }[]
    }[]
  }[]
}

/** As sorted lines, for comparison. */
export function sorted(cells: readonly Cell[]): string[] {
  return cells
    .map(({ platform, group, owner, metaId, date, impressions, amount }) =>
      [platform, group, owner, date, metaId, impressions, amount].join(' '),
    )
    .sort()
}

/**
 * The expected answers of the service, computed independently: integers of any size, fractions kept as
 * numerator and denominator, no code of the service.
 */

export type ContentType = 'PROGRAM' | 'CHANNEL' | 'KEYWORD' | 'RANDOM'

export interface VendorRow {
  part: string
  metaId: string
  date: string
  /** 0–29: a broadcast day ends at six in the morning of the next date. */
  hour: number
  forecast: number
  actual: number | null
}

export interface ModelCatalogue {
  /** In display order. */
  platforms: readonly string[]
  parts: Readonly<Record<string, { type: ContentType; platforms: readonly string[] }>>
  contents: Readonly<
    Record<string, { type: ContentType; owner: string | null; weights?: Readonly<Record<string, number>> }>
  >
}

/** The name under which RANDOM contents are sold together. */
export const POOL = 'RANDOM'

export function nextDate(date: string, days = 1): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function datesBetween(start: string, end: string): string[] {
  const dates: string[] = []
  for (let date = start; date <= end; date = nextDate(date)) dates.push(date)
  return dates
}

export function datesOfMonth(month: string): string[] {
  const dates: string[] = []
  for (let date = `${month}-01`; date.startsWith(month); date = nextDate(date)) dates.push(date)
  return dates
}

const sum = (values: Iterable<bigint>): bigint => [...values].reduce((a, b) => a + b, 0n)

/** numerator/denominator, rounded half up. */
export function rounded(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator)
}

/** Floors every share; the last one with a positive weight takes the rest. */
export function remainderLast(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = sum(weights)
  const shares = weights.map((weight) => (total * weight) / all)
  const last = weights.findLastIndex((weight) => weight > 0n)
  shares[last] = total - sum(shares.filter((_share, i) => i !== last))
  return shares
}

/** Share i is the rounded cumulative total minus the rounded cumulative total before it. */
export function carryForward(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = sum(weights)
  const upTo = (count: number) => rounded(total * sum(weights.slice(0, count)), all)
  return weights.map((_weight, i) => upTo(i + 1) - upTo(i))
}

export function impressionsOf(amount: number | bigint, ecpm: number): bigint {
  return rounded(BigInt(amount) * 1000n, BigInt(ecpm))
}

/** The vendor's rows after all uploads so far. */
export class ForecastTable {
  private readonly rows = new Map<string, VendorRow>()

  upsert(rows: readonly VendorRow[]): void {
    for (const row of rows) {
      const { date, hour } =
        row.hour > 23 ? { date: nextDate(row.date), hour: row.hour - 24 } : { date: row.date, hour: row.hour }
      this.rows.set(JSON.stringify([row.part, row.metaId, date, hour]), { ...row, date, hour })
    }
  }

  month(month: string): VendorRow[] {
    return [...this.rows.values()].filter(({ date }) => date.startsWith(`${month}-`))
  }
}

export interface StandardRow {
  type: ContentType
  metaId: string
  forecastTotal: bigint
  actualTotal: bigint
  /** Null when there is nothing to compare with. */
  changeRate: number | null
  /** Part → date → forecast. */
  shape: Map<string, Map<string, bigint>>
}

export function standardInventory(rows: readonly VendorRow[], catalogue: ModelCatalogue): StandardRow[] {
  const contents = new Map<string, StandardRow & { compared: bigint; seen: boolean }>()
  for (const { part, metaId, date, forecast, actual } of rows) {
    const { type } = catalogue.parts[part]!
    const key = `${type} ${metaId}`
    let content = contents.get(key)
    if (!content) {
      content = {
        type,
        metaId,
        forecastTotal: 0n,
        actualTotal: 0n,
        changeRate: null,
        shape: new Map(),
        compared: 0n,
        seen: false,
      }
      contents.set(key, content)
    }
    content.forecastTotal += BigInt(forecast)
    if (actual !== null) {
      content.seen = true
      content.actualTotal += BigInt(actual)
      content.compared += BigInt(forecast)
    }
    const days = content.shape.get(part) ?? new Map<string, bigint>()
    days.set(date, (days.get(date) ?? 0n) + BigInt(forecast))
    content.shape.set(part, days)
  }
  return [...contents.values()]
    .map(({ compared, seen, ...content }) => ({
      ...content,
      changeRate:
        seen && content.actualTotal > 0n
          ? Number(compared - content.actualTotal) / Number(content.actualTotal)
          : null,
    }))
    .sort((a, b) => compare(a.type, b.type) || compare(a.metaId, b.metaId))
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `metaId|platform|date`. */
export type UnitKey = string
export const unitKey = (row: { metaId: string; platform: string; date: string }): UnitKey =>
  `${row.metaId}|${row.platform}|${row.date}`

/** Confirmed rows of a month → the forecast of every row of unit inventory. */
export function unitInventory(
  month: string,
  confirmed: readonly (StandardRow & { adjustedTotal: number | null })[],
  catalogue: ModelCatalogue,
): Map<UnitKey, bigint> {
  const dates = datesOfMonth(month)
  const sold = new Map<string, Map<string, { total: bigint; days: bigint[] }>>()
  for (const row of confirmed) {
    const total = row.adjustedTotal === null ? row.forecastTotal : BigInt(row.adjustedTotal)
    const parts = [...row.shape].sort(([a], [b]) => compare(a, b))
    const days = parts.map(([, shape]) => dates.map((date) => shape.get(date) ?? 0n))
    const forecasts = days.map((all) => sum(all))
    const totals = sum(forecasts) === 0n ? parts.map(() => 0n) : remainderLast(total, forecasts)
    const name = row.type === 'RANDOM' ? POOL : row.metaId
    const pooled = sold.get(name) ?? new Map<string, { total: bigint; days: bigint[] }>()
    sold.set(name, pooled)
    parts.forEach(([part], i) => {
      const before = pooled.get(part)
      pooled.set(part, {
        total: (before?.total ?? 0n) + totals[i]!,
        days: days[i]!.map((value, day) => value + (before?.days[day] ?? 0n)),
      })
    })
  }
  const units = new Map<UnitKey, bigint>()
  for (const [metaId, parts] of sold) {
    for (const [part, { total, days }] of parts) {
      const platforms = catalogue.platforms.filter((platform) =>
        catalogue.parts[part]!.platforms.includes(platform),
      )
      const weights = platforms.map((platform) =>
        BigInt(catalogue.contents[metaId]?.weights?.[platform] ?? 1),
      )
      remainderLast(total, weights).forEach((share, i) => {
        const daily = sum(days) === 0n ? days.map(() => 0n) : carryForward(share, days)
        dates.forEach((date, day) => {
          const key = unitKey({ metaId, platform: platforms[i]!, date })
          units.set(key, (units.get(key) ?? 0n) + daily[day]!)
        })
      })
    }
  }
  return units
}

export interface ModelGroup {
  name: string
  weight: number
  members: readonly { metaId: string; weight: number }[]
  platforms?: readonly string[]
  ownerRatios?: readonly { owner: string; ratio: number }[]
}

export interface ModelCell {
  date: string
  metaId: string
  impressions: number
  amount: number
  ratioPpb: number
}

export interface ModelAd {
  platform: string
  amount: number
  impressions: number
  childAds: {
    group: string
    amount: number
    impressions: number
    owners: { owner: string | null; amount: number; impressions: number; cells: ModelCell[] }[]
  }[]
}

export interface ModelSplit {
  ads: ModelAd[]
  leftOut: { platform: string; group: string; metaId: string }[]
  noInventory: { platform: string; group: string }[]
  /** Whether a leaf has money but no impressions. */
  tooSmall: boolean
  /** How much each row of unit inventory gives. */
  demand: Map<UnitKey, number>
}

export interface SplitRequest {
  amount: number
  impressions: bigint
  /** The product's platforms, in any order. */
  platforms: readonly string[]
  groups: readonly ModelGroup[]
  startDate: string
  endDate: string
}

const PPB = 1_000_000_000n

/** Platforms, groups, owners, then days: the whole tree of a purchase. */
export function splitPurchase(
  request: SplitRequest,
  catalogue: ModelCatalogue,
  forecast: (key: UnitKey) => bigint,
): ModelSplit {
  const dates = datesBetween(request.startDate, request.endDate)
  const platforms = catalogue.platforms.filter((platform) => request.platforms.includes(platform))
  const evenly = platforms.map(() => 1n)
  const amounts = remainderLast(BigInt(request.amount), evenly)
  const counts = remainderLast(request.impressions, evenly)
  const result: ModelSplit = { ads: [], leftOut: [], noInventory: [], tooSmall: false, demand: new Map() }
  platforms.forEach((platform, p) => {
    const own = request.groups.filter((group) => group.platforms?.includes(platform))
    const groups = own.length > 0 ? own : request.groups.filter((group) => !group.platforms)
    const weights = groups.map(({ weight }) => BigInt(weight))
    const groupAmounts = remainderLast(amounts[p]!, weights)
    const groupCounts = remainderLast(counts[p]!, weights)
    const childAds: ModelAd['childAds'] = []
    groups.forEach((group, g) => {
      const total = (metaId: string) =>
        sum(dates.map((date) => forecast(unitKey({ metaId, platform, date }))))
      const present = group.members.filter(({ metaId }) => total(metaId) > 0n)
      for (const { metaId } of group.members) {
        if (total(metaId) === 0n) result.leftOut.push({ platform, group: group.name, metaId })
      }
      if (present.length === 0) {
        result.noInventory.push({ platform, group: group.name })
        return
      }
      const ownerOf = (metaId: string) => catalogue.contents[metaId]?.owner ?? null
      const owners = [...new Set(present.map(({ metaId }) => ownerOf(metaId)))]
      const ratios = owners.map((owner) => {
        if (group.ownerRatios) {
          return BigInt(group.ownerRatios.find((entry) => entry.owner === owner)?.ratio ?? 0)
        }
        const members = present.filter(({ metaId }) => ownerOf(metaId) === owner)
        return sum(members.map(({ weight }) => BigInt(weight)))
      })
      const ownerAmounts = remainderLast(groupAmounts[g]!, ratios)
      const ownerCounts = remainderLast(groupCounts[g]!, ratios)
      const shares = owners.flatMap((owner, o) => {
        if (ownerCounts[o] === 0n) {
          if (ownerAmounts[o]! > 0n) result.tooSmall = true
          return []
        }
        const members = present.filter(({ metaId }) => ownerOf(metaId) === owner)
        const all = sum(members.map(({ weight }) => BigInt(weight)))
        const cells = dates.flatMap((date) =>
          members.map(({ metaId, weight }) => ({
            date,
            metaId,
            numerator: BigInt(weight) * forecast(unitKey({ metaId, platform, date })),
            denominator: all * total(metaId),
          })),
        )
        const ppb = cells.map(({ numerator, denominator }) => (PPB * numerator) / denominator)
        const first = cells.findIndex(({ numerator }) => numerator > 0n)
        ppb[first] = ppb[first]! + PPB - sum(ppb)
        const cellCounts = carryForward(ownerCounts[o]!, ppb)
        const cellAmounts = carryForward(ownerAmounts[o]!, cellCounts)
        return [
          {
            owner,
            amount: Number(ownerAmounts[o]),
            impressions: Number(ownerCounts[o]),
            cells: cells.map(({ date, metaId }, c) => ({
              date,
              metaId,
              impressions: Number(cellCounts[c]),
              amount: Number(cellAmounts[c]),
              ratioPpb: Number(ppb[c]),
            })),
          },
        ]
      })
      for (const { cells } of shares) {
        for (const { date, metaId, impressions } of cells) {
          if (impressions === 0) continue
          const key = unitKey({ metaId, platform, date })
          result.demand.set(key, (result.demand.get(key) ?? 0) + impressions)
        }
      }
      if (shares.length > 0) {
        childAds.push({
          group: group.name,
          amount: Number(groupAmounts[g]),
          impressions: Number(groupCounts[g]),
          owners: shares,
        })
      }
    })
    result.ads.push({ platform, amount: Number(amounts[p]), impressions: Number(counts[p]), childAds })
  })
  return result
}

/** An answered tree without the ids that only the service generates, and without empty cells. */
export function withoutIds(ads: readonly AnsweredAd[]): ModelAd[] {
  return ads
    .filter(({ childAds }) => childAds.length > 0)
    .map(({ platform, amount, impressions, childAds }) => ({
      platform,
      amount,
      impressions,
      childAds: childAds.map(({ group, amount, impressions, owners }) => ({
        group,
        amount,
        impressions,
        owners: owners.map(({ owner, amount, impressions, cells }) => ({
          owner,
          amount,
          impressions,
          cells: cells
            .map(({ date, metaId, impressions, amount, ratioPpb }) => ({
              date,
              metaId,
              impressions,
              amount,
              ratioPpb,
            }))
            .filter(({ ratioPpb, impressions, amount }) => ratioPpb + impressions + amount > 0),
        })),
      })),
    }))
}

interface AnsweredAd extends ModelAd {
  adId?: string
}

import type { ProductView } from '../../shared/contract/catalog'
import { countedRows } from '../../shared/counted-rows'
import { groupBy } from '../../shared/group-by'
import type { Language } from '../../shared/language'
import { randomGroup } from '../../shared/sheets/build-plan'
import type { PurchasedPlatform, PurchasedRow } from '../../shared/sheets/purchases/contents'
import { isBought, isPromised } from '../../shared/statuses'
import type { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { listContentOwners } from '../catalog/content-owners'
import { platformsInOrder } from '../catalog/platforms'
import { productsOf } from '../catalog/products'
import { targetingGroupsOf } from '../catalog/targeting-groups'
import type { Transaction } from '../database/database'
import { unitsOf } from '../media-mix/media-mix'
import { boughtShares, heldShares, type PromisedShare } from '../purchases/promised-shares'

/**
 * What was bought or reserved of a campaign, of the rows that a proposal has. The number of queries doesn't grow with the
 * rows.
 */
export async function purchasesOfCampaign(
  tx: Transaction,
  campaign: Campaign,
  language: Language,
): Promise<PurchasedRow[]> {
  const units = [...countedRows(await unitsOf(tx, campaign.id))].filter(({ bookingStatus }) =>
    isPromised(bookingStatus),
  )
  if (units.length === 0) return []
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  const shares = new Map([
    ...(await boughtShares(tx, idsOf(units, true))),
    ...(await heldShares(tx, idsOf(units, false))),
  ])
  const names = await namesOf(tx, shares.values(), language)
  return units.flatMap((unit): PurchasedRow[] => {
    const product = products.get(unit.productCode)
    const platforms = platformsOf(shares.get(unit.id) ?? [], product, names)
    // Nothing is left of a row that was stopped before its first day.
    if (platforms.length === 0) return []
    const { id, kind, startDate, endDate, bookingStatus } = unit
    const productName = product?.name ?? unit.productCode
    return [{ unitId: id, kind, productName, startDate, endDate, bookingStatus, platforms }]
  })
}

function idsOf(units: readonly CampaignUnit[], bought: boolean): string[] {
  return units.filter(({ bookingStatus }) => isBought(bookingStatus) === bought).map(({ id }) => id)
}

/** Display names by code; the platforms are in display order. */
interface Names {
  platforms: ReadonlyMap<string, string>
  groups: ReadonlyMap<string, { name: string }>
  owners: ReadonlyMap<string, string>
  /** Of the pooled contents. */
  random: string
}

async function namesOf(
  tx: Transaction,
  shares: Iterable<readonly PromisedShare[]>,
  language: Language,
): Promise<Names> {
  const groups = new Set([...shares].flatMap((of) => of.map(({ group }) => group)))
  const owners = await listContentOwners(tx, { limit: 100_000 })
  return {
    platforms: new Map((await platformsInOrder(tx)).map(({ code, name }) => [code, name])),
    groups: await targetingGroupsOf(tx, [...groups]),
    owners: new Map(owners.map(({ code, name }) => [code, name])),
    random: randomGroup(language).name!,
  }
}

function platformsOf(
  shares: readonly PromisedShare[],
  product: ProductView | undefined,
  names: Names,
): PurchasedPlatform[] {
  const nameOf = (group: string) => {
    if (product?.targetingKind === 'RANDOM') return names.random
    return (product?.targetingKind === 'GROUP' ? names.groups.get(group)?.name : undefined) ?? group
  }
  const byPlatform = groupBy(shares, ({ platform }) => platform)
  const known = [...names.platforms.keys()].filter((code) => byPlatform.has(code))
  return known.map((code) => ({
    name: names.platforms.get(code)!,
    groups: [...groupBy(byPlatform.get(code)!, ({ group }) => group)].map(([group, owners]) => ({
      name: nameOf(group),
      owners: owners.map(({ owner, amount, impressions }) => ({
        name: owner === null ? null : (names.owners.get(owner) ?? owner),
        amount,
        impressions,
      })),
    })),
  }))
}

import type { CampaignUnit } from '../campaigns/campaign.entities'
import { productsOf } from '../catalog/products'
import type { Transaction } from '../database/database'
import { groupsOf } from '../media-mix/unit-targeting'
import type { UnitToBuy } from '../purchases/split-units'

/** Rows with the products and groups that a purchase needs: a few queries for any number of rows. */
export async function unitsToBuy(tx: Transaction, units: readonly CampaignUnit[]): Promise<UnitToBuy[]> {
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  const groups = await groupsOf(
    tx,
    units.map(({ id }) => id),
  )
  return units.map((unit) => {
    const product = products.get(unit.productCode)!
    return {
      ...unit,
      unitId: unit.id,
      product,
      platforms: product.platforms.filter((platform) => unit.platforms?.includes(platform) ?? true),
      groups: groups.get(unit.id) ?? [],
    }
  })
}

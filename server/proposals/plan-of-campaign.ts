import type { Language } from '../../shared/language'
import { buildPlan, type MemberNumbers, randomGroup } from '../../shared/sheets/build-plan'
import type { Plan } from '../../shared/sheets/plan'
import type { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { listContentOwners } from '../catalog/content-owners'
import { contentsOf } from '../catalog/contents'
import { platformsInOrder } from '../catalog/platforms'
import { productsOf } from '../catalog/products'
import type { Transaction } from '../database/database'
import { type FlightInventory, inventorySnapshot } from '../inventory/unit-inventory'
import { toRow, unitsOf } from '../media-mix/media-mix'
import { readTargeting } from '../media-mix/unit-targeting'

/** A campaign as a plan for the sheets. The number of queries doesn't grow with the rows. */
export async function planOfCampaign(
  tx: Transaction,
  campaign: Campaign,
  writtenOn: string,
  language: Language,
): Promise<Plan> {
  const units = await unitsOf(tx, campaign.id)
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  const targeting = new Map((await readTargeting(tx, units)).map(({ unitId, groups }) => [unitId, groups]))
  const pooled = [...products.values()].some(({ targetingKind }) => targetingKind === 'RANDOM')
  const groups = [...[...targeting.values()].flat(), ...(pooled ? [randomGroup(language)] : [])]
  const metaIds = new Set(groups.flatMap(({ members }) => members.map(({ metaId }) => metaId)))
  const contents = await contentsOf(tx, [...metaIds])
  const owners = await listContentOwners(tx, { limit: 100_000 })
  return buildPlan({
    campaign,
    writtenOn,
    rows: units.map(toRow),
    products: [...products.values()],
    platforms: await platformsInOrder(tx),
    targeting: (unitId) => targeting.get(unitId) ?? [],
    contents: new Map(contents.map((content) => [content.metaId, content])),
    owners: new Map(owners.map(({ code, name }) => [code, name])),
    numbers: await memberNumbers(tx, units, [...products.values()], [...metaIds]),
    language,
  })
}

async function memberNumbers(
  tx: Transaction,
  units: readonly CampaignUnit[],
  products: readonly { platforms: readonly string[] }[],
  metaIds: readonly string[],
): Promise<MemberNumbers> {
  const starts = units.map(({ startDate }) => startDate).sort()
  const ends = units.map(({ endDate }) => endDate).sort()
  const snapshot = await inventorySnapshot(
    tx,
    [...new Set(products.flatMap(({ platforms }) => platforms))],
    metaIds,
    starts[0] ?? '',
    ends.at(-1) ?? '',
  )
  const flights = new Map<string, FlightInventory>()
  const flightOf = (startDate: string, endDate: string) => {
    const key = `${startDate}${endDate}`
    let flight = flights.get(key)
    if (!flight) {
      flight = snapshot.flight(startDate, endDate)
      flights.set(key, flight)
    }
    return flight
  }
  // Rows of a campaign often share contents and flights.
  const known = new Map<string, { forecast: number; available: number }>()
  const numbersOf = (metaId: string, platforms: readonly string[], startDate: string, endDate: string) => {
    const flight = flightOf(startDate, endDate)
    const sum = (of: (platform: string) => number) =>
      platforms.reduce((total, platform) => total + of(platform), 0)
    return {
      forecast: sum((platform) => flight.forecast(metaId, platform).reduce((total, day) => total + day, 0)),
      available: sum((platform) =>
        flight.days.reduce((total, date) => total + flight.remaining(metaId, platform, date), 0),
      ),
    }
  }
  return (metaId, platforms, startDate, endDate) => {
    const key = JSON.stringify([metaId, platforms, startDate, endDate])
    let numbers = known.get(key)
    if (!numbers) {
      numbers = numbersOf(metaId, platforms, startDate, endDate)
      known.set(key, numbers)
    }
    return numbers
  }
}

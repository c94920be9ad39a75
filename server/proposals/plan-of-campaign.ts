import type { UnitTargeting } from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import { groupsOn } from '../../shared/distribution'
import { fromPpm } from '../../shared/estimates'
import { RANDOM_POOL } from '../../shared/inventory'
import type { Plan, PlanMember, PlanRow, PlanTargeting } from '../../shared/sheets/plan'
import type { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { listContentOwners } from '../catalog/content-owners'
import { contentsOf } from '../catalog/contents'
import { platformCodes, platformsInOrder } from '../catalog/platforms'
import { productsOf } from '../catalog/products'
import type { Transaction } from '../database/database'
import { type FlightInventory, inventorySnapshot } from '../inventory/unit-inventory'
import { unitsOf } from '../media-mix/media-mix'
import { readTargeting } from '../media-mix/unit-targeting'

type Group = UnitTargeting['groups'][number]

/** A campaign as the sheets show it; the same few queries for any number of rows. */
export async function planOfCampaign(tx: Transaction, campaign: Campaign, writtenOn: string): Promise<Plan> {
  const units = await unitsOf(tx, campaign.id)
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  const platformNames = new Map((await platformsInOrder(tx)).map(({ code, name }) => [code, name]))
  const namesOf = (codes: readonly string[]) => codes.map((code) => platformNames.get(code) ?? code)
  const groupsOfUnit = new Map((await readTargeting(tx, units)).map(({ unitId, groups }) => [unitId, groups]))
  const groupsFor = (unit: CampaignUnit): Group[] =>
    products.get(unit.productCode)?.targetingKind === 'RANDOM'
      ? [RANDOM_GROUP]
      : (groupsOfUnit.get(unit.id) ?? [])
  const members = await readMembers(tx, units, groupsFor)
  return {
    campaign,
    writtenOn,
    rows: units.map((unit): PlanRow => {
      const product = products.get(unit.productCode)
      return {
        ...unit,
        unitId: unit.id,
        ctr: fromPpm(unit.ctrPpm),
        vtr: fromPpm(unit.vtrPpm),
        platforms: namesOf(product?.platforms ?? []),
        productName: product?.name ?? unit.productCode,
        targeting: summary(groupsFor(unit)),
      }
    }),
    targeting: units.map((unit): PlanTargeting => {
      const product = products.get(unit.productCode)
      const groups = groupsFor(unit)
      return {
        unitId: unit.id,
        groups: groups.map((group) => ({
          name: group.name ?? group.code ?? '',
          weight: group.weight,
          platforms: group.platforms ? namesOf(group.platforms) : null,
          members: members(unit, group, product ? platformsOf(group, groups, product) : []),
        })),
      }
    }),
  }
}

const RANDOM_GROUP: Group = { name: '랜덤', weight: 1, members: [{ metaId: RANDOM_POOL, weight: 1 }] }

/** The short text of the MediaMix cell; the targeting sheet has the rest. */
function summary(groups: readonly Group[]): string {
  const [first, ...others] = groups
  if (!first) return ''
  const name = first.name ?? first.code ?? `콘텐츠 ${first.members.length}개`
  return others.length > 0 ? `${name} 외 ${others.length}` : name
}

/** The platforms on which a group applies among a unit's groups. */
function platformsOf(group: Group, groups: readonly Group[], product: ProductView): string[] {
  const position = groups.indexOf(group)
  return product.platforms.filter((platform) =>
    groupsOn(platform, groups).some((one) => one.position === position),
  )
}

async function readMembers(
  tx: Transaction,
  units: readonly CampaignUnit[],
  groupsFor: (unit: CampaignUnit) => readonly Group[],
) {
  const metaIds = [
    ...new Set(units.flatMap((unit) => groupsFor(unit).flatMap((g) => g.members.map((m) => m.metaId)))),
  ]
  const contents = new Map((await contentsOf(tx, metaIds)).map((content) => [content.metaId, content]))
  const ownerNames = new Map((await listContentOwners(tx, 100_000, 0)).map(({ code, name }) => [code, name]))
  const starts = units.map(({ startDate }) => startDate).sort()
  const ends = units.map(({ endDate }) => endDate).sort()
  const snapshot = await inventorySnapshot(
    tx,
    await platformCodes(tx),
    metaIds,
    starts[0] ?? '',
    ends.at(-1) ?? '',
  )
  const flights = new Map<string, FlightInventory>()
  const flightOf = ({ startDate, endDate }: CampaignUnit) => {
    const key = `${startDate}${endDate}`
    let flight = flights.get(key)
    if (!flight) {
      flight = snapshot.flight(startDate, endDate)
      flights.set(key, flight)
    }
    return flight
  }
  return (unit: CampaignUnit, group: Group, platforms: readonly string[]): PlanMember[] => {
    const flight = flightOf(unit)
    return group.members.map(({ metaId, weight }) => {
      const content = contents.get(metaId)
      const sum = (of: (platform: string) => number) =>
        platforms.reduce((total, platform) => total + of(platform), 0)
      return {
        metaId,
        type: content?.type ?? 'RANDOM',
        name: content?.name ?? metaId,
        broadcaster: content?.broadcaster ?? null,
        weight,
        forecast: sum((platform) => flight.forecast(metaId, platform).reduce((total, day) => total + day, 0)),
        available: sum((platform) =>
          flight.days.reduce((total, date) => total + flight.remaining(metaId, platform, date), 0),
        ),
        owner: content?.owner ? (ownerNames.get(content.owner) ?? content.owner) : null,
      }
    })
  }
}

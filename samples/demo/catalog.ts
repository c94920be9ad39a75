import {
  type ContentView,
  listContentOwners,
  listContents,
  listParts,
  listPlatforms,
  listProducts,
  listTargetingGroups,
  type ProductView,
  putContent,
  putContentOwner,
  putPart,
  putPlatform,
  putProduct,
  putTargetingGroup,
  type TargetingGroupView,
} from '../../shared/contract/catalog'
import type { TargetingKind } from '../../shared/contract/primitives'
import { RANDOM_POOL } from '../../shared/inventory'
import { sample } from '../market/sample'
import type { DemoService } from '../session/service'
import { DemoStop } from '../session/stop'

/** The entries of the catalogue that the demo uses. */
export interface DemoCatalog {
  /** One product of each kind: the one with the most platforms. */
  products: Record<TargetingKind, ProductView>
  /** The groups that contain programmes to target, the smallest first. */
  groups: TargetingGroupView[]
  contents: ReadonlyMap<string, ContentView>
  /** The contents of the RANDOM pool. */
  random: ContentView[]
  ownerCodes: string[]
  nameOfOwner: ReadonlyMap<string, string>
  /** In display order. */
  platforms: string[]
}

/** @returns the catalogue, and the number of entries that were created because the demo needs them */
export async function findCatalog(service: DemoService): Promise<{ catalog: DemoCatalog; made: number }> {
  const found = await readCatalog(service)
  if (found) return { catalog: found, made: 0 }
  const made = await putMissing(service)
  const catalog = await readCatalog(service)
  if (!catalog) throw new DemoStop('The catalogue lacks what a purchase needs, and it could not be made.')
  return { catalog, made }
}

async function readCatalog(service: DemoService): Promise<DemoCatalog | undefined> {
  const [products, groups, all, owners, platforms, parts] = await Promise.all([
    service.all(listProducts),
    service.all(listTargetingGroups),
    service.all(listContents, { query: { limit: 10_000 } }),
    service.all(listContentOwners),
    service.all(listPlatforms),
    service.all(listParts),
  ])
  const contents = new Map(all.map((content) => [content.metaId, content]))
  const widest = (kind: TargetingKind) =>
    products
      .filter(({ targetingKind }) => targetingKind === kind)
      .sort((a, b) => b.platforms.length - a.platforms.length)[0]
  const [byContents, byGroup, atRandom] = [widest('CONTENTS'), widest('GROUP'), widest('RANDOM')]
  const suitable = groups
    .filter(({ members }) => programmesOf(members, contents).length >= 2)
    .sort((a, b) => a.members.length - b.members.length)
  const random = all.filter(({ type, metaId }) => type === 'RANDOM' && metaId !== RANDOM_POOL)
  const partCodes = new Set(parts.map(({ code }) => code))
  const complete =
    suitable.length > 0 &&
    random.length > 0 &&
    owners.length >= 2 &&
    sample({ size: 0.05 }).catalog.parts.every(({ code }) => partCodes.has(code))
  if (!complete || !byContents || !byGroup || !atRandom) return undefined
  return {
    products: { CONTENTS: byContents, GROUP: byGroup, RANDOM: atRandom },
    groups: suitable,
    contents,
    random,
    ownerCodes: owners.map(({ code }) => code),
    nameOfOwner: new Map(owners.map(({ code, name }) => [code, name])),
    platforms: platforms.map(({ code }) => code),
  }
}

/** Members that are programmes with an owner, in the order of their weight. */
export function programmesOf(
  members: TargetingGroupView['members'],
  contents: ReadonlyMap<string, ContentView>,
): ContentView[] {
  return members
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap(({ metaId }) => {
      const content = contents.get(metaId)
      return content?.type === 'PROGRAM' && content.owner !== null ? [content] : []
    })
}

/** Creates the missing entries of the small sample; existing entries stay as they are. */
async function putMissing(service: DemoService): Promise<number> {
  const { catalog } = sample({ size: 0.05 })
  const codesOf = (items: readonly { code: string }[]) => new Set(items.map(({ code }) => code))
  const platforms = codesOf(await service.all(listPlatforms))
  const owners = codesOf(await service.all(listContentOwners))
  const parts = codesOf(await service.all(listParts))
  const groups = codesOf(await service.all(listTargetingGroups))
  const products = codesOf(await service.all(listProducts))
  const contents = await service.all(listContents, { query: { limit: 10_000 } })
  const metaIds = new Set(contents.map(({ metaId }) => metaId))
  let made = 0
  for (const { code, ...body } of catalog.platforms) {
    if (!platforms.has(code)) made += count(await service.call(putPlatform, { params: { code }, body }))
  }
  for (const { code, ...body } of catalog.contentOwners) {
    if (!owners.has(code)) made += count(await service.call(putContentOwner, { params: { code }, body }))
  }
  for (const { code, ...body } of catalog.parts) {
    if (!parts.has(code)) made += count(await service.call(putPart, { params: { code }, body }))
  }
  for (const { metaId, ...body } of catalog.contents) {
    if (!metaIds.has(metaId)) made += count(await service.call(putContent, { params: { metaId }, body }))
  }
  for (const { code, ...body } of catalog.targetingGroups) {
    if (!groups.has(code)) made += count(await service.call(putTargetingGroup, { params: { code }, body }))
  }
  for (const { code, ...body } of catalog.products) {
    if (!products.has(code)) made += count(await service.call(putProduct, { params: { code }, body }))
  }
  return made
}

const count = (_made: unknown) => 1

import * as contract from '../../shared/contract/catalog'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import { stretchOf } from '../database/keyset'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { type CatalogueKind, catalogueHistory, type Editor } from './catalogue-history'
import { listContentOwners, putContentOwner } from './content-owners'
import { broadcasters, contentsOf, listContents, putContent, reviewContents } from './contents'
import { parts, putPart } from './parts'
import { platformsInOrder, putPlatform } from './platforms'
import { listProducts, putProduct } from './products'
import { listTargetingGroups, putTargetingGroup } from './targeting-groups'

/** @param groupChanged called after a targeting group has changed, in the same transaction */
export function catalogRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  groupChanged: (tx: Transaction, code: string) => Promise<void>,
): void {
  const editor = ({ id }: Caller): Editor => ({ accountId: id, at: clock.instant() })
  const historyOf = (
    kind: CatalogueKind,
    code: string,
    query: { cursor?: string | undefined; limit: number },
  ) => page(query, ['id'], (stretch) => database.read((tx) => catalogueHistory(tx, kind, code, stretch)))
  routes.on(contract.putPlatform, ({ params, body }) =>
    database.write((tx) => putPlatform(tx, params.code, body)),
  )
  routes.on(contract.listPlatforms, ({ query }) =>
    page(query, ['displayOrder', 'code'], (stretch) =>
      database.read(async (tx) =>
        stretchOf(await platformsInOrder(tx), ({ displayOrder, code }) => [displayOrder, code], stretch),
      ),
    ),
  )
  routes.on(contract.putContentOwner, ({ params, body, caller }) =>
    database.write((tx) => putContentOwner(tx, params.code, body, editor(caller))),
  )
  routes.on(contract.listContentOwners, ({ query }) =>
    page(query, ['code'], (stretch) => database.read((tx) => listContentOwners(tx, stretch))),
  )
  routes.on(contract.putContent, ({ params, body, caller }) =>
    database.write((tx) => putContent(tx, params.metaId, body, editor(caller))),
  )
  routes.on(contract.contentHistory, ({ params, query }) => historyOf('CONTENT', params.metaId, query))
  routes.on(contract.contentOwnerHistory, ({ params, query }) =>
    historyOf('CONTENT_OWNER', params.code, query),
  )
  routes.on(contract.productHistory, ({ params, query }) => historyOf('PRODUCT', params.code, query))
  routes.on(contract.listContents, ({ query }) =>
    page(query, ['metaId'], (stretch) => database.read((tx) => listContents(tx, query, stretch))),
  )
  routes.on(contract.lookUpContents, async ({ body }) => ({
    items: await database.read((tx) => contentsOf(tx, body.metaIds)),
  }))
  routes.on(contract.listBroadcasters, async () => ({ items: await database.read(broadcasters) }))
  routes.on(contract.reviewContents, ({ body }) => database.write((tx) => reviewContents(tx, body.metaIds)))
  routes.on(contract.putPart, ({ params, body }) => database.write((tx) => putPart(tx, params.code, body)))
  routes.on(contract.listParts, ({ query }) =>
    page(query, ['code'], (stretch) =>
      database.read(async (tx) => stretchOf(await parts(tx), ({ code }) => [code], stretch)),
    ),
  )
  routes.on(contract.putProduct, ({ params, body, caller }) =>
    database.write((tx) => putProduct(tx, params.code, body, editor(caller))),
  )
  routes.on(contract.listProducts, ({ query }) =>
    page(query, ['code'], (stretch) => database.read((tx) => listProducts(tx, query, stretch))),
  )
  routes.on(contract.putTargetingGroup, ({ params, body }) =>
    database.write(async (tx) => {
      const group = await putTargetingGroup(tx, params.code, body)
      await groupChanged(tx, params.code)
      return group
    }),
  )
  routes.on(contract.listTargetingGroups, ({ query }) =>
    page(query, ['code'], (stretch) => database.read((tx) => listTargetingGroups(tx, stretch))),
  )
}

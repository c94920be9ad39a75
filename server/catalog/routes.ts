import type { EntityTarget } from 'typeorm'
import type { z } from 'zod'
import * as contract from '../../shared/contract/catalog'
import type { Endpoint } from '../../shared/contract/endpoint'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import { type Database, LostRace, type Transaction } from '../database/database'
import { stretchOf } from '../database/keyset'
import { page } from '../http/paging'
import { etagOf, preconditionsOf, requirePreconditions } from '../http/preconditions'
import type { Call, Routes } from '../http/routes'
import { Content, ContentOwner, Part, Platform, Product, TargetingGroup } from './catalog.entities'
import { type CatalogueKind, catalogueHistory, type Editor } from './catalogue-history'
import { listContentOwners, putContentOwner } from './content-owners'
import { broadcasters, contentsOf, listContents, metaIdsNamed, putContent, reviewContents } from './contents'
import { parts, putPart } from './parts'
import { platformsInOrder, putPlatform } from './platforms'
import { listProducts, putProduct } from './products'
import { listTargetingGroups, putTargetingGroup } from './targeting-groups'

interface Versioned {
  version: number
}

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
  /** Creates or changes a row of the catalogue, if what If-Match and If-None-Match ask for is so. */
  const put = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    entity: EntityTarget<Versioned>,
    what: string,
    work: (tx: Transaction, call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Versioned>,
  ) =>
    routes.on(endpoint, async (call) => {
      const conditions = preconditionsOf(call.request)
      const key = call.params as Record<string, string>
      const row = await database.write(async (tx) => {
        const known = await tx.findLocked(entity, key)
        requirePreconditions(conditions, known?.version, `${what} ${Object.values(key)[0]}`)
        const changed = await work(tx, call)
        // Another transaction has created or changed it since: what was asked for is looked at again.
        if (changed.version !== (known?.version ?? 0) + 1) throw new LostRace()
        return changed
      })
      call.response.setHeader('ETag', etagOf(row.version))
      return row
    })
  put(contract.putPlatform, Platform, 'Platform', (tx, { params, body, caller }) =>
    putPlatform(tx, params.code, body, editor(caller)),
  )
  routes.on(contract.listPlatforms, ({ query }) =>
    page(query, ['displayOrder', 'code'], (stretch) =>
      database.read(async (tx) =>
        stretchOf(await platformsInOrder(tx), ({ displayOrder, code }) => [displayOrder, code], stretch),
      ),
    ),
  )
  put(contract.putContentOwner, ContentOwner, 'Content owner', (tx, { params, body, caller }) =>
    putContentOwner(tx, params.code, body, editor(caller)),
  )
  routes.on(contract.listContentOwners, ({ query }) =>
    page(query, ['code'], (stretch) => database.read((tx) => listContentOwners(tx, stretch))),
  )
  put(contract.putContent, Content, 'Content', (tx, { params, body, caller }) =>
    putContent(tx, params.metaId, body, editor(caller)),
  )
  routes.on(contract.contentHistory, ({ params, query }) => historyOf('CONTENT', params.metaId, query))
  routes.on(contract.contentOwnerHistory, ({ params, query }) =>
    historyOf('CONTENT_OWNER', params.code, query),
  )
  routes.on(contract.platformHistory, ({ params, query }) => historyOf('PLATFORM', params.code, query))
  routes.on(contract.partHistory, ({ params, query }) => historyOf('PART', params.code, query))
  routes.on(contract.productHistory, ({ params, query }) => historyOf('PRODUCT', params.code, query))
  routes.on(contract.targetingGroupHistory, ({ params, query }) =>
    historyOf('TARGETING_GROUP', params.code, query),
  )
  routes.on(contract.listContents, ({ query }) =>
    page(query, ['metaId'], (stretch) => database.read((tx) => listContents(tx, query, stretch))),
  )
  routes.on(contract.lookUpContents, async ({ body }) => ({
    items: await database.read(async (tx) =>
      contentsOf(tx, [...new Set([...(body.metaIds ?? []), ...(await metaIdsNamed(tx, body.names ?? []))])]),
    ),
  }))
  routes.on(contract.listBroadcasters, async () => ({ items: await database.read(broadcasters) }))
  routes.on(contract.reviewContents, ({ body }) => database.write((tx) => reviewContents(tx, body.metaIds)))
  put(contract.putPart, Part, 'Part', (tx, { params, body, caller }) =>
    putPart(tx, params.code, body, editor(caller)),
  )
  routes.on(contract.listParts, ({ query }) =>
    page(query, ['code'], (stretch) =>
      database.read(async (tx) => stretchOf(await parts(tx), ({ code }) => [code], stretch)),
    ),
  )
  put(contract.putProduct, Product, 'Product', (tx, { params, body, caller }) =>
    putProduct(tx, params.code, body, editor(caller)),
  )
  routes.on(contract.listProducts, ({ query }) =>
    page(query, ['code'], (stretch) => database.read((tx) => listProducts(tx, query, stretch))),
  )
  put(contract.putTargetingGroup, TargetingGroup, 'Targeting group', async (tx, { params, body, caller }) => {
    const group = await putTargetingGroup(tx, params.code, body, editor(caller))
    await groupChanged(tx, params.code)
    return group
  })
  routes.on(contract.listTargetingGroups, ({ query }) =>
    page(query, ['code'], (stretch) => database.read((tx) => listTargetingGroups(tx, stretch))),
  )
}

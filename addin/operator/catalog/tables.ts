import {
  type CatalogueChangeView,
  type ContentOwnerView,
  type ContentView,
  contentHistory,
  contentOwnerHistory,
  listContentOwners,
  listContents,
  listParts,
  listPlatforms,
  listProducts,
  listTargetingGroups,
  type ProductView,
  partHistory,
  platformHistory,
  productHistory,
  putContent,
  putContentOwner,
  putPart,
  putPlatform,
  putProduct,
  putTargetingGroup,
  type TargetingGroupView,
  targetingGroupHistory,
} from '../../../shared/contract/catalog'
import type { Endpoint } from '../../../shared/contract/endpoint'
import type { ContentType, TargetingKind } from '../../../shared/contract/primitives'
import type { ApiClient } from '../../api/client'
import { everyItem } from '../../desk/every-item'
import type { Words } from '../words/words'
import {
  type CellError,
  type Read,
  rateText,
  readChoice,
  readCodes,
  readOptional,
  readRate,
  readText,
  readWeights,
  readWhole,
  weightsText,
} from './cell-values'

export const TABLES = ['review', 'contents', 'owners', 'platforms', 'parts', 'products', 'groups'] as const
export type TableName = (typeof TABLES)[number]

/** Every cell as the text that is typed, by field; of a choice its value. */
export type Cells = Readonly<Record<string, string>>

export interface CatalogRow {
  key: string
  version: number
  cells: Cells
  /** No longer for sale; of a merged one, what it was merged into. */
  retired?: { into: string | undefined }
}

/** What can be merged and taken out of sale. */
export type Keeps = 'contents' | 'owners'

export interface CatalogField {
  /** Its name in the contract; the first field of a table is its key. */
  name: string
  /** The values to choose from, with their words. */
  choices?: Readonly<Record<string, string>>
  figure?: boolean
  /** A list that needs more than a line. */
  long?: boolean
  /** What can be written in it, where the name doesn't say that. */
  hint?: string
}

/** The changes of a row, the newest first. */
export type History = (api: ApiClient, key: string) => Promise<CatalogueChangeView[]>

/** A table of the catalogue: what it shows, and how a row is saved. */
export interface CatalogTable {
  fields: readonly CatalogField[]
  /** Its rows can be merged and taken out of sale. */
  keeps?: Keeps | undefined
  history: History
  load(api: ApiClient): Promise<CatalogRow[]>
  /** @returns the body of the call, or what is wrong by field */
  read(cells: Cells): { body: object } | { errors: Readonly<Record<string, CellError>> }
  /** @throws CallFailure */
  save(api: ApiClient, key: string, body: object, version: number | undefined): Promise<CatalogRow>
}

/** The table of a name, with the words of the page. */
export function catalogTable(name: TableName, words: Words): CatalogTable {
  const said = words.catalog
  const types: Record<ContentType, string> = words.standard.types
  const kinds: Record<TargetingKind, string> = said.kinds
  switch (name) {
    case 'review':
    case 'contents':
      return table<ContentView>({
        key: 'metaId',
        list: listContents,
        query: name === 'review' ? { needsReview: 'true', limit: 10_000 } : { limit: 10_000 },
        put: putContent,
        history: contentHistory,
        keeps: 'contents',
        fields: [
          { name: 'type', choices: types },
          { name: 'name' },
          { name: 'broadcaster' },
          { name: 'owner' },
          { name: 'platformWeights', hint: said.weightsHint },
        ],
        cells: ({ type, name: title, broadcaster, owner, platformWeights }) => ({
          type,
          name: title,
          broadcaster: broadcaster ?? '',
          owner: owner ?? '',
          platformWeights: weightsText(
            platformWeights.map(({ platform: code, weight }) => ({ code, weight })),
          ),
        }),
        read: {
          type: (cell) => readChoice(cell, types),
          name: (cell) => readText(cell, 200),
          broadcaster: (cell) => readOptional(cell, 200),
          owner: (cell) => readOptional(cell, 64),
          platformWeights: (cell) =>
            mapped(readWeights(cell), (all) =>
              // Their order says nothing, other than that of a group's members.
              all
                .map(({ code: platform, weight }) => ({ platform, weight }))
                .toSorted((a, b) => (a.platform < b.platform ? -1 : 1)),
            ),
        },
      })
    case 'owners':
      return table<ContentOwnerView>({
        key: 'code',
        list: listContentOwners,
        put: putContentOwner,
        history: contentOwnerHistory,
        keeps: 'owners',
        fields: [{ name: 'name' }],
        cells: (owner) => ({ name: owner.name }),
        read: { name: (cell) => readText(cell, 200) },
      })
    case 'platforms':
      return table<{ code: string; name: string; displayOrder: number; version: number }>({
        key: 'code',
        list: listPlatforms,
        put: putPlatform,
        history: platformHistory,
        fields: [{ name: 'name' }, { name: 'displayOrder', figure: true }],
        cells: (platform) => ({ name: platform.name, displayOrder: String(platform.displayOrder) }),
        read: {
          name: (cell) => readText(cell, 200),
          displayOrder: (cell) => readWhole(cell, 0, 1_000_000),
        },
      })
    case 'parts':
      return table<{ code: string; type: ContentType; platforms: string[]; version: number }>({
        key: 'code',
        list: listParts,
        put: putPart,
        history: partHistory,
        fields: [
          { name: 'type', choices: types },
          { name: 'platforms', hint: said.codesHint },
        ],
        cells: ({ type, platforms }) => ({ type, platforms: platforms.join(', ') }),
        read: { type: (cell) => readChoice(cell, types), platforms: readCodes },
      })
    case 'products':
      return table<ProductView>({
        key: 'code',
        list: listProducts,
        put: putProduct,
        history: productHistory,
        fields: [
          { name: 'name' },
          { name: 'targetingKind', choices: kinds },
          { name: 'platforms', hint: said.codesHint },
          { name: 'ecpm', figure: true },
          { name: 'ctr', figure: true, hint: said.rateHint },
          { name: 'vtr', figure: true, hint: said.rateHint },
          { name: 'onSale', choices: said.onSale },
        ],
        cells: (product) => ({
          name: product.name,
          targetingKind: product.targetingKind,
          platforms: product.platforms.join(', '),
          ecpm: product.ecpm.toLocaleString('en-US'),
          ctr: rateText(product.ctr),
          vtr: rateText(product.vtr),
          onSale: String(product.onSale),
        }),
        read: {
          name: (cell) => readText(cell, 200),
          targetingKind: (cell) => readChoice(cell, kinds),
          platforms: readCodes,
          ecpm: (cell) => readWhole(cell, 1),
          ctr: readRate,
          vtr: readRate,
          onSale: (cell) => mapped(readChoice(cell, said.onSale), (value) => value === 'true'),
        },
      })
    case 'groups':
      return table<TargetingGroupView>({
        key: 'code',
        list: listTargetingGroups,
        put: putTargetingGroup,
        history: targetingGroupHistory,
        fields: [{ name: 'name' }, { name: 'members', long: true, hint: said.membersHint }],
        cells: ({ name: title, members }) => ({
          name: title,
          members: weightsText(members.map(({ metaId: code, weight }) => ({ code, weight }))),
        }),
        read: {
          name: (cell) => readText(cell, 200),
          members: (cell) =>
            cell.trim() === ''
              ? { error: 'EMPTY' }
              : mapped(readWeights(cell), (all) =>
                  all.map(({ code: metaId, weight }) => ({ metaId, weight })),
                ),
        },
      })
  }
}

interface Definition<Item> {
  key: string
  list: Endpoint
  query?: Record<string, unknown>
  put: Endpoint
  history: Endpoint
  keeps?: Keeps
  /** Those after the key. */
  fields: readonly CatalogField[]
  cells(item: Item): Cells
  read: Readonly<Record<string, (cell: string) => Read<unknown>>>
}

function table<Item extends { version: number }>(given: Definition<Item>): CatalogTable {
  const rowOf = (item: Item): CatalogRow => {
    const key = String((item as Record<string, unknown>)[given.key])
    const { retired, mergedInto } = item as { retired?: boolean; mergedInto?: string }
    return {
      key,
      version: item.version,
      cells: { [given.key]: key, ...given.cells(item) },
      ...(retired ? { retired: { into: mergedInto } } : {}),
    }
  }
  return {
    fields: [{ name: given.key }, ...given.fields],
    keeps: given.keeps,
    history: async (api, key) => {
      const answer = await api.call(given.history, { params: { [given.key]: key } } as never)
      return (answer as { items: CatalogueChangeView[] }).items
    },
    load: async (api) => (await everyItem<Item>(api, given.list, given.query)).map(rowOf),
    read: (cells) => {
      const body: Record<string, unknown> = {}
      const errors: Record<string, CellError> = {}
      if ((cells[given.key] ?? '').trim() === '') errors[given.key] = 'EMPTY'
      for (const [name, read] of Object.entries(given.read)) {
        const found = read((cells[name] ?? '').trim())
        if ('error' in found) errors[name] = found.error
        else body[name] = found.value
      }
      return Object.keys(errors).length > 0 ? { errors } : { body }
    },
    save: async (api, key, body, version) => {
      const input = { params: { [given.key]: key }, body: { ...body, version } }
      return rowOf((await api.call(given.put, input as never)) as unknown as Item)
    },
  }
}

function mapped<A, B>(read: Read<A>, change: (value: A) => B): Read<B> {
  return 'error' in read ? read : { value: change(read.value) }
}
